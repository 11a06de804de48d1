using System.Globalization;
using System.Text.Json.Nodes;

namespace Isopleth.NotebookRunner;

/// <summary>How a run ended.</summary>
public enum RunOutcome
{
    /// <summary>Every cell ran well.</summary>
    Completed,

    /// <summary>A cell failed or ran out of time; the run stopped there unless errors were allowed.</summary>
    CellFailed,

    /// <summary>The kernel died or could not be stopped, and the run with it.</summary>
    KernelDied,

    /// <summary>The run was cancelled.</summary>
    Interrupted,
}

/// <summary>How one cell ended.</summary>
public enum CellStatus
{
    /// <summary>The run did not come to it.</summary>
    Pending,

    /// <summary>It runs now.</summary>
    Running,

    /// <summary>It ran well, or failed as its tag <c>raises-exception</c> says it may.</summary>
    Completed,

    /// <summary>It failed, or ran out of time.</summary>
    Failed,

    /// <summary>It is empty or tagged <c>skip-execution</c>.</summary>
    Skipped,
}

/// <summary>A cell's error.</summary>
/// <param name="Name">Its kind, for example <c>DivideByZeroException</c>.</param>
/// <param name="Message">What it says.</param>
public sealed record CellFailure(string Name, string Message);

/// <summary>One code cell of a run.</summary>
/// <param name="Index">Its place in the notebook that ran, from 0, all kinds of cells counted.</param>
/// <param name="Id">Its identity, which holds also where cells were inserted before it.</param>
/// <param name="Title">A short name for people.</param>
public sealed record CellReport(int Index, string Id, string Title)
{
    /// <summary>How it ended.</summary>
    public CellStatus Status { get; internal set; }

    /// <summary>How long it ran [s]; null when it did not.</summary>
    public double? Seconds { get; internal set; }

    /// <summary>Its error; null when there was none.</summary>
    public CellFailure? Error { get; internal set; }

    /// <summary>The index of the earlier failed cell that its failure follows from, as when it lacks a name that the other was to bring; null when it fails by itself.</summary>
    public int? FollowsFrom { get; internal set; }

    internal JsonObject ToJson() => new()
    {
        ["index"] = Index,
        ["id"] = Id,
        ["title"] = Title,
        ["status"] = Status.ToString().ToLowerInvariant(),
        ["seconds"] = Seconds is { } seconds ? Math.Round(seconds, 6) : null,
        ["error"] = Error is { } error ? new JsonObject { ["name"] = error.Name, ["message"] = error.Message } : null,
        ["follows_from"] = FollowsFrom,
    };
}

/// <summary>What came of a run.</summary>
public sealed class RunReport
{
    internal RunReport(RunOptions options, string kernel, IReadOnlyList<CellReport> cells, DateTimeOffset started)
    {
        Options = options;
        Kernel = kernel;
        Cells = cells;
        Started = started;
    }

    /// <summary>The options of the run.</summary>
    public RunOptions Options { get; }

    /// <summary>The name of the kernel that ran it.</summary>
    public string Kernel { get; }

    /// <summary>The code cells in order.</summary>
    public IReadOnlyList<CellReport> Cells { get; }

    /// <summary>When the run began.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>How long it took, the kernel's start included.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>How it ended.</summary>
    public RunOutcome Outcome { get; internal set; }

    /// <summary>Why the kernel died; null when it did not.</summary>
    public string? KernelMessage { get; internal set; }

    /// <summary>The values that cells recorded by <c>Record(name, value)</c>, the last of each name.</summary>
    public JsonObject Values { get; } = [];

    /// <summary>The report as JSON: paths, kernel, times [s], parameters, each code cell, and totals by state.</summary>
    /// <returns>A node of no parent.</returns>
    public JsonObject ToJson()
    {
        var totals = new JsonObject { ["cells"] = Cells.Count };
        foreach (var status in Enum.GetValues<CellStatus>())
        {
            totals[status.ToString().ToLowerInvariant()] = Cells.Count(cell => cell.Status == status);
        }

        return new JsonObject
        {
            ["input"] = Options.InputPath,
            ["output"] = Options.OutputPath,
            ["kernel"] = Kernel,
            ["status"] = Outcome switch
            {
                RunOutcome.Completed => "completed",
                RunOutcome.CellFailed => "failed",
                RunOutcome.KernelDied => "kernel_died",
                _ => "interrupted",
            },
            ["message"] = KernelMessage,
            ["started"] = Started.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["seconds"] = Math.Round(Duration.TotalSeconds, 6),
            ["parameters"] = new JsonObject(Options.Parameters.Select(one => KeyValuePair.Create(one.Key, one.Value.ToJson()))),
            ["cells"] = new JsonArray([.. Cells.Select(cell => cell.ToJson())]),
            ["totals"] = totals,
        };
    }
}
