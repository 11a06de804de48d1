using Isopleth.Kernel.Magics;

namespace Isopleth.Kernel.Tests;

public sealed class MagicTests() : EngineTest(ownSession: false)
{
    private const string Page = "kernels-ext/MAGICS.md";

    public static TheoryData<string> Names() => [.. CoreMagics.All.Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Example_OfEachMagic_Runs(string name) => Assert.NotEmpty(Ok(CoreMagics.All.Single(m => m.Name == name).Example).Order);

    [Fact]
    public void ReferencePage_IsWhatTheTableSays()
    {
        var path = Path.Combine(Isopleth.Tests.Samples.RepositoryRoot, Page);
        var page = MagicReference.Page(CoreMagics.All);
        if (Environment.GetEnvironmentVariable("ISOPLETH_WRITE_REFERENCE") == "1")
        {
            File.WriteAllText(path, page);
        }

        Assert.True(File.Exists(path) && page == File.ReadAllText(path), $"{Page} is behind the table; run this test with ISOPLETH_WRITE_REFERENCE=1.");
    }

    [Theory]
    [InlineData("#!markdown\n# Etna\n* a", "text/markdown", "# Etna\n* a")]
    [InlineData("#!html\n<b>Etna</b>", "text/html", "<b>Etna</b>")]
    [InlineData("#!javascript\nlet x = 1;", "application/javascript", "let x = 1;")]
    [InlineData("#!mermaid\ngraph LR", "text/vnd.mermaid", "graph LR")]
    public void Text_OfALanguageThatIsShown_IsShown(string code, string mimeType, string text) =>
        Assert.Equal(text, (string?)Assert.Single(Ok(code).Displays)[mimeType]);

    [Theory]
    [InlineData("#!set --name volcano --value \"Mount Etna\"\nvolcano", "Mount Etna")]
    [InlineData("#!value --name rows\na\n#!/b\n#!csharp\nrows", "a\n#!/b")]
    [InlineData("var given = 7;\n#!set --name taken --value @csharp:given\ntaken", "7")]
    [InlineData("var alt = 3;\n#!share alt --from csharp --as height\nheight", "3")]
    public void Cell_WithMagics_RunsItsPartsInOrder(string code, string value) =>
        Assert.Equal(value, (string?)Assert.Single(Ok(code).Results)["text/plain"]);

    [Theory]
    [InlineData("#!tiem\n1", "Did you mean #!time?", "^^^^^^")]
    [InlineData("#!set --nmae x", "Did you mean --name?", "     ^^^^^^")]
    [InlineData("#!set --name x --value", "--value needs a value", "^^^^^^^")]
    [InlineData("#!time now", "'now' is one argument too many", "^^^")]
    [InlineData("#!set --name x", "needs --value VALUE", "^^^^")]
    [InlineData("#!set --name 9x --value 1", "'9x' cannot name a variable", "^^^^")]
    [InlineData("#!share nothing_here", "no variable 'nothing_here'", "^^^^")]
    [InlineData("#!import nowhere.csx", "no file nowhere.csx", "^^^^")]
    [InlineData("#!import data.nc", "a .cs, .csx, .ipynb or .dib file can", "^^^^")]
    [InlineData("#!fsharp\nlet x = 1", "runs C#, not #!fsharp", "^^^^^^^^")]
    public void Fault_InAMagicsLine_IsUnderlined(string code, string message, string carets)
    {
        var (name, value, traceback) = Fail(code);
        Assert.Equal("MagicError", name);
        Assert.Contains(message, value);
        Assert.Contains("\n    " + code.Split('\n')[0] + "\n", traceback);
        Assert.Contains(carets, traceback);
    }

    [Fact]
    public void Cell_WithAnUnknownMagic_RunsNothingOfIt()
    {
        Fail("var never = 1;\n#!tiem");
        Assert.Equal("CS0103", Fail("never").Name);
    }

    [Fact]
    public void ErrorInCSharp_BelowAMagic_TellsItsOwnLine() => Assert.Contains("line 3", Fail("#!time\n\nspam").Traceback);

    [Fact]
    public void Value_AskedFor_ComesFromTheFrontEnd()
    {
        var outputs = new RecordingOutputs { Input = { } };
        outputs.Input.Enqueue("secret");
        var (outcome, _) = Run("#!set --name token --value @password:{\"prompt\": \"API key\"}\ntoken.Length", outputs);
        Assert.Null(outcome.Error);
        Assert.Contains("ask:API key:secret", outputs.Order);
        Assert.Equal("6", (string?)Assert.Single(outputs.Results)["text/plain"]);
    }

    [Fact]
    public void Import_OfANotebook_RunsItsCodeCells()
    {
        var path = Path.Combine(Path.GetTempPath(), $"isopleth-import-{Environment.ProcessId}.ipynb");
        var notebook = Jupyter.Notebooks.Notebook.Create(".net-csharp", "C#", "C#");
        notebook.Add(Jupyter.Notebooks.Cell.Markdown("# not code"));
        notebook.Add(Jupyter.Notebooks.Cell.Code("#!csharp\nvar imported = 5;"));
        notebook.Save(path);
        Assert.Equal("5", Value($"#!import \"{path}\"\nimported"));
        File.Delete(path);
    }

    [Fact]
    public void Help_OnAMagic_TellsUsageAndExample()
    {
        var help = (string?)Assert.Single(Ok("#!set -h").Displays)["text/plain"];
        Assert.Contains("Usage: #!set --name NAME --value VALUE", help);
        Assert.Contains("#!set --name volcano --value Etna", help);
    }

    [Fact]
    public void Complete_OfMagics_OffersNamesAndOptions()
    {
        var names = Engine.Complete("var x = 1;\n#!ma", 15);
        Assert.Equal("#!markdown", Assert.Single(names.Items).Text);
        Assert.Equal(11, names.Start);
        Assert.Equal("--value", Assert.Single(Engine.Complete("#!set --name x --", 17).Items).Text);
    }

    [Theory]
    [InlineData("#!markdown\n# (", "complete")]
    [InlineData("#!time\nfor (;;) {", "incomplete")]
    public void IsComplete_WithMagics_JudgesTheCSharp(string code, string status) => Assert.Equal(status, Engine.IsComplete(code).Status);
}
