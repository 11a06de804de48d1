using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.RasterNative;

/// <summary>libaec: lossless packing of integers by CCSDS 121.0-B.</summary>
internal static unsafe partial class AecLibrary
{
    private const string Library = "aec";
    private const int Signed = 1;
    private const int ThreeBytes = 2;
    private const int BigEndian = 4;

    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(Assembly.GetExecutingAssembly(), new NativeLibrary(Library, ["libaec.so.0"], "apt-get install libaec0"));

    /// <summary>Unpacks integers as big-endian ones of whole bytes; false when they are damaged.</summary>
    /// <param name="packed">What was packed.</param>
    /// <param name="values">Where they go: one to four bytes for each, as many as <paramref name="bits"/> need.</param>
    /// <param name="bits">Bits of an integer.</param>
    /// <param name="block">Integers in a block.</param>
    /// <param name="interval">Blocks between reference samples.</param>
    /// <param name="flags">How they were packed, in libaec's flags.</param>
    public static bool Decode(ReadOnlySpan<byte> packed, Span<byte> values, int bits, int block, int interval, int flags)
    {
        // libaec checks none of these, and writes where it should not.
        if (bits is < 1 or > 32 || block is not (8 or 16 or 32 or 64) || interval is < 1 or > 4096 || (flags & Signed) != 0)
        {
            return false;
        }

        fixed (byte* p = packed, q = values)
        {
            var stream = new AecStream
            {
                Input = p, InputLength = (nuint)packed.Length, Output = q, OutputLength = (nuint)values.Length,
                Bits = (uint)bits, Block = (uint)block, Interval = (uint)interval, Flags = (uint)(flags | ThreeBytes | BigEndian),
            };
            return aec_buffer_decode(&stream) == 0 && stream.OutputTotal == (nuint)values.Length;
        }
    }

    [LibraryImport(Library)]
    private static partial int aec_buffer_decode(AecStream* stream);

    /// <summary>struct aec_stream.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct AecStream
    {
        public byte* Input;
        public nuint InputLength;
        public nuint InputTotal;
        public byte* Output;
        public nuint OutputLength;
        public nuint OutputTotal;
        public uint Bits;
        public uint Block;
        public uint Interval;
        public uint Flags;
        public nint State;
    }
}
