using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;

namespace Isopleth.Jupyter.Wire;

/// <summary>libzmq's C functions, as its manual names them.</summary>
internal static unsafe partial class Zmq
{
    public const int Identity = 5, Subscribe = 6, Linger = 17, ReconnectInterval = 18, SendHighWater = 23, ReceiveHighWater = 24, RouterHandover = 56, XPubNoDrop = 69, XPubVerboser = 78;

    public const int DontWait = 1, SendMore = 2;
    public const short PollIn = 1;
    public const int Interrupted = 4, TryAgain = 11;

    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(typeof(Zmq).Assembly, new Native.NativeLibrary("zmq", ["libzmq.so.5", "libzmq.5.dylib"], "apt-get install libzmq5"));

    /// <summary>What the last failed call of this thread says of its failure.</summary>
    public static string LastError => Marshal.PtrToStringUTF8(zmq_strerror(Marshal.GetLastPInvokeError())) ?? "unknown error";

    [LibraryImport("zmq")]
    public static partial nint zmq_ctx_new();

    [LibraryImport("zmq")]
    public static partial int zmq_ctx_term(nint context);

    [LibraryImport("zmq", SetLastError = true)]
    public static partial nint zmq_socket(ZmqContext context, SocketKind kind);

    [LibraryImport("zmq")]
    public static partial int zmq_close(nint socket);

    [LibraryImport("zmq", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_bind(ZmqSocket socket, string endpoint);

    [LibraryImport("zmq", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int zmq_connect(ZmqSocket socket, string endpoint);

    [LibraryImport("zmq", SetLastError = true)]
    public static partial int zmq_setsockopt(ZmqSocket socket, int option, void* value, nuint length);

    [LibraryImport("zmq", SetLastError = true)]
    public static partial int zmq_send(ZmqSocket socket, byte* data, nuint length, int flags);

    [LibraryImport("zmq")]
    public static partial int zmq_msg_init(Frame* frame);

    [LibraryImport("zmq", SetLastError = true)]
    public static partial int zmq_msg_recv(Frame* frame, ZmqSocket socket, int flags);

    [LibraryImport("zmq")]
    public static partial byte* zmq_msg_data(Frame* frame);

    [LibraryImport("zmq")]
    public static partial nuint zmq_msg_size(Frame* frame);

    [LibraryImport("zmq")]
    public static partial int zmq_msg_more(Frame* frame);

    [LibraryImport("zmq")]
    public static partial int zmq_msg_close(Frame* frame);

    [LibraryImport("zmq", SetLastError = true)]
    public static partial int zmq_poll(PollItem* items, int count, nint timeoutMilliseconds);

    [LibraryImport("zmq")]
    private static partial nint zmq_strerror(int error);

    /// <summary>zmq_msg_t: 64 bytes whose meaning is the library's.</summary>
    [InlineArray(8)]
    public struct Frame
    {
        private ulong _first;
    }

    /// <summary>zmq_pollitem_t.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollItem
    {
        public nint Socket;
        public int Descriptor;
        public short Events;
        public short Ready;
    }
}

/// <summary>libzmq's kinds of socket.</summary>
internal enum SocketKind
{
    Pair = 0,
    Sub = 2,
    Rep = 4,
    Dealer = 5,
    Router = 6,
    XPub = 9,
}
