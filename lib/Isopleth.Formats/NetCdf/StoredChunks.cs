using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;
using Isopleth.Formats.ZarrNative;

namespace Isopleth.Formats;

/// <summary>The chunks of one variable of a NetCDF-4 file as HDF5 stores them, unpacked here, several at once: HDF5 itself unpacks one at a time.</summary>
/// <remarks>Format: HDF5's shuffle, deflate and Fletcher-32 filters, LZF, Blosc, Zstandard, LZ4 and bzip2, of numbers in either byte order. All else is left to the C library.</remarks>
internal sealed unsafe class StoredChunks
{
    private const int Nothing = 0;
    private const int Deflated = 1;
    private const int Shuffled = 2;
    private const int Checksummed = 3;

    /// <summary>Filters that HDF5 has only as plug-ins, by the numbers under which they are registered.</summary>
    private static readonly Dictionary<int, ZarrCodec.Unpacker> PlugIns = new()
    {
        [307] = CodecLibraries.BZip2, [32000] = Lzf.Unpack, [32001] = CodecLibraries.Blosc, [32004] = Lz4Blocks, [32015] = CodecLibraries.Zstandard,
    };

    private readonly NetCdfFile _file;
    private readonly string _variable;
    private readonly long _dataset;
    private readonly int[] _shape;
    private readonly int[] _filters;
    private readonly int _size;
    private readonly int _bytes;
    private readonly bool _swap;

    private StoredChunks(NetCdfFile file, string variable, long dataset, int[] shape, int[] filters, int size, bool swap)
    {
        (_file, _variable, _dataset, _shape, _filters, _size, _swap) = (file, variable, dataset, shape, filters, size, swap);
        _bytes = checked(shape.Aggregate(size, (product, n) => checked(product * n)));
    }

    /// <summary>Whether anything is packed at all.</summary>
    public bool IsPacked => Array.Exists(_filters, f => f != Nothing);

    /// <summary>Bytes of a chunk, unpacked.</summary>
    public int Bytes => _bytes;

    /// <summary>The stored chunks of a variable, or null when they are such that the C library is to read them. The caller holds the library.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">The variable's group.</param>
    /// <param name="variable">Its name.</param>
    /// <param name="lengths">Its shape.</param>
    /// <param name="chunks">The shape of its chunks.</param>
    /// <param name="size">Bytes of an element as it is delivered.</param>
    public static StoredChunks? Of(NetCdfFile file, int group, string variable, IReadOnlyList<int> lengths, IReadOnlyList<int> chunks, int size)
    {
        if (!Deflate.IsAvailable || chunks.Aggregate((long)size, (product, n) => product * n) > Array.MaxLength / 2 || file.Dataset(group, variable) is not (> 0 and var dataset))
        {
            return null;
        }

        return HasExtent(dataset, lengths) && Filters(dataset, size) is { } filters && Swaps(dataset, size) is { } swap ? new(file, variable, dataset, [.. chunks], filters, size, swap) : null;
    }

