using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Server;

/// <summary>The stdin channel: a cell asks, its thread waits, the front end answers or the cell is interrupted.</summary>
internal sealed class InputRequests(SocketLoop loop, MessageFormat format)
{
    private readonly Lock _gate = new();
    private readonly List<Question> _open = [];
    private bool _interrupted;

    /// <summary>The channel's socket; set once it is open.</summary>
    public ZmqSocket Socket { get; set; } = null!;

    /// <summary>Forgets an interrupt that was meant for an earlier cell.</summary>
    public void BeginCell()
    {
        lock (_gate)
        {
            _interrupted = false;
        }
    }

    /// <summary>Asks the front end that sent <paramref name="request"/> and waits for its answer.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    public string Ask(JupyterMessage request, string prompt, bool password)
    {
        var question = new Question(format.NextId());
        lock (_gate)
        {
            if (_interrupted)
            {
                throw Interrupted();
            }

            _open.Add(question);
        }

        try
        {
            var message = format.Begin("input_request", request, id: question.Id);
            message.Route = request.Route;
            message.Json.WriteStartObject();
            message.Json.WriteString("prompt"u8, prompt);
            message.Json.WriteBoolean("password"u8, password);
            message.Json.WriteEndObject();
            message.EndContent(format);
            loop.Send(Socket, message);
            return question.Answer.Task.GetAwaiter().GetResult();
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(question);
            }
        }
    }

    /// <summary>Takes a message of the stdin channel. One that answers nothing asked is dropped; a front end need not name what it answers.</summary>
    public void Receive(JupyterMessage reply)
    {
        if (reply.Type == "input_reply")
        {
            lock (_gate)
            {
                _open.Find(q => reply.ParentId is null || reply.ParentId == q.Id)?.Answer.TrySetResult(reply.Content["value"].AsText() ?? "");
            }
        }
    }

    /// <summary>Ends every wait, also one that the running cell has yet to begin, with an <see cref="OperationCanceledException"/>.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            _interrupted = true;
            foreach (var question in _open)
            {
                question.Answer.TrySetException(Interrupted());
            }
        }
    }

    private static OperationCanceledException Interrupted() => new("The cell was interrupted while it asked for input.");

    private sealed record Question(string Id)
    {
        public TaskCompletionSource<string> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
