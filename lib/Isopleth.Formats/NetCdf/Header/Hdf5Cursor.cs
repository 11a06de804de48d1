namespace Isopleth.Formats;

/// <summary>Little-endian fields one after the other.</summary>
internal ref struct Hdf5Cursor(ReadOnlySpan<byte> bytes)
{
    /// <summary>What comes next, to the end.</summary>
    public ReadOnlySpan<byte> Rest { get; private set; } = bytes;

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Rest.Length)
        {
            throw new InvalidDataException("a block of the file is cut off");
        }

        var taken = Rest[..count];
        Rest = Rest[count..];
        return taken;
    }

    public int Byte() => Take(1)[0];

    public int Short() => Take(2) is var b ? b[0] | (b[1] << 8) : 0;

    /// <summary>An unsigned number of one to eight bytes; it has to fit into 63 bits, as addresses do but for the one that stands for none, which is -1.</summary>
    public long Number(int size = 8)
    {
        ulong number = 0;
        var taken = Take(size);
        for (var i = 0; i < taken.Length; i++)
        {
            number |= (ulong)taken[i] << (8 * i);
        }

        return number <= long.MaxValue || number == ulong.MaxValue ? (long)number : throw new InvalidDataException("a number of the file makes no sense");
    }
}
