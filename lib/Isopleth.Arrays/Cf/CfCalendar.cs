namespace Isopleth.Arrays;

/// <summary>The calendars of the CF conventions (§4.4.1): how a date becomes a count of days, and back.</summary>
public enum CfCalendar
{
    /// <summary>Julian before 15 October 1582, Gregorian from then on (<c>standard</c>, <c>gregorian</c>).</summary>
    Standard,

    /// <summary>Gregorian at all times (<c>proleptic_gregorian</c>): the calendar of <see cref="DateTime"/>.</summary>
    ProlepticGregorian,

    /// <summary>Every fourth year is a leap year (<c>julian</c>).</summary>
    Julian,

    /// <summary>No leap years (<c>noleap</c>, <c>365_day</c>).</summary>
    NoLeap,

    /// <summary>Only leap years (<c>all_leap</c>, <c>366_day</c>).</summary>
    AllLeap,

    /// <summary>Twelve months of thirty days (<c>360_day</c>).</summary>
    Day360,
}

/// <summary>Day counts in the CF calendars, by integer arithmetic; day 0 is 1 January of astronomical year 0 of each calendar's own rule, Gregorian for the first two.</summary>
internal static class CfCalendars
{
    /// <summary>The names of CF, and the calendars they mean.</summary>
    public static readonly IReadOnlyDictionary<string, CfCalendar> ByName = new OrderedDictionary<string, CfCalendar>(StringComparer.OrdinalIgnoreCase)
    {
        ["standard"] = CfCalendar.Standard,
        ["gregorian"] = CfCalendar.Standard,
        ["utc"] = CfCalendar.Standard,
        ["tai"] = CfCalendar.Standard,
        ["proleptic_gregorian"] = CfCalendar.ProlepticGregorian,
        ["julian"] = CfCalendar.Julian,
        ["noleap"] = CfCalendar.NoLeap,
        ["365_day"] = CfCalendar.NoLeap,
        ["all_leap"] = CfCalendar.AllLeap,
        ["366_day"] = CfCalendar.AllLeap,
        ["360_day"] = CfCalendar.Day360,
    };

    private static readonly int[] DaysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    /// <summary>15 October 1582, the first day of the Gregorian calendar.</summary>
    private static readonly long GregorianStart = ToDays(CfCalendar.ProlepticGregorian, 1582, 10, 15);

    /// <summary>Whether the year has these months and days.</summary>
    public static bool IsValid(CfCalendar calendar, long year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= (calendar == CfCalendar.Day360 ? 30 : DaysInMonth(calendar, year, month));

    /// <summary>The day count of a date.</summary>
    public static long ToDays(CfCalendar calendar, long year, int month, int day) => calendar switch
    {
        CfCalendar.Day360 => (year * 360) + ((month - 1) * 30) + day - 1,
        CfCalendar.Standard when (year, month, day).CompareTo((1582, 10, 15)) < 0 => ToDays(CfCalendar.Julian, year, month, day),
        _ => DaysBeforeYear(calendar, year) + DaysBeforeMonth[month - 1] + (month > 2 && IsLeap(calendar, year) ? 1 : 0) + day - 1,
    };

    /// <summary>The date of a day count.</summary>
    public static (long Year, int Month, int Day) FromDays(CfCalendar calendar, long days)
    {
        if (calendar == CfCalendar.Day360)
        {
            var ofYear = (int)Modulo(days, 360);
            return ((days - ofYear) / 360, (ofYear / 30) + 1, (ofYear % 30) + 1);
        }

        if (calendar == CfCalendar.Standard)
        {
            return FromDays(days < GregorianStart ? CfCalendar.Julian : CfCalendar.ProlepticGregorian, days);
        }

        // The mean year gives the year to within one.
        var year = (long)Math.Floor(days / 365.2425);
        while (DaysBeforeYear(calendar, year) > days)
        {
            year--;
        }

        while (DaysBeforeYear(calendar, year + 1) <= days)
        {
            year++;
        }

        var rest = (int)(days - DaysBeforeYear(calendar, year));
        var month = 1;
        while (rest >= DaysInMonth(calendar, year, month))
        {
            rest -= DaysInMonth(calendar, year, month++);
        }

        return (year, month, rest + 1);
    }

    /// <summary>The day of the week, 0 for Monday; of model calendars, which have no weeks, counted from day 0 as cftime does.</summary>
    public static long DayOfWeek(CfCalendar calendar, long year, int month, int day) =>
        Modulo(ToDays(calendar, year, month, day) + (calendar is CfCalendar.NoLeap or CfCalendar.AllLeap or CfCalendar.Day360 ? 0 : 5), 7);

    private static long DaysBeforeYear(CfCalendar calendar, long year) => calendar switch
    {
        CfCalendar.NoLeap => year * 365,
        CfCalendar.AllLeap => year * 366,
        // Two days apart at year 0, so that 4 October 1582 (Julian) and 15 October 1582 (Gregorian) are neighbours.
        CfCalendar.Julian => (year * 365) + FloorDivide(year + 3, 4) - 2,
        _ => (year * 365) + FloorDivide(year + 3, 4) - FloorDivide(year + 99, 100) + FloorDivide(year + 399, 400),
    };

    private static int DaysInMonth(CfCalendar calendar, long year, int month) => month switch
    {
        2 => IsLeap(calendar, year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private static bool IsLeap(CfCalendar calendar, long year) => calendar switch
    {
        CfCalendar.NoLeap => false,
        CfCalendar.AllLeap => true,
        CfCalendar.Julian => Modulo(year, 4) == 0,
        CfCalendar.Standard when year < 1582 => Modulo(year, 4) == 0,
        _ => Modulo(year, 4) == 0 && (Modulo(year, 100) != 0 || Modulo(year, 400) == 0),
    };

    private static long FloorDivide(long a, long b) => (a - Modulo(a, b)) / b;

    private static long Modulo(long a, long b) => ((a % b) + b) % b;
}
