using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <content>Dimensions, variables, attributes and user-defined types.</content>
internal static unsafe partial class NetCdfLibrary
{
    [LibraryImport(Library)]
    public static partial int nc_inq_dimids(int id, out int count, [Out] int[]? ids, int includeParents);

    [LibraryImport(Library)]
    public static partial int nc_inq_dim(int id, int dimension, [Out] byte[] name, out nuint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_def_dim(int id, string name, nuint length, out int dimension);

    [LibraryImport(Library)]
    public static partial int nc_inq_varids(int id, out int count, [Out] int[]? ids);

    [LibraryImport(Library)]
    public static partial int nc_inq_dimlen(int id, int dimension, out nuint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_inq_varid(int id, string name, out int variable);

    [LibraryImport(Library)]
    public static partial int nc_inq_varndims(int id, int variable, out int count);

    [LibraryImport(Library)]
    public static partial int nc_inq_var(int id, int variable, [Out] byte[] name, out int type, out int rank, [Out] int[] dimensions, out int attributes);

    [LibraryImport(Library)]
    public static partial int nc_inq_var_chunking(int id, int variable, out int storage, [Out] nuint[] chunks);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_def_var(int id, string name, int type, int rank, int[] dimensions, out int variable);

    [LibraryImport(Library)]
    public static partial int nc_def_var_chunking(int id, int variable, int storage, nuint[] chunks);

    [LibraryImport(Library)]
    public static partial int nc_def_var_deflate(int id, int variable, int shuffle, int deflate, int level);

    [LibraryImport(Library)]
    public static partial int nc_inq_natts(int id, out int count);

    [LibraryImport(Library)]
    public static partial int nc_inq_attname(int id, int variable, int number, [Out] byte[] name);

    [LibraryImport(Library)]
    public static partial int nc_inq_att(int id, int variable, byte[] name, out int type, out nuint length);

    [LibraryImport(Library)]
    public static partial int nc_get_att(int id, int variable, byte[] name, void* values);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_put_att(int id, int variable, string name, int type, nuint length, void* values);

    [LibraryImport(Library)]
    public static partial int nc_inq_user_type(int id, int type, [Out] byte[] name, out nuint size, out int baseType, out nuint fields, out int kind);

    [LibraryImport(Library)]
    public static partial int nc_inq_enum_member(int id, int type, int index, [Out] byte[] name, void* value);
}
