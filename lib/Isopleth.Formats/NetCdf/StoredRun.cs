using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;
using Microsoft.Win32.SafeHandles;

namespace Isopleth.Formats;

/// <summary>The values of one variable of a NetCDF-4 file that lie in it in one piece, as they are in memory: the system reads them, for several threads at once, where HDF5 lets one in at a time.</summary>
internal sealed class StoredRun
{
    private readonly SafeFileHandle _file;
    private readonly long _offset;
    private readonly IReadOnlyList<int> _lengths;
    private readonly int _size;

    private StoredRun(SafeFileHandle file, long offset, IReadOnlyList<int> lengths, int size) => (_file, _offset, _lengths, _size) = (file, offset, lengths, size);

    /// <summary>Where a variable lies in its file, or null when the C library is to read it. The caller holds the library.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">The variable's group.</param>
    /// <param name="variable">Its name.</param>
    /// <param name="lengths">Its shape.</param>
    /// <param name="size">Bytes of an element as it is delivered.</param>
    public static StoredRun? Of(NetCdfFile file, int group, string variable, IReadOnlyList<int> lengths, int size)
    {
        // HDF5 names no place of what was never written, or lies in the header or in another file; a damaged file may name any.
        const ulong nowhere = 1UL << 62;
        return file.Dataset(group, variable) is > 0 and var dataset
            && NetCdfLibrary.H5Dget_offset(dataset) is < nowhere and var offset
            && NetCdfLibrary.H5Dget_storage_size(dataset) == lengths.Aggregate((ulong)size, (product, n) => product * (ulong)n)
            && StoredChunks.HasExtent(dataset, lengths) && StoredChunks.Swaps(dataset, size) is false && file.Descriptor() is { } descriptor
            ? new(descriptor, (long)offset, lengths, size) : null;
    }

    /// <summary>Reads a hyperslab that is one piece of the file; false when it is not, or the file does not hold all of it.</summary>
    public bool Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        // Behind the first dimension of which several positions are wanted, all are.
        var (first, step, isPiece) = (0L, 1L, true);
        for (var d = slab.Length - 1; d >= 0; d--)
        {
            isPiece &= slab[d].Count == 1 || (slab[d].Stride == 1 && IsWhole(slab, d + 1));
            first += slab[d].Start * step;
            step *= _lengths[d];
        }

        if (!isPiece)
        {
            return false;
        }

        var bytes = MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(destination)), checked(destination.Length * _size));
        for (var at = _offset + (first * _size); !bytes.IsEmpty;)
        {
            var count = RandomAccess.Read(_file, bytes, at);
            if (count == 0)
            {
                return false;
            }

            at += count;
            bytes = bytes[count..];
        }

        return true;
    }

    private bool IsWhole(ReadOnlySpan<DimensionSlice> slab, int from)
    {
        for (var d = from; d < slab.Length; d++)
        {
            if (slab[d].Count != _lengths[d])
            {
                return false;
            }
        }

        return true;
    }
}
