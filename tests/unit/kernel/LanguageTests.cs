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
        class Station { public string Name { get; set; } public double Height { get; set; } }
        enum Sky { Clear }
        """);
        Ok("Sky Sky = Sky.Clear;");
    }
}
