using Isopleth.Jupyter.Notebooks;
using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.Tests.Runner;

public class DeclarationTests
{
    [Theory]
    [InlineData("double threshold = 3; // z-score [1]", "threshold|double|3|z-score [1]")]
    [InlineData("var a = 1; var b = \"x;y\"; /* both */", "a|int|1|", "b|string|\"x;y\"|both")]
    [InlineData("double west = 14.5, east = 15.5; // [degree]", "west|double|14.5|[degree]", "east|double|15.5|[degree]")]
    [InlineData("string? granule = null;", "granule|string?|null|")]
    [InlineData("string path;", "path|string||")]
    [InlineData("// a note: x = 1;\n/* y = 2; */\nint z = 3;", "z|int|3|")]
    [InlineData("#!csharp\n#r \"nuget:X\"\nint z = 3;", "z|int|3|")]
    [InlineData("using System.IO;\nint z = 3;\nConsole.WriteLine(z);\nz = 4;\nreturn z;", "z|int|3|")]
    [InlineData("int Twice(int n) { return 2 * n; }\nint z = 3;", "z|int|3|")]
    [InlineData("int Twice(int n) => 2 * n;\nint z = 3;", "z|int|3|")]
    [InlineData("class Box { int hidden = 1; }\nint z = 3;", "z|int|3|")]
    [InlineData("string[] names =\n{\n    \"a\", // first; the best\n    \"b\",\n}; // stations", "names|string[]|{\n    \"a\", // first; the best\n    \"b\",\n}|stations")]
    [InlineData("Dictionary<string, List<(int, double)>> map = new() { [\"k\"] = new() };", "map|Dictionary<string, List<(int, double)>>|new() { [\"k\"] = new() }|")]
    [InlineData("(double West, double East)? box = null;", "box|(double West, double East)?|null|")]
    [InlineData("const double Pi = 3.14;", "Pi|double|3.14|")]
    [InlineData("var s = @\"C:\\\"; var t = $\"{1};\"; var u = \"\"\"a;\"b\"\"\"; var c = ';';", "s|string|@\"C:\\\"|", "t|string|$\"{1};\"|", "u|string|\"\"\"a;\"b\"\"\"|", "c|char|';'|")]
    [InlineData("var x = Math.PI; var d = TimeSpan.FromHours(2); var n = -double.MaxValue; var f = Load();", "x|double|Math.PI|", "d|TimeSpan|TimeSpan.FromHours(2)|", "n|double|-double.MaxValue|", "f||Load()|")]
    [InlineData("bool equal = 1 == 2;", "equal|bool|1 == 2|")]
    [InlineData("var h = 0xFF; var m = 1_000_000_000_000; var e = 1e-3; var u = 5u;", "h|int|0xFF|", "m|long|1_000_000_000_000|", "e|double|1e-3|", "u|uint|5u|")]
    [InlineData("double größe = 1;", "größe|double|1|")]
    [InlineData("int z = 3", "")]
    [InlineData("", "")]
    public void Inspect_CSharp_FindsTheDeclarations(string source, params string[] expected) => AssertFound("C#", source, expected);

    [Theory]
    [InlineData("a = 1  # count\nb: float = 2.5", "a|int|1|count", "b|float|2.5|")]
    [InlineData("s = 'a # b'  # why", "s|str|'a # b'|why")]
    [InlineData("names = [\n    'a',  # first\n    'b',\n]  # stations", "names|list|[\n    'a',  \n    'b',\n]|stations")]
    [InlineData("text = \"\"\"x = 1\ny = 2\"\"\"\nz = None", "text|str|\"\"\"x = 1\ny = 2\"\"\"|", "z||None|")]
    [InlineData("import os\nprint(a == 1)\nif a:\n    c = 1\nd = -1.5e3; e = True", "d|float|-1.5e3|")]
    [InlineData("opt: Optional[str] = None", "opt|Optional[str]|None|")]
    public void Inspect_Python_FindsTheAssignments(string source, params string[] expected) => AssertFound("python", source, expected);

    [Fact]
    public void Inspect_NoParametersCell_FindsNothing()
    {
        var notebook = Notebook.Create("k", "K", "C#");
        notebook.Add(Cell.Code("int a = 1;"));
        Assert.Empty(NotebookParameters.Inspect(notebook));
    }

    private static void AssertFound(string language, string source, string[] expected)
    {
        var notebook = Notebook.Create("k", "K", language);
        notebook.Add(Cell.Code(source, NotebookParameters.DeclaringTag));
        Assert.Equal(expected.Where(one => one.Length > 0), NotebookParameters.Inspect(notebook).Select(one => $"{one.Name}|{one.TypeName}|{one.Default}|{one.Comment}"));
    }
}
