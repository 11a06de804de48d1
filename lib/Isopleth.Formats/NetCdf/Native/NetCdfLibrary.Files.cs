using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <content>Files and groups.</content>
internal static partial class NetCdfLibrary
{
    private const int ReadOnly = 0;

    /// <summary>What nc_create calls a format: NC_NETCDF4, none, NC_64BIT_OFFSET, NC_64BIT_DATA; each with NC_CLOBBER, which is 0.</summary>
    public static int CreationMode(NetCdfVersion version) => version switch { NetCdfVersion.Classic => 0, NetCdfVersion.Offset64 => 0x0200, NetCdfVersion.Data64 => 0x0020, _ => 0x1000 };

    /// <summary>NC_NOFILL: do not write fill values ahead of the data, which are written anyway.</summary>
    public const int NoFill = 0x100;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int nc_open(string path, int mode, out int id);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_create(string path, int mode, out int id);

    [LibraryImport(Library)]
    public static partial int nc_set_fill(int id, int mode, out int old);

    [LibraryImport(Library)]
    public static partial int nc_enddef(int id);

    [LibraryImport(Library)]
    private static partial int nc_close(int id);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_def_grp(int parent, string name, out int id);

    [LibraryImport(Library)]
    public static partial int nc_inq_grps(int id, out int count, [Out] int[]? ids);

    [LibraryImport(Library)]
    public static partial int nc_inq_grpname(int id, [Out] byte[] name);

    [LibraryImport(Library)]
    public static partial int nc_inq_grp_parent(int id, out int parent);
}
