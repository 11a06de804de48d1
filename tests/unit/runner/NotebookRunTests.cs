using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Notebooks;
using Isopleth.NotebookRunner;

namespace Isopleth.Tests.Runner;

/// <summary>Runs in ipykernel, the protocol's anchor.</summary>
public sealed class NotebookRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-run-").FullName;

    private string Out => Path.Combine(_folder, "out.ipynb");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task RunAsync_APythonNotebook_GivesTheOutputsOfNbclient()
    {
        var notebook = Of(
            "import sys\nfrom IPython.display import display, update_display, clear_output, HTML, JSON, Markdown, Image",
            "for i in range(3):\n    print(i)\nprint('err', file=sys.stderr)\nprint('again')",
            "import time\nfor i in range(3):\n    print(i, end=' ', flush=True)\n    time.sleep(0.05)",
            "display(HTML('<b>a</b>'), display_id='x')\ndisplay(JSON({'k': [1, None, 'é']}))\n'trailing'",
            "update_display(HTML('<b>b</b>'), display_id='x')\ndisplay(Markdown('# m'), metadata={'text/markdown': {'isolated': True}})",
            "display('gone')\nclear_output()\nprint('kept')",
            "print('gone')\nclear_output(wait=True)\ntime.sleep(0.05)\nprint('kept')",
            "display('first', display_id='y')\nclear_output(wait=True)",
            "for i in range(4):\n    print(f'\\r{i} of 3', end='', flush=True)\n    time.sleep(0.02)\nprint()\nprint('ab\\bc')",
            "Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 30, format='png')",
            "",
            "raise ValueError('as expected')",
            "1 + 1");
        notebook.Cells[11].Metadata["tags"] = new JsonArray("raises-exception");
        var input = Path.Combine(_folder, "in.ipynb");
        notebook.Save(input);

        await NotebookRun.RunAsync(notebook, new RunOptions { OutputPath = Out, RecordMetadata = false }, TestContext.Current.CancellationToken);

        // nbclient keeps every piece of a stream apart; pieces are joined, and overwritten lines removed, as its later versions do.
        const string Script = """
            import json, re, sys, nbformat, nbclient
            notebook = nbformat.read(sys.argv[1], 4)
            nbclient.NotebookClient(notebook, kernel_name='python3', record_timing=False).execute()
            for cell in notebook.cells:
                joined = []
                for output in cell.get('outputs', []):
                    if joined and output.output_type == 'stream' and joined[-1].output_type == 'stream' and joined[-1].name == output.name:
                        joined[-1].text += output.text
                    else:
                        joined.append(output)
                for output in joined:
                    if output.output_type == 'stream':
                        output.text = re.sub(r'.*\r(?=[^\n])', '', re.sub(r'[^\n]\x08', '', output.text))
                if 'outputs' in cell:
                    cell.outputs = joined
            expected = nbformat.writes(notebook).rstrip('\n') + '\n'
            ours = open(sys.argv[2], encoding='utf-8').read()
            nbformat.validate(json.loads(ours))
            import difflib
            print('\n'.join(difflib.unified_diff(expected.splitlines(), ours.splitlines(), lineterm='', n=1)), end='')
            """;
        var difference = Python.Run(Script, input, Out);
        Assert.True(difference.Length == 0, difference);
    }

    [Fact]
    public async Task RunAsync_AFailingCell_StopsSavesAndMarksIt()
    {
        var notebook = Of("print('before')", "# Divides\n1/0", "print('after')");
        var report = await RunAsync(notebook);

        Assert.Equal(RunOutcome.CellFailed, report.Outcome);
        Assert.Equal([CellStatus.Completed, CellStatus.Failed, CellStatus.Pending], report.Cells.Select(cell => cell.Status));
        Assert.Equal(new CellFailure("ZeroDivisionError", "division by zero"), report.Cells[1].Error);
        Assert.Equal("Divides", report.Cells[1].Title);
        var saved = Notebook.Load(Out);
        Assert.Equal(["markdown", "code", "markdown", "code", "code"], saved.Cells.Select(cell => cell.CellType));
        Assert.Contains("<a href=\"#papermill-error-cell\">In [2]</a>", saved.Cells[0].Source, StringComparison.Ordinal);
        Assert.Contains("id=\"papermill-error-cell\"", saved.Cells[2].Source, StringComparison.Ordinal);
        Assert.Equal(["papermill-error-cell-tag"], saved.Cells[2].Tags);
        Assert.Equal("error", saved.Cells[3].Outputs[0]!["output_type"]!.GetValue<string>());
        Assert.Empty(saved.Cells[4].Outputs);
        Assert.Equal("failed", saved.Cells[3].Metadata["papermill"]!["status"]!.GetValue<string>());
        Assert.Equal("pending", saved.Cells[4].Metadata["papermill"]!["status"]!.GetValue<string>());
        Assert.True(saved.Metadata["papermill"]!["exception"]!.GetValue<bool>());
    }

    [Fact]
    public async Task RunAsync_AnOutputWithMarkers_RemovesThemFirst()
    {
        await RunAsync(Of("x = 1", "1/0"));
        var again = Notebook.Load(Out);
        again.Cells[^1].Source = "x";
        var report = await RunAsync(again);
        Assert.Equal(RunOutcome.Completed, report.Outcome);
        Assert.Equal(["x = 1", "x"], Notebook.Load(Out).Cells.Select(cell => cell.Source));
    }

    [Fact]
    public async Task RunAsync_ErrorsAllowed_GoesOnAndMarksEach()
    {
        var report = await RunAsync(Of("1/0", "print('between')", "undefined", "print('end')"), new RunOptions { AllowErrors = true });
        Assert.Equal(RunOutcome.CellFailed, report.Outcome);
        Assert.Equal([CellStatus.Failed, CellStatus.Completed, CellStatus.Failed, CellStatus.Completed], report.Cells.Select(cell => cell.Status));
        var saved = Notebook.Load(Out);
        Assert.Contains("#papermill-error-cell\">In [1]", saved.Cells[0].Source, StringComparison.Ordinal);
        Assert.Contains("#papermill-error-cell-2\">In [3]", saved.Cells[0].Source, StringComparison.Ordinal);
        Assert.Equal("end\n", saved.Cells[^1].Outputs[0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task RunAsync_TagsAndEmptyCells_AreHonoured()
    {
        var notebook = Of("1/0", "2/0", "  \n", "print('end')");
        notebook.Cells[0].Metadata["tags"] = new JsonArray("raises-exception");
        notebook.Cells[1].Metadata["tags"] = new JsonArray("skip-execution");
        var report = await RunAsync(notebook);
        Assert.Equal(RunOutcome.Completed, report.Outcome);
        Assert.Equal([CellStatus.Completed, CellStatus.Skipped, CellStatus.Skipped, CellStatus.Completed], report.Cells.Select(cell => cell.Status));
        Assert.Equal("ZeroDivisionError", report.Cells[0].Error!.Name);
        Assert.Null(report.Cells[1].Seconds);
    }

    [Fact]
    public async Task RunAsync_ACellThatTakesTooLong_IsInterruptedAndTheKernelLivesOn()
    {
        var options = new RunOptions { ExecutionTimeout = TimeSpan.FromSeconds(4), AllowErrors = true };
        var report = await RunAsync(Of("kept = 7", "import time\ntime.sleep(60)", "print(kept)"), options);
        Assert.Equal("CellTimeout", report.Cells[1].Error!.Name);
        Assert.Contains("longer than 4 s", report.Cells[1].Error!.Message, StringComparison.Ordinal);
        Assert.InRange(report.Cells[1].Seconds!.Value, 4, 50);
        var saved = Notebook.Load(Out);
        Assert.Equal(["KeyboardInterrupt", "CellTimeout"], saved.Cells.Single(cell => cell.Source.Contains("sleep", StringComparison.Ordinal)).Outputs.Select(output => output!["ename"]!.GetValue<string>()));
        Assert.Equal("7\n", saved.Cells[^1].Outputs[0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task RunAsync_ACellThatWillNotStop_LosesItsKernel()
    {
        var options = new RunOptions { ExecutionTimeout = TimeSpan.FromSeconds(3), InterruptGrace = TimeSpan.FromSeconds(1) };
        var report = await RunAsync(Of("import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)", "print('never')"), options);
        Assert.Equal(RunOutcome.KernelDied, report.Outcome);
        Assert.Contains("did not stop within 1 s", report.KernelMessage, StringComparison.Ordinal);
        Assert.Equal(CellStatus.Pending, report.Cells[1].Status);
    }

    [Fact]
    public async Task RunAsync_ADyingKernel_IsAResultThatSaysSo()
    {
        var report = await RunAsync(Of("print('before', flush=True)", "import os\nos._exit(7)", "print('never')"));
        Assert.Equal(RunOutcome.KernelDied, report.Outcome);
        Assert.Contains("exit code 7", report.KernelMessage, StringComparison.Ordinal);
        var saved = Notebook.Load(Out);
        Assert.Equal("before\n", saved.Cells[1].Outputs[0]!["text"]!.GetValue<string>());
        Assert.Equal("KernelDied", saved.Cells[3].Outputs[0]!["ename"]!.GetValue<string>());
    }

    [Fact]
    public async Task RunAsync_Cancelled_InterruptsSavesAndEnds()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var observer = new Listener { OnWritten = text => { if (text.Contains("running", StringComparison.Ordinal)) { cancel.Cancel(); } } };
        var notebook = Of("import time\nprint('running', flush=True)\ntime.sleep(60)", "print('never')");
        var report = await NotebookRun.RunAsync(notebook, new RunOptions { OutputPath = Out, Observer = observer }, cancel.Token);
        Assert.Equal(RunOutcome.Interrupted, report.Outcome);
        Assert.Equal([CellStatus.Failed, CellStatus.Pending], report.Cells.Select(cell => cell.Status));
        Assert.InRange(report.Duration.TotalSeconds, 0, 55);
        Assert.Equal(["stream", "error", "error"], Notebook.Load(Out).Cells.First(cell => cell.IsCode).Outputs.Select(output => output!["output_type"]!.GetValue<string>()));
    }

    [Fact]
    public async Task RunAsync_ACellThatAsksForInput_FailsAtOnce()
    {
        var report = await RunAsync(Of("input('name?')"));
        Assert.Equal(RunOutcome.CellFailed, report.Outcome);
        Assert.Equal("StdinNotImplementedError", report.Cells[0].Error!.Name);
    }

    [Fact]
    public async Task RunAsync_Records_AreCollectedTheLastOfEachName()
    {
        var report = await RunAsync(Of(
            """
            from IPython.display import display
            def record(name, value):
                display({'application/vnd.isopleth.record+json': {'name': name, 'value': value}, 'text/plain': name}, raw=True)
            record('a', 1); record('b', {'c': [1, 'NaN', None]})
            """,
            "record('a', 'é')",
            "1/0"));
        Assert.Equal("""{"b":{"c":[1,"NaN",null]},"a":"é"}""", report.Values.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task RunAsync_AfterEachCell_TheOutputIsOnDisk()
    {
        var seen = new List<string>();
        var observer = new Listener { OnStarted = number => { if (number > 1) { seen.Add(Notebook.Load(Out).Cells[number - 2].Outputs[0]!["text"]!.GetValue<string>()); } } };
        await RunAsync(Of("print(1)", "print(2)", "print(3)"), new RunOptions { Observer = observer });
        Assert.Equal(["1\n", "2\n"], seen);
    }

    [Fact]
    public async Task RunAsync_ALongCell_IsSavedWhileItRuns()
    {
        var between = "";
        var observer = new Listener
        {
            OnWritten = text => between = text == "second\n" ? Notebook.Load(Out).Cells[0].Outputs[0]!["text"]!.GetValue<string>() : "",
        };
        await RunAsync(
            Of("import time\nprint('first', flush=True)\ntime.sleep(1.5)\nprint('second', flush=True)"),
            new RunOptions { Observer = observer, SaveInterval = TimeSpan.FromSeconds(0.3) });
        Assert.Equal("first\n", between);
        Assert.Equal("first\nsecond\n", Notebook.Load(Out).Cells[0].Outputs.Single()!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task RunAsync_WithoutMetadata_WritesTheSameBytesTwice()
    {
        var options = new RunOptions { RecordMetadata = false };
        await RunAsync(Of("print(1)", "2"), options);
        var first = await File.ReadAllTextAsync(Out, TestContext.Current.CancellationToken);
        await RunAsync(Notebook.Load(Out), options);
        Assert.Equal(first, await File.ReadAllTextAsync(Out, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("papermill", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_WorkingFolder_IsTheKernels()
    {
        await RunAsync(Of("import os\nprint(os.getcwd())"), new RunOptions { WorkingDirectory = _folder });
        Assert.Equal(_folder + "\n", Notebook.Load(Out).Cells[0].Outputs[0]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task RunAsync_NoSuchKernel_ListsThoseThereAreAndHowToInstall()
    {
        var error = await Assert.ThrowsAsync<JupyterException>(() => RunAsync(Of("1"), new RunOptions { KernelName = "fortran-77" }));
        Assert.Contains("There is no kernel 'fortran-77'", error.Message, StringComparison.Ordinal);
        Assert.Contains("python3 (python)", error.Message, StringComparison.Ordinal);
        Assert.Contains("./isopleth kernel install", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public async Task RunAsync_UnknownKernelOfAKnownLanguage_TakesAnotherOfThatLanguage()
    {
        var notebook = Notebook.Create("my-environment", "My environment", "python");
        notebook.Add(Cell.Code("1"));
        var report = await RunAsync(notebook);
        Assert.Equal("python3", report.Kernel);
        Assert.Equal("python3", Notebook.Load(Out).KernelName);
    }

    [Theory]
    [InlineData(0, "The start time is 0 s; it must be more than 0 s.")]
    [InlineData(-1, "The start time is -1 s")]
    public void Validate_ATimeThatIsNone_SaysSo(double seconds, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(new RunOptions { StartTimeout = TimeSpan.FromSeconds(seconds) }.Validate).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_NoSuchFolder_NamesIt() =>
        Assert.Contains("/nowhere", Assert.Throws<ArgumentException>(new RunOptions { WorkingDirectory = "/nowhere" }.Validate).Message, StringComparison.Ordinal);

    private async Task<RunReport> RunAsync(Notebook notebook, RunOptions? options = null) =>
        await NotebookRun.RunAsync(notebook, (options ?? new RunOptions()) with { OutputPath = Out }, TestContext.Current.CancellationToken);

    private static Notebook Of(params IEnumerable<string> sources)
    {
        var notebook = Notebook.Create("python3", "Python 3 (ipykernel)", "python");
        foreach (var source in sources)
        {
            notebook.Add(Cell.Code(source));
        }

        return notebook;
    }

    private sealed class Listener : IRunObserver
    {
        public Action<int> OnStarted { get; init; } = _ => { };

        public Action<string> OnWritten { get; init; } = _ => { };

        public void CellStarted(CellReport cell, int number, int count) => OnStarted(number);

        public void Written(string name, string text) => OnWritten(text);

        public void CellFinished(CellReport cell, int number, int count)
        {
        }
    }
}
