using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Tests;

public sealed class DisplayTests : IDisposable
{
    public void Dispose() => Formatter.ResetToDefault();

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
    };

    [Fact]
    public void ToBundle_Records_AreATable()
    {
        var html = (string)Formatter.ToBundle(new[] { new Station("Etna", 3357), new Station("<Stromboli>", 924) })["text/html"]!;
        Assert.Equal(
            "<table><thead><tr><th></th><th>Name</th><th>Height</th></tr></thead><tbody>"
            + "<tr><td>0</td><td>Etna</td><td>3357</td></tr><tr><td>1</td><td>&lt;Stromboli&gt;</td><td>924</td></tr></tbody></table>", html);
    }

    [Fact]
    public void ToBundle_Dictionary_IsATable() =>
        Assert.Contains("<tr><td>a</td><td>1</td></tr>", (string)Formatter.ToBundle(new SortedDictionary<string, int> { ["a"] = 1 })["text/html"]!);

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
