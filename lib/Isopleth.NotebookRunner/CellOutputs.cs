using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner;

/// <summary>Turns a kernel's messages into the outputs of cells, as nbclient does: neighbouring pieces of one stream become one output,
/// a display is updated wherever it stands, outputs are cleared at once or when the next one comes.</summary>
internal sealed partial class CellOutputs
{
    /// <summary>The MIME type by which a cell records a value: <c>{"name": …, "value": …}</c>.</summary>
    public const string RecordMime = "application/vnd.isopleth.record+json";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<JsonObject>> _displays = new(StringComparer.Ordinal);
    private readonly StringBuilder _streamText = new();
    private readonly JsonObject _values;
    private readonly Action<string, string> _written;
    private Cell? _cell;
    private JsonObject? _stream;
    private bool _clearFirst;

    /// <param name="values">Where recorded values go.</param>
    /// <param name="written">Hears every piece of a stream, as it comes.</param>
    public CellOutputs(JsonObject values, Action<string, string> written)
    {
        _values = values;
        _written = written;
    }

    /// <summary>Makes a cell the one whose messages come; null when no cell runs, and late messages are dropped.</summary>
    public void Turn(Cell? cell)
    {
        lock (_lock)
        {
            EndStream();
            _cell = cell;
            _clearFirst = false;
        }
    }

    /// <summary>Does something while all that has come stands in the cell and nothing more comes.</summary>
    public void Settle(Action action)
    {
        lock (_lock)
        {
            _stream?["text"] = Printed(_streamText.ToString());
            action();
        }
    }

    /// <summary>Takes one message of the running cell.</summary>
    public void Take(string type, JsonObject content)
    {
        lock (_lock)
        {
            if (_cell is null)
            {
                return;
            }

            switch (type)
            {
                case "execute_input":
                    _cell.ExecutionCount = content["execution_count"]?.GetValue<int>();
                    break;
                case "stream":
                    Write(content["name"]!.GetValue<string>(), content["text"]!.GetValue<string>());
                    break;
                case "display_data" or "execute_result":
                    Show(type, content);
                    break;
                case "update_display_data":
                    Update(content);
                    Record(content);
                    break;
                case "clear_output" when content["wait"]?.GetValue<bool>() == true:
                    _clearFirst = true;
                    break;
                case "clear_output":
                    Clear();
                    break;
                case "error":
                    Add(new JsonObject
                    {
                        ["output_type"] = "error",
                        ["ename"] = content["ename"]?.DeepClone() ?? "",
                        ["evalue"] = content["evalue"]?.DeepClone() ?? "",
                        ["traceback"] = content["traceback"]?.DeepClone() ?? new JsonArray(),
                    });
                    break;
            }
        }
    }

    private void Write(string name, string text)
    {
        _written(name, text);
        if (_stream is null || _clearFirst || _stream["name"]!.GetValue<string>() != name)
        {
            var stream = new JsonObject { ["output_type"] = "stream", ["name"] = name, ["text"] = "" };
            Add(stream);
            _stream = stream;
        }

        _streamText.Append(text);
    }

    private void Show(string type, JsonObject content)
    {
        Update(content);
        var output = new JsonObject { ["output_type"] = type };
        Fill(output, content);
        if (type == "execute_result")
        {
            output["execution_count"] = content["execution_count"]?.DeepClone();
        }

        Add(output);
        Record(content);
        if (DisplayId(content) is { } id)
        {
            if (!_displays.TryGetValue(id, out var shown))
            {
                _displays[id] = shown = [];
            }

            shown.Add(output);
        }
    }

    private void Update(JsonObject content)
    {
        if (DisplayId(content) is { } id && _displays.TryGetValue(id, out var shown))
        {
            foreach (var output in shown)
            {
                Fill(output, content);
            }
        }
    }

    private static void Fill(JsonObject output, JsonObject content)
    {
        output["data"] = content["data"]?.DeepClone() ?? new JsonObject();
        output["metadata"] = content["metadata"]?.DeepClone() ?? new JsonObject();
    }

    private void Add(JsonObject output)
    {
        if (_clearFirst)
        {
            Clear();
        }

        EndStream();
        _cell!.Outputs.Add((JsonNode)output);
    }

    private void Clear()
    {
        _clearFirst = false;
        EndStream();
        _cell!.Outputs.Clear();
    }

    // Text is gathered apart and put into its output once: a cell may write a hundred thousand lines.
    private void EndStream()
    {
        if (_stream is null)
        {
            return;
        }

        _stream["text"] = Printed(_streamText.ToString());
        _streamText.Clear();
        _stream = null;
    }

    // What a terminal would show in the end of lines that a progress bar wrote over.
    private static string Printed(string text)
    {
        for (var length = -1; text.Contains('\b', StringComparison.Ordinal) && length != text.Length;)
        {
            length = text.Length;
            text = Erased().Replace(text, "");
        }

        return text.Contains('\r', StringComparison.Ordinal) ? Overwritten().Replace(text, "") : text;
    }

    private void Record(JsonObject content)
    {
        if (content["data"]?[RecordMime] is JsonObject record && record["name"] is JsonValue name && name.TryGetValue<string>(out var key))
        {
            // Removed first, so that values stand in the order in which they were last recorded.
            _values.Remove(key);
            _values[key] = record["value"]?.DeepClone();
        }
    }

    private static string? DisplayId(JsonObject content) => content["transient"]?["display_id"]?.ToString();

    [GeneratedRegex(@"[^\n]\x08")]
    private static partial Regex Erased();

    [GeneratedRegex(@".*\r(?=[^\n])")]
    private static partial Regex Overwritten();
}
