using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Isopleth.Kernel.Packages;

/// <summary>Finds the packages for a set of requests, with all that they rest on.</summary>
/// <remarks>
/// A set is restored once, by the SDK, in a folder of its own, <c>$XDG_CACHE_HOME/isopleth/packages/KEY</c>, whose key is the whole set; from then on it is read from there,
/// with no process started and no source asked. A set in which a version floats is looked up anew after a day, where a source answers.
/// </remarks>
internal static class PackageRestore
{
    private static readonly TimeSpan FloatingLife = TimeSpan.FromDays(1);
    private static readonly string Framework = $"net{Environment.Version.Major}.0";

    /// <summary>Restores a set of packages.</summary>
    /// <param name="loaded">What the session has of it.</param>
    /// <param name="wanted">What is asked for anew, none of it loaded.</param>
    /// <param name="sources">Sources besides those of the machine's NuGet configuration: addresses or folders.</param>
    /// <param name="progress">Told now and then how long it has lasted, where it lasts.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The packages asked for, and all that they rest on.</returns>
    /// <exception cref="PackageException">The set is not to be had.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<RestoredPackage> Restore(
        IReadOnlyList<PackageRequest> loaded, IReadOnlyList<PackageRequest> wanted, IReadOnlyList<string> sources, Action<TimeSpan> progress, CancellationToken cancellation)
    {
        PackageRequest[] requests = [.. loaded, .. wanted];
        var target = $"{Framework}/{RuntimeInformation.RuntimeIdentifier}";
        string[] lines = [target, .. requests.Select(static r => $"{r.Name}/{r.Version}".ToUpperInvariant()).Order(StringComparer.Ordinal), .. sources];
        var folder = Path.Combine(UserCache.Folder("packages"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..32]);
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        var known = File.Exists(assets) ? RestoredPackage.Read(assets, target) : null;
        if (known is not null && (!Array.Exists(requests, static r => r.Floats) || DateTime.UtcNow - File.GetLastWriteTimeUtc(assets) < FloatingLife))
        {
            return known;
        }

        try
        {
            Fetch(folder, requests, wanted, sources, progress, cancellation);
        }
        catch (PackageException e) when (e.Unreachable && known is not null)
        {
            return known;
        }

        return RestoredPackage.Read(assets, target) ?? throw new PackageException($"The packages restored by {folder} are not all on the disk; remove that folder and run the cell again.");
    }

    /// <summary>Restores into a folder beside, which takes its place only when it is whole.</summary>
    private static void Fetch(
        string folder, IReadOnlyList<PackageRequest> requests, IReadOnlyList<PackageRequest> wanted, IReadOnlyList<string> sources, Action<TimeSpan> progress, CancellationToken cancellation)
    {
        var work = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(work);
        try
        {
            Project(requests, sources).Save(Path.Combine(work, "packages.csproj"));
            var (status, output) = DotnetProgram.Run(["restore", "packages.csproj"], work, progress, cancellation);
            if (status != 0)
            {
                throw RestoreErrors.Of(output, wanted, sources);
            }

            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(work, folder);
        }
        finally
        {
            if (Directory.Exists(work))
            {
                Directory.Delete(work, recursive: true);
            }
        }
    }

    /// <summary>The project that is restored. It sees no Directory.Build.props of folders above.</summary>
    private static XElement Project(IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources) => new(
        "Project",
        new XElement(
            "PropertyGroup",
            new XElement("ImportDirectoryBuildProps", "false"),
            new XElement("ImportDirectoryBuildTargets", "false"),
            new XElement("ImportDirectoryPackagesProps", "false")),
        new XElement("Import", new XAttribute("Project", "Sdk.props"), new XAttribute("Sdk", "Microsoft.NET.Sdk")),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", Framework),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", "false"),
            new XElement("UseAppHost", "false"),
            new XElement("NuGetAudit", "false"),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources))),
        new XElement(
            "ItemGroup",
            requests.Select(static r => new XElement("PackageReference", new XAttribute("Include", r.Name), new XAttribute("Version", r.Version)))),
        new XElement("Import", new XAttribute("Project", "Sdk.targets"), new XAttribute("Sdk", "Microsoft.NET.Sdk")));
}
