using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Tests.Scales;

public class ColorMappingTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.019, 0)]
    [InlineData(0.021, 1)]
    [InlineData(1, 49)]
    [InlineData(7, 49)]
    [InlineData(-7, 0)]
    [InlineData(double.PositiveInfinity, 49)]
    [InlineData(double.NaN, -1)]
    public void Level_OfAValue_IsItsPlaceInTheRange(double value, int level) =>
        Assert.Equal(level, ColorMapping.From(new ColorAxis { Minimum = 0, Maximum = 1 }, []).Level(value));

    [Fact]
    public void Level_BelowHideBelow_IsNone()
    {
        var mapping = ColorMapping.From(new ColorAxis { Minimum = 0, Maximum = 1, HideBelow = 0.2 }, []);

        Assert.Equal((-1, 10), (mapping.Level(0.19), mapping.Level(0.2)));
    }

    [Fact]
    public void Level_OnALogarithmicScale_HasNoneAtZeroAndBelow()
    {
        var mapping = ColorMapping.From(new ColorAxis { IsLogarithmic = true }, [-1, 0, 0.01, 100]);

        Assert.Equal((0.01, 100.0), (mapping.Axis.Minimum, mapping.Axis.Maximum));
        Assert.Equal((-1, -1, 0, 25, 49), (mapping.Level(-1), mapping.Level(0), mapping.Level(0.01), mapping.Level(1.01), mapping.Level(100)));
    }

    [Fact]
    public void Group_Values_HoldsEachFiniteOneOnce()
    {
        double[] values = [.. Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? double.NaN : Math.Sin(i))];

        var groups = ColorMapping.From(new ColorAxis(), values).Group(values);

        Assert.Equal(Enumerable.Range(0, 1000).Where(i => i % 10 != 0), groups.SelectMany(group => group).Order());
    }
}
