using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Widgets;

/// <summary>The widgets that front ends know, and the way of their messages.</summary>
internal static class WidgetComms
{
    /// <summary>The version of the widgets' protocol that is spoken.</summary>
    public const string Protocol = "2.1.0";

    private const string Target = "jupyter.widget";
    private static readonly ConcurrentDictionary<string, WidgetModel> Models = new(StringComparer.Ordinal);
    private static IComms? _comms;
    private static Action<CellOutput?, Action>? _run;

    /// <summary>Whether there is a front end to open widgets in.</summary>
    public static bool Attached => _comms is not null;

    /// <summary>Connects the widgets to a kernel.</summary>
    /// <param name="comms">The kernel's comms.</param>
    /// <param name="run">Runs what a cell's widgets do, with that cell's outputs.</param>
    public static void Attach(IComms comms, Action<CellOutput?, Action> run)
    {
        Models.Clear();
        (_comms, _run) = (comms, run);
        comms.Register($"{Target}.control", static (comm, _) => comm.Received = message => Control(comm, message));
    }

    /// <summary>Runs what a widget's handlers do.</summary>
    public static void Run(CellOutput? output, Action handler)
    {
        if (_run is null)
        {
            handler();
        }
        else
        {
            _run(output, handler);
        }
    }

    /// <summary>Opens a widget in the front end.</summary>
    public static Comm Open(WidgetModel model)
    {
        var comm = _comms!.Open(Target, new() { ["state"] = model.State(), ["buffer_paths"] = new JsonArray() }, new() { ["version"] = Protocol });
        Models[comm.Id] = model;
        comm.Received = model.Receive;
        comm.Closed = _ => model.Close();
        return comm;
    }

    /// <summary>Forgets a widget.</summary>
    public static void Remove(string id) => Models.TryRemove(id, out _);

    /// <summary>Tells a front end that has just come (a reloaded page) of all widgets there are.</summary>
    private static void Control(Comm comm, CommMessage message)
    {
        if ((string?)message.Data["method"] != "request_states")
        {
            return;
        }

        var states = new JsonObject();
        foreach (var (id, model) in Models)
        {
            var state = model.State();
            states[id] = new JsonObject
            {
                ["model_name"] = state["_model_name"]!.DeepClone(),
                ["model_module"] = state["_model_module"]!.DeepClone(),
                ["model_module_version"] = state["_model_module_version"]!.DeepClone(),
                ["state"] = state,
            };
        }

        comm.Send(new() { ["method"] = "update_states", ["states"] = states, ["buffer_paths"] = new JsonArray() });
    }
}
