using System.Text.Json.Nodes;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter;

/// <summary>A message as it came in, its signature checked.</summary>
public sealed class JupyterMessage
{
    internal JupyterMessage(IReadOnlyList<byte[]> route, byte[] rawHeader, JsonObject header, JsonObject parentHeader, JsonObject metadata, JsonObject content, IReadOnlyList<ReadOnlyMemory<byte>> buffers)
    {
        Route = route;
        RawHeader = rawHeader;
        Header = header;
        ParentHeader = parentHeader;
        Metadata = metadata;
        Content = content;
        Buffers = buffers;
        Type = header["msg_type"].AsText() ?? throw new FormatException("its header has no msg_type");
        Id = header["msg_id"].AsText() ?? throw new FormatException("its header has no msg_id");
        Session = header["session"].AsText() ?? "";
        ParentId = parentHeader["msg_id"].AsText();
    }

    /// <summary>Its type, for example <c>execute_reply</c>.</summary>
    public string Type { get; }

    /// <summary>Its identity.</summary>
    public string Id { get; }

    /// <summary>The session of its sender.</summary>
    public string Session { get; }

    /// <summary>The identity of the message that it answers or belongs to; null when it stands alone.</summary>
    public string? ParentId { get; }

    /// <summary>Its whole header.</summary>
    public JsonObject Header { get; }

    /// <summary>The header of the message that it answers or belongs to; empty when it stands alone.</summary>
    public JsonObject ParentHeader { get; }

    /// <summary>Its metadata.</summary>
    public JsonObject Metadata { get; }

    /// <summary>Its content. A caller that puts parts of it elsewhere clones them (<see cref="JsonNode.DeepClone"/>).</summary>
    public JsonObject Content { get; }

    /// <summary>Binary buffers beside the content (comm messages of widgets carry arrays so).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Buffers { get; }

    /// <summary>The frames before the delimiter: who sent it (at a ROUTER), or its topic (at a SUB).</summary>
    internal IReadOnlyList<byte[]> Route { get; }

    /// <summary>The header as it came, to be given back as the parent of what answers it.</summary>
    internal byte[] RawHeader { get; }
}
