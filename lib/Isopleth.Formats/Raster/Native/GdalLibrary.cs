using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Arrays;
using Isopleth.Native;
using BclLoader = System.Runtime.InteropServices.NativeLibrary;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.RasterNative;

/// <summary>libgdal, through its C API. Its functions are declared beside this, by the sections of its manual.</summary>
internal static unsafe partial class GdalLibrary
{
    /// <summary>CE_None: nothing went wrong.</summary>
    public const int NoError = 0;

    private const string Library = "gdal";

    private static readonly NativeLibrary Declared =
        new(Library, ["libgdal.so.36", "libgdal.so.32", "libgdal.so"], "apt-get install libgdal32 (Debian 12) or apt-get install libgdal36 (Debian 13)");

    private static readonly Lazy<nint> Prepared = new(Prepare, LazyThreadSafetyMode.ExecutionAndPublication);

    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(Assembly.GetExecutingAssembly(), Declared);

    /// <summary>Makes the drivers known, once.</summary>
    /// <exception cref="NativeLibraryMissingException">It is not installed.</exception>
    public static void EnsureReady() => _ = Prepared.Value;

    /// <summary>Its version, for example <c>3.6.2</c>.</summary>
    public static string Version => Text(GDALVersionInfo("RELEASE_NAME"));

    /// <summary>A text that stays GDAL's.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>A list of <c>NAME=VALUE</c> that stays GDAL's.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(byte** list)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        for (var i = 0; list is not null && list[i] is not null; i++)
        {
            var text = Text(list[i]);
            var sign = text.IndexOf('=', StringComparison.Ordinal);
            pairs.Add(sign < 0 ? KeyValuePair.Create(text, "") : KeyValuePair.Create(text[..sign], text[(sign + 1)..]));
        }

        return pairs;
    }

    /// <summary>What GDAL says of the last call of this thread.</summary>
    public static string LastError() => Text(CPLGetLastErrorMsg()) is { Length: > 0 } message ? message : "no reason given";

    /// <summary>Throws when a call did not succeed.</summary>
    public static void Check(int status, string doing, string path, string? variable = null)
    {
        if (status != NoError)
        {
            throw new DataFormatException($"{doing} failed (GDAL says: {LastError()}); the file may be damaged.", path, variable, hint: "Fetch or write it again.");
        }
    }

    private static nint Prepare()
    {
        var library = NativeLibraries.Load(Declared);
        // Errors are told by us, once, and not on the terminal too.
        CPLSetErrorHandler(BclLoader.GetExport(library, "CPLQuietErrorHandler"));
        GDALAllRegister();
        // A grid that begins at Greenwich is not turned to begin at the date line.
        CPLSetConfigOption("GRIB_ADJUST_LONGITUDE_RANGE", "NO");
        if (Environment.GetEnvironmentVariable("GDAL_NUM_THREADS") is null)
        {
            // The tiles of a window are unpacked on all processors, unless the user says otherwise.
            CPLSetConfigOption("GDAL_NUM_THREADS", "ALL_CPUS");
        }

        // Arcs become lines: NetTopologySuite has no arcs.
        OGRSetNonLinearGeometriesEnabledFlag(0);
        return library;
    }

    [LibraryImport(Library)]
    private static partial void GDALAllRegister();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void CPLSetConfigOption(string key, string value);

    [LibraryImport(Library)]
    private static partial nint CPLSetErrorHandler(nint handler);

    [LibraryImport(Library)]
    private static partial byte* CPLGetLastErrorMsg();

    [LibraryImport(Library)]
    public static partial void CPLErrorReset();

    [LibraryImport(Library)]
    public static partial int CPLGetLastErrorType();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void CPLSetThreadLocalConfigOption(string name, string? value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* GDALVersionInfo(string what);
}
