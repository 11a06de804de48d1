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
public sealed partial class KernelClient : IDisposable
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
