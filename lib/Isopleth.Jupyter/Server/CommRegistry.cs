using System.Text.Json.Nodes;
using System.Text.Json;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>The comms that are open, and the targets that front ends may open.</summary>
internal sealed class CommRegistry(Publisher publisher) : IComms
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Action<Comm, CommMessage>> _targets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Comm> _comms = new(StringComparer.Ordinal);

    public Comm Open(string target, JsonObject data, JsonObject? metadata = null, IReadOnlyList<ReadOnlyMemory<byte>>? buffers = null)
    {
        var comm = Add(Guid.NewGuid().ToString("N"), target);
        Send(comm, "comm_open", data, metadata, buffers);
        return comm;
    }

    public void Register(string target, Action<Comm, CommMessage> opened)
    {
        lock (_gate)
        {
            _targets[target] = opened;
        }
    }

    /// <summary>A front end opens a comm.</summary>
    public void Opened(JupyterMessage request, CellOutputs outputs)
    {
        var id = request.Content.Text("comm_id");
        var target = request.Content.Text("target_name");
        Action<Comm, CommMessage>? opened;
        lock (_gate)
        {
            _targets.TryGetValue(target, out opened);
        }

        if (opened is null)
        {
            publisher.Comm("comm_close", request, id, target: null, [], metadata: null, buffers: []);
            return;
        }

        var comm = Add(id, target);
        try
        {
            opened(comm, Message(request, outputs));
        }
        catch
        {
            comm.Close();
            throw;
        }
    }

    /// <summary>A front end sends by a comm; what is sent by one that has been closed meanwhile is dropped.</summary>
    public void Received(JupyterMessage request, CellOutputs outputs) => Find(request, remove: false)?.Received?.Invoke(Message(request, outputs));

    /// <summary>A front end closes a comm.</summary>
    public void Closed(JupyterMessage request, CellOutputs outputs) => Find(request, remove: true)?.Closed?.Invoke(Message(request, outputs));

    /// <summary>Writes the <c>comms</c> object of a <c>comm_info_reply</c>.</summary>
    public void Write(Utf8JsonWriter json, string? target)
    {
        json.WriteStartObject("comms"u8);
        lock (_gate)
        {
            foreach (var comm in _comms.Values)
            {
                if (target is null || comm.Target == target)
                {
                    json.WriteStartObject(comm.Id);
                    json.WriteString("target_name"u8, comm.Target);
                    json.WriteEndObject();
                }
            }
        }

        json.WriteEndObject();
    }

    private static CommMessage Message(JupyterMessage request, CellOutputs outputs) =>
        new(request.Content["data"] as JsonObject ?? [], request.Metadata, request.Buffers, outputs);

    private Comm Add(string id, string target)
    {
        var comm = new Comm(id, target, Send);
        lock (_gate)
        {
            _comms[id] = comm;
        }

        return comm;
    }

    private Comm? Find(JupyterMessage request, bool remove)
    {
        var id = request.Content.Text("comm_id");
        lock (_gate)
        {
            return _comms.TryGetValue(id, out var comm) && (!remove || _comms.Remove(id)) ? comm : null;
        }
    }

    private void Send(Comm comm, string type, JsonObject data, JsonObject? metadata, IReadOnlyList<ReadOnlyMemory<byte>>? buffers)
    {
        lock (_gate)
        {
            // Closing twice, or sending by what a front end has closed, says nothing to anyone.
            if (!_comms.ContainsKey(comm.Id) || (type == "comm_close" && !_comms.Remove(comm.Id)))
            {
                return;
            }
        }

        var current = CellOutputs.Current;
        current?.Flush();
        publisher.Comm(type, current?.Request, comm.Id, type == "comm_open" ? comm.Target : null, data, metadata, buffers ?? []);
    }
}
