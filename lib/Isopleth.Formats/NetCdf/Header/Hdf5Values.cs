namespace Isopleth.Formats;

/// <summary>What the messages of HDF5 say of types and shapes.</summary>
/// <remarks>Format: the HDF5 File Format Specification, version 3, IV.A.2. Numbers, characters and texts; all else is an <see cref="InvalidDataException"/>.</remarks>
internal static class Hdf5Values
{
    public const int FixedText = 3;
    public const int VariableLength = 9;

    /// <summary>The type of elements: a number of .NET's, <see cref="char"/> for single bytes of text, <see cref="string"/> for texts that each have their own length.</summary>
    /// <param name="message">The message of a type.</param>
    /// <param name="isSwapped">Whether the bytes of numbers stand in the other order.</param>
    public static Type Element(ReadOnlySpan<byte> message, out bool isSwapped)
    {
        var (kind, bits, size) = Type(message);
        isSwapped = kind <= 1 && size > 1 && (bits[0] & 1) != 0;
        var layout = message[8..];
        const int signed = 8;
        const int highBitOfTheOrder = 64;
        return (kind, size, (bits[0] & signed) != 0) switch
        {
            (0, 1, true) when IsWhole(layout, 8) => typeof(sbyte),
            (0, 1, false) when IsWhole(layout, 8) => typeof(byte),
            (0, 2, true) when IsWhole(layout, 16) => typeof(short),
            (0, 2, false) when IsWhole(layout, 16) => typeof(ushort),
            (0, 4, true) when IsWhole(layout, 32) => typeof(int),
            (0, 4, false) when IsWhole(layout, 32) => typeof(uint),
            (0, 8, true) when IsWhole(layout, 64) => typeof(long),
            (0, 8, false) when IsWhole(layout, 64) => typeof(ulong),
            (1, 4, _) when (bits[0] & highBitOfTheOrder) == 0 && layout[..12].SequenceEqual<byte>([0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]) => typeof(float),
            (1, 8, _) when (bits[0] & highBitOfTheOrder) == 0 && layout[..12].SequenceEqual<byte>([0, 0, 64, 0, 52, 11, 0, 52, 0xff, 3, 0, 0]) => typeof(double),
            (FixedText, 1, _) => typeof(char),
            (VariableLength, _, _) when (bits[0] & 15) == 1 => typeof(string),
            _ => throw new InvalidDataException("a type that only the HDF5 library reads"),
        };
    }

    /// <summary>The lengths of a data space, and whether each may still grow; null when it has not even one element.</summary>
    public static (int[] Lengths, bool[] IsUnlimited)? Shape(ReadOnlySpan<byte> message)
    {
        var cursor = new Hdf5Cursor(message);
        var (version, rank, flags) = (cursor.Byte(), cursor.Byte(), cursor.Byte());
        const int mostDimensions = 32;
        if (version is < 1 or > 2 || rank > mostDimensions || (flags & ~1) != 0)
        {
            throw new InvalidDataException("a data space that netCDF-4 does not write");
        }

        const int none = 2;
        if (version == 2 && cursor.Byte() == none)
        {
            return null;
        }

        _ = version == 1 ? cursor.Take(5) : default;
        var (lengths, isUnlimited) = (new int[rank], new bool[rank]);
        for (var d = 0; d < rank; d++)
        {
            lengths[d] = checked((int)cursor.Number());
        }

        for (var d = 0; d < rank && flags == 1; d++)
        {
            isUnlimited[d] = cursor.Number() < 0;
        }

        return (lengths, isUnlimited);
    }

    /// <summary>The shape of the chunks; null when there are none.</summary>
    public static int[]? Chunks(ReadOnlySpan<byte> layout)
    {
        var cursor = new Hdf5Cursor(layout);
        var (version, kind) = (cursor.Byte(), cursor.Byte());
        const int chunked = 2;
        if (version is < 3 or > 4 || kind > chunked)
        {
            throw new InvalidDataException("a layout that netCDF-4 does not write");
        }

        if (kind != chunked)
        {
            return null;
        }

        _ = version == 4 ? cursor.Byte() : 0;
        var rank = cursor.Byte() - 1;
        var width = version == 4 ? cursor.Byte() : 4;
        _ = version == 3 ? cursor.Number() : 0;
        var chunks = new int[Math.Max(0, rank)];
        for (var d = 0; d < chunks.Length; d++)
        {
            chunks[d] = checked((int)cursor.Number(width));
        }

        return chunks.AsSpan().Contains(0) ? throw new InvalidDataException("chunks of nothing") : chunks;
    }

    /// <summary>The class of a type, its bit field, and its bytes.</summary>
    public static (int Kind, byte[] Bits, int Size) Type(ReadOnlySpan<byte> message)
    {
        var cursor = new Hdf5Cursor(message);
        return (cursor.Byte() & 15, cursor.Take(3).ToArray(), checked((int)cursor.Number(4)));
    }

    /// <summary>Numbers of which all bits count.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> layout, int bits) => layout.Length >= 4 && layout[0] == 0 && layout[1] == 0 && layout[2] == bits && layout[3] == 0;
}
