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
}
