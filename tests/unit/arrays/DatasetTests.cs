using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class DatasetTests
{
    private static Dataset Sample() => new(
        [Fields.Temperature(), DataArray.Create("orography", ["latitude", "longitude"], [4, 5], new float[20])],
        [DataArray.Create("area_id", [], [], new[] { 7 })],
        Fields.Attributes(("title", "Sicily")));

    [Fact]
    public void Constructor_Arrays_GathersCoordinatesAndDimensions()
    {
        var data = Sample();
        Assert.Equal(["temperature", "orography"], data.Variables.Keys);
        Assert.Equal(["area_id", "time", "latitude", "longitude"], data.Coordinates.Keys);
        Assert.Equal(5, data.Dimensions["longitude"]);
        Assert.Equal(["area_id", "latitude", "longitude"], data["orography"].Coordinates.Keys);
        Assert.True(data.Contains("time"));
        Assert.False(data.Contains("pressure"));
    }

    [Fact]
    public void Constructor_DimensionsDisagree_NamesBothLengths()
    {
        var error = Assert.Throws<ArgumentException>(() => new Dataset([DataArray.Create("a", ["x"], [2], new int[2]), DataArray.Create("b", ["x"], [3], new int[3])]));
        Assert.Contains("Dimension 'x' has 3 positions in 'b' and 2 elsewhere", error.Message);
    }

    [Fact]
    public void Constructor_SameNameTwice_IsAnError() =>
        Assert.Contains("Two variables are named 'a'", Assert.Throws<ArgumentException>(() => new Dataset([DataArray.Create("a", [], [], [1]), DataArray.Create("a", [], [], [1])])).Message);

    [Fact]
    public void Indexer_NoSuchVariable_ListsAndSuggests()
    {
        var error = Assert.Throws<ArgumentException>(() => Sample()["temprature"]);
        Assert.Contains("has no variable 'temprature'; there are area_id, time, latitude, longitude, temperature, orography. Did you mean 'temperature'?", error.Message);
    }

    [Fact]
    public void Sel_Dataset_NarrowsEveryVariableThatHasTheLabels()
    {
        var part = Sample().Sel(("latitude", (36.0, 39.0)), ("time", "2020-01-02"));
        Assert.Equal([2, 5], part["temperature"].Shape);
        Assert.Equal([2, 5], part["orography"].Shape);
        Assert.Equal(110, part["temperature"].ToDoubles()[0]);
        Assert.Equal(2, part.Dimensions["latitude"]);
        Assert.False(part.Dimensions.ContainsKey("time"));
    }

    [Fact]
    public void Isel_UnknownDimension_ListsThoseThereAre() =>
        Assert.Contains("no dimension 'depth'; its dimensions are", Assert.Throws<ArgumentException>(() => Sample().Isel(("depth", 0))).Message);
}
