namespace Isopleth.Jupyter.Wire;

/// <summary>The one thread that touches a side's sockets: it hands on what comes in and sends, in order, what other threads give it.</summary>
/// <remarks>
/// Since there is one queue for all sockets, what a thread sends first leaves first, also across sockets: outputs before the reply, the reply before idle.
/// Senders wake the loop through an inproc pair, so it sleeps in zmq_poll and nothing is polled by time.
/// </remarks>
internal sealed class SocketLoop : IDisposable
{
    private const int BurstLength = 256;

    private readonly ZmqContext context = new();
    private readonly List<(ZmqSocket Socket, Action<List<byte[]>> Receive)> ports = [];
    private readonly Lock gate = new();
    private readonly Thread thread;
    private readonly ZmqSocket wakeSender;
    private List<(ZmqSocket Socket, OutgoingMessage Message)> outgoing = [];
    private List<(ZmqSocket Socket, OutgoingMessage Message)> sending = [];
    private bool awake;
    private bool closed;

    /// <param name="name">The thread's name.</param>
    /// <exception cref="Native.NativeLibraryMissingException">libzmq is not on this machine.</exception>
    public SocketLoop(string name)
    {
        thread = new Thread(Run) { Name = name, IsBackground = true };
        const string Wake = "inproc://wake";
        var receiver = Open(SocketKind.Pair, static _ => { });
        receiver.Bind(Wake);
        wakeSender = new ZmqSocket(context, SocketKind.Pair);
        wakeSender.Connect(Wake);
    }

    /// <summary>Adds a socket. Its options and endpoints are set before <see cref="Start"/>; after that it is the loop's own.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="receive">Called on the loop's thread with each message's frames; must be quick. The list is reused, the frames are not.</param>
    public ZmqSocket Open(SocketKind kind, Action<List<byte[]>> receive)
    {
        var socket = new ZmqSocket(context, kind);
        ports.Add((socket, receive));
        return socket;
    }

    /// <summary>Begins to receive and send.</summary>
    public void Start() => thread.Start();

    /// <summary>Queues a message; any thread may call. After <see cref="Dispose"/> it is dropped.</summary>
    public void Send(ZmqSocket socket, OutgoingMessage message)
    {
        lock (gate)
        {
            if (closed)
            {
                message.Return();
                return;
            }

            outgoing.Add((socket, message));
            WakeLocked();
        }
    }

    /// <summary>Sends what is queued, closes the sockets and ends the thread.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (closed)
            {
                return;
            }

            closed = true;
            WakeLocked();
        }

        if (thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            Close();
        }
        else if (Thread.CurrentThread != thread)
        {
            thread.Join();
        }
    }

    private void WakeLocked()
    {
        if (!awake)
        {
            awake = true;
            wakeSender.Send([], more: false);
        }
    }

    private void Run()
    {
        var frames = new List<byte[]>();
        var items = new Zmq.PollItem[ports.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new Zmq.PollItem { Socket = ports[i].Socket.PollHandle, Events = Zmq.PollIn };
        }

        var open = true;
        while (open)
        {
            Poll(items);
            for (var i = 0; i < items.Length; i++)
            {
                if (items[i].Ready != 0)
                {
                    var (socket, receive) = ports[i];
                    for (var n = 0; n < BurstLength && socket.TryReceive(frames); n++)
                    {
                        receive(frames);
                    }
                }
            }

            lock (gate)
            {
                (outgoing, sending) = (sending, outgoing);
                awake = false;
                open = !closed;
            }

            foreach (var (socket, message) in sending)
            {
                message.SendTo(socket);
                message.Return();
            }

            sending.Clear();
        }

        Close();
    }

    private static unsafe void Poll(Zmq.PollItem[] items)
    {
        fixed (Zmq.PollItem* first = items)
        {
            // A signal may end the wait early; the next round waits again.
            if (Zmq.zmq_poll(first, items.Length, -1) < 0)
            {
                foreach (ref var item in items.AsSpan())
                {
                    item.Ready = 0;
                }
            }
        }
    }

    private void Close()
    {
        foreach (var (socket, _) in ports)
        {
            socket.Dispose();
        }

        wakeSender.Dispose();
        context.Dispose();
    }
}
