using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Isopleth.Native;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.DuckDbNative;

/// <summary>libduckdb, through its C API. Its functions are declared beside this, by the sections of its manual.</summary>
internal static unsafe partial class DuckDbLibrary
{
    /// <summary>The state that is no error.</summary>
    public const int Success = 0;

    /// <summary>The error kind of a query that was interrupted.</summary>
    public const int Interrupted = 29;

    /// <summary>Rows in a full chunk.</summary>
    public const int ChunkRows = 2048;

    private const string Library = "duckdb";

    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(
        Assembly.GetExecutingAssembly(),
        new NativeLibrary(Library, ["@duckdb/node-bindings-linux-x64/libduckdb.so", "libduckdb.so"], "./isopleth prepare (npm package @duckdb/node-bindings-linux-x64)"));

    /// <summary>A text that stays DuckDB's.</summary>
    public static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>A text that DuckDB gave away; it is freed.</summary>
    public static string TakeText(byte* text)
    {
        var taken = Text(text);
        duckdb_free(text);
        return taken;
    }

    /// <summary>A text of a vector: up to twelve bytes in place, longer ones elsewhere.</summary>
    public static ReadOnlySpan<byte> Bytes(DuckDbString* text) => new(text->Length <= 12 ? (byte*)text + 4 : text->Long, (int)text->Length);

    /// <summary>A text of a vector as a string.</summary>
    public static string Text(DuckDbString* text) => Encoding.UTF8.GetString(Bytes(text));

    [LibraryImport(Library)]
    private static partial void duckdb_free(void* memory);
}
