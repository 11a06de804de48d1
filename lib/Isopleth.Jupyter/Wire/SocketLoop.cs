using System.Diagnostics;

namespace Isopleth.Jupyter.Wire;

/// <summary>The one thread that touches a side's sockets: it hands on what comes in and sends, in order, what other threads give it.</summary>
/// <remarks>
/// Since there is one queue for all sockets, what a thread sends first leaves first, also across sockets: outputs before the reply, the reply before idle.
/// Senders wake the loop through an inproc pair, so it sleeps in zmq_poll and nothing is polled by time, save while a peer has no room.
/// </remarks>
internal sealed class SocketLoop : IDisposable
{
    private const int BurstLength = 256;
    private const int CrowdedAt = 1000;
    private const int RetryMilliseconds = 2;
    private static readonly TimeSpan LongestWaitForRoom = TimeSpan.FromSeconds(1);

    // A peer tells of its progress in steps of half its room.
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(10);

    private readonly int lingerMilliseconds;
    private readonly ZmqContext context = new();
    private readonly List<Port> ports = [];
    private readonly Stopwatch stall = new();
    private readonly object gate = new();
    private readonly Thread thread;
    private readonly ZmqSocket wakeSender;
    private readonly Queue<(ZmqSocket Socket, OutgoingMessage Message)> sending = new();
    private List<(ZmqSocket Socket, OutgoingMessage Message)> outgoing = [];
    private List<(ZmqSocket Socket, OutgoingMessage Message)> taken = [];
    private bool awake;
    private bool closed;
    private volatile bool crowded;

    /// <param name="name">The thread's name.</param>
    /// <param name="lingerMilliseconds">How long the end may wait for peers to take what has been sent [ms].</param>
    /// <exception cref="Native.NativeLibraryMissingException">libzmq is not on this machine.</exception>
    public SocketLoop(string name, int lingerMilliseconds)
    {
        this.lingerMilliseconds = lingerMilliseconds;
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
    /// <param name="stalled">Called on the loop's thread when for ten seconds a peer has had no room for what goes by this socket, and all else waits behind it; makes room or lets go.</param>
    public ZmqSocket Open(SocketKind kind, Action<List<byte[]>> receive, Action? stalled = null)
    {
        var socket = new ZmqSocket(context, kind);

        // What waits for a peer that has left would else keep its place, and a reader's place counts as a reader that sleeps.
        socket.Set(Zmq.Linger, 0);
        ports.Add(new Port(socket, receive, stalled));
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

    /// <summary>Waits while a peer has no room and a thousand messages wait behind it, but a second at most.</summary>
    public void AwaitRoom()
    {
        if (!crowded)
        {
            return;
        }

        lock (gate)
        {
            if (crowded && !closed)
            {
                Monitor.Wait(gate, LongestWaitForRoom);
            }
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
            Monitor.PulseAll(gate);
        }

        if (thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted))
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
            wakeSender.TrySend([], more: false);
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

        var patience = new Stopwatch();
        while (!patience.IsRunning || (sending.Count > 0 && patience.Elapsed < LongestWaitForRoom))
        {
            Poll(items, sending.Count > 0 ? RetryMilliseconds : -1);
            Receive(items, frames);
            if (TakeOutgoing())
            {
                patience.Start();
            }

            SendTaken();
        }

        Close();
    }

    private void Receive(Zmq.PollItem[] items, List<byte[]> frames)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Ready != 0)
            {
                for (var n = 0; n < BurstLength && ports[i].Socket.TryReceive(frames); n++)
                {
                    ports[i].Receive(frames);
                }
            }
        }
    }

    /// <returns>True when the loop is to end.</returns>
    private bool TakeOutgoing()
    {
        bool ending;
        lock (gate)
        {
            (outgoing, taken) = (taken, outgoing);
            awake = false;
            ending = closed;
        }

        foreach (var message in taken)
        {
            sending.Enqueue(message);
        }

        taken.Clear();
        return ending;
    }

    private void SendTaken()
    {
        while (sending.TryPeek(out var next) && next.Message.TrySendTo(next.Socket))
        {
            sending.Dequeue();
            next.Message.Return();
            stall.Reset();
        }

        if (sending.TryPeek(out var held))
        {
            stall.Start();
            if (stall.Elapsed > LongestStall)
            {
                ports.Find(p => p.Socket == held.Socket).Stalled?.Invoke();
            }
        }

        var full = sending.Count >= CrowdedAt;
        if (full != crowded)
        {
            lock (gate)
            {
                crowded = full;
                Monitor.PulseAll(gate);
            }
        }
    }

    private static unsafe void Poll(Zmq.PollItem[] items, int timeoutMilliseconds)
    {
        fixed (Zmq.PollItem* first = items)
        {
            // A signal may end the wait early; the next round waits again.
            if (Zmq.zmq_poll(first, items.Length, timeoutMilliseconds) < 0)
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
        foreach (var port in ports)
        {
            port.Socket.Set(Zmq.Linger, lingerMilliseconds);
            port.Socket.Dispose();
        }

        wakeSender.Dispose();
        context.Dispose();
    }

    private readonly record struct Port(ZmqSocket Socket, Action<List<byte[]>> Receive, Action? Stalled);
}
