using System.Text.Json.Nodes;

namespace Isopleth.Tests.Formats;

/// <summary>The reference tool: the system's Python with netCDF4-python and xarray, run on <c>netcdf_reference.py</c>.</summary>
internal static class Python
{
    private static readonly Lazy<string> Written = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-netcdf-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        _ = Run("write", folder);
        return folder;
    });

    /// <summary>The folder of files that Python wrote, once for each test run.</summary>
    public static string Folder => Written.Value;

    /// <summary>What Python says is in one of its files.</summary>
    public static JsonNode Expected(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json")))![file]!;

    public static JsonNode Read(string path) => JsonNode.Parse(Run("read", path))!;

    public static JsonNode ReadWithXarray(string path) => JsonNode.Parse(Run("xarray", path))!;

    /// <summary>Numbers as the script writes them: 64-bit integers as text, NaN by name.</summary>
    public static double[] Numbers(JsonNode? values) => [.. values!.AsArray().Select(v => double.Parse(v!.ToString(), System.Globalization.CultureInfo.InvariantCulture))];

    public static string[] Texts(JsonNode? values) => [.. values!.AsArray().Select(v => v!.ToString())];

    private static string Run(string command, string argument)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "netcdf_reference.py"), command, argument]);
        return status == 0 ? output : throw new InvalidOperationException($"The reference needs python3-netcdf4 and python3-xarray (apt-get install them): {error}");
    }
}
