using System.Globalization;
using System.Text.Json.Nodes;
using Isopleth.NotebookRunner;

namespace Isopleth.Cli;

/// <summary>One small file about a run, while it runs and after, from which JupyterLab's panel of jobs tells how far it is.</summary>
/// <remarks>Below <c>$XDG_STATE_HOME/isopleth/runs</c> (<c>~/.local/state</c> without it), the newest hundred. Where it cannot be written there is none, and the run goes on.</remarks>
internal sealed class RunJournal : IRunObserver, IDisposable
{
    private const int Kept = 100;
    private readonly IRunObserver _next;
    private readonly string? _file;
    private readonly JsonObject _facts;

    private RunJournal(IRunObserver next, string? file, JsonObject facts) => (_next, _file, _facts) = (next, file, facts);

    /// <summary>Opens the file of a run that begins.</summary>
    /// <param name="input">The notebook.</param>
    /// <param name="output">Where it goes; null when that is no file.</param>
    /// <param name="next">Who else hears of the run.</param>
    public static RunJournal Begin(string input, string? output, IRunObserver next)
    {
        var now = DateTimeOffset.UtcNow;
        var name = Environment.GetEnvironmentVariable("ISOPLETH_RUN_ID") is { Length: > 0 } given && given.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? given
            : string.Create(CultureInfo.InvariantCulture, $"{now.LocalDateTime:yyyyMMdd'T'HHmmss}-{Environment.ProcessId}");
        var facts = new JsonObject
        {
            ["input"] = Path.GetFullPath(input), ["output"] = output is null ? null : Path.GetFullPath(output), ["pid"] = Environment.ProcessId, ["host"] = Environment.MachineName,
            ["slurm"] = Environment.GetEnvironmentVariable("SLURM_JOB_ID"), ["started"] = now.ToString("O", CultureInfo.InvariantCulture), ["status"] = "running", ["cell"] = 0, ["cells"] = null, ["title"] = "starting the kernel",
        };
        var journal = new RunJournal(next, Prepare(name), facts);
        journal.Write();
        return journal;
    }

    /// <summary>The run has come to an end of its own.</summary>
    public void End(RunReport report)
    {
        var facts = report.ToJson();
        _facts["status"] = facts["status"]!.DeepClone();
        _facts["seconds"] = facts["seconds"]!.DeepClone();
        _facts["title"] = report.Cells.FirstOrDefault(c => c.Error is not null) is { } cell ? $"{cell.Title}: {cell.Error!.Name}: {cell.Error.Message}" : "";
        Write();
    }

    /// <inheritdoc/>
    public void CellStarted(CellReport cell, int number, int count)
    {
        (_facts["cell"], _facts["cells"], _facts["title"]) = (number, count, cell.Title);
        Write();
        _next.CellStarted(cell, number, count);
    }

    /// <inheritdoc/>
    public void Written(string name, string text) => _next.Written(name, text);

    /// <inheritdoc/>
    public void CellFinished(CellReport cell, int number, int count) => _next.CellFinished(cell, number, count);

    /// <summary>A run that ended before its first cell has failed.</summary>
    public void Dispose()
    {
        if ((string?)_facts["status"] == "running")
        {
            _facts["status"] = "failed";
            Write();
        }
    }

    private static string? Prepare(string name)
    {
        try
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } chosen
                ? chosen
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".local", "state");
            var folder = Directory.CreateDirectory(Path.Combine(state, "isopleth", "runs")).FullName;
            foreach (var old in Directory.EnumerateFiles(folder, "*.json").OrderByDescending(File.GetLastWriteTimeUtc).Skip(Kept))
            {
                File.Delete(old);
                File.Delete(Path.ChangeExtension(old, ".log"));
            }

            return Path.Combine(folder, name + ".json");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write()
    {
        if (_file is null)
        {
            return;
        }

        try
        {
            // Whole or not at all: the panel reads at any moment.
            var part = $"{_file}.part";
            File.WriteAllText(part, _facts.ToJsonString());
            File.Move(part, _file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The run matters, its journal does not.
        }
    }
}
