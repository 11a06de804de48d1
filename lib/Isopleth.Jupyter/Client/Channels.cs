using System.Text;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Client;

/// <summary>A client's sockets: shell, control and stdin with one identity, since the kernel addresses its questions to the asker of the request, and iopub.</summary>
internal sealed class Channels : IDisposable
{
    // The default of 100 ms would be most of the time that a quick kernel takes to start.
    private const int ReconnectMilliseconds = 5;

    private readonly MessageFormat _format;
    private readonly SocketLoop _loop;
    private readonly ZmqSocket _shell;
    private readonly ZmqSocket _control;
    private readonly ZmqSocket _stdin;

    public Channels(ConnectionFile connection, MessageFormat format, Action<JupyterMessage> reply, Action<JupyterMessage> published, Action<JupyterMessage> input)
    {
        _format = format;
        _loop = new SocketLoop("client sockets", lingerMilliseconds: 0);
        try
        {
            _shell = Connect(SocketKind.Dealer, connection.Endpoint(connection.ShellPort), reply);
            _control = Connect(SocketKind.Dealer, connection.Endpoint(connection.ControlPort), reply);
            _stdin = Connect(SocketKind.Dealer, connection.Endpoint(connection.StdinPort), input);
            Connect(SocketKind.Sub, connection.Endpoint(connection.IopubPort), published).Set(Zmq.Subscribe, []);
            _loop.Start();
        }
        catch
        {
            _loop.Dispose();
            throw;
        }
    }

    public void Send(KernelChannel channel, OutgoingMessage message) => _loop.Send(channel == KernelChannel.Control ? _control : _shell, message);

    public void SendInput(OutgoingMessage message) => _loop.Send(_stdin, message);

    public void Dispose() => _loop.Dispose();

    private ZmqSocket Connect(SocketKind kind, string endpoint, Action<JupyterMessage> receive)
    {
        var socket = _loop.Open(kind, frames =>
        {
            try
            {
                receive(_format.Parse(frames));
            }
            catch (FormatException)
            {
                // Not from this kernel, or not a message: its signature is wrong or it is malformed.
            }
        });
        socket.Set(Zmq.ReconnectInterval, ReconnectMilliseconds);
        if (kind == SocketKind.Dealer)
        {
            socket.Set(Zmq.Identity, Encoding.UTF8.GetBytes(_format.Session));
        }

        socket.Connect(endpoint);
        return socket;
    }
}
