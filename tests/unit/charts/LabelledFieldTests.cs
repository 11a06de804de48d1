using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Charts.Tests;

public class LabelledFieldTests
{
    private static DataArray Coordinate(string name, string units, params double[] values) =>
        DataArray.Create(name, [name], [values.Length], values, new Dictionary<string, object> { ["units"] = units });

    private static DataArray Field(string first, string second) => DataArray.Create(
        "sst", [first, second], [2, 3], [1.0, 2, 3, 4, 5, 6],
        new Dictionary<string, object> { ["long_name"] = "Sea surface temperature", ["units"] = "K" },
        [Coordinate(first, first == "lat" ? "degrees_north" : "degrees_east", 10, 11), Coordinate(second, second == "lat" ? "degrees_north" : "degrees_east", 20, 21, 22)]);

    [Theory]
    [InlineData("lat", "lon", "[[1,2,3],[4,5,6]]")]
    [InlineData("lon", "lat", "[[1,4],[2,5],[3,6]]")]
    public void AddGrid_FieldInEitherOrder_HasLatitudeInItsRows(string first, string second, string expected)
    {
        var figure = JsonNode.Parse(new Map().AddGrid(Field(first, second)).ToPlotlyJson())!;

        Assert.Equal(expected, figure["data"]!.AsArray().Single(trace => (string?)trace!["type"] == "heatmap")!["z"]!.ToJsonString());
        Assert.Equal("Sea surface temperature [K]", (string)figure["layout"]!["coloraxis"]!["colorbar"]!["title"]!["text"]!);
    }

    [Fact]
    public void AddGrid_FullCircleFromZero_FillsTheGlobe()
    {
        var field = DataArray.Create("t", ["lat", "lon"], [2, 4], [1.0, 2, 3, 4, 5, 6, 7, 8], null,
            [Coordinate("lat", "degrees_north", -45, 45), Coordinate("lon", "degrees_east", 0, 90, 180, 270)]);

        var grid = JsonNode.Parse(new Map("", MapExtent.Globe).AddGrid(field).ToPlotlyJson())!["data"]!.AsArray().Single(trace => (string?)trace!["type"] == "heatmap")!;

        Assert.Equal("[-225,-135,-45,45,135]", grid["x"]!.ToJsonString());
        Assert.Equal("[[3,4,1,2],[7,8,5,6]]", grid["z"]!.ToJsonString());
    }

    [Fact]
    public void AddGrid_WithoutLatitude_NamesTheCoordinates()
    {
        var field = DataArray.Create("t", ["y", "x"], [1, 1], [1.0], null, [Coordinate("y", "m", 0), Coordinate("x", "m", 0)]);

        Assert.Contains("'y' [m] and 'x' [m]", Assert.Throws<ArgumentException>(() => new Map().AddGrid(field)).Message);
    }

    [Fact]
    public void Line_OverTime_IsADateAxisWithTheQuantityOnTheOther()
    {
        var series = DataArray.Create("so2", ["time"], [2], [1.0, 2], new Dictionary<string, object> { ["standard_name"] = "sulfur_dioxide_column", ["units"] = "mol m-2" },
            [DataArray.FromTimes("time", [new DateTime(2021, 3, 24), new DateTime(2021, 3, 25)])]);

        var layout = JsonNode.Parse(Figure.Line(series).ToPlotlyJson())!["layout"]!;

        Assert.Equal("date", (string)layout["xaxis"]!["type"]!);
        Assert.Equal("sulfur dioxide column [mol m⁻²]", (string)layout["yaxis"]!["title"]!["text"]!);
    }

    [Fact]
    public void Line_OfAField_AsksToSelectFirst() =>
        Assert.Contains("Isel or Sel", Assert.Throws<ArgumentException>(() => Figure.Line(Field("lat", "lon"))).Message);

    [Fact]
    public void Heatmap_WithoutCoordinate_NamesTheDimension()
    {
        var field = DataArray.Create("t", ["row", "column"], [1, 1], [1.0]);

        Assert.Contains("no coordinate along its dimension 'row'", Assert.Throws<ArgumentException>(() => Figure.Heatmap(field)).Message);
    }

    [Fact]
    public void AddPixels_LabelledArrays_TakeTitleAndUnitFromTheAttributes()
    {
        var corners = DataArray.Create("lat_bounds", ["time", "corner"], [1, 4], [37.0, 37, 38, 38]);
        var values = DataArray.Create("SO2", ["time"], [1], [0.1], new Dictionary<string, object> { ["units"] = "mol/m^2" });

        Assert.Contains("Map of SO2 [mol/m²]", new Map().AddPixels(corners, corners, values).ToString());
    }
}
