using System.Runtime.Versioning;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.Tests.Runner;

public sealed class NotebookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-notebook-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ToJson_EverySampleNotebook_EqualsWhatNbformatWrites()
    {
        var files = Directory.GetFiles(Samples.Path_("notebooks_csharp"), "*.ipynb", SearchOption.AllDirectories);
        Assert.Equal(68, files.Length);
        foreach (var (file, index) in files.Select((file, index) => (file, index)))
        {
            Notebook.Load(file).Save(Path.Combine(_folder, $"{index}.ipynb"));
        }

        const string Script = """
            import difflib, json, sys, nbformat
            folder, files = sys.argv[1], sys.argv[2:]
            for index, file in enumerate(files):
                text = open(file, encoding='utf-8-sig').read()
                ours = open(f'{folder}/{index}.ipynb', encoding='utf-8').read()
                if nbformat.validator.isvalid(json.loads(text)):
                    nbformat.validate(json.loads(ours))
                theirs = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
                if theirs.nbformat_minor >= 5:
                    # A missing id is random there and a digest here.
                    for cell, raw, our in zip(theirs.cells, json.loads(text)['cells'], json.loads(ours)['cells']):
                        cell.id = raw.get('id', our['id'])
                expected = nbformat.writes(theirs).rstrip('\n') + '\n'
                if ours != expected:
                    print(file, *list(difflib.unified_diff(expected.splitlines(), ours.splitlines(), lineterm='', n=0))[:6], sep='\n')
            """;
        var differences = Python.Run(Script, [_folder, .. files]);
        Assert.True(differences.Length == 0, differences);
    }

    [Fact]
    public void Upgrade_EverySampleNotebook_IsValidAndKeepsItsCells()
    {
        var files = Directory.GetFiles(Samples.Path_("notebooks_csharp"), "*.ipynb", SearchOption.AllDirectories);
        foreach (var (index, file) in files.Index())
        {
            var notebook = Notebook.Load(file);
            notebook.Upgrade();
            notebook.Save(Path.Combine(_folder, $"{index}.ipynb"));
        }

        const string Script = """
            import json, sys, nbformat
            folder, files = sys.argv[1], sys.argv[2:]
            for index, file in enumerate(files):
                theirs = nbformat.v4.upgrade(nbformat.reads(open(file, encoding='utf-8-sig').read(), as_version=4))
                ours = nbformat.read(f'{folder}/{index}.ipynb', as_version=nbformat.NO_CONVERT)
                assert ours.nbformat_minor == 5, file
                assert nbformat.validator.isvalid(ours) or not nbformat.validator.isvalid(theirs), file
                assert [cell.source for cell in ours.cells] == [cell.source for cell in theirs.cells], file
            """;
        Assert.Equal("", Python.Run(Script, [_folder, .. files]));
    }

    [Fact]
    public void Upgrade_TheSameNotebookTwice_GivesTheSameIds()
    {
        var notebook = OfMinor(4);
        notebook.Upgrade();
        var other = OfMinor(4);
        other.Upgrade();
        Assert.All(notebook.Cells, cell => Assert.Matches("^[a-zA-Z0-9-_]{1,64}$", cell.Id));
        Assert.Equal(2, notebook.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.Equal(notebook.ToJson(), other.ToJson());
    }

    [Fact]
    public void Insert_BeforeNbformat45_GivesNoId()
    {
        var notebook = OfMinor(4);
        notebook.Add(Cell.Markdown("# Title"));
        Assert.Null(notebook.Cells[^1].Id);
    }

    [Fact]
    public void Parse_RepeatedId_GivesTheSecondCellAnother()
    {
        var notebook = Notebook.Parse("""{"cells": [{"cell_type": "raw", "id": "a", "metadata": {}, "source": "1"}, {"cell_type": "raw", "id": "a", "metadata": {}, "source": "2"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}""");
        Assert.Equal("a", notebook.Cells[0].Id);
        Assert.NotEqual("a", notebook.Cells[1].Id);
    }

    [Fact]
    public void ToJson_UnknownFields_AreKept()
    {
        const string Json = """
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": 3,
               "future": [
                1.50,
                {}
               ],
               "id": "a",
               "metadata": {},
               "outputs": [
                {
                 "data": {
                  "application/json": [
                   "kept",
                   "as list"
                  ],
                  "image/png": "aGk=\n",
                  "text/plain": [
                   "two\n",
                   "lines"
                  ]
                 },
                 "metadata": {},
                 "output_type": "display_data"
                }
               ],
               "source": [
                "Québec 😀 \u001f\\\"\n",
                "x"
               ]
              }
             ],
             "extra": null,
             "metadata": {},
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """;
        Assert.Equal(Json, Notebook.Parse(Json).ToJson());
    }

    [Theory]
    [InlineData("{\"cells\": [\n {\"cell_type\": ", "breaks at line 2")]
    [InlineData("<<<<<<< HEAD", "breaks at line 1, byte 1")]
    [InlineData("[]", "no integer field \"nbformat\"")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", "a notebook of nbformat 3; nbformat 4 is read. Convert it: jupyter nbconvert --to notebook --nbformat 4 --inplace x.ipynb")]
    [InlineData("{\"nbformat\": 4}", "no list \"cells\"")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": 1}", "\"metadata\" is no object")]
    [InlineData("{\"nbformat\": 4, \"cells\": [1]}", "x.ipynb, cell 0: a cell must be an object")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": 1}]}", "\"source\" must be a text or a list of texts")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": \"\", \"outputs\": [1]}]}", "\"outputs\" must be a list of objects")]
    public void Parse_NoNotebook_SaysWhereAndWhy(string json, string expected)
    {
        var error = Assert.Throws<NotebookFormatException>(() => Notebook.Parse(json, "x.ipynb"));
        Assert.StartsWith("x.ipynb", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoSuchFile_NamesItAndTheFolder()
    {
        var error = Assert.Throws<NotebookFormatException>(() => Notebook.Load("nowhere/x.ipynb"));
        Assert.Contains("nowhere/x.ipynb: there is no such notebook", error.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.CurrentDirectory, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AFolder_SaysSo() =>
        Assert.Contains($"{_folder}: a folder", Assert.Throws<NotebookFormatException>(() => Notebook.Load(_folder)).Message, StringComparison.Ordinal);

    [Fact]
    public void Outputs_OfAMarkdownCell_SaysThatOnlyCodeHasThem() =>
        Assert.Contains("A markdown cell has no outputs", Assert.Throws<InvalidOperationException>(() => Cell.Markdown("a").Outputs).Message, StringComparison.Ordinal);

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Save_OverALinkedFile_KeepsLinkAndMode()
    {
        var file = Path.Combine(_folder, "real.ipynb");
        var link = Path.Combine(_folder, "link.ipynb");
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(link, file);
        OfMinor(5).Save(link);
        Assert.Equal(file, File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(2, Notebook.Load(file).Cells.Count);
    }

    [Fact]
    public void Save_WhereItCannot_LeavesNothingBehind()
    {
        var target = Directory.CreateDirectory(Path.Combine(_folder, "is-a-folder", "inner")).Parent!.FullName;
        var error = Assert.Throws<IOException>(() => OfMinor(5).Save(target));
        Assert.Contains($"Cannot write {target}: ", error.Message, StringComparison.Ordinal);
        Assert.Equal([target], Directory.GetFileSystemEntries(_folder));
    }

    private static Notebook OfMinor(int minor) => Notebook.Parse(
        $$"""{"cells": [{"cell_type": "code", "metadata": {}, "source": "1"}, {"cell_type": "markdown", "metadata": {}, "source": "1"}], "metadata": {}, "nbformat": 4, "nbformat_minor": {{minor}}}""");
}
