using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <content>What HDF5 has that libnetcdf does not know: links, types and attributes of other writers. The caller holds the library.</content>
internal static unsafe partial class NetCdfLibrary
{
    public const int SoftLink = 1;
    public const int ExternalLink = 64;
    public const int GroupObject = 2;
    public const int DatasetObject = 5;

    /// <summary>The links of a group by name, with what sort of link each is; null when they cannot be listed.</summary>
    public static List<(string Name, int Link)>? Links(long file, string path)
    {
        var group = H5Gopen2(file, path, 0);
        var links = new List<(string, int)>();
        var handle = GCHandle.Alloc(links);
        try
        {
            // Version 1.12 changed what it tells of a link, but not that its kind comes first.
            var iterate = Hdf5.Find(Loaded.Value, "H5Literate2") is var newer and not 0 ? newer : Hdf5.Find(Loaded.Value, "H5Literate");
            return group > 0 && iterate != 0 && ((delegate* unmanaged<long, int, int, ulong*, delegate* unmanaged<long, byte*, int*, nint, int>, nint, int>)iterate)(group, 0, 0, null, &Visit, GCHandle.ToIntPtr(handle)) >= 0 ? links : null;
        }
        finally
        {
            handle.Free();
            _ = H5Gclose(group);
        }
    }

    /// <summary>Where a soft or external link leads, in words.</summary>
    public static string LinkTarget(long file, string path, int link)
    {
        var bytes = stackalloc byte[4096];
        if (H5Lget_val(file, path, bytes, 4095, 0) < 0)
        {
            return "?";
        }

        bytes[4095] = 0;
        if (link != ExternalLink)
        {
            return Marshal.PtrToStringUTF8((nint)bytes) ?? "?";
        }

        var outside = Marshal.PtrToStringUTF8((nint)(bytes + 1)) ?? "?";
        return $"{Marshal.PtrToStringUTF8((nint)(bytes + 2 + System.Text.Encoding.UTF8.GetByteCount(outside)))} in file '{outside}'";
    }

    /// <summary>A name that HDF5 gave away; it is freed.</summary>
    public static string TakeName(byte* name)
    {
        var text = Marshal.PtrToStringUTF8((nint)name) ?? "";
        _ = H5free_memory(name);
        return text;
    }

    /// <summary>HDF5's own number of the type that a C double is.</summary>
    public static long NativeDouble => Hdf5.Find(Loaded.Value, "H5T_NATIVE_DOUBLE_g") is var place and not 0 ? *(long*)place : 0;

    [UnmanagedCallersOnly]
    private static int Visit(long group, byte* name, int* link, nint data)
    {
        ((List<(string, int)>)GCHandle.FromIntPtr(data).Target!).Add((Marshal.PtrToStringUTF8((nint)name) ?? "", *link));
        return 0;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Fopen(string path, uint mode, long access);

    [LibraryImport(Library)]
    public static partial int H5Fclose(long file);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Gopen2(long file, string path, long access);

    [LibraryImport(Library)]
    public static partial int H5Gclose(long group);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Oopen(long file, string path, long access);

    [LibraryImport(Library)]
    public static partial int H5Oclose(long item);

    [LibraryImport(Library)]
    public static partial int H5Iget_type(long item);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int H5Lget_val(long file, string path, byte* value, nuint room, long access);

    [LibraryImport(Library)]
    private static partial int H5free_memory(void* memory);

    [LibraryImport(Library)]
    public static partial int H5Aget_num_attrs(long item);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Aexists(long item, string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Aopen(long item, string name, long access);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial long H5Aopen_by_idx(long item, string name, int index, int order, ulong number, long access, long linkAccess);

    [LibraryImport(Library)]
    public static partial nint H5Aget_name(long attribute, nuint room, byte* name);

    [LibraryImport(Library)]
    public static partial long H5Aget_type(long attribute);

    [LibraryImport(Library)]
    public static partial long H5Aget_space(long attribute);

    [LibraryImport(Library)]
    public static partial int H5Aread(long attribute, long type, void* values);

    [LibraryImport(Library)]
    public static partial int H5Aclose(long attribute);

    [LibraryImport(Library)]
    public static partial int H5Sget_simple_extent_type(long space);

    [LibraryImport(Library)]
    public static partial long H5Sget_simple_extent_npoints(long space);

    [LibraryImport(Library)]
    public static partial int H5Tget_sign(long type);

    [LibraryImport(Library)]
    public static partial int H5Tget_nmembers(long type);

    [LibraryImport(Library)]
    public static partial byte* H5Tget_member_name(long type, uint number);

    [LibraryImport(Library)]
    public static partial long H5Tget_member_type(long type, uint number);

    [LibraryImport(Library)]
    public static partial int H5Tget_member_value(long type, uint number, void* value);

    [LibraryImport(Library)]
    public static partial long H5Tget_super(long type);

    [LibraryImport(Library)]
    public static partial long H5Tcreate(int kind, nuint size);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int H5Tinsert(long compound, string name, nuint offset, long member);

    [LibraryImport(Library)]
    public static partial long H5Tvlen_create(long element);

    [LibraryImport(Library)]
    public static partial int H5Tget_array_ndims(long type);

    [LibraryImport(Library)]
    public static partial int H5Tget_array_dims2(long type, ulong* lengths);

    [LibraryImport(Library)]
    public static partial long H5Tarray_create2(long element, uint rank, ulong* lengths);

    [LibraryImport(Library)]
    public static partial int H5Dvlen_reclaim(long type, long space, long transfer, void* values);

    [LibraryImport(Library)]
    public static partial nint H5Rget_name(long file, int kind, void* reference, byte* name, nuint room);
}
