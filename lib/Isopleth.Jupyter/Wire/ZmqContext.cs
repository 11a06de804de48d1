using System.Runtime.InteropServices;

namespace Isopleth.Jupyter.Wire;

/// <summary>A libzmq context. Closing it waits until its sockets are closed and what they still had to send has gone or their linger is over.</summary>
internal sealed class ZmqContext : SafeHandle
{
    public ZmqContext()
        : base(0, ownsHandle: true) => SetHandle(Zmq.zmq_ctx_new());

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => Zmq.zmq_ctx_term(handle) == 0;
}
