using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner;

/// <summary>Keeps the states of the kernel's widgets, for a page that is made of the notebook and for whoever opens it: no kernel will tell them.</summary>
internal sealed class WidgetStates
{
    private const string View = "application/vnd.jupyter.widget-view+json";
    private const string MimeType = "application/vnd.jupyter.widget-state+json";

    private readonly Dictionary<string, JsonObject> _states = new(StringComparer.Ordinal);

    /// <summary>Takes one message of the running cell.</summary>
    public void Take(JupyterMessage message)
    {
        if (!message.Type.StartsWith("comm_", StringComparison.Ordinal) || (string?)message.Content["comm_id"] is not { } id)
        {
            return;
        }

        lock (_states)
        {
            if (message.Type == "comm_close")
            {
                _states.Remove(id);
            }
            else if (message.Content["data"]?["state"] is JsonObject state)
            {
                if (message.Type == "comm_open" && (string?)message.Content["target_name"] == "jupyter.widget")
                {
                    _states[id] = Joined([], state, message);
                }
                else if (_states.TryGetValue(id, out var before))
                {
                    _states[id] = Joined(before, state, message);
                }
            }
        }
    }

    /// <summary>Writes the states into a notebook's metadata, as nbclient does; those of an earlier run go.</summary>
    public void Keep(Notebook notebook)
    {
        notebook.Metadata.Remove("widgets");
        lock (_states)
        {
            if (_states.Count > 0)
            {
                var states = _states.Where(static s => s.Value["state"]!["_model_name"] is not null).Select(static s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value.DeepClone()));
                notebook.Metadata["widgets"] = new JsonObject { [MimeType] = new JsonObject { ["state"] = new JsonObject(states), ["version_major"] = 2, ["version_minor"] = 0 } };
            }
        }
    }

    /// <summary>Leaves widgets out of a notebook: what stands in for them stays. Their identities are new in every run, and what shows them needs a script.</summary>
    public static void Strip(Notebook notebook)
    {
        notebook.Metadata.Remove("widgets");
        foreach (var data in notebook.Cells.Where(static cell => cell.IsCode).SelectMany(static cell => cell.Outputs).Select(static output => output?["data"]).OfType<JsonObject>())
        {
            if (data.Count > 1)
            {
                data.Remove(View);
            }
        }
    }

    private static JsonObject Joined(JsonObject before, JsonObject changes, JupyterMessage message)
    {
        var state = before["state"]?.DeepClone().AsObject() ?? [];
        foreach (var (trait, value) in changes)
        {
            state[trait] = value?.DeepClone();
        }

        var joined = new JsonObject
        {
            ["model_name"] = state["_model_name"]?.DeepClone(),
            ["model_module"] = state["_model_module"]?.DeepClone(),
            ["model_module_version"] = state["_model_module_version"]?.DeepClone(),
            ["state"] = state,
        };

        // Binary traits (a picture's bytes) stand beside the state, by their path.
        var paths = message.Content["data"]?["buffer_paths"]?.AsArray() ?? [];
        var kept = before["buffers"]?.AsArray().Where(old => !paths.Any(path => JsonNode.DeepEquals(path, old!["path"]))).Select(static old => old!.DeepClone()) ?? [];
        var come = paths.Zip(message.Buffers, static (path, bytes) => (JsonNode)new JsonObject { ["path"] = path?.DeepClone(), ["encoding"] = "base64", ["data"] = Convert.ToBase64String(bytes.Span) });
        if (kept.Concat(come).ToArray() is { Length: > 0 } buffers)
        {
            joined["buffers"] = new JsonArray(buffers);
        }

        return joined;
    }
}
