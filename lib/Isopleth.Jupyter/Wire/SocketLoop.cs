using System.Diagnostics;

namespace Isopleth.Jupyter.Wire;

/// <summary>The one thread that touches a side's sockets: it hands on what comes in and sends, in order, what other threads give it.</summary>
/// <remarks>
/// Since there is one queue for all sockets, what a thread sends first leaves first, also across sockets: outputs before the reply, the reply before idle.
/// A peer without room keeps back what goes by its own socket alone: who waits for a reply before reading the outputs gets it.
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

    private readonly int _lingerMilliseconds;
    private readonly ZmqContext _context = new();
    private readonly List<Port> _ports = [];
    private readonly Stopwatch _stall = new();
    private readonly object _gate = new();
    private readonly Thread _thread;
    private readonly ZmqSocket _wakeSender;
    private List<(ZmqSocket Socket, OutgoingMessage Message)> _outgoing = [];
    private List<(ZmqSocket Socket, OutgoingMessage Message)> _taken = [];
    private bool _awake;
    private bool _closed;
    private int _held;
    private volatile bool _crowded;

    /// <param name="name">The thread's name.</param>
    /// <param name="lingerMilliseconds">How long the end may wait for peers to take what has been sent [ms].</param>
    /// <exception cref="Native.NativeLibraryMissingException">libzmq is not on this machine.</exception>
    public SocketLoop(string name, int lingerMilliseconds)
    {
        _lingerMilliseconds = lingerMilliseconds;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        const string Wake = "inproc://wake";
        var receiver = Open(SocketKind.Pair, static _ => { });
        receiver.Bind(Wake);
        _wakeSender = new ZmqSocket(_context, SocketKind.Pair);
        _wakeSender.Connect(Wake);
    }

    /// <summary>Adds a socket. Its options and endpoints are set before <see cref="Start"/>; after that it is the loop's own.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="receive">Called on the loop's thread with each message's frames; must be quick. The list is reused, the frames are not.</param>
    /// <param name="stalled">Called on the loop's thread when for ten seconds a peer has had no room for what goes by this socket; makes room or lets go.</param>
    public ZmqSocket Open(SocketKind kind, Action<List<byte[]>> receive, Action? stalled = null)
    {
        var socket = new ZmqSocket(_context, kind);

        // What waits for a peer that has left would else keep its place, and a reader's place counts as a reader that sleeps.
        socket.Set(Zmq.Linger, 0);
        _ports.Add(new Port(socket, receive, stalled, new()));
        return socket;
    }

    /// <summary>Begins to receive and send.</summary>
    public void Start() => _thread.Start();

    /// <summary>Queues a message; any thread may call. After <see cref="Dispose"/> it is dropped.</summary>
    public void Send(ZmqSocket socket, OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_closed)
            {
                message.Return();
                return;
            }

            _outgoing.Add((socket, message));
            WakeLocked();
        }
    }

    /// <summary>Waits while a peer has no room and a thousand messages wait behind it, but a second at most.</summary>
    public void AwaitRoom()
    {
        if (!_crowded)
        {
            return;
        }

        lock (_gate)
        {
            if (_crowded && !_closed)
            {
                Monitor.Wait(_gate, LongestWaitForRoom);
            }
        }
    }

    /// <summary>Sends what is queued, closes the sockets and ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            WakeLocked();
            Monitor.PulseAll(_gate);
        }

        if (_thread.ThreadState.HasFlag(System.Threading.ThreadState.Unstarted))
        {
            Close();
        }
        else if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void WakeLocked()
    {
        if (!_awake)
        {
            _awake = true;
            _wakeSender.TrySend([], more: false);
        }
    }

    private void Run()
    {
        var frames = new List<byte[]>();
        var items = new Zmq.PollItem[_ports.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new Zmq.PollItem { Socket = _ports[i].Socket.PollHandle, Events = Zmq.PollIn };
        }

        var patience = new Stopwatch();
        while (!patience.IsRunning || (_held > 0 && patience.Elapsed < LongestWaitForRoom))
        {
            Poll(items, _held > 0 ? RetryMilliseconds : -1);
            Receive(items, frames);
            if (TakeOutgoing())
            {
                patience.Start();
            }

            SendHeld();
            SendTaken();
            TellOfCrowd();
        }

        Close();
    }

    private void Receive(Zmq.PollItem[] items, List<byte[]> frames)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Ready != 0)
            {
                for (var n = 0; n < BurstLength && _ports[i].Socket.TryReceive(frames); n++)
                {
                    _ports[i].Receive(frames);
                }
            }
        }
    }

    /// <returns>True when the loop is to end.</returns>
    private bool TakeOutgoing()
    {
        bool ending;
        lock (_gate)
        {
            (_outgoing, _taken) = (_taken, _outgoing);
            _awake = false;
            ending = _closed;
        }

        return ending;
    }

    private void SendHeld()
    {
        if (_held == 0)
        {
            return;
        }

        foreach (var port in _ports)
        {
            while (port.Held.TryPeek(out var next) && next.TrySendTo(port.Socket))
            {
                port.Held.Dequeue();
                next.Return();
                _held--;
                _stall.Reset();
            }
        }

        if (_held > 0)
        {
            _stall.Start();
            if (_stall.Elapsed > LongestStall)
            {
                foreach (var port in _ports.FindAll(static p => p.Held.Count > 0))
                {
                    port.Stalled?.Invoke();
                }
            }
        }
    }

    private void SendTaken()
    {
        foreach (var (socket, message) in _taken)
        {
            var held = HeldFor(socket);
            if (held.Count == 0 && message.TrySendTo(socket))
            {
                message.Return();
            }
            else
            {
                held.Enqueue(message);
                _held++;
            }
        }

        _taken.Clear();
    }

    private Queue<OutgoingMessage> HeldFor(ZmqSocket socket)
    {
        var i = 0;
        while (_ports[i].Socket != socket)
        {
            i++;
        }

        return _ports[i].Held;
    }

    private void TellOfCrowd()
    {
        var full = _held >= CrowdedAt;
        if (full != _crowded)
        {
            lock (_gate)
            {
                _crowded = full;
                Monitor.PulseAll(_gate);
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
        foreach (var port in _ports)
        {
            port.Socket.Set(Zmq.Linger, _lingerMilliseconds);
            port.Socket.Dispose();
        }

        _wakeSender.Dispose();
        _context.Dispose();
    }

    private readonly record struct Port(ZmqSocket Socket, Action<List<byte[]>> Receive, Action? Stalled, Queue<OutgoingMessage> Held);
}
