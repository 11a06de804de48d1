using Isopleth.Charts.Geography;

namespace Isopleth.Charts.Tests.Geography;

public class ScaleBarTests
{
    [Theory]
    [InlineData(0, 10, -1, 1, 200)]
    [InlineData(14, 19.3, 33.2, 38, 50)]
    [InlineData(0, 10, 59, 61, 100)]
    public void For_AnExtent_IsARoundLengthOfItsDegrees(double west, double east, double south, double north, double kilometres)
    {
        var bar = ScaleBar.For(new MapExtent(west, east, south, north));

        Assert.Equal(kilometres, bar.Kilometres);
        Assert.Equal(kilometres, bar.Degrees * 111.195 * Math.Cos((south + north) / 2 * Math.PI / 180), 2);
    }
}
