namespace Isopleth.Native;

/// <summary>One native library that a room of the house stands on.</summary>
/// <param name="Name">The short name that its <c>[LibraryImport]</c> declarations use, for example <c>netcdf</c>.</param>
/// <param name="FileNames">File names to try, newest first, for example <c>libnetcdf.so.22</c>, <c>libnetcdf.so.19</c>. One with a folder, <c>@duckdb/node-bindings-linux-x64/libduckdb.so</c>, is a part from npm.</param>
/// <param name="Install">The command that installs it, for example <c>apt-get install libnetcdf19</c>.</param>
public sealed record NativeLibrary(string Name, IReadOnlyList<string> FileNames, string Install)
{
    /// <summary>The environment variable that overrides where the library is taken from: a file, or a folder that holds one of <see cref="FileNames"/>.</summary>
    public string OverrideVariable => "ISOPLETH_LIB_" + Name.ToUpperInvariant();
}
