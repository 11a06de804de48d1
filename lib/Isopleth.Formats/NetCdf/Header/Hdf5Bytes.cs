using System.Buffers.Binary;
using System.Numerics;
using Isopleth.Arrays;
using Microsoft.Win32.SafeHandles;

namespace Isopleth.Formats;

/// <summary>The bytes of an HDF5 file by their addresses; whatever lies outside of the file is an <see cref="InvalidDataException"/>, a false checksum a <see cref="DataFormatException"/>.</summary>
internal sealed class Hdf5Bytes(SafeFileHandle file, string path)
{
    private const int PageBytes = 1 << 15;
    private const int KeptPages = 256;

    private readonly long _length = RandomAccess.GetLength(file);
    private readonly Dictionary<long, byte[]> _pages = [];

    /// <summary>So many bytes, or as many as there are.</summary>
    public ReadOnlySpan<byte> UpTo(long address, int length) => At(address, (int)Math.Min(length, Math.Max(0, _length - address)));

    /// <summary>So many bytes.</summary>
    public ReadOnlySpan<byte> At(long address, int length)
    {
        if (address < 0 || length < 0 || address > _length - length)
        {
            throw new InvalidDataException($"{length} bytes at {address} lie outside of the file");
        }

        var first = address / PageBytes;
        var start = (int)(address % PageBytes);
        if (start + length <= PageBytes)
        {
            return Page(first).AsSpan(start, length);
        }

        var bytes = new byte[length];
        for (var done = 0; done < length; start = 0)
        {
            var part = Page(first++).AsSpan(start);
            part = part[..Math.Min(part.Length, length - done)];
            part.CopyTo(bytes.AsSpan(done));
            done += part.Length;
        }

        return bytes;
    }

    /// <summary>A block that begins with a signature and ends in a checksum, without the latter.</summary>
    public ReadOnlySpan<byte> Block(long address, long length, ReadOnlySpan<byte> signature)
    {
        var bytes = At(address, checked((int)length));
        if (bytes.Length <= signature.Length + 4 || !bytes.StartsWith(signature))
        {
            throw new InvalidDataException($"the block at {address} is another one");
        }

        // The library would refuse it, too, where it does not crash.
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) == Lookup3(bytes[..^4]) ? bytes[..^4]
            : throw new DataFormatException($"The file begins as NetCDF but cannot be opened: its header is damaged, as a checksum from byte {address} on tells.", path, hint: "Fetch or write it again.");
    }

    private byte[] Page(long number)
    {
        if (_pages.TryGetValue(number, out var page))
        {
            return page;
        }

        page = new byte[(int)Math.Min(PageBytes, _length - (number * PageBytes))];
        for (int done = 0, count; done < page.Length; done += count)
        {
            count = RandomAccess.Read(file, page.AsSpan(done), (number * PageBytes) + done);
            if (count == 0)
            {
                throw new InvalidDataException("the file became shorter while it was read");
            }
        }

        if (_pages.Count == KeptPages)
        {
            _pages.Clear();
        }

        return _pages[number] = page;
    }

    /// <summary>Jenkins' hash of 2006, HDF5's checksum of metadata.</summary>
    private static uint Lookup3(ReadOnlySpan<byte> bytes)
    {
        var a = 0xdeadbeef + (uint)bytes.Length;
        var (b, c) = (a, a);
        Span<byte> end = stackalloc byte[12];
        for (; bytes.Length > 12; bytes = bytes[12..])
        {
            Add(bytes, ref a, ref b, ref c);
            a = (a - c) ^ BitOperations.RotateLeft(c, 4);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 6);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 8);
            b += a;
            a = (a - c) ^ BitOperations.RotateLeft(c, 16);
            c += b;
            b = (b - a) ^ BitOperations.RotateLeft(a, 19);
            a += c;
            c = (c - b) ^ BitOperations.RotateLeft(b, 4);
            b += a;
        }

        bytes.CopyTo(end);
        Add(end, ref a, ref b, ref c);
        c = (c ^ b) - BitOperations.RotateLeft(b, 14);
        a = (a ^ c) - BitOperations.RotateLeft(c, 11);
        b = (b ^ a) - BitOperations.RotateLeft(a, 25);
        c = (c ^ b) - BitOperations.RotateLeft(b, 16);
        a = (a ^ c) - BitOperations.RotateLeft(c, 4);
        b = (b ^ a) - BitOperations.RotateLeft(a, 14);
        return (c ^ b) - BitOperations.RotateLeft(b, 24);
    }

    private static void Add(ReadOnlySpan<byte> bytes, ref uint a, ref uint b, ref uint c)
    {
        a += BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        b += BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        c += BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
    }
}
