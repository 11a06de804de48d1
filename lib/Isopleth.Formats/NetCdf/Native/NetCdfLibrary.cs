using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;
using BclLoader = System.Runtime.InteropServices.NativeLibrary;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>libnetcdf, the C library of Unidata. Its functions are declared beside this, by the sections of its manual.</summary>
internal static unsafe partial class NetCdfLibrary
{
    /// <summary>The pseudo variable that stands for the file or group itself.</summary>
    public const int Global = -1;

    public const int NoError = 0;
    public const int MaxName = 256;

    private const string Library = "netcdf";

    private static readonly NativeLibrary Declared =
        new(Library, ["libnetcdf.so.22", "libnetcdf.so.19", "libnetcdf.so"], "apt-get install libnetcdf19 (Debian 12) or apt-get install libnetcdf22 (Debian 13)");

    /// <summary>libnetcdf keeps global state: one thread at a time, in the whole process.</summary>
    private static readonly Lock Gate = new();

    [ThreadStatic]
    private static bool hdf5IsQuiet;

    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(Assembly.GetExecutingAssembly(), Declared);

    /// <summary>Holds the library for one piece of work.</summary>
    public static Lock.Scope Enter()
    {
        var scope = Gate.EnterScope();
        if (!hdf5IsQuiet)
        {
            try
            {
                QuietHdf5();
            }
            catch
            {
                scope.Dispose();
                throw;
            }

            hdf5IsQuiet = true;
        }

        return scope;
    }

    /// <summary>What an error code means, in the library's words.</summary>
    public static string Text(int status) => Marshal.PtrToStringUTF8(nc_strerror(status)) ?? $"error {status}";

    /// <summary>
    /// Keeps HDF5 from printing its error stack on stderr, which it does for every attribute it probes in vain. The setting belongs to a thread, and libnetcdf
    /// makes it on one only. The symbol is found through libnetcdf, which is linked to HDF5.
    /// </summary>
    private static void QuietHdf5()
    {
        if (BclLoader.TryGetExport(NativeLibraries.Load(Declared), "H5Eset_auto2", out var address))
        {
            const long defaultStack = 0;
            _ = ((delegate* unmanaged<long, void*, void*, int>)address)(defaultStack, null, null);
        }
    }

    [LibraryImport(Library)]
    private static partial nint nc_strerror(int status);
}
