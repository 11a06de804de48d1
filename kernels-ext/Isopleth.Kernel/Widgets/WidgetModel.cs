using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Widgets;

/// <summary>A state that the kernel and the front end share: a widget, its layout, its style.</summary>
/// <remarks>
/// It speaks the protocol of ipywidgets (https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md) with the models of version 2.0.0, so that JupyterLab's widget manager draws it.
/// It goes to the front end when it is first shown; until then, and where no front end is, it is an object like any other.
/// </remarks>
public abstract class WidgetModel
{
    private protected const string Base = "@jupyter-widgets/base";
    private protected const string Controls = "@jupyter-widgets/controls";

    private readonly Lock _gate = new(); // also over what is sent, so that the front end hears of changes in their order
    private readonly JsonObject _state;
    private readonly Dictionary<string, IReadOnlyList<WidgetModel>> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WidgetModel> _references = new(StringComparer.Ordinal);
    private Comm? _comm;

    private protected WidgetModel(string model, string view, string modelModule = Controls, string viewModule = Controls, string version = "2.0.0") => _state = new()
    {
        ["_model_module"] = modelModule,
        ["_model_module_version"] = version,
        ["_model_name"] = model + "Model",
        ["_view_module"] = viewModule,
        ["_view_module_version"] = version,
        ["_view_name"] = view + "View",
    };

    /// <summary>Its identity in the front end; null until it is first shown, and after <see cref="Close"/>.</summary>
    public string? ModelId => _comm?.Id;

    /// <summary>The outputs of the cell that made it: where the outputs of its handlers go.</summary>
    internal CellOutput? Output { get; } = CellOutput.Current;

    /// <summary>Takes it away from the front end, where it disappears.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _comm, null) is { } comm)
        {
            WidgetComms.Remove(comm.Id);
            comm.Close();
        }
    }

    /// <summary>Its whole state, as the front end has it; a copy.</summary>
    internal JsonObject State()
    {
        lock (_gate)
        {
            return (JsonObject)_state.DeepClone();
        }
    }

    /// <summary>Makes it known to the front end, after all that it refers to.</summary>
    /// <returns>Its identity there; null where there is no front end.</returns>
    internal string? Open()
    {
        lock (_gate)
        {
            if (_comm is null && WidgetComms.Attached)
            {
                foreach (var (key, referred) in _references)
                {
                    _state[key] = Reference(referred);
                }

                foreach (var (key, referred) in _lists)
                {
                    _state[key] = References(referred);
                }

                _comm = WidgetComms.Open(this);
            }
        }

        return ModelId;
    }

    /// <summary>Takes in what a front end sent.</summary>
    internal void Receive(CommMessage message)
    {
        switch ((string?)message.Data["method"])
        {
            case "update" when message.Data["state"] is JsonObject changes:
                Update(changes);
                break;
            case "request_state":
                Send("update", State());
                break;
            case "custom" when message.Data["content"] is JsonObject content:
                Told(content);
                break;
        }
    }

    /// <summary>Hears a message of its own kind: a click, say.</summary>
    private protected virtual void Told(JsonObject content)
    {
    }

    /// <summary>Throws when its state is one that it cannot have.</summary>
    private protected virtual void Check()
    {
    }

    /// <summary>Hears that a front end has changed some of its state.</summary>
    private protected virtual void Changes(IReadOnlySet<string> keys)
    {
    }

    /// <summary>One of its traits. Members bear the traits' names: <c>ReadoutFormat</c> is <c>readout_format</c>.</summary>
    private protected T Get<T>([CallerMemberName] string member = "")
    {
        lock (_gate)
        {
            // By its text: a number of the front end may be 3 where the trait is a double.
            return JsonSerializer.Deserialize<T>(_state[Key(member)])!;
        }
    }

    /// <summary>Sets a trait, here and in the front end.</summary>
    private protected void Set<T>(T value, [CallerMemberName] string member = "") => Write(Key(member), JsonSerializer.SerializeToNode(value));

    /// <summary>Sets a trait that refers to another model.</summary>
    private protected void Refer(WidgetModel model, [CallerMemberName] string member = "")
    {
        _references[Key(member)] = model;
        if (_comm is not null)
        {
            Write(Key(member), Reference(model));
        }
    }

    /// <summary>Sets a trait that refers to a list of models.</summary>
    private protected void Refer(IReadOnlyList<WidgetModel> models, [CallerMemberName] string member = "")
    {
        _lists[Key(member)] = models;
        Write(Key(member), _comm is null ? new JsonArray() : References(models));
    }

    private static string Key(string member) => member[0] == '_' ? member : JsonNamingPolicy.SnakeCaseLower.ConvertName(member);

    private static JsonValue Reference(WidgetModel model) => JsonValue.Create($"IPY_MODEL_{model.Open()}")!;

    private static JsonArray References(IEnumerable<WidgetModel> models) => new([.. models.Select(static m => (JsonNode)Reference(m))]);

    private void Write(string key, JsonNode? value)
    {
        lock (_gate)
        {
            if (_state.TryGetPropertyValue(key, out var old) && JsonNode.DeepEquals(old, value))
            {
                return;
            }

            _state[key] = value;
            Send("update", new() { [key] = value?.DeepClone() });
        }
    }

    private void Update(JsonObject changes)
    {
        var taken = new JsonObject();
        lock (_gate)
        {
            var before = new JsonObject();
            foreach (var (key, value) in changes)
            {
                if (_state.TryGetPropertyValue(key, out var old) && !JsonNode.DeepEquals(old, value))
                {
                    before[key] = old?.DeepClone();
                    _state[key] = value?.DeepClone();
                    taken[key] = value?.DeepClone();
                }
            }

            try
            {
                Check();
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException)
            {
                foreach (var (key, old) in before)
                {
                    _state[key] = old?.DeepClone();
                }

                throw new ArgumentException($"The front end sent {changes.ToJsonString()} to the widget {GetType().Name.Split('`')[0]}, which keeps its state: {e.Message}", e);
            }

            // Other front ends of the same kernel follow.
            Send("echo_update", (JsonObject)changes.DeepClone());
        }

        Changes(taken.Select(static p => p.Key).ToHashSet(StringComparer.Ordinal));
    }

    private void Send(string method, JsonObject state) => _comm?.Send(new() { ["method"] = method, ["state"] = state, ["buffer_paths"] = new JsonArray() });
}
