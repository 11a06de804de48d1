using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Tests.Protocol;

/// <summary>A peer that can send what no client would: any frames, on any channel.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly ZmqContext _context = new();
    private readonly Dictionary<string, ZmqSocket> _sockets;
    private readonly MessageFormat _format;

    public RawPeer(ConnectionFile connection, string? key = null)
    {
        _format = new MessageFormat(key ?? connection.Key, "raw", "raw");
        _sockets = new Dictionary<string, ZmqSocket>
        {
            ["shell"] = Open(SocketKind.Dealer, connection.Endpoint(connection.ShellPort)),
            ["control"] = Open(SocketKind.Dealer, connection.Endpoint(connection.ControlPort)),
            ["stdin"] = Open(SocketKind.Dealer, connection.Endpoint(connection.StdinPort)),
            ["heartbeat"] = Open(SocketKind.Dealer, connection.Endpoint(connection.HeartbeatPort)),
            ["iopub"] = Open(SocketKind.Sub, connection.Endpoint(connection.IopubPort)),
        };
    }

    public void Subscribe(string topic) => _sockets["iopub"].Set(Zmq.Subscribe, Encoding.UTF8.GetBytes(topic));

    public void SendFrames(string channel, IReadOnlyList<byte[]> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            _sockets[channel].TrySend(frames[i], more: i + 1 < frames.Count);
        }
    }

    /// <summary>Sends a well-formed message, its header changed first.</summary>
    public void Send(string channel, string type, string content, Action<JsonObject>? change = null) => SendFrames(channel, Frames(type, content, change));

    /// <summary>The frames of a well-formed, signed message.</summary>
    public List<byte[]> Frames(string type, string content, Action<JsonObject>? change = null)
    {
        var header = new JsonObject { ["msg_id"] = _format.NextId(), ["session"] = "raw", ["username"] = "raw", ["date"] = "2026-01-01T00:00:00Z", ["msg_type"] = type, ["version"] = "5.5" };
        change?.Invoke(header);
        return Sign([Encoding.UTF8.GetBytes(header.ToJsonString()), "{}"u8.ToArray(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(content)]);
    }

    /// <summary>Puts the delimiter and the right signature before four parts.</summary>
    public List<byte[]> Sign(byte[][] parts)
    {
        var signature = new byte[MessageFormat.SignatureLength];
        var length = _format.Sign([.. parts.SelectMany(p => p)], signature);
        return ["<IDS|MSG>"u8.ToArray(), signature[..length], .. parts];
    }

    public JupyterMessage Receive(TimeSpan timeout, string channel = "shell") => _format.Parse(ReceiveFrames(timeout, channel) ?? throw new TimeoutException($"Nothing came on {channel}."));

    /// <summary>The next message's frames; null when none comes in time.</summary>
    public List<byte[]>? ReceiveFrames(TimeSpan timeout, string channel)
    {
        var frames = new List<byte[]>();
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < timeout; Thread.Sleep(1))
        {
            if (_sockets[channel].TryReceive(frames))
            {
                return frames;
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
        {
            socket.Dispose();
        }

        _context.Dispose();
    }

    private ZmqSocket Open(SocketKind kind, string endpoint)
    {
        var socket = new ZmqSocket(_context, kind);
        socket.Set(Zmq.Linger, 0);
        socket.Set(Zmq.ReceiveHighWater, 10);
        socket.Connect(endpoint);
        return socket;
    }
}
