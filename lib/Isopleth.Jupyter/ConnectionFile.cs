using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Jupyter;

/// <summary>Where a kernel's channels are and the key that signs its messages: what a Jupyter connection file says.</summary>
public sealed record ConnectionFile
{
    /// <summary><c>ipc</c> or <c>tcp</c>.</summary>
    public required string Transport { get; init; }

    /// <summary>The address for <c>tcp</c>; the path's beginning for <c>ipc</c>.</summary>
    public required string Ip { get; init; }

    /// <summary>Port of the shell channel; for <c>ipc</c> the number that ends the path.</summary>
    public required int ShellPort { get; init; }

    /// <summary>Port of the iopub channel.</summary>
    public required int IopubPort { get; init; }

    /// <summary>Port of the stdin channel.</summary>
    public required int StdinPort { get; init; }

    /// <summary>Port of the control channel.</summary>
    public required int ControlPort { get; init; }

    /// <summary>Port of the heartbeat.</summary>
    public required int HeartbeatPort { get; init; }

    /// <summary>The key that signs messages; empty when they are not signed.</summary>
    public string Key { get; init; } = "";

    /// <summary>The kernelspec's name, where the file tells it.</summary>
    public string KernelName { get; init; } = "";

    /// <summary>Reads a connection file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="JupyterException">It is not there, not JSON, or lacks or misstates a field; the message names it.</exception>
    public static ConnectionFile Load(string path)
    {
        JsonObject json;
        try
        {
            json = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw new JsonException("its top level is not an object");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new JupyterException($"Cannot read the connection file {path}: {e.Message} Jupyter writes this file when it starts a kernel and names it in the kernel's command line.", e);
        }

        var scheme = Text("signature_scheme", "hmac-sha256");
        var transport = Text("transport", "tcp");
        if (scheme is not ("hmac-sha256" or ""))
        {
            throw Fault($"has signature_scheme '{scheme}'; only 'hmac-sha256' is supported");
        }

        if (transport is not ("tcp" or "ipc"))
        {
            throw Fault($"has transport '{transport}'; expected 'tcp' or 'ipc'");
        }

        return new ConnectionFile
        {
            Transport = transport,
            Ip = Text("ip", null),
            ShellPort = Port("shell_port"),
            IopubPort = Port("iopub_port"),
            StdinPort = Port("stdin_port"),
            ControlPort = Port("control_port"),
            HeartbeatPort = Port("hb_port"),
            Key = Text("key", ""),
            KernelName = Text("kernel_name", ""),
        };

        string Text(string name, string? otherwise) =>
            json[name] is JsonValue value && value.TryGetValue(out string? text) ? text
            : json[name] is null && otherwise is not null ? otherwise
            : throw Fault($"has {name} {json[name]?.ToJsonString() ?? "missing"}; expected a string");

        int Port(string name) =>
            json[name] is JsonValue value && value.TryGetValue(out int port) && port is > 0 and < 65536 ? port
            : throw Fault($"has {name} {json[name]?.ToJsonString() ?? "missing"}; expected a port from 1 to 65535");

        JupyterException Fault(string what) => new($"The connection file {path} {what}.");
    }

    /// <summary>Writes a connection file that only its owner may read, since it holds the key.</summary>
    /// <param name="path">The file; must not exist.</param>
    /// <exception cref="IOException">The file exists already or cannot be written.</exception>
    public void Save(string path)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("transport", Transport);
        json.WriteString("ip", Ip);
        json.WriteNumber("shell_port", ShellPort);
        json.WriteNumber("iopub_port", IopubPort);
        json.WriteNumber("stdin_port", StdinPort);
        json.WriteNumber("control_port", ControlPort);
        json.WriteNumber("hb_port", HeartbeatPort);
        json.WriteString("key", Key);
        json.WriteString("signature_scheme", "hmac-sha256");
        json.WriteString("kernel_name", KernelName);
        json.WriteEndObject();
    }

    /// <summary>The address of one channel as libzmq has it.</summary>
    /// <param name="port">One of the ports.</param>
    /// <returns>For example <c>tcp://127.0.0.1:5000</c> or <c>ipc:///tmp/k/s-1</c>.</returns>
    internal string Endpoint(int port) => Transport == "ipc" ? $"ipc://{Ip}-{port}" : $"tcp://{Ip}:{port}";
}
