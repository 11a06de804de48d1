using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>Writes what goes out on the iopub channel. Any thread may call; messages leave in the order of the calls.</summary>
internal sealed class Publisher
{
    private static readonly byte[][] StatusTopic = ["status"u8.ToArray()];

    private readonly SocketLoop _loop;
    private readonly MessageFormat _format;
    private readonly ZmqSocket _iopub;

    /// <param name="loop">What owns the socket.</param>
    /// <param name="endpoint">Where to bind it.</param>
    /// <param name="format">Signs the messages.</param>
    /// <param name="log">Takes a line when a reader must lose something.</param>
    public Publisher(SocketLoop loop, string endpoint, MessageFormat format, Action<string> log)
    {
        _loop = loop;
        _format = format;
        _iopub = new IopubChannel(loop, endpoint, Welcome, log).Socket;
    }

    /// <summary>Waits while readers lag behind what is published.</summary>
    public void AwaitRoom() => _loop.AwaitRoom();

    public void Status(JupyterMessage? parent, string state)
    {
        var message = Begin("status", parent, StatusTopic);
        message.Json.WriteString("execution_state"u8, state);
        End(message);
    }

    public void ExecuteInput(JupyterMessage parent, string code, int count)
    {
        var message = Begin("execute_input", parent);
        message.Json.WriteString("code"u8, code);
        message.Json.WriteNumber("execution_count"u8, count);
        End(message);
    }

    public void Stream(JupyterMessage parent, string name, ReadOnlySpan<char> text)
    {
        var message = Begin("stream", parent);
        message.Json.WriteString("name"u8, name);
        message.Json.WriteString("text"u8, text);
        End(message);
    }

    /// <summary>A MIME bundle: <c>display_data</c>, <c>update_display_data</c> or <c>execute_result</c>.</summary>
    public void Bundle(string type, JupyterMessage parent, JsonObject data, JsonObject? metadata, string? displayId, int? count)
    {
        var message = Begin(type, parent);
        if (count is { } number)
        {
            message.Json.WriteNumber("execution_count"u8, number);
        }

        Write(message.Json, "data", data);
        Write(message.Json, "metadata", metadata);
        if (displayId is not null)
        {
            message.Json.WriteStartObject("transient"u8);
            message.Json.WriteString("display_id"u8, displayId);
            message.Json.WriteEndObject();
        }

        End(message);
    }

    public void Clear(JupyterMessage parent, bool wait)
    {
        var message = Begin("clear_output", parent);
        message.Json.WriteBoolean("wait"u8, wait);
        End(message);
    }

    public void Error(JupyterMessage parent, CellError error)
    {
        var message = Begin("error", parent);
        WriteError(message.Json, error);
        End(message);
    }

    public void Comm(string type, JupyterMessage? parent, string commId, string? target, JsonObject data, JsonObject? metadata, IReadOnlyList<ReadOnlyMemory<byte>> buffers)
    {
        var message = _format.Begin(type, parent, metadata);
        message.Route = [Encoding.UTF8.GetBytes(type)];
        message.Buffers = buffers;
        message.Json.WriteStartObject();
        message.Json.WriteString("comm_id"u8, commId);
        if (target is not null)
        {
            message.Json.WriteString("target_name"u8, target);
        }

        Write(message.Json, "data", data);
        End(message);
    }

    public void ShutdownReply(JupyterMessage? parent, bool restart)
    {
        var message = Begin("shutdown_reply", parent);
        message.Json.WriteString("status"u8, "ok"u8);
        message.Json.WriteBoolean("restart"u8, restart);
        End(message);
    }

    public static void WriteError(Utf8JsonWriter json, CellError error)
    {
        json.WriteString("ename"u8, error.Name);
        json.WriteString("evalue"u8, error.Value);
        json.WriteStartArray("traceback"u8);
        foreach (var line in error.Traceback)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, string name, JsonObject? value)
    {
        json.WritePropertyName(name);
        if (value is null)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else
        {
            value.WriteTo(json);
        }
    }

    // Tells a new subscriber that its subscription stands.
    private void Welcome(byte[] topic)
    {
        var message = Begin("iopub_welcome", parent: null, [topic]);
        message.Json.WriteString("subscription"u8, topic);
        End(message);
    }

    private OutgoingMessage Begin(string type, JupyterMessage? parent, byte[][]? topic = null)
    {
        var message = _format.Begin(type, parent);
        message.Route = topic ?? [Encoding.UTF8.GetBytes(type)];
        message.Json.WriteStartObject();
        return message;
    }

    private void End(OutgoingMessage message)
    {
        message.Json.WriteEndObject();
        message.EndContent(_format);
        _loop.Send(_iopub, message);
    }
}
