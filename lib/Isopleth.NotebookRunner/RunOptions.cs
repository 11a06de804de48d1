using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.NotebookRunner;

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>The kernel's name; null for the one that the notebook asks for, or else one of its language.</summary>
    public string? KernelName { get; init; }

    /// <summary>The folder in which the kernel works; null for this process's own, as papermill has it.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How long the kernel may take to start: one minute, since a first start on a cold disk takes many seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one cell may run before it is interrupted and counts as failed; null for as long as it needs.</summary>
    public TimeSpan? ExecutionTimeout { get; init; }

    /// <summary>How long an interrupted cell may take to end before its kernel is killed: ten seconds, for a cell that tidies up.</summary>
    public TimeSpan InterruptGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the outputs of a cell that still runs are saved: every half minute, as papermill does.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True to go on past failing cells. They count as failed all the same.</summary>
    public bool AllowErrors { get; init; }

    /// <summary>Where the notebook came from, for its metadata and the report.</summary>
    public string? InputPath { get; init; }

    /// <summary>Where the executed notebook is saved, after every cell; null to save nothing.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The parameters given, for the notebook's metadata and the report.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Parameters { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>False to leave times, paths and states out of the notebook, so that running it again changes only what came out differently.</summary>
    public bool RecordMetadata { get; init; } = true;

    /// <summary>Hears of the run as it goes; null when nobody listens.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A time is not positive, or the working folder is not there.</exception>
    public void Validate()
    {
        foreach (var (name, time) in new[] { ("start", StartTimeout), ("execution", ExecutionTimeout ?? TimeSpan.MaxValue), ("interrupt", InterruptGrace), ("save", SaveInterval) })
        {
            if (time <= TimeSpan.Zero)
            {
                throw new ArgumentException($"The {name} time is {time.TotalSeconds} s; it must be more than 0 s.");
            }
        }

        if (WorkingDirectory is not null && !Directory.Exists(WorkingDirectory))
        {
            throw new ArgumentException($"The working folder {WorkingDirectory} is not there; make it or name another.");
        }
    }
}
