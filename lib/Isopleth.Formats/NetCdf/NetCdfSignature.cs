using System.Buffers.Binary;
using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>What a file is by its first bytes, so that a wrong file is called by its name before libnetcdf is asked.</summary>
internal static class NetCdfSignature
{
    private static readonly byte[] Hdf5 = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0d, 0x0a, 0x1a, 0x0a];

    /// <summary>Checks that a path leads to a file that begins as NetCDF does and, for the classic formats, is as long as its header says.</summary>
    /// <exception cref="DataFormatException">It does not; the message says what is there instead.</exception>
    /// <returns>Whether it is HDF5, which NetCDF-4 is built on.</returns>
    public static bool Check(string path)
    {
        if (Directory.Exists(path))
        {
            throw new DataFormatException("This is a folder, not a NetCDF file.", path, hint: "Name a file in it.");
        }

        if (!File.Exists(path))
        {
            throw Missing(path);
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 14);
            return Check(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException($"The file cannot be read: {e.Message}", path, innerException: e);
        }
    }

    private static bool Check(FileStream file, string path)
    {
        if (file.Length == 0)
        {
            throw new DataFormatException("The file is empty (0 bytes).", path, hint: "Fetch or write it again.");
        }

        Span<byte> head = stackalloc byte[64];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.Length >= 4 && head[..3].SequenceEqual("CDF"u8) && head[3] is 1 or 2 or 5)
        {
            var expected = ClassicHeader.ExpectedLength(file, path);
            if (file.Length < expected)
            {
                // libnetcdf opens such a file without a word and returns whatever its buffer held.
                throw Truncated(path, file.Length, expected);
            }

            return false;
        }

        if (Hdf5Start(file, head) is not { } start)
        {
            throw new DataFormatException($"This is no NetCDF file: it begins with {Begin(head)}.", path, hint: "NetCDF begins with 'CDF' or, from version 4, as HDF5 does.");
        }

        if (Hdf5End(file, start) is { } end && file.Length < end)
        {
            throw Truncated(path, file.Length, end);
        }

        return true;
    }

    /// <summary>The error for a file whose end is missing.</summary>
    public static DataFormatException Truncated(string path, long length, long? expected) => new(
        expected is null ? $"The file is truncated: its header promises more than the {length} bytes that are there." : $"The file is truncated: its header promises {expected} bytes, {length} are there.",
        path, hint: "Fetch or write it again.");

    /// <summary>Where HDF5's signature stands: at 0, 512, 1024, … doubling, since a user's own block may come before it.</summary>
    private static long? Hdf5Start(FileStream file, ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Hdf5))
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[8];
        for (var offset = 512L; offset + 8 <= file.Length; offset *= 2)
        {
            file.Position = offset;
            file.ReadExactly(bytes);
            if (bytes.SequenceEqual(Hdf5))
            {
                return offset;
            }
        }

        return null;
    }

    /// <summary>The end-of-file address in HDF5's superblock (file format specification, II.A), when its offsets are the usual eight bytes. Files with a user's block before it count from their very beginning.</summary>
    private static long? Hdf5End(FileStream file, long start)
    {
        Span<byte> block = stackalloc byte[48];
        file.Position = start;
        if (file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false) < block.Length)
        {
            return null;
        }

        var (offsetSize, address) = block[8] switch
        {
            0 => (block[13], 40),
            2 or 3 => (block[9], 28),
            _ => (default(byte), 0),
        };
        return offsetSize == 8 ? BinaryPrimitives.ReadInt64LittleEndian(block[address..]) : null;
    }

    /// <summary>The first bytes in words.</summary>
    public static string Begin(ReadOnlySpan<byte> head)
    {
        var text = head.ContainsAnyExceptInRange((byte)9, (byte)126) ? null : Encoding.ASCII.GetString(head[..Math.Min(24, head.Length)]).ReplaceLineEndings(" ");
        return text is null ? "the bytes " + Convert.ToHexString(head[..Math.Min(8, head.Length)]) : $"the text '{text}'";
    }

    /// <summary>The error for a path that leads nowhere; it tells what is beside it.</summary>
    public static DataFormatException Missing(string path)
    {
        var folder = Path.GetDirectoryName(path);
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder))
            {
                break;
            }
        }

        var beside = folder == Path.GetDirectoryName(path) && folder is not null
            ? Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).ToList()
            : null;
        var there = beside is null ? $"The folder {Path.GetDirectoryName(path)} does not exist either; the nearest that does is {folder}."
            : beside.Count == 0 ? "Its folder is empty."
            : $"Its folder holds {string.Join(", ", beside.Take(12))}" + (beside.Count > 12 ? $" and {beside.Count - 12} more." : ".");
        return new DataFormatException("There is no such file.", path, hint: there);
    }
}
