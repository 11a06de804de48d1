using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>The data every notebook can run on with nothing but the repository: simulated overpasses of Etna, the same on every machine.</summary>
/// <remarks>The catalogue opens them as <c>simulated.so2.etna</c>.</remarks>
public static class OfflineSample
{
    /// <summary>The environment variable that names another folder for the sample.</summary>
    public const string FolderVariable = "ISOPLETH_OFFLINE";

    private const string StampName = "stamp.txt";

    // A source that never stops lasts an infinite time.
    private static readonly JsonSerializerOptions WithInfinity = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The scenes by name, as the parameter <c>scene</c> of the entry <c>simulated.so2.etna</c> names them, with what they are made from.</summary>
    public static IReadOnlyList<(string Name, PlumeSimulationOptions Options)> Scenes => OfflineScenes.All;

    /// <summary>The folder the sample lives in: <see cref="FolderVariable"/> where it is set, else <c>artifacts/offline</c> of the repository.</summary>
    /// <param name="repositoryRoot">The repository's root.</param>
    /// <returns>The full path.</returns>
    public static string FolderIn(string repositoryRoot) =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } chosen ? Path.GetFullPath(chosen) : Path.GetFullPath(Path.Combine(repositoryRoot, "artifacts", "offline"));

    /// <summary>Whether the folder holds all scenes as this build would make them; a few file looks, nothing is read but a stamp.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>False when a scene is missing, of another size, or made from other options or by another simulator.</returns>
    public static bool IsUpToDate(string folder)
    {
        var stamp = Path.Combine(folder, StampName);
        return File.Exists(stamp) && File.ReadAllText(stamp) == Stamp(folder);
    }

    /// <summary>Simulates the scenes and writes them as NetCDF, unless they are there already.</summary>
    /// <param name="folder">The folder, made when missing. Each file appears whole or not at all.</param>
    /// <returns>True when the scenes were made, false when they were up to date.</returns>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="Arrays.DataFormatException">A file cannot be written; the message says why.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">libnetcdf is not installed; the message has the command that installs it.</exception>
    public static bool Generate(string folder)
    {
        if (IsUpToDate(folder))
        {
            return false;
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, options) in Scenes)
        {
            using var dataset = SimulatedSceneDataset.Of(name, options, PlumeSceneSimulator.Simulate(options));
            NetCdf.Write(SceneFile(folder, name), dataset, new NetCdfWriteOptions { DeflateLevel = 4 });
        }

        // Written last and moved into place: a run that was cut short leaves no stamp, and is done again.
        var stamp = Path.Combine(folder, StampName);
        File.WriteAllText($"{stamp}.{Environment.ProcessId}.tmp", Stamp(folder));
        File.Move($"{stamp}.{Environment.ProcessId}.tmp", stamp, overwrite: true);
        return true;
    }

    private static string SceneFile(string folder, string name) => Path.Combine(folder, $"so2_etna_{name}.nc");

    // What made the scenes, by the builds' own version marks and the options, and how large each file is.
    private static string Stamp(string folder)
    {
        var made = new StringBuilder();
        made.Append(typeof(PlumeSceneSimulator).Module.ModuleVersionId).Append(typeof(OfflineSample).Module.ModuleVersionId).Append(typeof(NetCdf).Module.ModuleVersionId);
        made.Append(JsonSerializer.Serialize(Scenes.Select(s => new { s.Name, s.Options }), WithInfinity));
        var stamp = new StringBuilder(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(made.ToString())))).Append('\n');
        foreach (var (name, _) in Scenes)
        {
            var file = new FileInfo(SceneFile(folder, name));
            stamp.Append(CultureInfo.InvariantCulture, $"{file.Name} {(file.Exists ? file.Length : -1)}\n");
        }

        return stamp.ToString();
    }
}
