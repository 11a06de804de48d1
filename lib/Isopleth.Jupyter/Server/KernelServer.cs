using Isopleth.Jupyter.Server;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter;

/// <summary>The kernel's end of the protocol: five channels, in front of an engine that knows no sockets.</summary>
/// <remarks>
/// One thread owns the sockets, one answers the control channel, and one answers the shell and runs the cells; so an interrupt, a shutdown and the heartbeat
/// are answered while a cell runs. Every request is answered between <c>busy</c> and <c>idle</c>, and all that a cell sends while it runs leaves before its <c>idle</c>.
/// </remarks>
public sealed class KernelServer : IDisposable
{
    // What is still to be sent when the kernel ends (its shutdown_reply, say) may take so long.
    private const int LingerMilliseconds = 1000;

    private readonly IKernelEngine _engine;
    private readonly Action<string> _log;
    private readonly MessageFormat _format;
    private readonly SocketLoop _loop;
    private readonly Publisher _publisher;
    private readonly RequestHandlers _handlers;
    private readonly Subshells _subshells;
    private readonly RequestQueue _control = new();
    private readonly ZmqSocket _shellSocket;
    private readonly ZmqSocket _controlSocket;
    private readonly TaskCompletionSource<bool> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Binds the channels. Messages are taken from <see cref="Start"/> on.</summary>
    /// <param name="connection">Where, and the key.</param>
    /// <param name="engine">What runs the cells.</param>
    /// <param name="log">Takes a line for each message that is dropped; null for the process's standard error.</param>
    /// <exception cref="JupyterException">A channel cannot be bound; the message names its address.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">libzmq is not on this machine.</exception>
    public KernelServer(ConnectionFile connection, IKernelEngine engine, Action<string>? log = null)
    {
        _engine = engine;
        _log = log ?? StandardError.WriteLine;
        _format = new MessageFormat(connection.Key, Guid.NewGuid().ToString("N"), Environment.UserName);
        _subshells = new Subshells(queue => Serve(queue, _shellSocket!));
        _loop = new SocketLoop("sockets", LingerMilliseconds);
        try
        {
            _shellSocket = Bind(SocketKind.Router, connection.Endpoint(connection.ShellPort), Accepting("shell", m => _subshells.For(m).Add(m)));
            _controlSocket = Bind(SocketKind.Router, connection.Endpoint(connection.ControlPort), Accepting("control", _control.Add));
            _publisher = new Publisher(_loop, connection.Endpoint(connection.IopubPort), _format, _log);
            var inputs = new InputRequests(_loop, _format);
            inputs.Socket = Bind(SocketKind.Router, connection.Endpoint(connection.StdinPort), Accepting("stdin", inputs.Receive));
            BindHeartbeat(connection);
            var comms = new CommRegistry(_publisher);
            _handlers = new RequestHandlers(engine, connection, _format, _publisher, inputs, comms, _subshells);
            engine.Attach(comms);
        }
        catch
        {
            _loop.Dispose();
            throw;
        }
    }

    /// <summary>Completes when a front end has asked the kernel to end, or <see cref="Stop"/> was called: true when it is to be started anew.</summary>
    public Task<bool> Stopped => _stopped.Task;

    /// <summary>Runs a kernel until it is asked to end, by message, by SIGTERM or by the end of the process that started it (JPY_PARENT_PID).</summary>
    /// <param name="connectionFile">Path of the connection file.</param>
    /// <param name="engine">What runs the cells.</param>
    /// <returns>The exit code for the process: 0, or 1 when the kernel cannot be (its standard error then says why).</returns>
    public static int Run(string connectionFile, IKernelEngine engine)
    {
        try
        {
            using var server = new KernelServer(ConnectionFile.Load(connectionFile), engine);
            using var mark = LifeMark.Set(connectionFile);
            using var surroundings = new KernelSurroundings(server);
            server.Tell(mark.Death);
            server._handlers.Mark = mark;
            server.Start();
            server.Stopped.GetAwaiter().GetResult();
            return 0;
        }
        catch (Exception e) when (e is JupyterException or Native.NativeLibraryMissingException)
        {
            StandardError.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Begins to answer, then lets the engine warm up.</summary>
    public void Start()
    {
        _loop.Start();
        new Thread(() => Serve(_control, _controlSocket)) { Name = "control", IsBackground = true }.Start();
        _subshells.Start();
        _publisher.Status(parent: null, "starting");
        _engine.Warm();
    }

    /// <summary>Interrupts the running cell, as SIGINT and an <c>interrupt_request</c> do.</summary>
    public void Interrupt()
    {
        try
        {
            _handlers.InterruptCell();
        }
        catch (Exception e)
        {
            _log($"The interrupt failed: {e.Message}");
        }
    }

    /// <summary>Asks the kernel to end.</summary>
    public void Stop() => _stopped.TrySetResult(false);

    /// <summary>Ends: no further request is taken, the running cell is interrupted, what is still to be sent is sent.</summary>
    public void Dispose()
    {
        Stop();
        _subshells.Close();
        _control.Close();
        Interrupt();
        _loop.Dispose();
    }

    private void Tell(string? notice)
    {
        if (notice is not null)
        {
            _log(notice);
            _handlers.Notice = notice;
        }
    }

    private ZmqSocket Bind(SocketKind kind, string endpoint, Action<List<byte[]>> receive)
    {
        var socket = _loop.Open(kind, receive);
        if (kind == SocketKind.Router)
        {
            // A client that comes back under its old identity is answered, though its old connection still seems to be there.
            socket.Set(Zmq.RouterHandover, 1);
        }

        socket.Bind(endpoint);
        return socket;
    }

    private void BindHeartbeat(ConnectionFile connection)
    {
        ZmqSocket? heartbeat = null;
        heartbeat = Bind(SocketKind.Router, connection.Endpoint(connection.HeartbeatPort), frames =>
        {
            for (var i = 0; i < frames.Count; i++)
            {
                heartbeat!.TrySend(frames[i], more: i + 1 < frames.Count);
            }
        });
    }

    private Action<List<byte[]>> Accepting(string channel, Action<JupyterMessage> accept) => frames =>
    {
        try
        {
            accept(_format.Parse(frames));
        }
        catch (Exception e)
        {
            _log($"Dropped a message on the {channel} channel: {e.Message}.");
        }
    };

    private void Serve(RequestQueue queue, ZmqSocket channel)
    {
        while (queue.Take(out var request, out var aborted))
        {
            _publisher.Status(request, "busy");
            OutgoingMessage? reply;
            try
            {
                reply = aborted ? _handlers.Aborted(request) : _handlers.Answer(request, queue);
            }
            catch (Exception e)
            {
                _log($"{request.Type} failed: {e.Message}");
                reply = _handlers.Failed(request, e);
            }

            if (reply is not null)
            {
                _loop.Send(channel, reply);
            }

            _publisher.Status(request, "idle");
            if (_handlers.ShutdownAsked is { } restart)
            {
                _stopped.TrySetResult(restart);
            }
        }
    }
}
