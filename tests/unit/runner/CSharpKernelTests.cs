using System.Diagnostics;
using System.Text.Json.Nodes;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.Tests.Runner;

/// <summary>C# notebooks in the product's own kernel.</summary>
public sealed class CSharpKernelTests : IDisposable
{
    private const string Declarations = """
        string granule = "20181230";  // the orbit's date
        double threshold = 3;         // z-score [1]
        var count = 1;
        var steps = new[] { 1.0, 2.0 };
        string[] names = { "a" };
        string? note = null;
        DateTime day = new(2018, 12, 30);
        Dictionary<string, double> limits = new();
        const double Limit = 2.5;     // [km]
        (double West, double East) range = (14.5, 15.5);
        var mode = DayOfWeek.Monday;
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-csharp-").FullName;

    public CSharpKernelTests()
    {
        var kernel = Directory.CreateDirectory(Path.Combine(_folder, "kernels", "under-test")).FullName;
        File.WriteAllText(Path.Combine(kernel, "kernel.json"), new JsonObject
        {
            ["argv"] = new JsonArray(ProgramRun.Built("Isopleth.Kernel", "Isopleth.Kernel"), "--connection-file", "{connection_file}"),
            ["display_name"] = "C# under test",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
        }.ToJsonString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_ParametersOfEveryDeclaredKind_HoldInTheCellsThatFollow()
    {
        Write(
            Cell.Code(Declarations, "parameters"),
            Cell.Code("""
                Console.WriteLine(FormattableString.Invariant($"{granule.Length} {threshold / 2} {count / 2} {steps[0] / 2} {string.Join("|", names)} {note?.Length} {day:O} {limits["high"]} {Limit / 2} {range.East - range.West} {mode + 1}"));
                """));
        var (code, errors) = await RunAsync(
            "-p", "granule", "007", "-p", "threshold", "5", "-p", "count", "5", "-p", "Limit", "5", "-p", "mode", "Friday", "-r", "note", "a \"quoted\"\n\\ Québec 😀",
            "-y", "{steps: [1, 3], names: [été, 'q\"'], day: 2019-01-02T03:04:05Z, limits: {high: .inf}, range: [10, 12.5]}");
        Assert.True(code == 0, errors);
        Assert.Equal("3 2.5 2 0.5 été|q\" 22 2019-01-02T03:04:05.0000000Z Infinity 2.5 2.5 Saturday\n", Result().Cells[^1].Outputs.Single()!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Run_Widgets_KeepsTheirStatesAsNbclientDoes()
    {
        Write(
            Cell.Code("var s = new IntSlider(1, 10, 3) { Description = \"k\" }; s.Layout.Width = \"9em\"; display(new VBox(s, new Output()));"),
            Cell.Code("s.Value = 7; var gone = new Label(\"gone\"); display(gone);"));
        var (code, errors) = await RunAsync();
        Assert.True(code == 0, errors);

        // Each run has its own identities: the models' names, of which there is one each, stand for them.
        const string Script = """
            import json, os, sys, nbformat, nbclient
            os.environ['JUPYTER_PATH'] = sys.argv[3]
            notebook = nbformat.read(sys.argv[1], 4)
            nbclient.NotebookClient(notebook, kernel_name='under-test').execute()
            def named(metadata):
                text = json.dumps(metadata['widgets'], sort_keys=True)
                for one, model in metadata['widgets']['application/vnd.jupyter.widget-state+json']['state'].items():
                    text = text.replace(one, model['model_name'])
                return json.dumps(json.loads(text), sort_keys=True, indent=1)
            import difflib
            ours = named(json.load(open(sys.argv[2], encoding='utf-8'))['metadata'])
            print('\n'.join(difflib.unified_diff(named(notebook.metadata).splitlines(), ours.splitlines(), lineterm='', n=1)), end='')
            """;
        var difference = Python.Run(Script, Path.Combine(_folder, "in.ipynb"), Path.Combine(_folder, "out.ipynb"), _folder);
        Assert.True(difference.Length == 0, difference);
        var states = Result().Metadata["widgets"]!["application/vnd.jupyter.widget-state+json"]!["state"]!.AsObject();
        Assert.Equal(7, (int)states.Single(s => (string?)s.Value!["model_name"] == "IntSliderModel").Value!["state"]!["value"]!);
    }

    [Fact]
    public async Task Run_AProgressBar_LeavesItsLastStateInTheNotebookAndOneLineInTheLog()
    {
        Write(Cell.Code("foreach (var i in new[] { 1, 2, 3 }.Progress(\"orbits\")) await Task.Delay(110);"));
        var (code, errors) = await RunAsync("--log-output");
        Assert.True(code == 0, errors);
        Assert.StartsWith("orbits ████████████████████ 3", Result().Cells[^1].Outputs.Single()!["data"]!["text/plain"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(2, errors.Split("\norbits ████████████████████ 3").Length);
        Assert.DoesNotContain("░", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WidgetsPlain_KeepsTheWordsThatStandInForThem()
    {
        Write(Cell.Code("new IntSlider(1, 10, 3) { Description = \"k\" }"));
        var (code, errors) = await RunAsync("--plain");
        Assert.True(code == 0, errors);
        Assert.False(Result().Metadata.ContainsKey("widgets"));
        Assert.Equal(["text/html", "text/plain"], Result().Cells[^1].Outputs.Single()!["data"]!.AsObject().Select(static d => d.Key));
    }

    [Fact]
    public async Task Run_AnUndefinedName_IsTheCompilersErrorInTheCell()
    {
        Write(Cell.Code("var x = 1;"), Cell.Code("x + y"), Cell.Code("x"));
        var (code, errors) = await RunAsync();
        Assert.Equal(1, code);
        Assert.Contains("cell 1 (x + y): CS0103: ", errors, StringComparison.Ordinal);
        Assert.Equal("CS0103", Result().Cells.Single(cell => cell.Source == "x + y").Outputs.Single()!["ename"]!.GetValue<string>());
        Assert.Empty(Result().Cells[^1].Outputs);
    }

    [Fact]
    public async Task Run_AnEndlessLoop_EndsAtItsTimeAndTheSessionLives()
    {
        Write(Cell.Code("var x = 7;"), Cell.Code("while (true) { }"), Cell.Code("x"));
        var (code, errors) = await RunAsync("--execution-timeout", "8", "--allow-errors");
        Assert.Equal(1, code);
        Assert.Contains("CellTimeout: The cell ran longer than 8 s", errors, StringComparison.Ordinal);
        Assert.Equal("7", Result().Cells[^1].Outputs.Single()!["data"]!["text/plain"]!.GetValue<string>());
    }

    [Fact]
    public async Task Run_ACellThatAsksForInput_Fails()
    {
        Write(Cell.Code("var line = Console.ReadLine();"));
        var (code, errors) = await RunAsync("--execution-timeout", "60");
        Assert.True(code == 1, errors);
        Assert.Contains("input", errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Run_Interrupted_StopsAnEndlessLoopAndExits130()
    {
        Write(Cell.Code("Console.WriteLine(\"begun\");\nwhile (true) { }"));
        using var process = IsoplethProgram.Start(_folder, "run", "in.ipynb", "out.ipynb", "--log-output");
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "begun")
        {
        }

        using var kill = Process.Start("kill", ["-INT", process.Id.ToString()]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal("begun\n", Result().Cells.Single(cell => cell.IsCode).Outputs[0]!["text"]!.GetValue<string>());
    }

    private void Write(params IEnumerable<Cell> cells)
    {
        var notebook = Notebook.Create("under-test", "C# under test", "C#");
        foreach (var cell in cells)
        {
            notebook.Add(cell);
        }

        notebook.Save(Path.Combine(_folder, "in.ipynb"));
    }

    private Notebook Result() => Notebook.Load(Path.Combine(_folder, "out.ipynb"));

    private async Task<(int Code, string Errors)> RunAsync(params string[] arguments)
    {
        var (code, _, errors) = await IsoplethProgram.RunAsync(_folder, ["run", "in.ipynb", "out.ipynb", .. arguments]);
        return (code, errors);
    }
}
