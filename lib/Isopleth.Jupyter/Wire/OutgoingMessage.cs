using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Isopleth.Jupyter.Wire;

/// <summary>A message on its way out: its parts stand one after the other in one reused buffer, so that it is signed in one pass.</summary>
/// <remarks>Made by <see cref="MessageFormat.Begin"/>; the caller writes the content with <see cref="Json"/>; <see cref="SocketLoop.Send"/> takes it over and gives it back to the pool.</remarks>
internal sealed class OutgoingMessage
{
    private const int LargestKept = 1 << 16;
    private const int MostKept = 64;
    private static readonly Stack<OutgoingMessage> Pool = new();

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly byte[] _signature = new byte[MessageFormat.SignatureLength];
    private int _signatureLength;
    private int _headerEnd;
    private int _parentEnd;
    private int _metadataEnd;

    private OutgoingMessage() => Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes the part that is being written.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Who gets it (identities for a ROUTER) or its topic (for an XPUB).</summary>
    public IReadOnlyList<byte[]> Route { get; set; } = [];

    /// <summary>Binary buffers that follow the content.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Buffers { get; set; } = [];

    public static OutgoingMessage Rent()
    {
        lock (Pool)
        {
            return Pool.TryPop(out var message) ? message : new OutgoingMessage();
        }
    }

    public void Return()
    {
        Route = [];
        Buffers = [];
        if (_buffer.Capacity > LargestKept)
        {
            return;
        }

        _buffer.ResetWrittenCount();
        Json.Reset();
        lock (Pool)
        {
            if (Pool.Count < MostKept)
            {
                Pool.Push(this);
            }
        }
    }

    public void EndHeader() => _headerEnd = EndPart();

    public void WriteParent(ReadOnlySpan<byte> rawHeader)
    {
        _buffer.Write(rawHeader);
        _parentEnd = _buffer.WrittenCount;
    }

    public void EndMetadata() => _metadataEnd = EndPart();

    /// <summary>Signs the message once its content is written.</summary>
    public void EndContent(MessageFormat format)
    {
        Json.Flush();
        _signatureLength = format.Sign(_buffer.WrittenSpan, _signature);
    }

    /// <summary>Puts the frames on a socket; called by the thread that owns it.</summary>
    /// <returns>False when the peer has no room; nothing has gone, and it can be tried again.</returns>
    public bool TrySendTo(ZmqSocket socket)
    {
        // A socket that takes the first frame takes them all.
        foreach (var frame in Route)
        {
            if (!socket.TrySend(frame, more: true))
            {
                return false;
            }
        }

        if (!socket.TrySend(MessageFormat.Delimiter, more: true))
        {
            return false;
        }

        var parts = _buffer.WrittenSpan;
        socket.TrySend(_signature.AsSpan(0, _signatureLength), more: true);
        socket.TrySend(parts[.._headerEnd], more: true);
        socket.TrySend(parts[_headerEnd.._parentEnd], more: true);
        socket.TrySend(parts[_parentEnd.._metadataEnd], more: true);
        socket.TrySend(parts[_metadataEnd..], more: Buffers.Count > 0);
        for (var i = 0; i < Buffers.Count; i++)
        {
            socket.TrySend(Buffers[i].Span, more: i + 1 < Buffers.Count);
        }

        return true;
    }

    private int EndPart()
    {
        Json.Flush();
        Json.Reset();
        return _buffer.WrittenCount;
    }
}
