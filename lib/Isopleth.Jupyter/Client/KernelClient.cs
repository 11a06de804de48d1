using System.Text.Json.Nodes;
using Isopleth.Jupyter.Client;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter;

/// <summary>The channel that a request goes by.</summary>
public enum KernelChannel
{
    /// <summary>The kernel's main queue: a request waits until those before it, and the running cell, are done.</summary>
    Shell,

    /// <summary>Answered while a cell runs: interrupt, shutdown, kernel_info.</summary>
    Control,
}

/// <summary>A question of a running cell.</summary>
/// <param name="Prompt">What it asks.</param>
/// <param name="Password">True when what is typed must not be shown.</param>
public sealed record InputRequest(string Prompt, bool Password);

/// <summary>The client's end of the protocol: sends requests to a kernel, of whatever language, and collects what it answers.</summary>
/// <remarks>Every member may be called from any thread. Callbacks come on the client's receiving thread and must be quick, save <see cref="InputRequested"/>, which may wait.</remarks>
public sealed class KernelClient : IDisposable
{
    private readonly ConnectionFile _connection;
    private readonly MessageFormat _format;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PendingRequest> _pending = new(StringComparer.Ordinal);
    private Channels? _channels;
    private Exception? _failure;

    /// <summary>Makes a client; <see cref="ConnectAsync"/> makes one that is connected.</summary>
    internal KernelClient(ConnectionFile connection)
    {
        _connection = connection;
        _format = new MessageFormat(connection.Key, Guid.NewGuid().ToString("N"), Environment.UserName);
    }

    /// <summary>Raised for every message on the iopub channel, also those that other clients caused or that come after a cell's end.</summary>
    public event Action<JupyterMessage>? Published;

    /// <summary>Answers a cell that asks for input (<see cref="ExecuteOptions.AllowStdin"/>).</summary>
    public Func<InputRequest, string>? InputRequested { get; set; }

    /// <summary>Connects to a kernel that runs already.</summary>
    /// <param name="connection">Where it is.</param>
    /// <param name="timeout">How long it may take to answer.</param>
    /// <param name="cancellationToken">Gives up sooner.</param>
    /// <returns>The client, once the kernel has answered and what it publishes arrives.</returns>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public static async Task<KernelClient> ConnectAsync(ConnectionFile connection, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var client = new KernelClient(connection);
        try
        {
            client.Open();
            await client.ReadyAsync(timeout, cancellationToken).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

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

    /// <summary>Ends the connection; what waits for the kernel fails with an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => Close(new ObjectDisposedException(nameof(KernelClient)));

    /// <summary>Opens the channels, anew after <see cref="Close"/>.</summary>
    internal void Open()
    {
        lock (_gate)
        {
            _failure = null;
            _channels = new Channels(_connection, _format, ReplyReceived, PublishedReceived, InputReceived);
        }
    }

    /// <summary>Closes the channels; what waits for the kernel, and what is asked of it from now on, fails with <paramref name="reason"/>.</summary>
    internal void Close(Exception reason)
    {
        Channels? closing;
        PendingRequest[] failing;
        lock (_gate)
        {
            _failure ??= reason;
            closing = _channels;
            _channels = null;
            failing = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var request in failing)
        {
            request.Fail(reason);
        }

        closing?.Dispose();
    }

    /// <summary>Throws what ended the connection, if anything did.</summary>
    internal void ThrowIfClosed()
    {
        lock (_gate)
        {
            if (_channels is null)
            {
                throw _failure ?? new InvalidOperationException("The client is not connected.");
            }
        }
    }

    /// <summary>Waits until the kernel answers and what it publishes arrives: a subscription takes its time, and what is published before is lost.</summary>
    internal async Task ReadyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Hear(JupyterMessage message) => heard.TrySetResult();
        Published += Hear;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            do
            {
                await KernelInfoAsync(deadline.Token).ConfigureAwait(false);
            }
            while (await Task.WhenAny(heard.Task, Task.Delay(50, deadline.Token)).ConfigureAwait(false) != heard.Task);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The kernel at {_connection.Endpoint(_connection.ShellPort)} did not answer within {timeout.TotalSeconds:0.#} s. Check that it runs, or allow it more time.", e);
        }
        finally
        {
            Published -= Hear;
        }
    }

    private async Task<JsonObject> AnswerAsync(string type, JsonObject content, CancellationToken cancellationToken)
    {
        var reply = await RequestAsync(type, content, cancellationToken: cancellationToken).ConfigureAwait(false);
        return reply.Content["status"].AsText() == "error"
            ? throw new JupyterException($"The kernel could not answer {type}: {reply.Content["ename"].AsText()}: {reply.Content["evalue"].AsText()}")
            : reply.Content;
    }

    private async Task<JupyterMessage> SendAsync(
        string type, JsonObject content, KernelChannel channel, JsonObject? metadata, PendingRequest request, CancellationToken cancellationToken, IReadOnlyList<ReadOnlyMemory<byte>>? buffers = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = _format.NextId();
        var message = _format.Begin(type, parent: null, metadata, id);
        message.Buffers = buffers ?? [];
        content.WriteTo(message.Json);
        message.EndContent(_format);
        lock (_gate)
        {
            ThrowIfClosed();
            _pending.Add(id, request);
            _channels!.Send(channel, message);
        }

        await using (cancellationToken.Register(() => request.Cancel(cancellationToken)).ConfigureAwait(false))
        {
            try
            {
                return await request.Completion.ConfigureAwait(false);
            }
            finally
            {
                lock (_gate)
                {
                    _pending.Remove(id);
                }
            }
        }
    }

    private PendingRequest? Find(string? id)
    {
        lock (_gate)
        {
            return id is not null && _pending.TryGetValue(id, out var request) ? request : null;
        }
    }

    private void ReplyReceived(JupyterMessage message) => Find(message.ParentId)?.Reply(message);

    private void PublishedReceived(JupyterMessage message)
    {
        var request = Find(message.ParentId);
        try
        {
            Published?.Invoke(message);
        }
        catch (Exception e)
        {
            request?.Fail(e);
        }

        request?.Publish(message);
    }

    private void InputReceived(JupyterMessage message) => _ = Task.Run(() =>
    {
        var answer = "";
        try
        {
            if (InputRequested is { } ask)
            {
                answer = ask(new InputRequest(message.Content["prompt"].AsText() ?? "", message.Content.Bool("password", false)));
            }
        }
        catch (Exception e)
        {
            Find(message.ParentId)?.Fail(e);
        }

        var reply = _format.Begin("input_reply", message);
        reply.Json.WriteStartObject();
        reply.Json.WriteString("status"u8, "ok"u8);
        reply.Json.WriteString("value"u8, answer);
        reply.Json.WriteEndObject();
        reply.EndContent(_format);
        lock (_gate)
        {
            _channels?.SendInput(reply);
        }
    });
}
