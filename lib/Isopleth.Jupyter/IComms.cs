using System.Text.Json.Nodes;

namespace Isopleth.Jupyter;

/// <summary>The kernel's comms: named two-way channels between what lives in the kernel and what the front end draws of it (widgets). Every member may be called from any thread.</summary>
public interface IComms
{
    /// <summary>Opens a comm from the kernel's side.</summary>
    /// <param name="target">The front end's target, for example <c>jupyter.widget</c>.</param>
    /// <param name="data">What the target is told.</param>
    /// <param name="metadata">The message's metadata, for example the version of the widgets' protocol; null for none.</param>
    /// <param name="buffers">Binary buffers beside the data; null for none.</param>
    /// <returns>The comm, open.</returns>
    Comm Open(string target, JsonObject data, JsonObject? metadata = null, IReadOnlyList<ReadOnlyMemory<byte>>? buffers = null);

    /// <summary>Lets front ends open comms of a target; a comm of a target that nobody has registered is closed at once.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="opened">Called with each comm that a front end opens, and what it said in opening it.</param>
    void Register(string target, Action<Comm, CommMessage> opened);
}

/// <summary>What came by a comm.</summary>
/// <param name="Data">The message's data.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Buffers">The binary buffers beside it.</param>
/// <param name="Outputs">Where outputs go that its handling makes.</param>
public sealed record CommMessage(JsonObject Data, JsonObject Metadata, IReadOnlyList<ReadOnlyMemory<byte>> Buffers, IOutputs Outputs);

/// <summary>A two-way channel between the kernel and its front ends.</summary>
public sealed class Comm
{
    private readonly Action<Comm, string, JsonObject, JsonObject?, IReadOnlyList<ReadOnlyMemory<byte>>?> _send;

    internal Comm(string id, string target, Action<Comm, string, JsonObject, JsonObject?, IReadOnlyList<ReadOnlyMemory<byte>>?> send)
    {
        Id = id;
        Target = target;
        _send = send;
    }

    /// <summary>Its identity.</summary>
    public string Id { get; }

    /// <summary>The target it was opened for.</summary>
    public string Target { get; }

    /// <summary>Called with what front ends send. What it throws is shown as an error output.</summary>
    public Action<CommMessage>? Received { get; set; }

    /// <summary>Called when a front end closes it.</summary>
    public Action<CommMessage>? Closed { get; set; }

    /// <summary>Sends to the front ends, after what the running cell has put out so far.</summary>
    /// <param name="data">The data.</param>
    /// <param name="metadata">The message's metadata; null for none.</param>
    /// <param name="buffers">Binary buffers beside it; null for none.</param>
    public void Send(JsonObject data, JsonObject? metadata = null, IReadOnlyList<ReadOnlyMemory<byte>>? buffers = null) => _send(this, "comm_msg", data, metadata, buffers);

    /// <summary>Closes it, on both sides.</summary>
    /// <param name="data">A last word; null for none.</param>
    public void Close(JsonObject? data = null) => _send(this, "comm_close", data ?? [], null, null);
}
