using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class CfTimeUnitsTests
{
    [Theory]
    [InlineData("seconds since 2010-01-01", null, 283175359.06, "2018-12-22T11:49:19.06")]
    [InlineData("hours since 1900-01-01 00:00:00.0", "gregorian", 1008072, "2015-01-01")]
    [InlineData("days since 1950-01-01T00:00:00Z", "standard", 0.5, "1950-01-01T12:00:00")]
    [InlineData("days since -4713-01-01T00:00:00Z", "julian", 2455197.5, "2009-12-18T12:00:00")]
    [InlineData("days since 1582-10-04", "standard", 1, "1582-10-15")]
    [InlineData("days since 1582-10-04", "proleptic_gregorian", 1, "1582-10-05")]
    [InlineData("days since 0000-01-01 00:00:00", "noleap", 365 * 400 + 58, "0400-02-28")]
    [InlineData("days since 2000-01-01", "noleap", 59, "2000-03-01")]
    [InlineData("days since 2001-01-01", "all_leap", 59, "2001-02-29")]
    [InlineData("days since 2000-01-01", "360_day", 59, "2000-02-30")]
    [InlineData("months since 1960-01-01", "360_day", 13, "1961-02-01")]
    [InlineData("months since 1960-01-01", null, 13, "1961-02-01")]
    [InlineData("months since 1960-01-01", null, -1, "1959-12-01")]
    [InlineData("months since 1960-01-01", null, 1.5, "1960-02-15T12:00:00")]
    [InlineData("months since 1960-01-31", null, 1, "1960-02-29")]
    [InlineData("months since 1961-01-31 06:00", "noleap", 13, "1962-02-28T06:00:00")]
    [InlineData("years since 2000-02-29", null, 1, "2001-02-28")]
    [InlineData("years since 1850-01-01", "noleap", 150.5, "2000-07-02T12:00:00")]
    [InlineData("year since 1850-07-01", null, -1850, "0000-07-01")]
    [InlineData("days since 1900-02-28", "julian", 1, "1900-02-29")]
    [InlineData("minutes since 2016-11-08 12:00Z", null, -1, "2016-11-08T11:59:00")]
    [InlineData("seconds since 2000-01-01 00:00:00 +01:30", null, 0, "1999-12-31T22:30:00")]
    [InlineData("nanoseconds since 2020-01-17 07:20:30", null, 1500000000, "2020-01-17T07:20:31.5")]
    [InlineData("weeks since 1970-1-1", null, 2, "1970-01-15")]
    [InlineData("msec since 1970-01-01 00:00 UTC", null, double.NaN, "NaT")]
    public void Format_UnitsAndCalendars_GiveTheDate(string units, string? calendar, double value, string expected) =>
        Assert.Equal(expected, CfTimeUnits.Parse(units, calendar).Format(value));

    [Theory]
    [InlineData("days since 1950-01-01", "martian", "Calendar 'martian' is not known; there are standard, gregorian")]
    [InlineData("fortnights since 1950-01-01", null, "'fortnights' in 'fortnights since 1950-01-01' is no unit of time")]
    [InlineData("days since yesterday", null, "'yesterday' in 'days since yesterday' is no date")]
    [InlineData("days since 2001-02-29", null, "'2001-02-29' in 'days since 2001-02-29' is no date of the Standard calendar")]
    [InlineData("days since 2001-13-01", "360_day", "is no date of the Day360 calendar")]
    [InlineData("metres", null, "'metres' are not units of time")]
    public void Parse_NotUnderstood_SaysWhat(string units, string? calendar, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => CfTimeUnits.Parse(units, calendar)).Message);

    [Fact]
    public void ToDateTime_DateThatDateTimeLacks_NamesIt()
    {
        var error = Assert.Throws<DataFormatException>(() => CfTimeUnits.Parse("days since 2000-01-01", "360_day").ToDateTime(59));
        Assert.Contains("2000-02-30 of the Day360 calendar, which DateTime cannot hold", error.Message);
        Assert.Contains("is no point in time", Assert.Throws<DataFormatException>(() => CfTimeUnits.Parse("days since 2000-01-01").ToDateTime(9.97e36)).Message);
    }

    [Theory]
    [InlineData(CfCalendar.Standard)]
    [InlineData(CfCalendar.ProlepticGregorian)]
    [InlineData(CfCalendar.Julian)]
    [InlineData(CfCalendar.NoLeap)]
    [InlineData(CfCalendar.AllLeap)]
    [InlineData(CfCalendar.Day360)]
    public void Format_EveryDayOfSixCenturies_FollowsTheDayBefore(CfCalendar calendar)
    {
        var units = CfTimeUnits.Parse("days since 1401-01-01", NameOf(calendar));
        var seen = new HashSet<string>();
        for (var day = 0; day < 600 * 366; day++)
        {
            Assert.True(seen.Add(units.Format(day)), $"{units.Format(day)} comes twice");
        }

        // cftime 1.6.2: num2date(211545, 'days since 1401-01-01', calendar)
        var expected = calendar switch
        {
            CfCalendar.Standard => "1980-03-20",
            CfCalendar.ProlepticGregorian => "1980-03-11",
            CfCalendar.Julian => "1980-03-07",
            CfCalendar.NoLeap => "1980-07-30",
            CfCalendar.AllLeap => "1978-12-29",
            _ => "1988-08-16",
        };
        Assert.Equal(expected, units.Format(211_545));
    }

    [Fact]
    public void FromDateTime_IsTheInverse()
    {
        var time = new DateTime(2021, 4, 1, 11, 22, 33, 500, DateTimeKind.Utc);
        foreach (var units in new[] { "seconds since 1970-01-01", "days since 1950-01-01", "hours since 1900-01-01", "milliseconds since 2000-01-01", "days since -4713-01-01", "months since 1950-01-31", "years since 2100-02-28" })
        {
            var parsed = CfTimeUnits.Parse(units);
            Assert.Equal(0, (parsed.ToDateTime(parsed.FromDateTime(time)) - time).TotalSeconds, 1e-4);
        }
    }

    private static string NameOf(CfCalendar calendar) => calendar switch
    {
        CfCalendar.ProlepticGregorian => "proleptic_gregorian",
        CfCalendar.Julian => "julian",
        CfCalendar.NoLeap => "noleap",
        CfCalendar.AllLeap => "all_leap",
        CfCalendar.Day360 => "360_day",
        _ => "standard",
    };
}
