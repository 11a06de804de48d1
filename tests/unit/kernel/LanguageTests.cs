namespace Isopleth.Kernel.Tests;

public sealed class LanguageTests() : EngineTest(ownSession: false)
{
    [Theory]
    [InlineData("Console.WriteL|", "WriteLine", "method")]
    [InlineData("xs.Av|", "Average", "method")]
    [InlineData("xs.Cou|", "Count", "property")]
    [InlineData("xs?.Cou|", "Count", "property")]
    [InlineData("Me|", "Mean", "method")]
    [InlineData("x|", "xs", "variable")]
    [InlineData("xs.Where(z => z.CompareT|)", "CompareTo", "method")]
    [InlineData("foreach (var q in xs) { q.ToStr|", "ToString", "method")]
    [InlineData("using System.Tex|", "Text", "module")]
    [InlineData("System.Text.Enc|", "Encoding", "class")]
    [InlineData("new Station { Hei|", "Height", "property")]
    [InlineData("new Station { Name = \"a\", Hei|", "Height", "property")]
    [InlineData("Mean(val|", "values:", "parameter")]
    [InlineData("forea|", "foreach", "keyword")]
    [InlineData("DayOfWeek.Mon|", "Monday", "enummember")]
    [InlineData("disp|", "display", "method")]
    [InlineData("$\"{xs.Cou|}\"", "Count", "property")]
    [InlineData("var year = DateTime.Now.Yea|\nvar other = 1;", "Year", "property")]
    [InlineData("void F(Sky Sky) { Sky.CompareT|", "CompareTo", "method")]
    [InlineData("Sky.CompareT|", "CompareTo", "method")]
    [InlineData("new Station { |", "Height", "property")]
    [InlineData("new Station { | }", "Name", "property")]
    [InlineData("new Station { Name = \"a\", | }", "Height", "property")]
    [InlineData("new Station {\n    Name = \"a\",\n    Hei|\n};\nvar b = 2;", "Height", "property")]
    [InlineData("Station s = new() { Hei| };", "Height", "property")]
    [InlineData("new Station { Name = xs.Aver| }", "Average", "method")]
    [InlineData("new Station { Name = x| }", "xs", "variable")]
    [InlineData("new Station { Place = { Lat| } }", "Latitude", "field")]
    [InlineData("var moved = here with { Lat| }", "Latitude", "field")]
    [InlineData("Mean(|)", "values:", "parameter")]
    [InlineData("Math.Round(2.5, dig|)", "digits:", "parameter")]
    [InlineData("Math.Round(digits: 2, val|)", "value:", "parameter")]
    [InlineData("new StringBuilder(capa|)", "capacity:", "parameter")]
    [InlineData("StringBuilder b = new(capa|)", "capacity:", "parameter")]
    [InlineData("xs.Aggregate(see|)", "seed:", "parameter")]
    [InlineData("xs.ElementAt(ind|", "index:", "parameter")]
    [InlineData("class Post : Station { public Post(int age) { } public Post() : this(ag|) { } }", "age:", "parameter")]
    [InlineData("[Obsolete(mess|)] void Old() { }", "message:", "parameter")]
    [InlineData("class Buoy(int age) { } class Float() : Buoy(ag|) { }", "age:", "parameter")]
    [InlineData("using static |", "Console", "class")]
    [InlineData("using |", "System", "module")]
    [InlineData("using Sys|", "System", "module")]
    [InlineData("using System.|", "Text", "module")]
    [InlineData("using System.|\nvar y = 1;", "Text", "module")]
    [InlineData("using static System.Ma|", "Math", "class")]
    [InlineData("using M = System.Ma|", "Math", "class")]
    [InlineData("using Lists = System.Collections.Gen|", "Generic", "module")]
    [InlineData("using (var f = System.IO.File.OpenR|", "OpenRead", "method")]
    [InlineData("class Post : Station { public override ToStr|", "string ToString()", "method")]
    [InlineData("class Post : Station { public override |", "double Rise", "property")]
    [InlineData("Station s = new |", "Station", "class")]
    [InlineData("new Stat|", "Station", "class")]
    [InlineData("new List<Sta|", "Station", "class")]
    [InlineData("here is { Lat|", "Latitude", "field")]
    [InlineData("var kind = here switch { { Lat|", "Latitude", "field")]
    [InlineData("Sky s = |", "Sky.Clear", "enummember")]
    [InlineData("DayOfWeek d = Mon|", "DayOfWeek.Monday", "enummember")]
    [InlineData("DateTime.Now.DayOfWeek == Fri|", "DayOfWeek.Friday", "enummember")]
    [InlineData("Math.Round(2.5, Away|)", "MidpointRounding.AwayFromZero", "enummember")]
    [InlineData("Math.Round(2.5, mode: Away|)", "MidpointRounding.AwayFromZero", "enummember")]
    [InlineData("var n = DateTime.Now.DayOfWeek switch { Fri|", "DayOfWeek.Friday", "enummember")]
    [InlineData("nameof(xs.Cou|", "Count", "property")]
    [InlineData("if (here is Pla|", "Place", "class")]
    [InlineData("xs.OrderBy(z => z.CompareT|).First()", "CompareTo", "method")]
    [InlineData("xs.Select((z, i) => new { z, i }).Where(p => p.|", "z", "property")]
    [InlineData("$\"{xs[0].ToStr|", "ToString", "method")]
    [InlineData("#|", "#r \"nuget:", "keyword")]
    [InlineData("#r \"nug|", "nuget:", "file")]
    [InlineData("/// <su|", "summary", "keyword")]
    [InlineData("/// <param name=\"val|\nvoid Other(double value) { }", "value", "parameter")]
    public void Complete_Position_Offers(string marked, string text, string kind)
    {
        Prepare();
        var cursor = marked.IndexOf('|');
        var code = marked.Remove(cursor, 1);
        var list = Engine.Complete(code, cursor);
        Assert.Contains(list.Items, item => item.Text == text && item.Kind == kind);
        Assert.Equal(cursor, list.End);
        Assert.Contains(code[list.Start..cursor], text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Complete_Paths_OffersFilesWhereTheyAreMeant()
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-paths-").FullName;
        foreach (var name in (string[])["notes.txt", "plume.csx", "plume.dll", "plume.csproj"])
        {
            File.WriteAllText(Path.Combine(folder, name), "");
        }

        Assert.Equal([$"{folder}/plume.csx"], Texts($"#load \"{folder}/"));
        Assert.Equal([$"{folder}/plume.csproj", $"{folder}/plume.dll"], Texts($"#r \"{folder}/"));
        Assert.Equal([$"{folder}/notes.txt"], Texts($"System.IO.File.ReadAllText(\"{folder}/no"));
        Assert.Equal([$"{folder}/notes.txt"], Texts($"var path = \"{folder}/no"));
        Assert.Equal(["nuget:"], Texts("#i \"nu"));
        Assert.Empty(Texts("Console.WriteLine(\"no"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Complete_Packages_OffersThoseOfThisMachineAsTheirAuthorsWriteThem()
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-names-").FullName;
        var before = Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        Environment.SetEnvironmentVariable("NUGET_PACKAGES", folder);
        try
        {
            foreach (var version in (string[])["1.2.0", "1.10.0", "2.0.0-beta.1"])
            {
                var package = Directory.CreateDirectory(Path.Combine(folder, "sky.plume", version)).FullName;
                File.WriteAllText(Path.Combine(package, "sky.plume.nuspec"), "<package><metadata><id>Sky.Plume</id></metadata></package>");
            }

            Assert.Equal(["Sky.Plume"], Texts("#r \"nuget:sky"));
            Assert.Equal(["2.0.0-beta.1", "1.10.0", "1.2.0", "*", "*-*"], Texts("#r \"nuget:Sky.Plume, "));
            Assert.Equal(["1.10.0", "1.2.0"], Texts("#r \"nuget: Sky.Plume,1."));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NUGET_PACKAGES", before);
            Directory.Delete(folder, recursive: true);
        }
    }

    private IEnumerable<string> Texts(string code) => Engine.Complete(code, code.Length).Items.Select(static item => item.Text);

    [Theory]
    [InlineData("// Consol|")]
    [InlineData("\"Consol|\"")]
    [InlineData("var x = 1|")]
    public void Complete_InText_OffersNothing(string marked)
    {
        var cursor = marked.IndexOf('|');
        Assert.Empty(Engine.Complete(marked.Remove(cursor, 1), cursor).Items);
    }

    [Theory]
    [InlineData("new Station { Name = \"a\", | }", "Height Place")]
    [InlineData("new Station { | }", "Height Name Place")]
    [InlineData("new Station { Name = \"a\", |", "Height Place")]
    [InlineData("new Station { Height = 2, | , Name = \"a\" }", "Place")]
    [InlineData("var moved = here with { | }", "Latitude")]
    public void Complete_InAnInitialiser_OffersWhatIsNotYetSet(string marked, string expected)
    {
        Prepare();
        var cursor = marked.IndexOf('|');
        Assert.Equal(expected, string.Join(' ', Engine.Complete(marked.Remove(cursor, 1), cursor).Items.Select(static i => i.Text)));
    }

    [Fact]
    public void Complete_NamedArguments_OffersThoseThatAreNotGiven()
    {
        Assert.Equal(["decimals:", "digits:", "mode:"], Names("Math.Round(2.5, ").Where(static n => n.EndsWith(':')));
        Assert.Equal(["mode:", "value:"], Names("Math.Round(digits: 2, ").Where(static n => n.EndsWith(':')));

        IEnumerable<string> Names(string code) => Engine.Complete(code, code.Length).Items.Select(static item => item.Text);
    }

    [Theory]
    [InlineData("using Sys|")]
    [InlineData("using System.|")]
    [InlineData("using |")]
    public void Complete_InAUsing_OffersNamespacesAlone(string marked)
    {
        var cursor = marked.IndexOf('|');
        Assert.All(Engine.Complete(marked.Remove(cursor, 1), cursor).Items, static item => Assert.Equal("module", item.Kind));
    }

    [Fact]
    public void Complete_Members_AreExactlyThose()
    {
        Assert.Equal(["WriteLine"], Engine.Complete("Console.WriteL", 14).Items.Select(i => i.Text));
        Assert.DoesNotContain(Engine.Complete("\"a\".", 4).Items, i => i.Text is "Format" or "Empty");
        Assert.Contains("overloads", Engine.Complete("Console.WriteL", 14).Items[0].Signature);
    }

    [Fact]
    public void Complete_Warm_IsQuick()
    {
        Prepare();
        Engine.Complete("xs.", 3);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Engine.Complete("xs.Sel", 6);
        Assert.InRange(watch.Elapsed.TotalMilliseconds, 0, 200);
    }

    [Theory]
    [InlineData("Math.Sqr|t(2)", "double Math.Sqrt(double d)", "square root")]
    [InlineData("Math.Sqrt|(2)", "double Math.Sqrt(double d)", "\n- Zero or positive: The positive square root of d.\n- Negative: Double.NaN\n")]
    [InlineData("Math.Round(2.5, |)", "Math.Round(double value, int digits)", "Rounds")]
    [InlineData("xs|", "List<double> xs", "")]
    [InlineData("Mean(|)", "double Mean(IEnumerable<double> values)", "arithmetic mean")]
    [InlineData("new StringBuilder(|)", "StringBuilder", "Initializes")]
    [InlineData("xs.Sele|ct(z => z)", "Select", "Projects")]
    [InlineData("new Station { Height|", "double Station.Height", "Height above the sea")]
    [InlineData("Mean(values:|", "values", "Values to take.")]
    [InlineData("new Station|", "Station", "where the air is measured")]
    [InlineData("foreach| (var x in xs) { }", "foreach: goes through a sequence", "")]
    [InlineData("var| y = xs;", "List<double>", "")]
    [InlineData("var first = xs[|", "double List<double>.this[int index]", "element at")]
    [InlineData("[Obsolete(|)] void Old() { }", "ObsoleteAttribute", "")]
    [InlineData("List<int> q;|", "", null)]
    public void Inspect_Position_TellsSignatureAndDocumentation(string marked, string signature, string? documentation)
    {
        Prepare();
        var cursor = marked.IndexOf('|');
        var bundle = Engine.Inspect(marked.Remove(cursor, 1), cursor, 0);
        if (documentation is null)
        {
            Assert.Null(bundle);
            return;
        }

        Assert.Contains(signature, (string)bundle!["text/plain"]!);
        Assert.Contains(documentation, (string)bundle["text/plain"]!);
        Assert.StartsWith(signature.StartsWith("foreach", StringComparison.Ordinal) ? "**foreach**" : "```csharp", (string)bundle["text/markdown"]!);
    }

    [Fact]
    public void Inspect_Variable_TellsItsValue()
    {
        Ok("var told = 3357; var many = Enumerable.Range(0, 100_000).ToArray(); IEnumerable<int> Endless() { while (true) yield return 1; } var endless = Endless(); string nothing = null;");
        Assert.Equal("int told\n\nValue: 3357", Help("told"));
        Assert.Contains("**Value**\n```\n3357\n```", (string)Engine.Inspect("told", 4, 0)!["text/markdown"]!);
        Assert.InRange(Help("many").Length, 20, 1200);
        Assert.Equal("IEnumerable<int> endless", Help("endless"));
        Assert.Contains("Value: ", Help("nothing"));

        string Help(string name) => (string)Engine.Inspect(name, name.Length, 0)!["text/plain"]!;
    }

    [Fact]
    public void Inspect_MoreDetail_ShowsSourceAndRemarks()
    {
        Prepare();
        Assert.Contains("values.Average()", (string)Engine.Inspect("Mean", 4, 1)!["text/plain"]!);
        Assert.Contains("Throws", (string)Engine.Inspect("int.Parse", 9, 1)!["text/plain"]!);
    }

    [Theory]
    [InlineData("1 + 1", "complete", "")]
    [InlineData("var x = 1;", "complete", "")]
    [InlineData("using var x = File.OpenRead(\"x\");", "complete", "")]
    [InlineData("for (int i = 0; i < 3; i++) {", "incomplete", "    ")]
    [InlineData("class A {\n    void F() {", "incomplete", "        ")]
    [InlineData("Console.WriteLine(", "incomplete", "    ")]
    [InlineData("var x = );", "invalid", "")]
    [InlineData("int int = 3;", "invalid", "")]
    [InlineData("", "complete", "")]
    public void IsComplete_Text_HasItsVerdict(string code, string status, string indent)
    {
        var verdict = Engine.IsComplete(code);
        Assert.Equal(status, verdict.Status);
        Assert.Equal(indent, verdict.Indent);
    }

    private void Prepare()
    {
        Ok("""
        var xs = new List<double> { 1, 2, 3 };
        /// <summary>The arithmetic mean.</summary>
        /// <param name="values">Values to take.</param>
        double Mean(IEnumerable<double> values) => values.Average();
        /// <summary>A place where the air is measured.</summary>
        class Station { public string Name { get; set; } /// <summary>Height above the sea [m].</summary>
            public double Height { get; set; } public string Code { get; } public Place Place { get; set; } public virtual double Rise => 1; }
        record Place { public double Latitude; }
        var here = new Place();
        enum Sky { Clear }
        """);
        Ok("Sky Sky = Sky.Clear;");
    }
}
