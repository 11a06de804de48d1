using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Isopleth.Charts.Tests;

public class PlotlyTests
{
    private static JsonObject Parse(Figure figure) => JsonNode.Parse(figure.ToPlotlyJson())!.AsObject();

    private static List<JsonObject> Traces(JsonObject figure) => [.. figure["data"]!.AsArray().Select(trace => trace!.AsObject())];

    /// <summary>The numbers of an attribute, written as a list or as a typed array.</summary>
    private static double[] Numbers(JsonNode values)
    {
        if (values is JsonArray list)
        {
            return [.. list.Select(value => value is null ? double.NaN : (double)value)];
        }

        var bytes = Convert.FromBase64String((string)values["bdata"]!);
        return (string)values["dtype"]! == "f8" ? MemoryMarshal.Cast<byte, double>(bytes).ToArray() : [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(value => (double)value)];
    }

    [Fact]
    public void ToPlotlyJson_LongLists_AreTypedArraysOfTheSameNumbers()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => i / 7.0)];
        double[] y = [.. x.Select((v, i) => i % 50 == 3 ? double.NaN : Math.Sin(v))];

        var trace = Traces(Parse(new Chart("", "x", "y").AddLine(x, y)))[0];

        Assert.Equal("f8", (string?)trace["x"]!["dtype"]);
        Assert.Equal(x, Numbers(trace["x"]!));
        Assert.Equal(y, Numbers(trace["y"]!));
    }

    [Fact]
    public void ToPlotlyJson_Swath_HasFewTracesThatHoldEveryPixel()
    {
        var traces = Traces(Parse(TestScenes.SwathMap(20, 30)));

        // Of the filled traces the first is the land.
        var filled = traces.Where(trace => (string?)trace["fill"] == "toself").Skip(1).ToList();
        Assert.InRange(filled.Count, 10, 50);
        Assert.Equal(600, filled.Sum(trace => Numbers(trace["x"]!).Count(double.IsNaN)));
        Assert.Equal(2400, filled.Sum(trace => Numbers(trace["x"]!).Count(double.IsFinite)));
    }

    [Fact]
    public void ToPlotlyJson_MorePixelsThanCanBeDrawnOneByOne_ArePaintedIntoOnePicture()
    {
        var figure = Parse(TestScenes.SwathMap(300, 200));

        var image = figure["layout"]!["images"]!.AsArray().Single()!;
        Assert.StartsWith("data:image/png;base64,", (string)image["source"]!, StringComparison.Ordinal);
        Assert.Equal("below", (string)image["layer"]!);
        Assert.DoesNotContain(Traces(figure), trace => trace.ContainsKey("fill"));
        Assert.InRange(Numbers(Traces(figure).Single(trace => trace.ContainsKey("customdata"))["customdata"]!).Length, 25_000, 50_000);
        Assert.InRange(figure.ToJsonString().Length, 100_000, 4_000_000);
    }

    [Fact]
    public void ToPlotlyJson_AnyTrace_HasAsManyXAsY() =>
        Assert.All(Traces(Parse(TestScenes.SwathMap().AddWind([36, 37], [15, 16], [3, 4], [1, 2]))), trace => Assert.Equal(Numbers(trace["x"]!).Length, Numbers(trace["y"]!).Length));

    [Fact]
    public void ToPlotlyJson_Pixels_AnswerThePointerWithTheirValues()
    {
        var map = new Map().AddPixels([37, 37, 38, 38, 37, 37, 38, 38], [14, 15, 15, 14, 15, 16, 16, 15], [0.0123456789, double.NaN], "SO2 [mol m-2]");

        var hover = Traces(Parse(map)).Single(trace => trace.ContainsKey("customdata"));

        Assert.Equal([0.012346], hover["customdata"]!.AsArray().Select(value => (double)value!));
        Assert.Equal((14.5, 37.5), ((double)hover["x"]![0]!, (double)hover["y"]![0]!));
        Assert.Contains("mol m⁻²", (string)hover["hovertemplate"]!);
    }

    [Fact]
    public void ToPlotlyJson_Map_KeepsItsShapeAndRange()
    {
        var layout = Parse(new Map("", new MapExtent(0, 10, 55, 65)))["layout"]!;

        Assert.Equal("x", (string)layout["yaxis"]!["scaleanchor"]!);
        Assert.Equal(2, (double)layout["yaxis"]!["scaleratio"]!, 9);
        Assert.Equal([0, 10], layout["xaxis"]!["range"]!.AsArray().Select(value => (double)value!));
    }

    [Fact]
    public void ToPlotlyJson_ColourBar_HasTitleUnitAndRange()
    {
        var coloraxis = Parse(TestScenes.SwathMap(colors: new ColorAxis("SO2", "mol m-2") { Minimum = 0, Maximum = 0.02 }))["layout"]!["coloraxis"]!;

        Assert.Equal((0, 0.02), ((double)coloraxis["cmin"]!, (double)coloraxis["cmax"]!));
        Assert.Equal("SO2 [mol m⁻²]", (string)coloraxis["colorbar"]!["title"]!["text"]!);
        var stops = coloraxis["colorscale"]!.AsArray();
        Assert.Equal((0, 1), ((double)stops[0]![0]!, (double)stops[^1]![0]!));
    }

    [Fact]
    public void ToPlotlyJson_Heatmap_HasRowsOfColumns()
    {
        var trace = Traces(Parse(Figure.Heatmap([1, 2, 3], [20, 10], [1, 2, 3, 4, 5, double.NaN], "T [K]"))).First();

        // Falling middles are turned round, so that the last row comes first.
        Assert.Equal("heatmap", (string)trace["type"]!);
        Assert.Equal("[[4,5,null],[1,2,3]]", trace["z"]!.ToJsonString());
        Assert.Equal("[5,15,25]", trace["y"]!.ToJsonString());
    }

    [Fact]
    public void ToPlotlyJson_TimeAxis_IsADateAxisInMilliseconds()
    {
        var figure = Parse(Figure.Line([new DateTime(2021, 3, 24, 12, 0, 0, DateTimeKind.Utc), new DateTime(2021, 3, 25)], [1, 2], "SO2 [mol m-2]"));

        Assert.Equal("date", (string)figure["layout"]!["xaxis"]!["type"]!);
        Assert.Equal(1616587200000, (double)Traces(figure)[0]["x"]![0]!);
    }

    [Fact]
    public void ToPlotlyJson_LogarithmicAxes_HaveRangesInPowersOfTen()
    {
        var chart = new Chart("", new Axis("f") { IsLogarithmic = true, Minimum = 0.1, Maximum = 100 }, "y").AddLine([1, 10], [1, 2]);

        var axis = Parse(chart)["layout"]!["xaxis"]!;

        Assert.Equal("log", (string)axis["type"]!);
        Assert.Equal("[-1,2]", axis["range"]!.ToJsonString());
    }

    [Fact]
    public void ToPlotlyJson_TextsWithMarkup_AreShownAsWritten()
    {
        var figure = Parse(new Chart("a <i>b</i> & c").AddScatter([1], [1], "<script>").AddText(1, 1, "<b>"));

        Assert.Equal("<b>a &lt;i&gt;b&lt;/i&gt; &amp; c</b>", (string)figure["layout"]!["title"]!["text"]!);
        Assert.Equal("&lt;script&gt;", (string)Traces(figure)[0]["name"]!);
        Assert.Equal("&lt;b&gt;", (string)figure["layout"]!["annotations"]![0]!["text"]!);
    }

    [Fact]
    public void ToPlotlyJson_Histogram_HoldsEveryFiniteValueOnce()
    {
        var trace = Traces(Parse(Figure.Histogram([1, 2, 2, 3, double.NaN, 3, 3], "x", bins: 3)))[0];

        Assert.Equal("[1,2,3]", trace["y"]!.ToJsonString());
    }
}
