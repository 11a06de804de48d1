using Isopleth.Charts.Geography;

namespace Isopleth.Charts.Tests.Geography;

public class PixelsTests
{
    private static Pixels Pixel(double[] latitudes, double[] longitudes) => Pixels.From(latitudes, longitudes, latitudes.Length / 4, "values");

    [Fact]
    public void Within_PixelAcrossTheDateLine_IsNotTornApart()
    {
        var (x, _, index) = Pixel([-18, -18, -16, -16], [179, -179, -179, 179]).Within(new MapExtent(170, -170, -25, -10));

        Assert.Equal([179, 181, 181, 179], x);
        Assert.Equal([0], index);
    }

    [Fact]
    public void Within_PixelAcrossTheEdgeOfTheGlobe_IsDrawnAtBothEdges()
    {
        var (x, _, index) = Pixel([-18, -18, -16, -16], [179, -179, -179, 179]).Within(MapExtent.Globe);

        Assert.Equal([0, 0], index);
        Assert.Equal([-181, -179, -179, -181], x[..4]);
        Assert.Equal([179, 181, 181, 179], x[4..]);
    }

    [Fact]
    public void Within_PixelsOutsideOrAroundThePoleOrMissing_AreLeftOut()
    {
        var (_, _, index) = Pixel(
            [0, 0, 1, 1, 80, 80, 80, 80, double.NaN, 0, 1, 1, 40, 40, 41, 41],
            [0, 1, 1, 0, 0, 120, 240, 359, 0, 1, 1, 0, 10, 11, 11, 10]).Within(new MapExtent(5, 20, 30, 85));

        Assert.Equal([3], index);
    }

    [Fact]
    public void From_TooFewCorners_NamesBothAndTheShape()
    {
        var error = Assert.Throws<ArgumentException>(() => Pixels.From([1, 2, 3, 4], [1, 2, 3, 4], 2, "values"));

        Assert.Contains("4 corners", error.Message);
        Assert.Contains("'values' has 2 pixels", error.Message);
        Assert.Contains("[n, 4]", error.Message);
    }
}
