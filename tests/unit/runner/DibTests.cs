using System.Text.Json.Nodes;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.Tests.Runner;

/// <summary>The text form of .NET Interactive's notebooks, read and written.</summary>
public sealed class DibTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-dib-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Parse_LanguagesAliasesAndMeta_BecomeCells()
    {
        var notebook = Dib.Parse("""
            #!meta

            {"kernelInfo":{"defaultKernelName":"fsharp","items":[{"name":"csharp","aliases":["see"]},{"name":"sql-etna"}]}}

            #!f#

            let first = 1

            #!md

            # Etna

            #!see

            #!time
            var x = 1;

            #!sql-etna
            select 1
            #!raw

            as it is
            """);

        Assert.Equal(
            ["code/fsharp/let first = 1", "markdown//# Etna", "code//#!time\nvar x = 1;", "code/sql-etna/select 1", "raw//as it is"],
            notebook.Cells.Select(static c => $"{c.CellType}/{c.Language}/{c.Source}"));
        Assert.Equal("fsharp", (string?)notebook.Metadata["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
        Assert.Equal(".net-csharp", notebook.KernelName);
    }

    [Fact]
    public void Write_EverySampleDib_IsTheFileItself()
    {
        var files = Directory.GetFiles(Samples.Path_("notebooks_csharp"), "*.dib", SearchOption.AllDirectories);
        Assert.Equal(35, files.Length);
        foreach (var file in files)
        {
            var ipynb = Path.Combine(_folder, "through.ipynb");
            var notebook = Notebook.Load(file);
            notebook.Save(ipynb);

            Assert.Equal(File.ReadAllText(file), Dib.Write(Notebook.Load(file)));
            Assert.Equal(Told(notebook), Told(Notebook.Load(ipynb)));
        }
    }

    [Fact]
    public void RoundTrip_EverySampleNotebook_KeepsTextsAndLanguages()
    {
        foreach (var file in Directory.GetFiles(Samples.Path_("notebooks_csharp"), "*.ipynb", SearchOption.AllDirectories))
        {
            var notebook = Notebook.Load(file);
            Assert.Equal(Told(notebook), Told(Dib.Parse(Dib.Write(notebook))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\na\n\n")]
    [InlineData("#!csharp")]
    [InlineData("a\n#!markdown \n#!html  \n#!meta")]
    [InlineData("#!\n#!time\n # Etna\u2028\f")]
    public void RoundTrip_CellsThatLookLikeSeparatorsOrAreEmpty_AreKept(string text)
    {
        var notebook = Notebook.Create(".net-csharp", ".NET (C#)", "C#");
        notebook.Add(Cell.Code(text));
        notebook.Add(Cell.Markdown(text));
        var other = Cell.Code(text);
        other.Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = "time" };
        notebook.Add(other);

        var read = Dib.Parse(Dib.Write(notebook));

        Assert.Equal([("code", null, text), ("markdown", null, text), ("code", "time", text)], read.Cells.Select(static c => (c.CellType, c.Language, c.Source)));
    }

    [Fact]
    public void Parse_FileOfWindows_HasTheSameCells() =>
        Assert.Equal("var x = 1;\nx", Dib.Parse("#!csharp\r\n\r\nvar x = 1;\r\nx\r\n").Cells.Single().Source);

    [Fact]
    public void Parse_BrokenMeta_SaysWhere() =>
        Assert.Contains("etna.dib: the lines below #!meta", Assert.Throws<NotebookFormatException>(static () => Dib.Parse("#!meta\n\n{]\n", "etna.dib")).Message);

    [Fact]
    public void Write_NotebookOfAnotherLanguage_IsRefused() =>
        Assert.Contains("it is of python", Assert.Throws<NotebookFormatException>(static () => Dib.Write(Notebook.Create("python3", "Python 3", "python"))).Message);

    [Fact]
    public void Convert_AndRun_OfADib_WorkAsPrograms()
    {
        var (dib, ipynb, back, ran) = (Path.Combine(_folder, "a.dib"), Path.Combine(_folder, "a.ipynb"), Path.Combine(_folder, "b.dib"), Path.Combine(_folder, "ran.ipynb"));
        File.WriteAllText(dib, "#!markdown\n\n# Etna\n\n#!csharp\n\nvar height = 3357;\n\n#!html\n\n<b>Etna</b>\n\n#!csharp\n\nheight * 2\n");

        foreach (var arguments in (string[][])[["convert", dib, ipynb], ["convert", ipynb, back], ["run", dib, ran]])
        {
            var (status, _, error) = ProgramRun.Isopleth(arguments);
            Assert.True(status == 0, error);
        }

        Assert.Equal(File.ReadAllText(dib), File.ReadAllText(back));
        var cells = Notebook.Load(ran).Cells;
        Assert.Equal("<b>Etna</b>", (string?)cells[2].Outputs[0]!["data"]!["text/html"]);
        Assert.Equal("6714", (string?)cells[3].Outputs[0]!["data"]!["text/plain"]);
        Assert.Contains("neither .dib nor .ipynb", ProgramRun.Isopleth(["convert", dib, Path.Combine(_folder, "a.txt")]).Error);
        Assert.Contains("holds no outputs", ProgramRun.Isopleth(["run", ipynb, back]).Error);
    }

    private static IEnumerable<string> Told(Notebook notebook) =>
        notebook.Cells.Select(static c => $"{c.CellType}/{(c.IsCode && c.Language is not (null or "C#" or "csharp") ? c.Language : "")}/{c.Source}");
}
