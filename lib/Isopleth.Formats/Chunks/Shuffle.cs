using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Isopleth.Formats;

/// <summary>Bytes grouped by significance, as HDF5 and numcodecs store them, and elements again.</summary>
internal static class Shuffle
{
    /// <summary>Puts the bytes of each element together again.</summary>
    /// <param name="shuffled">All first bytes, all second ones, and so on; what is left over at the end is as it was.</param>
    /// <param name="elements">As many bytes.</param>
    /// <param name="size">Bytes of an element.</param>
    public static void Undo(ReadOnlySpan<byte> shuffled, Span<byte> elements, int size)
    {
        var count = shuffled.Length / size;
        var done = (BitConverter.IsLittleEndian, size) switch
        {
            (true, 2) => Undo2(shuffled, MemoryMarshal.Cast<byte, ushort>(elements), count),
            (true, 4) => Undo4(shuffled, MemoryMarshal.Cast<byte, uint>(elements), count),
            (true, 8) => Undo8(shuffled, MemoryMarshal.Cast<byte, ulong>(elements), count),
            _ => 0,
        };
        for (var b = 0; b < size; b++)
        {
            var plane = shuffled.Slice(b * count, count);
            for (var i = done; i < count; i++)
            {
                elements[(i * size) + b] = plane[i];
            }
        }

        shuffled[(count * size)..].CopyTo(elements[(count * size)..]);
    }

    /// <summary>Groups the bytes of elements by significance.</summary>
    public static void Do(ReadOnlySpan<byte> elements, Span<byte> shuffled, int size)
    {
        var count = elements.Length / size;
        for (var b = 0; b < size; b++)
        {
            var plane = shuffled.Slice(b * count, count);
            for (var i = 0; i < count; i++)
            {
                plane[i] = elements[(i * size) + b];
            }
        }

        elements[(count * size)..].CopyTo(shuffled[(count * size)..]);
    }

    private static int Undo2(ReadOnlySpan<byte> bytes, Span<ushort> elements, int count)
    {
        var i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Pair(bytes, i, count, out var low, out var high);
            low.CopyTo(elements[i..]);
            high.CopyTo(elements[(i + Vector<ushort>.Count)..]);
        }

        return i;
    }

    private static int Undo4(ReadOnlySpan<byte> bytes, Span<uint> elements, int count)
    {
        var i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Pair(bytes, i, count, out var low, out var high);
            Pair(bytes[(2 * count)..], i, count, out var upperLow, out var upperHigh);
            Four(low, upperLow, elements[i..]);
            Four(high, upperHigh, elements[(i + Vector<ushort>.Count)..]);
        }

        return i;
    }

    private static int Undo8(ReadOnlySpan<byte> bytes, Span<ulong> elements, int count)
    {
        Span<uint> low = stackalloc uint[Vector<byte>.Count];
        Span<uint> high = stackalloc uint[Vector<byte>.Count];
        var i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Half(bytes, i, count, low);
            Half(bytes[(4 * count)..], i, count, high);
            for (var k = 0; k < low.Length; k += Vector<uint>.Count)
            {
                Vector.Widen(new Vector<uint>(low[k..]), out var a, out var b);
                Vector.Widen(new Vector<uint>(high[k..]), out var c, out var d);
                (a | (c << 32)).CopyTo(elements[(i + k)..]);
                (b | (d << 32)).CopyTo(elements[(i + k + Vector<ulong>.Count)..]);
            }
        }

        return i;
    }

    /// <summary>Four planes to as many 32-bit words as a vector has bytes.</summary>
    private static void Half(ReadOnlySpan<byte> bytes, int at, int count, Span<uint> words)
    {
        Pair(bytes, at, count, out var low, out var high);
        Pair(bytes[(2 * count)..], at, count, out var upperLow, out var upperHigh);
        Four(low, upperLow, words);
        Four(high, upperHigh, words[Vector<ushort>.Count..]);
    }

    /// <summary>Two planes to 16-bit words.</summary>
    private static void Pair(ReadOnlySpan<byte> bytes, int at, int count, out Vector<ushort> low, out Vector<ushort> high)
    {
        Vector.Widen(new Vector<byte>(bytes[at..]), out low, out high);
        Vector.Widen(new Vector<byte>(bytes[(at + count)..]), out var upperLow, out var upperHigh);
        (low, high) = (low | (upperLow << 8), high | (upperHigh << 8));
    }

    private static void Four(Vector<ushort> lower, Vector<ushort> upper, Span<uint> words)
    {
        Vector.Widen(lower, out var low, out var high);
        Vector.Widen(upper, out var upperLow, out var upperHigh);
        (low | (upperLow << 16)).CopyTo(words);
        (high | (upperHigh << 16)).CopyTo(words[Vector<uint>.Count..]);
    }

    /// <summary>Elements of the other byte order, turned in place.</summary>
    public static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2: Swap<ushort>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 4: Swap<uint>(bytes, BinaryPrimitives.ReverseEndianness); break;
            case 8: Swap<ulong>(bytes, BinaryPrimitives.ReverseEndianness); break;
            default:
                for (var i = 0; size > 1 && i + size <= bytes.Length; i += size)
                {
                    bytes.Slice(i, size).Reverse();
                }

                break;
        }
    }

    private delegate void Reverse<T>(ReadOnlySpan<T> from, Span<T> to);

    private static void Swap<T>(Span<byte> bytes, Reverse<T> reverse) where T : struct
    {
        var elements = MemoryMarshal.Cast<byte, T>(bytes);
        reverse(elements, elements);
    }
}
