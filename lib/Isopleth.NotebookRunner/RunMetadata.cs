using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner;

/// <summary>What a run writes of itself into the notebook, where papermill's readers look: <c>metadata.papermill</c> of the notebook and of each cell.</summary>
internal static class RunMetadata
{
    private const string Key = "papermill";

    /// <summary>Before the run: what was asked for, and every cell pending.</summary>
    public static void Begin(Notebook notebook, RunOptions options, DateTimeOffset started)
    {
        foreach (var cell in notebook.Cells)
        {
            cell.Metadata.Remove(Key);
            if (options.RecordMetadata)
            {
                cell.Metadata[Key] = CellState("pending", null, null, null);
            }
        }

        notebook.Metadata.Remove(Key);
        if (options.RecordMetadata)
        {
            notebook.Metadata[Key] = new JsonObject
            {
                ["default_parameters"] = new JsonObject(),
                ["duration"] = null,
                ["end_time"] = null,
                ["environment_variables"] = new JsonObject(),
                ["exception"] = null,
                ["input_path"] = options.InputPath,
                ["output_path"] = options.OutputPath,
                ["parameters"] = new JsonObject(options.Parameters.Select(one => KeyValuePair.Create(one.Key, one.Value.ToJson()))),
                ["start_time"] = Time(started),
                ["version"] = $"isopleth {typeof(RunMetadata).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}",
            };
        }
    }

    /// <summary>After a cell, or as it begins.</summary>
    public static void Cell(Cell cell, RunOptions options, string status, DateTimeOffset started, TimeSpan? duration, bool failed)
    {
        if (options.RecordMetadata)
        {
            cell.Metadata[Key] = CellState(status, started, duration, duration is null ? null : failed);
        }
    }

    /// <summary>After the run.</summary>
    public static void End(Notebook notebook, RunOptions options, DateTimeOffset started, TimeSpan duration, bool failed)
    {
        if (options.RecordMetadata)
        {
            var run = notebook.Metadata[Key]!.AsObject();
            run["duration"] = Seconds(duration);
            run["end_time"] = Time(started + duration);
            run["exception"] = failed ? true : null;
        }
    }

    private static JsonObject CellState(string status, DateTimeOffset? started, TimeSpan? duration, bool? failed) => new()
    {
        ["duration"] = Seconds(duration),
        ["end_time"] = Time(started + duration),
        ["exception"] = failed,
        ["start_time"] = Time(started),
        ["status"] = status,
    };

    private static double? Seconds(TimeSpan? duration) => duration is { } time ? Math.Round(time.TotalSeconds, 6) : null;

    private static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
