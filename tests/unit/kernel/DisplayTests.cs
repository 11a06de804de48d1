using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Tests;

public sealed class DisplayTests : IDisposable
{
    public void Dispose() => Formatter.ResetToDefault();

    [Fact]
    public void ToBundle_MatchOfARegularExpression_IsItsGroupsByName()
    {
        var match = System.Text.RegularExpressions.Regex.Match("Etna 3357", @"(?<name>\w+) (?<height>\d+)");
        var html = (string)Formatter.ToBundle(match.Groups)["text/html"]!;
        Assert.Contains("height", html, StringComparison.Ordinal);
        Assert.Contains("3357", html, StringComparison.Ordinal);
        Assert.Contains("Etna", (string)Formatter.ToBundle(match)["text/html"]!, StringComparison.Ordinal);
        Assert.NotNull(Formatter.ToBundle(System.Text.RegularExpressions.Regex.Match("x", "y")));
    }

    [Theory]
    [InlineData("class Bin { public object Tag { set { } } public int Count => 3; }\nnew Bin()", "Bin { Count = 3 }")]
    [InlineData("class Old { public object Tag => 1; } class New : Old { public new string Tag => \"a\"; }\nnew New()", "Tag = \"a\"")]
    public void Cell_ObjectWithATagOfItsOwn_IsShown(string code, string text) =>
        Assert.Contains(text, (string)new CSharpEngineCell().Ok(code).Results.Single()["text/plain"]!, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Texts))]
    public void ToBundle_Value_HasItsText(object? value, string text) => Assert.Equal(text, (string)Formatter.ToBundle(value)["text/plain"]!);

    public static TheoryData<object?, string> Texts => new()
    {
        { null, "<null>" },
        { "text", "text" },
        { 1.5, "1.5" },
        { double.NaN, "NaN" },
        { true, "True" },
        { new DateTime(2018, 12, 30, 11, 5, 0, DateTimeKind.Utc), "2018-12-30 11:05:00Z" },
        { DayOfWeek.Monday, "Monday" },
        { new[] { 1, 2, 3 }, "[1, 2, 3]" },
        { new[] { "a", "b" }, "[\"a\", \"b\"]" },
        { Enumerable.Range(0, 30), "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … (10 more)]" },
        { new List<int>(new int[25]), "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … (5 more)]" },
        { Endless(), "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, … (more)]" },
        { new Dictionary<string, int> { ["a"] = 1 }, "{ \"a\": 1 }" },
        { (1, "b"), "(1, \"b\")" },
        { new Station("Etna", 3357), "Station { Name = \"Etna\", Height = 3357 }" },
        { new { A = 1 }, "{ A = 1 }" },
        { new double[,] { { 1, 2 }, { 3, 4 } }, "[[1, 2], [3, 4]]" },
        { typeof(Dictionary<string, List<int?>>), "Dictionary<string, List<int?>>" },
        { new InvalidOperationException("outer", new FormatException("inner")), "InvalidOperationException: outer ← FormatException: inner" },
        { new Knot(), "Knot { Self = Knot { Self = Knot { Self = Knot { Self = Knot { Self = Knot { Self = Knot {…} } } } } } }" },
        { new Broken(), "Broken { Value = <NotSupportedException> }" },
        { new int[2, 1, 3], "[[[0, 0, 0]], [[0, 0, 0]]]" },
        { new Memory<int>([1, 2, 3], 1, 2), "[2, 3]" },
        { new ReadOnlyMemory<double>(new double[100]), "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, … (80 more)]" },
        { "ash atoll bay".Split(' ').GroupBy(word => word[0]), "{ a: [\"ash\", \"atoll\"], b: [\"bay\"] }" },
        { Task.FromResult(5), "5" },
        { Task.CompletedTask, "<done>" },
        { Task.FromException<int>(new FormatException("no number")), "<failed: FormatException: no number>" },
        { Task.FromCanceled(new CancellationToken(true)), "<cancelled>" },
        { new TaskCompletionSource<int>().Task, "<Task<int> is running; await it for its result>" },
        { new { Later = Task.FromResult(2) }, "{ Later = 2 }" },
    };

    [Theory]
    [InlineData("Latex(\"x^2\")", "text/latex", "$\\displaystyle x^2$")]
    [InlineData("Latex(@\"\\begin{align}x\\end{align}\")", "text/latex", "\\begin{align}x\\end{align}")]
    [InlineData("Markdown(\"# a\")", "text/markdown", "# a")]
    [InlineData("HTML(\"<b>a</b>\")", "text/html", "<b>a</b>")]
    [InlineData("Svg(\"<svg/>\")", "image/svg+xml", "<svg/>")]
    [InlineData("GeoJson(\"{\\\"type\\\":\\\"Point\\\",\\\"coordinates\\\":[15,37.7]}\")", "application/geo+json", """{"type":"Point","coordinates":[15,37.7]}""")]
    [InlineData("VegaLite(\"{\\\"mark\\\":\\\"point\\\"}\")", "application/vnd.vegalite.v5+json", """{"mark":"point"}""")]
    [InlineData("\"{\\\"data\\\":[]}\".DisplayAs(\"application/vnd.plotly.v1+json\")", "application/vnd.plotly.v1+json", """{"data":[]}""")]
    [InlineData("System.Text.Json.Nodes.JsonNode.Parse(\"[1]\")", "application/json", "[1]")]
    public void Cell_ContentOfAMimeType_IsShownInItBesideText(string code, string mimeType, string content)
    {
        var outputs = new CSharpEngineCell().Ok(code);
        var bundle = outputs.Results.Concat(outputs.Displays).Single();
        Assert.Equal(content, bundle[mimeType] is JsonValue text ? (string)text! : bundle[mimeType]!.ToJsonString());
        Assert.True(bundle.ContainsKey("text/plain"));
    }

    [Fact]
    public void MimeContent_LongJson_IsShortAsText()
    {
        var bundle = Formatter.ToBundle(CellCommands.GeoJson($"[{string.Join(",", Enumerable.Range(0, 5000))}]"));
        Assert.Equal(1001, ((string)bundle["text/plain"]!).Length);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => CellCommands.GeoJson("{"));
    }

    [Fact]
    public void ToBundle_DictionariesInARow_AreATable()
    {
        var html = (string)Formatter.ToBundle(new[] { new Dictionary<string, object> { ["name"] = "Etna", ["height"] = 3357 }, new Dictionary<string, object> { ["name"] = "Vulcano" } })["text/html"]!;
        Assert.Contains("<th style=\"text-align:left\">name</th><th>height</th>", html, StringComparison.Ordinal);
        Assert.Contains(">Vulcano</td><td></td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToBundle_Groups_AreATableOfKeys() =>
        Assert.Contains("<tr><td>1</td><td style=\"text-align:left\">[1, 3]</td></tr>", (string)Formatter.ToBundle(new[] { 1, 2, 3 }.GroupBy(n => n % 2))["text/html"]!, StringComparison.Ordinal);

    [Fact]
    public void ToBundle_ASequenceThatComputes_RunsOnceAndNoFurtherThanShown()
    {
        var run = 0;
        Formatter.ToBundle(Enumerable.Range(0, 1000).Select(i => new { Run = ++run }));
        Assert.Equal(21, run);
    }

    [Fact]
    public void ToBundle_AnExceptionThatWasThrown_FoldsItsTrace()
    {
        var thrown = Assert.Throws<FormatException>(static () => int.Parse("<no>"));
        var html = (string)Formatter.ToBundle(thrown)["text/html"]!;
        Assert.StartsWith("<details><summary>FormatException: The input string &#39;&lt;no&gt;&#39; was not in a correct format.</summary><pre>System.FormatException", html);
        Assert.Null(Formatter.ToBundle(new FormatException())["text/html"]);
    }

    [Fact]
    public void ToBundle_Records_AreATable()
    {
        var html = (string)Formatter.ToBundle(new[] { new Station("Etna", 3357), new Station("<Stromboli>", 924) })["text/html"]!;
        Assert.Equal(
            "<table><thead><tr><th></th><th style=\"text-align:left\">Name</th><th>Height</th></tr></thead><tbody>"
            + "<tr><td>0</td><td style=\"text-align:left\">Etna</td><td>3357</td></tr><tr><td>1</td><td style=\"text-align:left\">&lt;Stromboli&gt;</td><td>924</td></tr></tbody></table>", html);
    }

    [Fact]
    public void ToBundle_Dictionary_IsATable() =>
        Assert.Contains("<tr><td style=\"text-align:left\">a</td><td>1</td></tr>", (string)Formatter.ToBundle(new SortedDictionary<string, int> { ["a"] = 1 })["text/html"]!);

    [Fact]
    public void ToBundle_Matrix_IsATable() =>
        Assert.Contains("<tr><td>1</td><td>3</td><td>4</td></tr>", (string)Formatter.ToBundle(new double[,] { { 1, 2 }, { 3, 4 } })["text/html"]!);

    [Fact]
    public void ToBundle_Object_FoldsWhatIsNested()
    {
        var html = (string)Formatter.ToBundle(new { Name = "plume", Source = new Station("Etna", 3357) })["text/html"]!;
        Assert.StartsWith("<details open>", html);
        Assert.Contains("<details><summary>Station</summary>", html);
    }

    [Fact]
    public void ToBundle_AnonymousObject_IsSummedUpInALine()
    {
        Assert.StartsWith("<details open><summary>{ A = 1 }</summary>", (string)Formatter.ToBundle(new { A = 1 })["text/html"]!);
        Assert.StartsWith("<details open><summary>{ Long, B }</summary>", (string)Formatter.ToBundle(new { Long = new string('a', 100), B = 2 })["text/html"]!);
    }

    [Fact]
    public void ToBundle_Svg_HasAnImageForPagesThatTakeDrawingsApart()
    {
        var bundle = Formatter.ToBundle(CellCommands.Svg("<svg xmlns='http://www.w3.org/2000/svg' aria-label='A &lt;plume>'/>"));
        Assert.Equal("A <plume>", (string)bundle["text/plain"]!);
        Assert.StartsWith("<img alt=\"A &lt;plume&gt;\" src=\"data:image/svg+xml;base64,PHN2Zy", (string)bundle["text/html"]!);
        Assert.Equal("Etna", (string)Formatter.ToBundle(CellCommands.Svg("<svg><title>Etna</title></svg>"))["text/plain"]!);
    }

    [Fact]
    public void ToBundle_ListOfNumbers_IsTextAlone() => Assert.Null(Formatter.ToBundle(new[] { 1, 2 })["text/html"]);

    [Fact]
    public void ToBundle_ManyRows_SaysHowManyAreLeft() =>
        Assert.Contains("… (80 more)", (string)Formatter.ToBundle(Enumerable.Range(0, 100).Select(i => new Station("s", i)).ToList())["text/html"]!);

    [Fact]
    public void ToBundle_Json_IsATree() => Assert.Equal(1, (int)Formatter.ToBundle(JsonNode.Parse("""{"a":1}"""))["application/json"]!["a"]!);

    [Fact]
    public void Register_PerMimeType_ServesDerivedTypesAndNestedValues()
    {
        Formatter.Register<Exception>(e => $"!{e.Message}!");
        Formatter.Register<Station>(s => $"<b>{s.Name}</b>", "text/html");
        Assert.Equal("!no!", (string)Formatter.ToBundle(new FormatException("no"))["text/plain"]!);
        var bundle = Formatter.ToBundle(new Station("Etna", 1));
        Assert.Equal("<b>Etna</b>", (string)bundle["text/html"]!);
        Assert.Equal("Station { Name = \"Etna\", Height = 1 }", (string)bundle["text/plain"]!);
        Assert.Contains("<b>Etna</b>", (string)Formatter.ToBundle(new { Where = new Station("Etna", 1) })["text/html"]!);
    }

    [Fact]
    public void RegisterBundle_Interface_GivesTheWholeBundle()
    {
        Formatter.RegisterBundle<IShape>(s => new JsonObject { ["application/vnd.plotly.v1+json"] = new JsonObject { ["sides"] = s.Sides }, ["text/plain"] = "shape" });
        Assert.Equal(3, (int)Formatter.ToBundle(new Triangle())["application/vnd.plotly.v1+json"]!["sides"]!);
    }

    [Fact]
    public void RegisterBundle_WithMetadata_TellsItOfTheValue()
    {
        Formatter.RegisterBundle<IShape>(_ => new JsonObject { ["image/png"] = "iVBO", ["text/plain"] = "shape" }, s => new JsonObject { ["image/png"] = new JsonObject { ["alt"] = $"a shape of {s.Sides} sides" } });
        Assert.Equal("a shape of 3 sides", (string)Formatter.ToMetadata(new Triangle())!["image/png"]!["alt"]!);
        Assert.Null(Formatter.ToMetadata(1));
        Assert.Null(Formatter.ToMetadata(null));
    }

    [Fact]
    public void SetPreferredMimeTypesFor_Type_RestrictsTheBundle()
    {
        Formatter.SetPreferredMimeTypesFor(typeof(Station), "text/plain");
        Assert.Equal(["text/plain"], Formatter.ToBundle(new Station("a", 1)).Select(p => p.Key));
    }

    [Fact]
    public void Limits_AreHonoured()
    {
        Formatter.ListExpansionLimit = 2;
        Formatter.RecursionLimit = 1;
        Assert.Equal("[1, 2, … (1 more)]", (string)Formatter.ToBundle(new[] { 1, 2, 3 })["text/plain"]!);
        Assert.Equal("Knot { Self = Knot {…} }", (string)Formatter.ToBundle(new Knot())["text/plain"]!);
    }

    private static IEnumerable<int> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }

    private sealed class CSharpEngineCell() : EngineTest(ownSession: false);

    public sealed record Station(string Name, double Height);

    public sealed class Knot
    {
        public Knot Self => this;
    }

    public sealed class Broken
    {
        public int Value => throw new NotSupportedException();
    }

    public interface IShape
    {
        int Sides { get; }
    }

    public sealed class Triangle : IShape
    {
        public int Sides => 3;
    }
}
