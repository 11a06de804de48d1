using System.Diagnostics;
using Isopleth.Jupyter;

namespace Isopleth.Kernel.Tests;

/// <summary>A test that runs cells.</summary>
/// <param name="ownSession">Whether it needs a session of its own; the others share one, which starts faster.</param>
public abstract class EngineTest(bool ownSession)
{
    private static readonly CSharpEngine Shared = new();
    private int _count;

    protected CSharpEngine Engine { get; } = ownSession ? new() : Shared;

    /// <summary>Runs a cell, whatever becomes of it.</summary>
    internal (ExecutionOutcome Outcome, RecordingOutputs Outputs) Run(string code, RecordingOutputs? outputs = null, bool silent = false)
    {
        outputs ??= new();
        return (Engine.Execute(new(code, ++_count, silent, new Dictionary<string, string>()), outputs), outputs);
    }

    /// <summary>Runs a cell that must end well.</summary>
    internal RecordingOutputs Ok(string code)
    {
        var (outcome, outputs) = Run(code);
        Assert.True(outcome.Error is null, $"{code}\n{outcome.Error?.Value}\n{string.Join('\n', outcome.Error?.Traceback ?? [])}");
        return outputs;
    }

    /// <summary>Runs a cell that must end well, and gives the plain text of its value.</summary>
    internal string Value(string code) => (string)Assert.Single(Ok(code).Results)["text/plain"]!;

    /// <summary>Runs a cell that must fail, and gives its error without colours.</summary>
    internal (string Name, string Value, string Traceback) Fail(string code)
    {
        var (outcome, _) = Run(code);
        Assert.NotNull(outcome.Error);
        var traceback = string.Join('\n', outcome.Error.Traceback).Replace("\e[31m", "").Replace("\e[0m", "");
        return (outcome.Error.Name, outcome.Error.Value, traceback);
    }

    /// <summary>Runs a cell, interrupts it, and tells its error and how long it took to stop.</summary>
    internal (string? Error, double Milliseconds) Interrupted(string code, int after, RecordingOutputs? outputs = null)
    {
        outputs ??= new();
        Ok("1");
        var cell = Task.Run(() => Run(code, outputs));
        Assert.True(SpinWait.SpinUntil(() => Engine.IsRunning || cell.IsCompleted, 30_000), $"not begun: {code}");
        Thread.Sleep(after);
        Assert.False(cell.IsCompleted, cell.IsCompleted ? cell.Result.Outcome.Error?.Value : "");
        var watch = Stopwatch.StartNew();
        Engine.Interrupt();
        Assert.True(cell.Wait(15_000), $"not stopped: {code}");
        return (cell.Result.Outcome.Error?.Name, watch.Elapsed.TotalMilliseconds);
    }
}
