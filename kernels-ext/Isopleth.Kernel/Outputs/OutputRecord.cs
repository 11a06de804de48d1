using System.Text.Json.Nodes;
using Isopleth.Jupyter;

namespace Isopleth.Kernel.Outputs;

/// <summary>Outputs that are kept, as a notebook keeps them, instead of being sent.</summary>
/// <param name="outer">Asked for input, and told of updates of what is not kept here; null for nobody.</param>
internal sealed class OutputRecord(IOutputs? outer) : IOutputs
{
    private readonly Lock _gate = new();
    private readonly List<(JsonObject Output, string? DisplayId)> _outputs = [];
    private bool _clearFirst;

    /// <summary>Raised when something has been added, changed or taken away.</summary>
    public event Action? Changed;

    /// <summary>What is kept: outputs as nbformat 4 has them; a copy.</summary>
    public JsonArray Outputs()
    {
        lock (_gate)
        {
            return new([.. _outputs.Select(static o => o.Output.DeepClone())]);
        }
    }

    /// <inheritdoc/>
    public void Stream(string name, string text)
    {
        lock (_gate)
        {
            ClearIfDue();
            if (_outputs is [.., var (last, _)] && (string?)last["name"] == name)
            {
                last["text"] = last["text"]!.GetValue<string>() + text;
            }
            else
            {
                _outputs.Add((new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text }, null));
            }
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Display(JsonObject data, JsonObject? metadata = null, string? displayId = null)
    {
        lock (_gate)
        {
            ClearIfDue();
            _outputs.Add((Bundle(data, metadata), displayId));
        }

        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Update(string displayId, JsonObject data, JsonObject? metadata = null)
    {
        int index;
        lock (_gate)
        {
            index = _outputs.FindIndex(o => o.DisplayId == displayId);
            if (index >= 0)
            {
                _outputs[index] = (Bundle(data, metadata), displayId);
            }
        }

        if (index < 0)
        {
            outer?.Update(displayId, data, metadata);
        }
        else
        {
            Changed?.Invoke();
        }
    }

    /// <inheritdoc/>
    public void Result(JsonObject data, JsonObject? metadata = null) => Display(data, metadata);

    /// <inheritdoc/>
    public void Clear(bool wait = false)
    {
        lock (_gate)
        {
            _clearFirst = true;
            if (!wait)
            {
                ClearIfDue();
            }
        }

        if (!wait)
        {
            Changed?.Invoke();
        }
    }

    /// <inheritdoc/>
    public string ReadLine(string prompt, bool password = false) =>
        outer?.ReadLine(prompt, password) ?? throw new InvalidOperationException("Nobody can be asked here.");

    private static JsonObject Bundle(JsonObject data, JsonObject? metadata) => new()
    {
        ["output_type"] = "display_data",
        ["data"] = data.DeepClone(),
        ["metadata"] = metadata?.DeepClone() ?? new JsonObject(),
    };

    private void ClearIfDue()
    {
        if (_clearFirst)
        {
            _clearFirst = false;
            _outputs.Clear();
        }
    }
}
