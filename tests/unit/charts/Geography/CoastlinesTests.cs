using Isopleth.Charts.Geography;

namespace Isopleth.Charts.Tests.Geography;

public class CoastlinesTests
{
    [Theory]
    [InlineData("Etna", 37.751, 14.993, true)]
    [InlineData("Enna, in the middle of Sicily", 37.57, 14.28, true)]
    [InlineData("Ionian Sea", 36.5, 17.5, false)]
    [InlineData("Strait of Sicily", 37.0, 12.0, false)]
    [InlineData("Caspian Sea, a hole in the land", 41.5, 50.5, false)]
    [InlineData("Chukotka, beyond the date line", 66.9, -172.5, true)]
    [InlineData("Chukotka, counted on", 66.9, 187.5, true)]
    [InlineData("South Pole", -89.5, 30, true)]
    [InlineData("Gulf of Guinea", 0, 0, false)]
    public void IsLand_KnownPlaces_AreWhatTheyAre(string place, double latitude, double longitude, bool land) =>
        Assert.All(Enum.GetValues<CoastlineDetail>(), detail => Assert.True(Coastlines.Of(detail).IsLand(latitude, longitude) == land, $"{place} at {detail}"));

    [Fact]
    public void LandWithin_Sicily_StaysInsideTheExtent()
    {
        var (x, y) = Coastlines.Of(CoastlineDetail.Fine).LandWithin(new MapExtent(12, 16, 36, 39));

        Assert.True(x.Count(double.IsFinite) > 500);
        Assert.All(x.Where(double.IsFinite), value => Assert.InRange(value, 12, 16));
        Assert.All(y.Where(double.IsFinite), value => Assert.InRange(value, 36, 39));
    }

    [Theory]
    [InlineData(CoastlineDetail.Fine)]
    [InlineData(CoastlineDetail.Medium)]
    [InlineData(CoastlineDetail.Coarse)]
    public void CoastsWithin_TheGlobe_NeverLeapAcrossTheMap(CoastlineDetail detail)
    {
        var (x, _) = Coastlines.Of(detail).CoastsWithin(MapExtent.Globe);

        Assert.True(x.Length > 1000);
        Assert.All(x.Zip(x.Skip(1)), step => Assert.False(Math.Abs(step.First - step.Second) > 30, $"from {step.First} to {step.Second}"));
    }

    [Fact]
    public void CoastsWithin_AcrossTheDateLine_CountsLongitudesOn()
    {
        var (x, _) = Coastlines.Of(CoastlineDetail.Fine).CoastsWithin(new MapExtent(170, -170, -25, -10));

        Assert.Contains(x, value => value is > 170 and < 180);
        Assert.Contains(x, value => value is > 180 and < 190);
    }

    [Fact]
    public void BordersWithin_FranceAndSpain_AreFound() =>
        Assert.True(Coastlines.Of(CoastlineDetail.Medium).BordersWithin(new MapExtent(-1, 2, 42, 43)).X.Count(double.IsFinite) > 10);

    [Fact]
    public void BordersWithin_TheOpenSea_AreNone() =>
        Assert.Empty(Coastlines.Of(CoastlineDetail.Medium).BordersWithin(new MapExtent(-40, -35, 30, 35)).X);
}
