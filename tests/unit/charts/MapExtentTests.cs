namespace Isopleth.Charts.Tests;

public class MapExtentTests
{
    [Fact]
    public void Around_PlacesAcrossTheDateLine_IsTheNarrowExtent()
    {
        var extent = MapExtent.Around([-20, -10], [178, -178], margin: 0);

        Assert.Equal((178.0, 182.0, -20.0, -10.0), (extent.West, extent.East, extent.South, extent.North));
    }

    [Fact]
    public void Around_MissingPlaces_AreLeftOut()
    {
        var extent = MapExtent.Around([10, double.NaN, 20], [1, 50, 2], margin: 0);

        Assert.Equal((1.0, 2.0, 10.0, 20.0), (extent.West, extent.East, extent.South, extent.North));
    }

    [Fact]
    public void Around_OnePlace_StillIsAnArea() => Assert.Equal(1, MapExtent.Around([10], [20]).East - MapExtent.Around([10], [20]).West, 9);

    [Fact]
    public void Around_NoPlace_AsksForTheExtent() =>
        Assert.Contains("give the map's extent", Assert.Throws<ArgumentException>(() => MapExtent.Around([double.NaN], [1])).Message);

    [Theory]
    [InlineData(0, 10, 20, 10, "south below north")]
    [InlineData(0, 10, -95, 10, "between -90 and 90")]
    [InlineData(double.NaN, 10, 0, 10, "west and east")]
    [InlineData(-500, 10, 0, 10, "-500")]
    public void Constructor_ImpossibleEdges_SaysWhichAndWhatIsExpected(double west, double east, double south, double north, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => new MapExtent(west, east, south, north)).Message);
}
