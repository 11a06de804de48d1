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
    public void Complete_Position_Offers(string marked, string text, string kind)
    {
        Prepare();
        var cursor = marked.IndexOf('|');
        var code = marked.Remove(cursor, 1);
        var list = Engine.Complete(code, cursor);
        Assert.Contains(list.Items, item => item.Text == text && item.Kind == kind);
        Assert.Equal(cursor, list.End);
        Assert.StartsWith(code[list.Start..cursor], text, StringComparison.OrdinalIgnoreCase);
    }

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
    [InlineData("Math.Round(2.5, |)", "Math.Round(double value, int digits)", "Rounds")]
    [InlineData("xs|", "List<double> xs", "")]
    [InlineData("Mean(|)", "double Mean(IEnumerable<double> values)", "arithmetic mean")]
    [InlineData("new StringBuilder(|)", "StringBuilder", "Initializes")]
    [InlineData("xs.Sele|ct(z => z)", "Select", "Projects")]
    [InlineData("new Station { Height|", "double Station.Height", "Height above the sea")]
    [InlineData("Mean(values:|", "values", "Values to take.")]
    [InlineData("new Station|", "Station", "where the air is measured")]
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
        Assert.StartsWith("```csharp", (string)bundle["text/markdown"]!);
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
            public double Height { get; set; } public string Code { get; } public Place Place { get; set; } }
        record Place { public double Latitude; }
        var here = new Place();
        enum Sky { Clear }
        """);
        Ok("Sky Sky = Sky.Clear;");
    }
}
