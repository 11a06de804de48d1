using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <content>HDF5 below it, for chunks as they are stored; its symbols are found through libnetcdf. The caller holds the library.</content>
internal static unsafe partial class NetCdfLibrary
{
    /// <summary>What HDF5 calls the file that was opened last; 0 when none is open, or HDF5 cannot be called or is older than version 1.10.3.</summary>
    public static long NewestHdf5File()
    {
        const long ofAll = 0x1f;
        const uint files = 1;
        var ids = new long[Hdf5.Has(Loaded.Value, "H5Dread_chunk") ? Math.Max(0, H5Fget_obj_count(ofAll, files)) : 0];
        fixed (long* p = ids)
        {
            return ids.Length > 0 && H5Fget_obj_ids(ofAll, files, (nuint)ids.Length, p) > 0 ? ids.Max() : 0;
        }
    }

    [LibraryImport(Library)]
    public static partial int nc_inq_grpname_full(int group, out nuint length, [Out] byte[]? name);

    [LibraryImport(Library)]
    public static partial nint H5Fget_obj_count(long of, uint kinds);

    [LibraryImport(Library)]
    public static partial nint H5Fget_obj_ids(long of, uint kinds, nuint room, long* ids);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Dopen2(long file, string path, long access);

    [LibraryImport(Library)]
    public static partial int H5Dclose(long dataset);

    [LibraryImport(Library)]
    public static partial long H5Dget_space(long dataset);

    [LibraryImport(Library)]
    public static partial int H5Sget_simple_extent_ndims(long space);

    [LibraryImport(Library)]
    public static partial int H5Sget_simple_extent_dims(long space, ulong* lengths, ulong* maxima);

    [LibraryImport(Library)]
    public static partial int H5Sclose(long space);

    [LibraryImport(Library)]
    public static partial long H5Dget_type(long dataset);

    [LibraryImport(Library)]
    public static partial int H5Tget_class(long type);

    [LibraryImport(Library)]
    public static partial int H5Tis_variable_str(long type);

    [LibraryImport(Library)]
    public static partial long H5Screate_simple(int rank, ulong* lengths, ulong* maxima);

    [LibraryImport(Library)]
    public static partial int H5Sselect_hyperslab(long space, int operation, ulong* start, ulong* stride, ulong* count, ulong* block);

    [LibraryImport(Library)]
    public static partial int H5Dread(long dataset, long type, long memory, long space, long transfer, byte* values);

    [LibraryImport(Library)]
    public static partial long H5Tget_native_type(long type, int direction);

    [LibraryImport(Library)]
    public static partial int H5Tequal(long type, long other);

    [LibraryImport(Library)]
    public static partial long H5Tcopy(long type);

    [LibraryImport(Library)]
    public static partial int H5Tset_order(long type, int order);

    [LibraryImport(Library)]
    public static partial nuint H5Tget_size(long type);

    [LibraryImport(Library)]
    public static partial int H5Tclose(long type);

    [LibraryImport(Library)]
    public static partial long H5Dget_create_plist(long dataset);

    [LibraryImport(Library)]
    public static partial int H5Pget_chunk_opts(long properties, out uint options);

    [LibraryImport(Library)]
    public static partial int H5Pget_nfilters(long properties);

    [LibraryImport(Library)]
    public static partial int H5Pget_filter2(long properties, uint index, out uint flags, ref nuint valueCount, uint* values, nuint nameLength, byte* name, out uint configuration);

    [LibraryImport(Library)]
    public static partial int H5Pclose(long properties);

    [LibraryImport(Library)]
    public static partial int H5Dget_chunk_storage_size(long dataset, ulong* offset, ulong* bytes);

    [LibraryImport(Library)]
    public static partial ulong H5Dget_offset(long dataset);

    [LibraryImport(Library)]
    public static partial ulong H5Dget_storage_size(long dataset);

    [LibraryImport(Library)]
    public static partial int H5Fget_vfd_handle(long file, long access, int** descriptor);

    [LibraryImport(Library)]
    public static partial int H5Dread_chunk(long dataset, long transfer, ulong* offset, out uint skippedFilters, byte* bytes);
}
