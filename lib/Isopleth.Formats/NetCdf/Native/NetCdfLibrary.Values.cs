using System.Runtime.InteropServices;

namespace Isopleth.Formats.NetCdfNative;

/// <content>Values, as hyperslabs in their stored type.</content>
internal static unsafe partial class NetCdfLibrary
{
    [LibraryImport(Library)]
    public static partial int nc_get_vara(int id, int variable, nuint* start, nuint* count, void* values);

    [LibraryImport(Library)]
    public static partial int nc_get_vars(int id, int variable, nuint* start, nuint* count, nint* stride, void* values);

    [LibraryImport(Library)]
    public static partial int nc_put_vara(int id, int variable, nuint* start, nuint* count, void* values);

    [LibraryImport(Library)]
    public static partial int nc_free_string(nuint length, byte** texts);
}
