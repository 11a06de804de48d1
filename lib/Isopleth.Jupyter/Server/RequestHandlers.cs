using System.Text.Json.Nodes;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>Answers requests: one method for each message of the protocol, whichever channel it came by.</summary>
internal sealed partial class RequestHandlers(IKernelEngine engine, ConnectionFile connection, MessageFormat format, Publisher publisher, InputRequests inputs, CommRegistry comms, Subshells subshells)
{
    private readonly History _history = new();
    private int _executionCount;

    /// <summary>Set once a front end has asked the kernel to end: true when it is to be started anew.</summary>
    public bool? ShutdownAsked { get; private set; }

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="queue">The queue it came from, whose cells are aborted when this one fails.</param>
    /// <returns>The reply, or null for a message that takes none.</returns>
    /// <exception cref="FormatException">The request's content is malformed, nothing answers its type, or it names a subshell that is not there.</exception>
    public OutgoingMessage? Answer(JupyterMessage request, RequestQueue queue)
    {
        subshells.Check(request, queue);
        switch (request.Type)
        {
            case "execute_request": return Execute(request, queue);
            case "complete_request": return Complete(request);
            case "inspect_request": return Inspect(request);
            case "is_complete_request": return IsComplete(request);
            case "history_request": return HistoryReply(request);
            case "kernel_info_request": return KernelInfo(request);
            case "connect_request": return Connect(request);
            case "comm_info_request": return CommInfo(request);
            case "comm_open" or "comm_msg" or "comm_close": CommMessage(request); return null;
            case "interrupt_request": return Interrupt(request);
            case "shutdown_request": return Shutdown(request);
            case "create_subshell_request" or "delete_subshell_request" or "list_subshell_request": return Subshell(request);
            default: throw new FormatException($"This kernel does not answer '{request.Type}'.");
        }
    }

    /// <summary>The reply to a cell that was aborted because one before it failed.</summary>
    public OutgoingMessage Aborted(JupyterMessage request)
    {
        var reply = format.Begin(ReplyType(request), request);
        reply.Route = request.Route;
        reply.Json.WriteStartObject();
        reply.Json.WriteString("status"u8, "aborted"u8);
        return End(reply);
    }

    /// <summary>The reply to a request that could not be answered; null for a message that takes no reply.</summary>
    public OutgoingMessage? Failed(JupyterMessage request, Exception error)
    {
        if (!request.Type.EndsWith("_request", StringComparison.Ordinal))
        {
            return null;
        }

        var reply = format.Begin(ReplyType(request), request);
        reply.Route = request.Route;
        reply.Json.WriteStartObject();
        reply.Json.WriteString("status"u8, "error"u8);
        Publisher.WriteError(reply.Json, Describe(error));
        return End(reply);
    }

    private static CellError Describe(Exception error) => new(error.GetType().Name, error.Message, [$"{error.GetType().Name}: {error.Message}"]);

    private static string ReplyType(JupyterMessage request) => string.Concat(request.Type.AsSpan(0, request.Type.Length - "request".Length), "reply");

    private OutgoingMessage Begin(JupyterMessage request, JsonObject? metadata = null)
    {
        var reply = format.Begin(ReplyType(request), request, metadata);
        reply.Route = request.Route;
        reply.Json.WriteStartObject();
        reply.Json.WriteString("status"u8, "ok"u8);
        return reply;
    }

    private OutgoingMessage End(OutgoingMessage reply)
    {
        reply.Json.WriteEndObject();
        reply.EndContent(format);
        return reply;
    }

    private OutgoingMessage KernelInfo(JupyterMessage request)
    {
        var info = engine.Info;
        var reply = Begin(request);
        var json = reply.Json;
        json.WriteString("protocol_version"u8, MessageFormat.ProtocolVersion);
        json.WriteString("implementation"u8, info.Implementation);
        json.WriteString("implementation_version"u8, info.ImplementationVersion);
        json.WriteStartObject("language_info"u8);
        json.WriteString("name"u8, info.LanguageName);
        json.WriteString("version"u8, info.LanguageVersion);
        json.WriteString("mimetype"u8, info.MimeType);
        json.WriteString("file_extension"u8, info.FileExtension);
        json.WriteString("pygments_lexer"u8, info.PygmentsLexer);
        json.WriteString("codemirror_mode"u8, info.CodeMirrorMode);
        json.WriteEndObject();
        json.WriteString("banner"u8, info.Banner);
        json.WriteBoolean("debugger"u8, false);
        json.WriteStartArray("help_links"u8);
        json.WriteEndArray();
        json.WriteStartArray("supported_features"u8);
        if (engine.SupportsSubshells)
        {
            json.WriteStringValue("kernel subshells"u8);
        }

        json.WriteEndArray();
        return End(reply);
    }

    private OutgoingMessage Connect(JupyterMessage request)
    {
        var reply = Begin(request);
        reply.Json.WriteNumber("shell_port"u8, connection.ShellPort);
        reply.Json.WriteNumber("iopub_port"u8, connection.IopubPort);
        reply.Json.WriteNumber("stdin_port"u8, connection.StdinPort);
        reply.Json.WriteNumber("control_port"u8, connection.ControlPort);
        reply.Json.WriteNumber("hb_port"u8, connection.HeartbeatPort);
        return End(reply);
    }

    private OutgoingMessage Interrupt(JupyterMessage request)
    {
        InterruptCell();
        return End(Begin(request));
    }

    private OutgoingMessage Shutdown(JupyterMessage request)
    {
        var restart = request.Content.Bool("restart", false);
        publisher.ShutdownReply(request, restart);
        var reply = Begin(request);
        reply.Json.WriteBoolean("restart"u8, restart);
        ShutdownAsked = restart;
        return End(reply);
    }

    private OutgoingMessage Subshell(JupyterMessage request)
    {
        if (!engine.SupportsSubshells)
        {
            throw new FormatException("This kernel has no subshells.");
        }

        var reply = Begin(request);
        switch (request.Type)
        {
            case "create_subshell_request":
                reply.Json.WriteString("subshell_id"u8, subshells.Create());
                break;
            case "delete_subshell_request":
                subshells.Delete(request.Content.Text("subshell_id"));
                break;
            default:
                reply.Json.WriteStartArray("subshell_id"u8);
                foreach (var id in subshells.Ids)
                {
                    reply.Json.WriteStringValue(id);
                }

                reply.Json.WriteEndArray();
                break;
        }

        return End(reply);
    }

    /// <summary>Stops the running cell, also where it waits for input.</summary>
    public void InterruptCell()
    {
        inputs.Interrupt();
        engine.Interrupt();
    }
}
