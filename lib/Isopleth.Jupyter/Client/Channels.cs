using System.Text;
using Isopleth.Jupyter.Wire;

namespace Isopleth.Jupyter.Client;

/// <summary>A client's sockets: shell, control and stdin with one identity, since the kernel addresses its questions to the asker of the request, and iopub.</summary>
internal sealed class Channels : IDisposable
{
    // The default of 100 ms would be most of the time that a quick kernel takes to start.
    private const int ReconnectMilliseconds = 5;

    private readonly MessageFormat format;
    private readonly SocketLoop loop;
    private readonly ZmqSocket shell;
    private readonly ZmqSocket control;
    private readonly ZmqSocket stdin;

    public Channels(ConnectionFile connection, MessageFormat format, Action<JupyterMessage> reply, Action<JupyterMessage> published, Action<JupyterMessage> input)
    {
        this.format = format;
        loop = new SocketLoop("client sockets", lingerMilliseconds: 0);
        try
        {
            shell = Connect(SocketKind.Dealer, connection.Endpoint(connection.ShellPort), reply);
            control = Connect(SocketKind.Dealer, connection.Endpoint(connection.ControlPort), reply);
            stdin = Connect(SocketKind.Dealer, connection.Endpoint(connection.StdinPort), input);
            Connect(SocketKind.Sub, connection.Endpoint(connection.IopubPort), published).Set(Zmq.Subscribe, []);
            loop.Start();
        }
        catch
        {
            loop.Dispose();
            throw;
        }
    }

    public void Send(KernelChannel channel, OutgoingMessage message) => loop.Send(channel == KernelChannel.Control ? control : shell, message);

    public void SendInput(OutgoingMessage message) => loop.Send(stdin, message);

    public void Dispose() => loop.Dispose();

    private ZmqSocket Connect(SocketKind kind, string endpoint, Action<JupyterMessage> receive)
    {
        var socket = loop.Open(kind, frames =>
        {
            try
            {
                receive(format.Parse(frames));
            }
            catch (FormatException)
            {
                // Not from this kernel, or not a message: its signature is wrong or it is malformed.
            }
        });
        socket.Set(Zmq.ReconnectInterval, ReconnectMilliseconds);
        if (kind == SocketKind.Dealer)
        {
            socket.Set(Zmq.Identity, Encoding.UTF8.GetBytes(format.Session));
        }

        socket.Connect(endpoint);
        return socket;
    }
}
