using Isopleth.Jupyter;
using Isopleth.Magics;

namespace Isopleth.Kernel.Tests;

/// <summary>Cells with the house's own extension.</summary>
public sealed class ScienceTests
{
    private static readonly CSharpEngine Engine = new(typeof(ScienceExtension).Assembly.Location);

    [Fact]
    public void Catalogue_InACell_IsTheHousesOwn()
    {
        Assert.Contains("simulated.so2.etna", Text("catalogue[\"simulated.so2.etna\"].Name"));
        Assert.Contains("<table", (string)Run("catalogue").Results[0]["text/html"]!);
    }

    [Fact]
    public void Figure_AsResult_IsPlotlyAndAPicture()
    {
        var bundle = Run("using Isopleth.Charts;\nFigure.Line([1.0, 2, 3], [4.0, 5, 7], title: \"SO2\")").Results[0];
        Assert.NotNull(bundle["application/vnd.plotly.v1+json"]);
        Assert.True(bundle.ContainsKey("image/svg+xml") || bundle.ContainsKey("image/png"));
    }

    [Fact]
    public void DataArray_AsResult_IsASummary()
    {
        var bundle = Run("using Isopleth.Arrays;\nDataArray.Create(\"so2\", [\"y\", \"x\"], [2, 3], new double[] { 1, 2, 3, 4, 5, 6 })").Results[0];
        Assert.Contains("so2", (string)bundle["text/plain"]!);
        Assert.Contains("so2", (string)bundle["text/html"]!);
    }

    [Fact]
    public void Dataset_AsResult_FoldsItsSectionsAndTakesThePagesColours()
    {
        var bundle = Run("""
            using Isopleth.Arrays;
            new Dataset([DataArray.Create("so2", ["y", "x"], [2, 3], new double[6])])
            """).Results[0];
        var html = (string)bundle["text/html"]!;
        Assert.Contains("<details open><summary>Data variables (1)</summary>", html, StringComparison.Ordinal);
        Assert.Contains("var(--jp-content-font-color0, inherit)", html, StringComparison.Ordinal);
    }

    [Fact]
    public void DataTable_AsResult_IsATable()
    {
        var html = (string)Run("""
            using System.Data;
            var stations = new DataTable(); stations.Columns.Add("name"); stations.Columns.Add("height", typeof(double));
            stations.Rows.Add("Etna", 3357.0); stations.Rows.Add("Vulcano", DBNull.Value);
            stations
            """).Results[0]["text/html"]!;
        Assert.Contains(">name</th><th>height</th>", html, StringComparison.Ordinal);
        Assert.Contains(">Vulcano</td><td>&lt;null&gt;</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Formatters_OfTheHouse_AreTheDefault()
    {
        Run("using Isopleth.Arrays;\nvar wind = DataArray.Create(\"wind\", [\"x\"], [1], new double[] { 5 });\nFormatter.Register<DataArray>(a => $\"<i>{a.Name}</i>\", \"text/html\");");
        var own = Run("wind").Results[0];
        Run("Formatter.ResetToDefault();");
        var given = Run("wind").Results[0];
        Assert.Equal("<i>wind</i>", (string)own["text/html"]!);
        Assert.StartsWith("<div class=\"isopleth-data\">", (string)given["text/html"]!);
        Assert.Equal((string)own["text/plain"]!, (string)given["text/plain"]!);
    }

    [Fact]
    public void Geometry_AsResult_IsAMapAndText()
    {
        Run("using NetTopologySuite.Geometries;");
        var crater = Assert.Single(Run("new Point(15, 37.75)").Results);
        Assert.Equal("POINT (15 37.75)", (string?)crater["text/plain"]);
        Assert.Equal("[15,37.75]", crater["application/geo+json"]!["coordinates"]!.ToJsonString());
        Assert.False(Assert.Single(Run("new Point(500_000, 4_200_000)").Results).ContainsKey("application/geo+json")); // metres of a projection
        Assert.Contains("<td style=\"text-align:left\">POINT (1 2)</td>", (string?)Assert.Single(Run("new[] { new { At = new Point(1, 2) } }").Results)["text/html"]);
    }

    [Fact]
    public void Tensor_AsResult_IsListsWithinLists()
    {
        Assert.Equal("[[1, 2, 3], [4, 5, 6]]", Text("using System.Numerics.Tensors;\nTensor.Create(new[] { 1, 2, 3, 4, 5, 6 }, [2, 3])"));
        Assert.EndsWith("… (980 more)]", Text("Tensor.Create(new float[1000], [1000])"), StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_AreReferenced() => Assert.Equal("PlumeDetection", Text("using Isopleth.Atmosphere;\nnameof(PlumeDetection)"));

    [Fact]
    public void Complete_InsideTheCataloguesBrackets_OffersEntryNames()
    {
        Run("catalogue.Name");
        const string code = "catalogue[\"so2.et";
        var list = Engine.Complete(code, code.Length);
        Assert.Contains(list.Items, item => item.Text == "simulated.so2.etna" && item.Kind == "dataset");
        Assert.Equal(code.IndexOf('"', StringComparison.Ordinal) + 1, list.Start);
    }

    [Fact]
    public void Inspect_InsideTheCataloguesBrackets_TellsTheEntry()
    {
        Run("catalogue.Name");
        const string code = "var so2 = catalogue[\"simulated.so2.etna\"].Open();";
        var help = Engine.Inspect(code, code.IndexOf("so2.etna", StringComparison.Ordinal), 0)!;
        Assert.StartsWith("simulated.so2.etna", (string)help["text/plain"]!);
        Assert.Contains("**simulated.so2.etna**", (string)help["text/markdown"]!);
        Assert.Contains((string)Run("catalogue[\"simulated.so2.etna\"].Description").Results[0]["text/plain"]!, (string)help["text/plain"]!);
        Assert.Contains("CatalogueEntry Catalogue.this[string name]", (string)Engine.Inspect("catalogue[\"no.such\"]", 14, 0)!["text/plain"]!);
    }

    [Fact]
    public void Complete_NamesOfTheHouse_AreOffered()
    {
        Assert.Contains(Engine.Complete("catalo", 6).Items, item => item.Text == "catalogue");
        Assert.Contains(Engine.Complete("using Isopleth.Atm", 18).Items, item => item.Text == "Atmosphere");
        Assert.Contains("plume", (string)Engine.Inspect("Isopleth.Atmosphere.PlumeDetection.Detect", 41, 0)!["text/plain"]!, StringComparison.OrdinalIgnoreCase);
    }

    private static string Text(string code) => (string)Run(code).Results[0]["text/plain"]!;

    private static RecordingOutputs Run(string code)
    {
        var outputs = new RecordingOutputs();
        var outcome = Engine.Execute(new ExecutionRequest(code, 1, false, new Dictionary<string, string>()), outputs);
        Assert.True(outcome.Error is null, string.Join('\n', outcome.Error?.Traceback ?? []));
        return outputs;
    }
}
