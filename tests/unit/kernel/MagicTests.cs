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
        var page = MagicReference.Page([.. CoreMagics.All, .. SqlTests.Magics()]);
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
    [InlineData("#!set --name height --value 3357\nheight + 1", "3358")]
    [InlineData("#!set --value -2.5e3 --name depth\n#!set --name large --value 30000000000\ndepth + large", "29999997500")]
    [InlineData("#!set --name whole --value 3\nint[] three = new int[whole]; three.Length", "3")]
    [InlineData("#!set --name on --value true\n!on", "False")]
    [InlineData("#!set --name text --value \"42\"\n#!set --name code --value 007\ntext + code", "42007")]
    [InlineData("var given = 7;\n#!set --name taken --value @csharp:given\ntaken", "7")]
    [InlineData("var alt = 3;\n#!share alt --from csharp --as height\nheight", "3")]
    [InlineData("var pair = new[] { (1, \"a\") };\n#!set --name taken --value @csharp:pair\ntaken[0].Item1 + 1", "2")]
    [InlineData("var nested = new Dictionary<string, List<int?[]>>.KeyCollection(new() { [\"a\"] = [] });\n#!set --name taken --value @csharp:nested\ntaken.Count", "1")]
    [InlineData("var anonymous = new { A = 4 };\n#!set --name taken --value @csharp:anonymous\ntaken.A", "4")]
    [InlineData("var pair = new[] { 1, 2 };\n#!share pair --mime-type application/json --as json\njson", "[1,2]")]
    [InlineData("#!value --name text --from-value \"a b\"\n#!csharp\ntext", "a b")]
    public void Cell_WithMagics_RunsItsPartsInOrder(string code, string value) =>
        Assert.Equal(value, (string?)Assert.Single(Ok(code).Results)["text/plain"]);

    [Theory]
    [InlineData("#!tiem\n1", "Did you mean #!time?", "^^^^^^")]
    [InlineData("#!set --nmae x", "Did you mean --name?", "     ^^^^^^")]
    [InlineData("#!set --name x --value", "--value needs a value", "^^^^^^^")]
    [InlineData("#!time now", "'now' is one argument too many", "^^^")]
    [InlineData("#!set --name x", "needs --value VALUE", "^^^^")]
    [InlineData("#!value --name x --from-value 1\nx", "the lines beneath would be lost", "\n                                  ^")]
    [InlineData("#!value --name x --from-value 1 --from-url https://etna", "leave one of them out", "^^^")]
    [InlineData("#!set --name 9x --value 1", "'9x' cannot name a variable", "\n                 ^^")]
    [InlineData("#!set --name x --value @csharp:nothing_here", "no variable 'nothing_here'", "\n                           ^^^^^^^^^^^^^^^^^^^^")]
    [InlineData("#!share nothing_here", "no variable 'nothing_here'", "\n            ^^^^^^^^^^^^")]
    [InlineData("#!share x --from csharb", "Did you mean csharp?", "\n                     ^^^^^^")]
    [InlineData("#!import nowhere.csx", "no file nowhere.csx", "\n             ^^^^^^^^^^^")]
    [InlineData("#!import data.nc", "not of the kinds .cs, .csx, .ipynb, .dib", "\n             ^^^^^^^")]
    [InlineData("#!set --name x --value @input:{\"type\": \"colour\"}", "'colour' is no type to ask for; there are text, number, date", "\n                           ^^^^^^^^^^^^^^^^^^^^^^^^^")]
    [InlineData("#!pwsh\nls", "does not run #!pwsh. Start programs from C#", "\n    ^^^^^^")]
    [InlineData("#!connect mssql --kernel-name a", "DuckDB databases (--db FILE)", "\n    ^^^^^^^^^")]
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
        Assert.Contains("#!set --name height --value 3357", help);
    }

    [Fact]
    public void Complete_OfMagics_OffersNamesAndOptions()
    {
        var names = Engine.Complete("var x = 1;\n#!ma", 15);
        Assert.Equal("#!markdown", Assert.Single(names.Items).Text);
        Assert.Equal(11, names.Start);
        Assert.Equal(["--value", "--mime-type"], Completions("#!set --name x --"));
    }

    [Fact]
    public void Complete_OfValues_OffersWhatTheTypeKnows()
    {
        Ok("var completed_height = 3357;");
        var folder = Directory.CreateTempSubdirectory("isopleth-complete-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "deeper"));
        foreach (var name in (string[])["a script.csx", "b.txt", ".hidden.csx"])
        {
            File.WriteAllText(Path.Combine(folder, name), "");
        }

        Assert.Equal(["csharp"], Completions("#!share x --from cs"));
        Assert.Equal(["completed_height"], Completions("#!set --name completed_"));
        Assert.Equal([$"{folder}/a script.csx", $"{folder}/deeper/"], Completions($"#!import {folder}/"));
        Assert.Equal([$"{folder}/a script.csx"], Completions($"#!import \"{folder}/a s"));
        Assert.Equal([], Completions("#!set --value some"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Complete_OfWhatIsShared_OffersVariables()
    {
        Ok("var shared_height = 3357;");
        Assert.Equal(["shared_height"], Completions("#!share shared_"));
        Assert.Equal(["@csharp:shared_height"], Completions("#!set --name x --value @csharp:shared_"));
        Assert.Equal(["@input:"], Completions("#!set --name x --value @i"));
        Assert.Contains("WriteLine", Completions("#!time\nConsole.WriteL"));
    }

    [Fact]
    public void Inspect_OfMagics_TellsTheirHelp()
    {
        Assert.Contains("Shows how long the cell took.", Help("#!ti|me\n1"));
        Assert.Contains("--from csharp|fsharp|value of #!share: The language whose variable it is", Help("#!share x --fr|om csharp"));
        Assert.Contains("The script or the notebook", Help("#!import fi|le.csx"));
        Assert.Null(Engine.Inspect("#!nothing", 4, 0));

        string Help(string marked)
        {
            var cursor = marked.IndexOf('|', StringComparison.Ordinal);
            var bundle = Engine.Inspect(marked.Remove(cursor, 1), cursor, 0)!;
            Assert.NotEmpty((string)bundle["text/markdown"]!);
            return (string)bundle["text/plain"]!;
        }
    }

    [Theory]
    [InlineData(@"--count 3.5 --quiet in.csv", "3.5")]
    [InlineData("--count many", "'many' is no number, as 3.5 is.")]
    [InlineData("--day 2018-13-28", "'2018-13-28' is no date")]
    [InlineData("--kind lnear", "Did you mean linear?")]
    [InlineData("--folder /nowhere/at/all", "There is no folder /nowhere/at/all")]
    [InlineData("--quiet --address plain", "'plain' is no address")]
    public void Parse_TypedOptions_AreChecked(string words, string told)
    {
        var magic = new Magic("probe", "", "", static _ => { })
        {
            Parameters =
            [
                new("source", ""), new("--count", "") { Type = MagicValueType.Number }, new("--day", "") { Type = MagicValueType.Date }, new("--quiet", "") { Type = MagicValueType.Flag },
                new("--kind", "") { Type = MagicValueType.Choice("linear", "cubic") }, new("--folder", "") { Type = MagicValueType.Folder }, new("--address", "") { Type = MagicValueType.Url },
            ],
        };
        Assert.Equal("#!probe [source] [--count COUNT] [--day DAY] [--quiet] [--kind linear|cubic] [--folder FOLDER] [--address ADDRESS]", magic.Usage);

        if (told.StartsWith('\'') || told.Contains(' '))
        {
            Assert.Contains(told, Assert.Throws<MagicException>(() => MagicLine.Parse(magic, "#!probe " + words, static _ => [])).Message);
        }
        else
        {
            var given = MagicLine.Parse(magic, "#!probe " + words, static _ => []);
            Assert.Equal([told, "", "in.csv"], given.Values.Select(static a => a.Text));
        }
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Input_OfAType_IsAskedForUntilItIsOne_AndKeptForTheUserAlone()
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-answers-").FullName;
        var before = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", folder);
        try
        {
            const string Cell = "#!set --name day --value @input:{\"prompt\": \"Which day?\", \"type\": \"date\", \"saveAs\": \"day of the orbit\"}\nday";
            var outputs = new RecordingOutputs();
            outputs.Input.Enqueue("yesterday");
            outputs.Input.Enqueue("2018-12-28");
            Assert.Null(Run(Cell, outputs).Outcome.Error);
            Assert.Equal(["ask:Which day?", "ask:'yesterday' is no date, as 2018-12-28 is. Which day?"], outputs.Order.Where(static o => o.StartsWith("ask", StringComparison.Ordinal)));

            var again = Ok(Cell);
            Assert.Equal("2018-12-28", (string?)Assert.Single(again.Results)["text/plain"]);
            Assert.Contains("kept as 'day of the orbit'", again.Stdout);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "isopleth", "answers.json")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_DATA_HOME", before);
            Directory.Delete(folder, recursive: true);
        }
    }

    private IEnumerable<string> Completions(string code) => Engine.Complete(code, code.Length).Items.Select(static i => i.Text);

    [Theory]
    [InlineData("#!markdown\n# (", "complete")]
    [InlineData("#!time\nfor (;;) {", "incomplete")]
    public void IsComplete_WithMagics_JudgesTheCSharp(string code, string status) => Assert.Equal(status, Engine.IsComplete(code).Status);
}
