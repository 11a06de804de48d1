using System.Diagnostics;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner;

/// <summary>Runs the code cells of a notebook in order, in a fresh kernel, and puts what comes out into the notebook.</summary>
public sealed class NotebookRun
{
    private readonly Notebook _notebook;
    private readonly RunOptions _options;
    private readonly RunReport _report;
    private readonly CellOutputs _outputs;
    private readonly WidgetStates _widgets = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    private NotebookRun(Notebook notebook, RunOptions options, KernelSpec spec)
    {
        _notebook = notebook;
        _options = options;
        var cells = notebook.Cells.Index().Where(one => one.Item.IsCode)
            .Select(one => new CellReport(one.Index, one.Item.Id!, CellTitle.Of(notebook, one.Index)) { Status = IsSkipped(one.Item) ? CellStatus.Skipped : CellStatus.Pending });
        _report = new RunReport(options, spec.Name, [.. cells], DateTimeOffset.UtcNow);
        _outputs = new CellOutputs(_report.Values, (name, text) => options.Observer?.Written(name, text));
    }

    /// <summary>Runs a notebook.</summary>
    /// <param name="notebook">The notebook, its parameters given; it is brought to nbformat 4.5 and changed in place.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Interrupts the running cell, saves, and ends the run.</param>
    /// <returns>What came of it. A failing cell, a dead kernel and a cancelled run are results, not exceptions; the notebook is saved in each case.</returns>
    /// <exception cref="ArgumentException">The options cannot be.</exception>
    /// <exception cref="JupyterException">There is no such kernel, or it did not start; nothing was saved then.</exception>
    /// <exception cref="TimeoutException">The kernel did not answer in time; nothing was saved then.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled before the kernel had started; nothing was saved then.</exception>
    /// <exception cref="IOException">The notebook cannot be saved.</exception>
    public static async Task<RunReport> RunAsync(Notebook notebook, RunOptions options, CancellationToken cancellationToken = default)
    {
        options.Validate();
        Prepare(notebook);
        var spec = KernelChoice.Find(notebook, options.KernelName);
        var run = new NotebookRun(notebook, options, spec);
        await using var kernel = await KernelProcess.StartAsync(
            spec, new KernelStartOptions { WorkingDirectory = options.WorkingDirectory, StartTimeout = options.StartTimeout }, cancellationToken).ConfigureAwait(false);
        await run.ExecuteAsync(kernel, cancellationToken).ConfigureAwait(false);
        return run._report;
    }

    /// <summary>Brings a notebook into the form in which a run starts: nbformat 4.5, without the error markers and outputs of an earlier run.</summary>
    /// <param name="notebook">The notebook, which is changed.</param>
    public static void Prepare(Notebook notebook)
    {
        notebook.Upgrade();
        ErrorMarkers.Remove(notebook);
        foreach (var cell in notebook.Cells)
        {
            cell.ClearOutputs();
        }
    }

    private async Task ExecuteAsync(KernelProcess kernel, CancellationToken cancellationToken)
    {
        RunMetadata.Begin(_notebook, _options, _report.Started);
        await DescribeKernelAsync(kernel, cancellationToken).ConfigureAwait(false);
        Save();

        var running = _report.Cells.Where(cell => cell.Status != CellStatus.Skipped).ToList();
        for (var i = 0; i < running.Count && !Stops(cancellationToken); i++)
        {
            _options.Observer?.CellStarted(running[i], i + 1, running.Count);
            await RunCellAsync(kernel, running[i], cancellationToken).ConfigureAwait(false);
            _options.Observer?.CellFinished(running[i], i + 1, running.Count);
            Save();
        }

        var failed = _report.Cells.Where(cell => cell.Status == CellStatus.Failed).ToList();
        if (_report.Outcome == RunOutcome.Completed && failed.Count > 0)
        {
            _report.Outcome = RunOutcome.CellFailed;
        }

        FailureCauses.Trace(_notebook, [.. failed.Where(static cell => cell.Error is not null)]);
        _report.Duration = Stopwatch.GetElapsedTime(_start);
        RunMetadata.End(_notebook, _options, _report.Started, _report.Duration, failed.Count > 0);
        if (_options.RecordMetadata)
        {
            _widgets.Keep(_notebook);
        }
        else
        {
            WidgetStates.Strip(_notebook);
        }

        ErrorMarkers.Insert(_notebook, [.. failed.Select(cell => _notebook.Cells[cell.Index])], stopped: !_options.AllowErrors);
        Save();
    }

    private bool Stops(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && _report.Outcome == RunOutcome.Completed)
        {
            _report.Outcome = RunOutcome.Interrupted;
        }

