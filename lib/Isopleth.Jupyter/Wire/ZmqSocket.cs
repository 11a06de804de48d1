using System.Runtime.InteropServices;

namespace Isopleth.Jupyter.Wire;

/// <summary>A libzmq socket; only one thread at a time may touch it (<see cref="SocketLoop"/> sees to that).</summary>
internal sealed unsafe class ZmqSocket : SafeHandle
{
    /// <exception cref="JupyterException">The process has no file descriptor left for it.</exception>
    public ZmqSocket(ZmqContext context, SocketKind kind)
        : base(0, ownsHandle: true)
    {
        SetHandle(Zmq.zmq_socket(context, kind));
        if (IsInvalid)
        {
            throw new JupyterException($"Cannot make a {kind} socket: {Zmq.LastError}.");
        }

        // By default the 1001st message that waits is dropped, were it a reply.
        Set(Zmq.SendHighWater, 0);
        Set(Zmq.ReceiveHighWater, 0);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The handle for zmq_poll.</summary>
    public nint PollHandle => handle;

    public void Set(int option, int value) => Check(Zmq.zmq_setsockopt(this, option, &value, sizeof(int)), $"set option {option}");

    public void Set(int option, ReadOnlySpan<byte> value)
    {
        fixed (byte* data = value)
        {
            Check(Zmq.zmq_setsockopt(this, option, data, (nuint)value.Length), $"set option {option}");
        }
    }

    /// <exception cref="JupyterException">The endpoint is taken or malformed.</exception>
    public void Bind(string endpoint) => Check(Zmq.zmq_bind(this, endpoint), $"bind to {endpoint}");

    /// <exception cref="JupyterException">The endpoint is malformed.</exception>
    public void Connect(string endpoint) => Check(Zmq.zmq_connect(this, endpoint), $"connect to {endpoint}");

    /// <summary>Sends one frame. A frame whose peer has left is dropped, as Jupyter's own sockets do.</summary>
    /// <returns>False when the peer has no room for it; then no part of its message has gone, and it can be tried again.</returns>
    public bool TrySend(ReadOnlySpan<byte> frame, bool more)
    {
        var flags = Zmq.DontWait | (more ? Zmq.SendMore : 0);
        fixed (byte* data = frame)
        {
            while (Zmq.zmq_send(this, data, (nuint)frame.Length, flags) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Zmq.Interrupted)
                {
                    return Marshal.GetLastPInvokeError() != Zmq.TryAgain;
                }
            }
        }

        return true;
    }

    /// <summary>Receives one whole message if there is one.</summary>
    /// <param name="frames">Filled with its frames.</param>
    /// <returns>False when none waits.</returns>
    public bool TryReceive(List<byte[]> frames)
    {
        frames.Clear();
        Zmq.Frame frame;
        bool more;
        do
        {
            _ = Zmq.zmq_msg_init(&frame);
            while (Zmq.zmq_msg_recv(&frame, this, Zmq.DontWait) < 0)
            {
                if (Marshal.GetLastPInvokeError() != Zmq.Interrupted)
                {
                    _ = Zmq.zmq_msg_close(&frame);
                    return false;
                }
            }

            frames.Add(new ReadOnlySpan<byte>(Zmq.zmq_msg_data(&frame), checked((int)Zmq.zmq_msg_size(&frame))).ToArray());
            more = Zmq.zmq_msg_more(&frame) != 0;
            _ = Zmq.zmq_msg_close(&frame);
        }
        while (more);
        return true;
    }

    protected override bool ReleaseHandle() => Zmq.zmq_close(handle) == 0;

    private static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw new JupyterException($"Cannot {what}: {Zmq.LastError}.");
        }
    }
}
