using System.Globalization;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Tests.Scales;

public class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, "0.0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(0, 0.0213, 5, "0.000 0.005 0.010 0.015 0.020")]
    [InlineData(-3, 3, 6, "−3 −2 −1 0 1 2 3")]
    [InlineData(0, 3e-7, 3, "0 1×10⁻⁷ 2×10⁻⁷ 3×10⁻⁷")]
    [InlineData(0, 2e6, 4, "0 0.5×10⁶ 1.0×10⁶ 1.5×10⁶ 2.0×10⁶")]
    public void Linear_Ranges_GiveRoundNumbers(double minimum, double maximum, int count, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Linear(minimum, maximum, count).Select(tick => tick.Label)));

    [Fact]
    public void Linear_ThousandRandomRanges_LieWithinAndAreEven()
    {
        var random = new Random(11);
        for (var round = 0; round < 1000; round++)
        {
            var minimum = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9));
            var maximum = minimum + ((random.NextDouble() + 1e-3) * Math.Pow(10, random.Next(-3, 9)));
            var ticks = Ticks.Linear(minimum, maximum, 6);

            Assert.InRange(ticks.Count, 3, 12);
            var tolerance = ((maximum - minimum) * 1e-6) + (Math.Abs(minimum) * 1e-14);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, minimum - tolerance, maximum + tolerance));
            Assert.Equal(ticks.Count, ticks.Select(tick => tick.Label).Distinct().Count());
            Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.Equal(ticks[1].Value - ticks[0].Value, pair.Second.Value - pair.First.Value, tolerance));
        }
    }

    [Fact]
    public void Degrees_AcrossTheDateLine_ChangeHalf() =>
        Assert.Equal("170°E 175°E 180° 175°W 170°W", string.Join(' ', Ticks.Degrees(170, 190, 5, 'E', 'W').Select(tick => tick.Label)));

    [Fact]
    public void Degrees_AcrossTheEquator_NameBothHalves() =>
        Assert.Equal("0.5°S 0.0° 0.5°N", string.Join(' ', Ticks.Degrees(-0.7, 0.7, 3, 'N', 'S').Select(tick => tick.Label)));

    [Theory]
    [InlineData(0.5, 200, "1 10 100")]
    [InlineData(1e-6, 1e-4, "10⁻⁶ 2×10⁻⁶ 5×10⁻⁶ 10⁻⁵ 2×10⁻⁵ 5×10⁻⁵ 10⁻⁴")]
    public void Logarithmic_Ranges_ArePowersOfTen(double minimum, double maximum, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Logarithmic(minimum, maximum, 6).Select(tick => tick.Label)));

    [Theory]
    [InlineData("2021-03-24T10:00", "2021-03-24T11:00", "10:00 10:15 10:30 10:45 11:00")]
    [InlineData("2021-02-01T00:00", "2021-03-31T00:00", "8 Feb 22 Feb 8 Mar 22 Mar")]
    [InlineData("2018-11-15T00:00", "2021-02-01T00:00", "Jan 2019 Jul 2019 Jan 2020 Jul 2020 Jan 2021")]
    [InlineData("1950-06-01T00:00", "2020-06-01T00:00", "1960 1970 1980 1990 2000 2010 2020")]
    public void Time_Ranges_AreRoundMoments(string from, string to, string expected)
    {
        var (first, last) = (DateTime.Parse(from, CultureInfo.InvariantCulture), DateTime.Parse(to, CultureInfo.InvariantCulture));

        var ticks = TimeTicks.Between(Time.ToMilliseconds(first), Time.ToMilliseconds(last), 7);

        Assert.Equal(expected, string.Join(' ', ticks.Select(tick => tick.Label)));
    }
}