    /// <summary>Reads a hyperslab, chunk by chunk, on all processors.</summary>
    /// <param name="window">The chunks that it touches.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="read">The C library's own reading, of which there is need for chunks that were never written.</param>
    /// <exception cref="DataFormatException">A chunk is damaged.</exception>
    public void Read<T>(ChunkWindow window, Span<T> destination, Func<DimensionSlice[], T[]> read)
    {
        fixed (byte* p = &Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(destination)))
        {
            var (result, length) = ((nint)p, destination.Length);
            InParallel.For(checked((int)window.Count), i =>
            {
                var rented = new List<byte[]>();
                try
                {
                    Read(window, window.At(i), new Span<T>((void*)result, length), read, rented);
                }
                finally
                {
                    rented.ForEach(buffer => ArrayPool<byte>.Shared.Return(buffer));
                }
            });
        }
    }

    private void Read<T>(ChunkWindow window, int[] at, Span<T> result, Func<DimensionSlice[], T[]> read, List<byte[]> rented)
    {
        Span<byte> Rent(int length)
        {
            rented.Add(ArrayPool<byte>.Shared.Rent(length));
            return rented[^1].AsSpan(0, length);
        }

        // Where the chunk goes as it is, it is unpacked there.
        var place = window.Whole(at) is { } start ? MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref result[start]), _bytes) : default;
        var isPlaced = !place.IsEmpty;
        Span<byte> bytes;
        uint skipped;
        using (_file.Enter())
        {
            var offset = stackalloc ulong[at.Length];
            for (var d = 0; d < at.Length; d++)
            {
                offset[d] = (ulong)at[d] * (ulong)_shape[d];
            }

            // HDF5 tells of a chunk that is not there by an error, and when it has filled one in for it, by a wrong length.
            ulong stored = 0;
            if (NetCdfLibrary.H5Dget_chunk_storage_size(_dataset, offset, &stored) < 0 || stored - 1 >= (2 * (ulong)_bytes) + 4096)
            {
                ReadByLibrary(window, at, result, read);
                return;
            }

            bytes = isPlaced && !IsPacked && stored == (ulong)_bytes ? place : Rent((int)stored);
            fixed (byte* p = bytes)
            {
                if (NetCdfLibrary.H5Dread_chunk(_dataset, 0, offset, out skipped, p) < 0)
                {
                    ReadByLibrary(window, at, result, read);
                    return;
                }
            }
        }

        var last = Array.FindIndex(_filters, f => f != Nothing);
        for (var f = _filters.Length - 1; f >= 0; f--)
        {
            if ((skipped & (1u << f)) == 0 && _filters[f] != Nothing)
            {
                bytes = _filters[f] == Checksummed ? Checked(at, bytes) : Unpack(at, _filters[f], bytes, f == last && isPlaced ? place : Rent(_bytes + (4 * f)));
            }
        }

        if (bytes.Length != _bytes)
        {
            throw Damaged(at, $"it holds {bytes.Length} bytes of {_bytes}");
        }

        if (_swap)
        {
            Shuffle.Swap(bytes, _size);
        }

        if (!isPlaced || !Unsafe.AreSame(ref bytes[0], ref place[0]))
        {
            window.Place(at, MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref bytes[0]), _bytes / _size), default!, result);
        }
    }

    private void ReadByLibrary<T>(ChunkWindow window, int[] at, Span<T> result, Func<DimensionSlice[], T[]> read)
    {
        try
        {
            window.PlaceSlab(at, Array.Exists(_filters, PlugIns.ContainsKey) ? ReadByHdf5<T>(window.Slab(at)) : read(window.Slab(at)), result);
        }
        catch (DataFormatException e)
        {
            throw Damaged(at, "the file does not hold all of it", e);
        }
    }

    /// <summary>Of chunks that were never written HDF5 needs no filter, for which libnetcdf asks all the same.</summary>
    private T[] ReadByHdf5<T>(DimensionSlice[] slab)
    {
        var values = new T[DimensionSlice.Size(slab)];
        using (_file.Enter())
        {
            var type = NetCdfLibrary.H5Dget_type(_dataset);
            var native = NetCdfLibrary.H5Tget_native_type(type, 1);
            fixed (byte* p = &Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(values)))
            {
                var isRead = FixedTexts.Read(_dataset, native, slab, (ulong)values.Length, p);
                _ = NetCdfLibrary.H5Tclose(native);
                _ = NetCdfLibrary.H5Tclose(type);
                return isRead ? values : throw new DataFormatException("HDF5 cannot read the chunk.", _file.Path, _variable);
            }
        }
    }

    /// <summary>LZ4 as HDF5's filter writes it: the length of all, that of a block, then each block behind its packed length; all of them big-endian.</summary>
    private static int Lz4Blocks(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        if (packed.Length < 12 || BinaryPrimitives.ReadInt64BigEndian(packed) is not (>= 0 and var length) || length > bytes.Length || BinaryPrimitives.ReadInt32BigEndian(packed[8..]) is not (> 0 and var block))
        {
            return -1;
        }

        var end = 0;
        for (var at = 12; end < length;)
        {
            var whole = (int)Math.Min(block, length - end);
            if (at > packed.Length - 4 || BinaryPrimitives.ReadInt32BigEndian(packed[at..]) is not (> 0 and var size) || size > packed.Length - at - 4)
            {
                return -1;
            }

            var from = packed.Slice(at + 4, size);
            var to = bytes.Slice(end, whole);
            if (size == whole ? !from.TryCopyTo(to) : CodecLibraries.Lz4Block(from, to) != whole)
            {
                return -1;
            }

            (at, end) = (at + 4 + size, end + whole);
        }

        return end;
    }

    private Span<byte> Unpack(int[] at, int filter, ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        if (filter == Deflated)
        {
            var length = Deflate.Inflate(bytes, target);
            return length >= 0 ? target[..length] : throw Damaged(at, "what is deflated in it cannot be inflated");
        }

        if (PlugIns.GetValueOrDefault(filter) is { } unpack)
        {
            var length = unpack(bytes, target);
            return length >= 0 ? target[..length] : throw Damaged(at, "what is packed in it cannot be unpacked");
        }

        if (bytes.Length > target.Length)
        {
            throw Damaged(at, $"it holds {bytes.Length} bytes of {_bytes}");
        }

        Shuffle.Undo(bytes, target[..bytes.Length], _size);
        return target[..bytes.Length];
    }

    /// <summary>Fletcher's checksum of 16-bit words, behind the bytes; versions of HDF5 before 1.6.3 wrote its halves with their bytes swapped.</summary>
    private Span<byte> Checked(int[] at, Span<byte> bytes)
    {
        if (bytes.Length < 4)
        {
            throw Damaged(at, "its checksum is missing");
        }

        var told = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]);
        var content = bytes[..^4];
        var counted = Fletcher32(content);
        var old = ((counted & 0x00ff00ff) << 8) | ((counted >> 8) & 0x00ff00ff);
        return told == counted || told == old ? content : throw Damaged(at, "its checksum does not fit its contents");
    }

    private static uint Fletcher32(ReadOnlySpan<byte> bytes)
    {
        const int wordsWithoutOverflow = 360;
        var (first, second) = (0u, 0u);
        var words = bytes.Length / 2;
        for (var i = 0; i < words;)
        {
            for (var end = Math.Min(words, i + wordsWithoutOverflow); i < end; i++)
            {
                first += BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);
                second += first;
            }

            (first, second) = ((first & 0xffff) + (first >> 16), (second & 0xffff) + (second >> 16));
        }

        if (bytes.Length % 2 != 0)
        {
            first += (uint)bytes[^1] << 8;
            second += first;
            (first, second) = ((first & 0xffff) + (first >> 16), (second & 0xffff) + (second >> 16));
        }

        (first, second) = ((first & 0xffff) + (first >> 16), (second & 0xffff) + (second >> 16));
        return (second << 16) | first;
    }

    private DataFormatException Damaged(int[] at, string how, Exception? cause = null) =>
        new($"Chunk [{string.Join(", ", at)}] (from position [{string.Join(", ", at.Zip(_shape, (a, n) => (long)a * n))}] on) is damaged: {how}.", _file.Path, _variable, hint: "Fetch or write the file again; what does not touch this chunk can be read.", innerException: cause);

    /// <summary>Whether the data set has grown as far as its dimensions; where it has not, libnetcdf fills in.</summary>
    internal static bool HasExtent(long dataset, IReadOnlyList<int> lengths)
    {
        var space = NetCdfLibrary.H5Dget_space(dataset);
        var extent = new ulong[lengths.Count];
        fixed (ulong* p = extent)
        {
            var isSame = NetCdfLibrary.H5Sget_simple_extent_ndims(space) == lengths.Count && NetCdfLibrary.H5Sget_simple_extent_dims(space, p, null) == lengths.Count;
            _ = NetCdfLibrary.H5Sclose(space);
            return isSame && extent.Select(n => (long)n).SequenceEqual(lengths.Select(n => (long)n));
        }
    }

    /// <summary>The filters in the order in which they were applied; null when there are others than are known here.</summary>
    private static int[]? Filters(long dataset, int size)
    {
        var properties = NetCdfLibrary.H5Dget_create_plist(dataset);
        try
        {
            // An option is to leave the chunks at the edges unpacked.
            if (NetCdfLibrary.H5Pget_chunk_opts(properties, out var options) < 0 || options != 0)
            {
                return null;
            }

            var filters = new int[Math.Max(0, NetCdfLibrary.H5Pget_nfilters(properties))];
            for (var i = 0; i < filters.Length; i++)
            {
                nuint none = 0;
                filters[i] = NetCdfLibrary.H5Pget_filter2(properties, (uint)i, out _, ref none, null, 0, null, out _);

                // Single bytes shuffled are as they were.
                filters[i] = filters[i] == Shuffled && size == 1 ? Nothing : filters[i];
            }

            return filters.All(f => f is Nothing or Deflated or Shuffled or Checksummed || PlugIns.ContainsKey(f)) ? filters : null;
        }
        finally
        {
            _ = NetCdfLibrary.H5Pclose(properties);
        }
    }

    /// <summary>Whether the stored numbers have the other byte order; null when more than that tells them from the delivered ones.</summary>
    internal static bool? Swaps(long dataset, int size)
    {
        const int ascending = 1;
        const int littleEndian = 0;
        var type = NetCdfLibrary.H5Dget_type(dataset);
        var native = NetCdfLibrary.H5Tget_native_type(type, ascending);
        var turned = NetCdfLibrary.H5Tcopy(type);
        try
        {
            return (int)NetCdfLibrary.H5Tget_size(native) != size ? null
                : NetCdfLibrary.H5Tequal(type, native) > 0 ? false
                : BitConverter.IsLittleEndian && NetCdfLibrary.H5Tset_order(turned, littleEndian) >= 0 && NetCdfLibrary.H5Tequal(turned, native) > 0 ? true : null;
        }
        finally
        {
            _ = NetCdfLibrary.H5Tclose(type);
            _ = NetCdfLibrary.H5Tclose(native);
            _ = NetCdfLibrary.H5Tclose(turned);
        }
    }
}
