using Isopleth.Charts.Geography;

namespace Isopleth.Charts.Tests.Geography;

public class WindArrowsTests
{
    private static readonly MapExtent Extent = new(10, 20, 35, 45);

    [Fact]
    public void Draw_NorthEastwardWind_PointsThereOnTheMap()
    {
        var (x, y, fastest) = WindArrows.Draw(Extent, [40], [15], [3], [3]);

        // On the map a degree of longitude is narrower than one of latitude by the cosine of the middle latitude.
        var (east, north) = ((x[1] - x[0]) / Extent.Aspect, y[1] - y[0]);
        Assert.Equal(Math.Sqrt(18), fastest, 9);
        Assert.True(east > 0);
        Assert.Equal(east, north, 9);
    }

    [Fact]
    public void Draw_ManyPlacesInOneCell_AreAveraged()
    {
        var (x, _, fastest) = WindArrows.Draw(Extent, [40, 40.01, double.NaN], [15, 15.01, 15], [4, 0, 9], [0, 0, 0]);

        Assert.Equal(2, fastest, 9);
        Assert.Equal(2, x.Count(double.IsNaN));
    }

    [Fact]
    public void Draw_Calm_DrawsNothing() => Assert.Empty(WindArrows.Draw(Extent, [40], [15], [0], [0]).X);
}
