using System.Text;
using Isopleth.Arrays;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Formats;

/// <summary>Texts of one length each, as HDF5 files of other writers have them; libnetcdf 4.9.0 makes pointers of them that cannot be freed, and the process dies.</summary>
internal static unsafe class FixedTexts
{
    /// <summary>Reads some of them; false when the data set holds others. The caller holds the library.</summary>
    /// <param name="dataset">What HDF5 calls the data set.</param>
    /// <param name="slab">Which.</param>
    /// <param name="texts">As many texts.</param>
    /// <param name="failed">The error to throw when HDF5 cannot read them.</param>
    public static bool Read(long dataset, ReadOnlySpan<DimensionSlice> slab, Span<string> texts, Func<Exception> failed)
    {
        const int text = 3;
        var type = NetCdfLibrary.H5Dget_type(dataset);
        try
        {
            if (NetCdfLibrary.H5Tget_class(type) != text || NetCdfLibrary.H5Tis_variable_str(type) != 0)
            {
                return false;
            }

            var size = (int)NetCdfLibrary.H5Tget_size(type);
            var bytes = new byte[checked(texts.Length * size)];
            fixed (byte* p = bytes)
            {
                if (!Read(dataset, type, slab, (ulong)texts.Length, p))
                {
                    throw failed();
                }
            }

            for (var i = 0; i < texts.Length; i++)
            {
                var one = bytes.AsSpan(i * size, size);
                texts[i] = Encoding.UTF8.GetString(one.IndexOf((byte)0) is >= 0 and var end ? one[..end] : one);
            }

            return true;
        }
        finally
        {
            _ = NetCdfLibrary.H5Tclose(type);
        }
    }

    /// <summary>Reads some values as a type has them in memory; false when HDF5 cannot. The caller holds the library.</summary>
    public static bool Read(long dataset, long type, ReadOnlySpan<DimensionSlice> slab, ulong count, byte* bytes)
    {
        const int select = 0;
        var space = NetCdfLibrary.H5Dget_space(dataset);
        var memory = NetCdfLibrary.H5Screate_simple(1, &count, null);
        try
        {
            // One element more, so that a scalar has an address too.
            var start = stackalloc ulong[slab.Length + 1];
            var stride = stackalloc ulong[slab.Length + 1];
            var counts = stackalloc ulong[slab.Length + 1];
            for (var d = 0; d < slab.Length; d++)
            {
                (start[d], stride[d], counts[d]) = ((ulong)slab[d].Start, (ulong)slab[d].Stride, (ulong)slab[d].Count);
            }

            return (slab.Length == 0 || NetCdfLibrary.H5Sselect_hyperslab(space, select, start, stride, counts, null) >= 0)
                && NetCdfLibrary.H5Dread(dataset, type, memory, space, 0, bytes) >= 0;
        }
        finally
        {
            _ = NetCdfLibrary.H5Sclose(space);
            _ = NetCdfLibrary.H5Sclose(memory);
        }
    }
}
