using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>libnetcdf, the C library of Unidata. Its functions are declared beside this, by the sections of its manual.</summary>
internal static partial class NetCdfLibrary
{
    private const string Library = "netcdf";

    /// <summary>The pseudo variable that stands for the file or group itself.</summary>
    public const int Global = -1;

    public const int NoError = 0;
    public const int MaxName = 256;

    /// <summary>libnetcdf keeps global state: one thread at a time, in the whole process.</summary>
    public static readonly Lock Gate = new();

#pragma warning disable CA2255 // the registration must come before the first call of any declaration in this assembly
    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(
        Assembly.GetExecutingAssembly(),
        new NativeLibrary(Library, ["libnetcdf.so.22", "libnetcdf.so.19", "libnetcdf.so"], "apt-get install libnetcdf19 (Debian 12) or apt-get install libnetcdf22 (Debian 13)"));
#pragma warning restore CA2255

    /// <summary>What an error code means, in the library's words.</summary>
    public static string Text(int status) => Marshal.PtrToStringUTF8(nc_strerror(status)) ?? $"error {status}";

    [LibraryImport(Library)]
    private static partial nint nc_strerror(int status);
}