        return _report.Outcome != RunOutcome.Completed || (!_options.AllowErrors && _report.Cells.Any(cell => cell.Status == CellStatus.Failed));
    }

    // A notebook says which kernel and language version its outputs came from.
    private async Task DescribeKernelAsync(KernelProcess kernel, CancellationToken cancellationToken)
    {
        var info = await kernel.Client.KernelInfoAsync(cancellationToken).ConfigureAwait(false);
        if (info["language_info"] is JsonObject language)
        {
            _notebook.Metadata["language_info"] = language.DeepClone();
        }

        if (_notebook.KernelName != kernel.Spec.Name)
        {
            _notebook.Metadata["kernelspec"] = new JsonObject { ["display_name"] = kernel.Spec.DisplayName, ["language"] = kernel.Spec.Language, ["name"] = kernel.Spec.Name };
        }
    }

    private async Task RunCellAsync(KernelProcess kernel, CellReport report, CancellationToken cancellationToken)
    {
        var cell = _notebook.Cells[report.Index];
        var mayFail = cell.HasTag("raises-exception");
        var started = DateTimeOffset.UtcNow;
        var start = Stopwatch.GetTimestamp();
        report.Status = CellStatus.Running;
        RunMetadata.Cell(cell, _options, "running", started, null, failed: false);

        _outputs.Turn(cell);
        var reply = await AskAsync(kernel, cell, report, stopOnError: !(mayFail || _options.AllowErrors), cancellationToken).ConfigureAwait(false);
        _outputs.Turn(null);
        foreach (var shown in cell.Outputs.Select(static output => output?["data"]?["text/plain"]).OfType<JsonValue>())
        {
            _options.Observer?.Written("stdout", shown.GetValue<string>() + "\n");
        }

        var duration = Stopwatch.GetElapsedTime(start);
        cell.ExecutionCount = reply?.ExecutionCount ?? cell.ExecutionCount;
        if (reply is { Status: not "ok" })
        {
            report.Error ??= new CellFailure(reply.ErrorName ?? reply.Status, reply.ErrorValue ?? "The kernel aborted the cell.");
        }

        var failed = report.Error is not null && !(mayFail && reply is not null);
        report.Seconds = duration.TotalSeconds;
        report.Status = failed ? CellStatus.Failed : CellStatus.Completed;
        RunMetadata.Cell(cell, _options, failed ? "failed" : "completed", started, duration, failed: report.Error is not null);
    }

    // The kernel's reply; null when the cell ran out of time, was interrupted, or lost its kernel. The cell then holds an error that says so.
    private async Task<ExecuteReply?> AskAsync(KernelProcess kernel, Cell cell, CellReport report, bool stopOnError, CancellationToken cancellationToken)
    {
        using var abandon = new CancellationTokenSource();
        var execution = kernel.Client.ExecuteAsync(
            cell.Source, new ExecuteOptions { StopOnError = stopOnError, Metadata = Language(cell) }, message =>
            {
                _outputs.Take(message.Type, message.Content);
                _widgets.Take(message);
            },
            abandon.Token);
        try
        {
            return await WaitAsync(execution, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            report.Error = new CellFailure("CellTimeout", $"The cell ran longer than {_options.ExecutionTimeout!.Value.TotalSeconds} s and was interrupted. Allow it more with --execution-timeout.");
        }
        catch (OperationCanceledException)
        {
            _report.Outcome = RunOutcome.Interrupted;
            report.Error = new CellFailure("Interrupted", "The run was interrupted while this cell ran.");

            // A terminal's Ctrl-C has reached the kernel's process, too; a second interrupt would strike it while it tells of the first.
            await Task.WhenAny(execution, Task.Delay(500, CancellationToken.None)).ConfigureAwait(false);
        }
        catch (KernelDiedException e)
        {
            Die(report, e.Message);
            return null;
        }

        await StopAsync(kernel, execution, abandon, report).ConfigureAwait(false);
        Show(report.Error);
        return null;
    }

    // Saves now and then what a long cell has put out so far, in case this process does not live to its end.
    private async Task<ExecuteReply> WaitAsync(Task<ExecuteReply> execution, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = (_options.ExecutionTimeout ?? TimeSpan.MaxValue) - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException();
            }

            try
            {
                return await execution.WaitAsync(left < _options.SaveInterval ? left : _options.SaveInterval, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _outputs.Settle(Save);
            }
        }
    }

    private async Task StopAsync(KernelProcess kernel, Task<ExecuteReply> execution, CancellationTokenSource abandon, CellReport report)
    {
        try
        {
            using var patience = new CancellationTokenSource(_options.InterruptGrace);
            if (!execution.IsCompleted)
            {
                await kernel.InterruptAsync(patience.Token).ConfigureAwait(false);
            }

            await execution.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await abandon.CancelAsync().ConfigureAwait(false);
            Die(report, $"The cell did not stop within {_options.InterruptGrace.TotalSeconds} s of its interrupt, so its kernel was killed.");
        }
        catch (KernelDiedException e)
        {
            Die(report, e.Message);
        }
    }

    private void Die(CellReport report, string message)
    {
        var death = new CellFailure("KernelDied", message);
        _report.KernelMessage = message;
        report.Error ??= death;
        Show(death);
        if (_report.Outcome != RunOutcome.Interrupted)
        {
            _report.Outcome = RunOutcome.KernelDied;
        }
    }

    private void Show(CellFailure error) => _outputs.Take(
        "error", new JsonObject { ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray($"{error.Name}: {error.Message}") });

    private void Save()
    {
        if (_options.OutputPath is { } path)
        {
            _notebook.Save(path);
        }
    }

    // What a notebook of .NET Interactive says of a cell's language; its kernel sends the cell there.
    private static JsonObject Language(Cell cell) => new(
        new[] { "polyglot_notebook", "dotnet_interactive" }.Where(cell.Metadata.ContainsKey).Select(name => KeyValuePair.Create(name, cell.Metadata[name]?.DeepClone())));

    private static bool IsSkipped(Cell cell) => string.IsNullOrWhiteSpace(cell.Source) || cell.HasTag("skip-execution");
}
