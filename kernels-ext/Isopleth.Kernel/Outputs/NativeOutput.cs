using System.Runtime.InteropServices;
using System.Text;

namespace Isopleth.Kernel.Outputs;

/// <summary>Leads to the running cell what native libraries and child processes write to the process's standard output.</summary>
/// <remarks>The standard error stays as it is: the last words of a process that dies go there.</remarks>
internal static unsafe partial class NativeOutput
{
    private const int StandardOutput = 1;
    private const int CloseOnExec = 0x80000;
    private const int LineBuffered = 1;
    private const nuint BytesWaiting = 0x541B;
    private const short Readable = 1;

    private static readonly Lock Gate = new();
    private static readonly Decoder Utf8 = Encoding.UTF8.GetDecoder();
    private static readonly byte[] Bytes = new byte[1 << 16];
    private static readonly char[] Characters = new char[(1 << 16) + 1];
    private static int _before;
    private static int _pipe = -1;
    private static nint _stream;

    /// <summary>Puts a pipe in the place of the standard output.</summary>
    public static void Install()
    {
        var ends = stackalloc int[2];
        if (!OperatingSystem.IsLinux() || pipe2(ends, CloseOnExec) != 0)
        {
            return;
        }

        // What the C library has gathered would come with the next cell, or never.
        _stream = *(nint*)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "stdout");
        _ = setvbuf(_stream, null, LineBuffered, 0);
        _before = dup(StandardOutput);
        _ = dup2(ends[1], StandardOutput);
        _ = close(ends[1]);
        _pipe = ends[0];
        new Thread(Read) { IsBackground = true, Name = "native output" }.Start();
    }

    /// <summary>Leads on what was written so far: a cell's outputs come before its end.</summary>
    public static void Drain()
    {
        if (_pipe < 0)
        {
            return;
        }

        _ = fflush(_stream);
        lock (Gate)
        {
            Forward();
        }
    }

    private static void Read()
    {
        // No stackalloc: with one, the runtime would optimise the method before its first call, beside the start.
        while (true)
        {
            var wait = new PollRequest { Descriptor = _pipe, Events = Readable };
            _ = poll(&wait, 1, -1);
            lock (Gate)
            {
                Forward();
            }
        }
    }

    private static void Forward()
    {
        while (ioctl(_pipe, BytesWaiting, out var waiting) == 0 && waiting > 0)
        {
            fixed (byte* bytes = Bytes)
            {
                var count = (int)read(_pipe, bytes, (nuint)Bytes.Length);
                if (CellOutput.Current is { } output)
                {
                    output.Write("stdout", Characters.AsSpan(0, Utf8.GetChars(Bytes, 0, count, Characters, 0)));
                }
                else
                {
                    _ = write(_before, bytes, (nuint)count);
                }
            }
        }
    }

    [LibraryImport("libc")]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc")]
    private static partial int dup(int descriptor);

    [LibraryImport("libc")]
    private static partial int dup2(int descriptor, int copy);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc")]
    private static partial int ioctl(int descriptor, nuint request, out int value);

    [LibraryImport("libc")]
    private static partial int poll(PollRequest* requests, nuint count, int timeout);

    [LibraryImport("libc")]
    private static partial int setvbuf(nint stream, byte* buffer, int mode, nuint size);

    [LibraryImport("libc")]
    private static partial int fflush(nint stream);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
