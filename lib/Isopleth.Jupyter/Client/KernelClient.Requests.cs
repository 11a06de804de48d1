using System.Text.Json.Nodes;
using Isopleth.Jupyter.Client;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter;

// What can be asked of a kernel.
public sealed partial class KernelClient
{
    /// <summary>Asks the kernel what it is.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The content of the <c>kernel_info_reply</c>.</returns>
    /// <exception cref="JupyterException">The kernel answered with an error, or died (<see cref="KernelDiedException"/>).</exception>
    public Task<JsonObject> KernelInfoAsync(CancellationToken cancellationToken = default) => AnswerAsync("kernel_info_request", [], cancellationToken);

    /// <summary>Runs a cell and waits until its reply and all its outputs have come.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="onOutput">Called with each message that the cell publishes (stream, display_data, execute_result, error, status …), in order.</param>
    /// <param name="cancellationToken">Gives up waiting; it does not stop the cell.</param>
    /// <returns>How it ended; an error of the cell is a reply, not an exception.</returns>
    /// <exception cref="ArgumentException">Input is allowed, but <see cref="InputRequested"/> is not set.</exception>
    /// <exception cref="KernelDiedException">The kernel died.</exception>
    public async Task<ExecuteReply> ExecuteAsync(string code, ExecuteOptions? options = null, Action<JupyterMessage>? onOutput = null, CancellationToken cancellationToken = default)
    {
        options ??= new ExecuteOptions();
        if (options.AllowStdin && InputRequested is null)
        {
            throw new ArgumentException("AllowStdin is set, but nothing answers: set KernelClient.InputRequested first.", nameof(options));
        }

        var expressions = new JsonObject();
        foreach (var (name, expression) in options.UserExpressions)
        {
            expressions[name] = expression;
        }

        var content = new JsonObject
        {
            ["code"] = code,
            ["silent"] = options.Silent,
            ["store_history"] = options.StoreHistory,
            ["user_expressions"] = expressions,
            ["allow_stdin"] = options.AllowStdin,
            ["stop_on_error"] = options.StopOnError,
        };
        var request = new PendingRequest(untilIdle: true, onOutput);
        return ExecuteReplies.Read(await SendAsync("execute_request", content, KernelChannel.Shell, options.Metadata, request, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks for completions.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The content of the <c>complete_reply</c>; its positions are code points.</returns>
    /// <exception cref="JupyterException">The kernel answered with an error, or died (<see cref="KernelDiedException"/>).</exception>
    public Task<JsonObject> CompleteAsync(string code, int cursor, CancellationToken cancellationToken = default) =>
        AnswerAsync("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = CodePoints.FromUtf16(code, cursor) }, cancellationToken);

    /// <summary>Asks what stands at a position.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    /// <param name="detailLevel">0, or 1 for more.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The content of the <c>inspect_reply</c>.</returns>
    /// <exception cref="JupyterException">The kernel answered with an error, or died (<see cref="KernelDiedException"/>).</exception>
    public Task<JsonObject> InspectAsync(string code, int cursor, int detailLevel = 0, CancellationToken cancellationToken = default) =>
        AnswerAsync("inspect_request", new JsonObject { ["code"] = code, ["cursor_pos"] = CodePoints.FromUtf16(code, cursor), ["detail_level"] = detailLevel }, cancellationToken);

    /// <summary>Asks whether a cell is complete.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The content of the <c>is_complete_reply</c>.</returns>
    /// <exception cref="JupyterException">The kernel answered with an error, or died (<see cref="KernelDiedException"/>).</exception>
    public Task<JsonObject> IsCompleteAsync(string code, CancellationToken cancellationToken = default) =>
        AnswerAsync("is_complete_request", new JsonObject { ["code"] = code }, cancellationToken);

    /// <summary>Asks for cells that ran.</summary>
    /// <param name="query">The request's content, for example <c>{"hist_access_type": "tail", "n": 10, "output": false, "raw": true}</c>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The content of the <c>history_reply</c>.</returns>
    /// <exception cref="JupyterException">The kernel answered with an error, or died (<see cref="KernelDiedException"/>).</exception>
    public Task<JsonObject> HistoryAsync(JsonObject query, CancellationToken cancellationToken = default) => AnswerAsync("history_request", query, cancellationToken);

    /// <summary>Asks which comms are open.</summary>
    /// <param name="target">Only those of this target; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The content of the <c>comm_info_reply</c>.</returns>
    /// <exception cref="JupyterException">The kernel answered with an error, or died (<see cref="KernelDiedException"/>).</exception>
    public Task<JsonObject> CommInfoAsync(string? target = null, CancellationToken cancellationToken = default) =>
        AnswerAsync("comm_info_request", target is null ? [] : new JsonObject { ["target_name"] = target }, cancellationToken);

    /// <summary>Sends any request and waits for its reply.</summary>
    /// <param name="type">Its type, for example <c>connect_request</c>.</param>
    /// <param name="content">Its content.</param>
    /// <param name="channel">The channel it goes by.</param>
    /// <param name="onOutput">Called with each message that it makes the kernel publish, until the reply.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The reply, whatever its status.</returns>
    /// <exception cref="KernelDiedException">The kernel died.</exception>
    public Task<JupyterMessage> RequestAsync(
        string type, JsonObject content, KernelChannel channel = KernelChannel.Shell, Action<JupyterMessage>? onOutput = null, CancellationToken cancellationToken = default) =>
        SendAsync(type, content, channel, metadata: null, new PendingRequest(untilIdle: false, onOutput), cancellationToken);

    /// <summary>Sends a message that takes no reply (<c>comm_open</c>, <c>comm_msg</c>, <c>comm_close</c>) and waits until the kernel has dealt with it.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="content">Its content.</param>
    /// <param name="buffers">Binary buffers beside it; null for none.</param>
    /// <param name="onOutput">Called with each message that it makes the kernel publish.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that completes with the kernel's idle.</returns>
    /// <exception cref="KernelDiedException">The kernel died.</exception>
    public Task NotifyAsync(
        string type, JsonObject content, IReadOnlyList<ReadOnlyMemory<byte>>? buffers = null, Action<JupyterMessage>? onOutput = null, CancellationToken cancellationToken = default) =>
        SendAsync(type, content, KernelChannel.Shell, metadata: null, new PendingRequest(untilIdle: true, onOutput, reply: false), cancellationToken, buffers);

    private async Task<JsonObject> AnswerAsync(string type, JsonObject content, CancellationToken cancellationToken)
    {
        var reply = await RequestAsync(type, content, cancellationToken: cancellationToken).ConfigureAwait(false);
        return reply.Content["status"].AsText() == "error"
            ? throw new JupyterException($"The kernel could not answer {type}: {reply.Content["ename"].AsText()}: {reply.Content["evalue"].AsText()}")
            : reply.Content;
    }
}
