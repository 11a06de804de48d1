using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.NetCdfNative;

/// <summary>libnetcdf, the C library of Unidata. Its functions are declared beside this, by the sections of its manual.</summary>
internal static partial class NetCdfLibrary
{
    /// <summary>The pseudo variable that stands for the file or group itself.</summary>
    public const int Global = -1;

    public const int NoError = 0;
    public const int MaxName = 256;

    private const string Library = "netcdf";

    private static readonly NativeLibrary Declared =
        new(Library, ["libnetcdf.so.22", "libnetcdf.so.19", "libnetcdf.so"], "apt-get install libnetcdf19 (Debian 12) or apt-get install libnetcdf22 (Debian 13)");

    private static readonly Lazy<nint> Loaded = new(() => NativeLibraries.Load(Declared), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>libnetcdf keeps global state: one thread at a time, in the whole process.</summary>
    private static readonly Lock Gate = new();

    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(Assembly.GetExecutingAssembly(), Declared);

    /// <summary>Holds the library for one piece of work.</summary>
    /// <exception cref="NativeLibraryMissingException">It is not installed.</exception>
    public static Lock.Scope Enter()
    {
        var library = Loaded.Value;
        var scope = Gate.EnterScope();
        Hdf5.Prepare(library);
        return scope;
    }

    /// <summary>Opens a file for reading; nothing stays open when that fails.</summary>
    public static int Open(string path, out int id)
    {
        var status = nc_open(path, ReadOnly, out id);
        if (status != NoError)
        {
            Hdf5.CloseLeftovers(Loaded.Value, path);
        }

        return status;
    }

    /// <summary>Closes a file; nothing stays open even when libnetcdf reports an error.</summary>
    public static int Close(int id, string path)
    {
        var status = nc_close(id);
        if (status != NoError)
        {
            Hdf5.CloseLeftovers(Loaded.Value, path);
        }

        return status;
    }

    /// <summary>What an error code means, in the library's words.</summary>
    public static string Text(int status) => Marshal.PtrToStringUTF8(nc_strerror(status)) ?? $"error {status}";

    [LibraryImport(Library)]
    private static partial nint nc_strerror(int status);
}
