using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Isopleth.Browser.Tests;

/// <summary>What our extension draws of what a kernel sends; all of it offline.</summary>
public sealed class DrawingTests(LabServer server, Chromium chromium)
{
    private const string Line = "using Isopleth.Charts;\nFigure.Line([1, 2, 3], [1, 4, 9], title: \"Squares\")";

    [Fact]
    public async Task Plotly_AFigure_IsDrawnWithItsDataAndAlternativeText()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync(Line);

        await Expect(cell.Locator(".main-svg").First).ToBeVisibleAsync();
        await Expect(cell.Locator(".gtitle")).ToContainTextAsync("Squares");
        Assert.Equal(3, (await Numbers(cell, "x")).Length);
        await Expect(cell.Locator(".plot-container[role=img]")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("Squares"));
        await lab.PicturesAsync("plotly");
        Assert.Empty(lab.RequestsElsewhere);
        Assert.Empty(lab.Errors);
    }

    [Fact]
    public async Task Plotly_ANarrowCell_ShrinksTheFigure()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        var cell = await lab.RunAsync(Line);
        var drawing = cell.Locator(".main-svg").First;
        await Expect(drawing).ToHaveAttributeAsync("width", "760");

        await lab.Page.SetViewportSizeAsync(800, 900);

        await Expect(drawing).Not.ToHaveAttributeAsync("width", "760");
        var (inner, outer) = (await drawing.BoundingBoxAsync(), await cell.BoundingBoxAsync());
        Assert.True(inner!.Width < outer!.Width, $"{inner.Width} in {outer.Width}");
        await lab.PictureAsync("plotly-narrow");
    }

    [Fact]
    public async Task Plotly_ATypeThatIsNotThere_IsToldInWords()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("\"\"\"{\"data\": [{\"type\": \"scattergeo\", \"lon\": [15], \"lat\": [38]}]}\"\"\".DisplayAs(\"application/vnd.plotly.v1+json\");");

        await Expect(cell.GetByRole(AriaRole.Alert)).ToContainTextAsync("scattergeo");
    }

    [Fact]
    public async Task Plotly_SavedAndOpenedAgain_KeepsTheFigureAsTheKernelSentIt()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        await lab.RunAsync(Line);
        await lab.CommandAsync("docmanager:save");

        var saved = await server.SendAsync(HttpMethod.Get, "/api/contents/" + lab.NotebookPath);
        var figure = saved!["content"]!["cells"]![0]!["outputs"]![0]!["data"]!["application/vnd.plotly.v1+json"]!;

        // plotly.js writes what it makes of a figure into the object that it was given.
        Assert.Equal(760, (int)figure["layout"]!["width"]!);
        Assert.All(figure["layout"]!.AsObject(), property => Assert.False(property.Key.StartsWith('_'), property.Key));
    }

    [Fact]
    public async Task GeoJson_Features_AreDrawnOverTheCoast()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);
        var etna = new JsonObject { ["type"] = "Feature", ["properties"] = new JsonObject { ["name"] = "Etna", ["height [m]"] = 3357 }, ["geometry"] = JsonNode.Parse("""{"type":"Point","coordinates":[14.993,37.751]}""") };
        var area = new JsonObject
        {
            ["type"] = "Feature", ["properties"] = new JsonObject { ["name"] = "Plume", ["fill"] = "#cc6600" },
            ["geometry"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[[15,37.7],[18,36.4],[18.4,37.2],[15,37.7]]]}"""),
        };
        var collection = new JsonObject { ["type"] = "FeatureCollection", ["features"] = new JsonArray(area, etna) };

        var cell = await lab.RunAsync($"\"\"\"{collection.ToJsonString()}\"\"\".DisplayAs(\"application/geo+json\");");

        await Expect(cell.GetByRole(AriaRole.Img, new() { Name = "Plume" }).Locator("path")).ToHaveAttributeAsync("style", "fill:#cc6600");
        await Expect(cell.Locator(".jp-isopleth-land")).ToHaveAttributeAsync("d", new System.Text.RegularExpressions.Regex("^M.{1000,}"));

        // The crater lies where the map's scale has it: within the viewBox, in proportion to its longitude and latitude.
        var view = (await cell.Locator(".jp-isopleth-map").GetAttributeAsync("viewBox"))!.Split(' ').Select(double.Parse).ToArray();
        var (map, point) = (await cell.Locator(".jp-isopleth-map").BoundingBoxAsync(), await cell.GetByRole(AriaRole.Img, new() { Name = "Etna" }).BoundingBoxAsync());
        Assert.Equal((-37.751 - view[1]) / view[3], (point!.Y + (point.Height / 2) - map!.Y) / map.Height, 0.02);
        await cell.GetByRole(AriaRole.Button, new() { Name = "Zoom in" }).ClickAsync();
        var zoomed = (await cell.Locator(".jp-isopleth-map").GetAttributeAsync("viewBox"))!.Split(' ').Select(double.Parse).ToArray();
        Assert.Equal(view[2] / 2, zoomed[2], 1e-6);
        await cell.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
        await lab.PicturesAsync("geojson");
        Assert.Empty(lab.RequestsElsewhere);
    }

    [Fact]
    public async Task GeoJson_SomethingElse_IsToldInWords()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("\"\"\"{\"type\": \"Topology\"}\"\"\".DisplayAs(\"application/geo+json\");");

        await Expect(cell.GetByRole(AriaRole.Alert)).ToContainTextAsync("Topology");
    }

    [Fact]
    public async Task Mermaid_ADiagram_IsDrawn()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("#!mermaid\ngraph LR\n  catalogue --> notebook --> result");

        var picture = cell.GetByRole(AriaRole.Img);
        await Expect(picture).ToHaveAttributeAsync("src", new System.Text.RegularExpressions.Regex("^data:image/svg.*notebook"));
        Assert.True((await picture.BoundingBoxAsync())!.Width > 100);
        await lab.PicturesAsync("mermaid");
        Assert.Empty(lab.RequestsElsewhere);
    }

    [Fact]
    public async Task Lab_LatexAndVegaLite_AreDrawnOffline()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var formula = await lab.RunAsync("Latex(@\"\\frac{\\partial C}{\\partial t} = -u \\cdot \\nabla C\")");
        await Expect(formula.Locator("mjx-container, .MathJax, .katex").First).ToBeVisibleAsync();

        var chart = await lab.RunAsync("VegaLite(\"\"\"{\"mark\": \"bar\", \"data\": {\"values\": [{\"m\": \"Jan\", \"t\": 3}, {\"m\": \"Jul\", \"t\": 19}]}, \"encoding\": {\"x\": {\"field\": \"m\"}, \"y\": {\"field\": \"t\", \"type\": \"quantitative\"}}}\"\"\")");
        await Expect(chart.Locator(".vega-embed canvas, .vega-embed svg").First).ToBeVisibleAsync();
        await lab.PictureAsync("latex-vega");
        Assert.Empty(lab.RequestsElsewhere);
    }

    [Fact]
    public async Task Plotly_AMap_KeepsItsOwnGroundInADarkTheme()
    {
        await using var lab = await LabPage.OpenNotebookAsync(server, chromium);

        var cell = await lab.RunAsync("using Isopleth.Charts;\nnew Map(\"Sicily\", new MapExtent(12, 17, 36, 39)).AddPoint(\"Etna\", 37.751, 14.993).AddLine([37.7, 36.4], [15.1, 16.8], \"track\")");

        await Expect(cell.Locator(".main-svg").First).ToBeVisibleAsync();
        var ground = await Ground(cell);
        await lab.PicturesAsync("map");
        await lab.ThemeAsync(dark: true);
        await Expect(cell.Locator(".xtitle, .xtick text").First).ToHaveCSSAsync("fill", new System.Text.RegularExpressions.Regex("rgba?\\(2[0-9]{2}"));
        Assert.Equal(ground, await Ground(cell));
        await lab.ThemeAsync(dark: false);
    }

    private static Task<string> Ground(ILocator cell) => cell.Locator(".js-plotly-plot").EvaluateAsync<string>("node => node._fullLayout.plot_bgcolor");

    private static Task<double[]> Numbers(ILocator cell, string axis) =>
        cell.Locator(".js-plotly-plot").EvaluateAsync<double[]>("(node, axis) => Array.from(node._fullData[0][axis])", axis);
}
