using System.Text.Json;

namespace Isopleth.Kernel.Packages;

/// <summary>A package on this machine's disk.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Compile">The assemblies that cells are compiled against.</param>
/// <param name="Runtime">The assemblies that are loaded.</param>
/// <param name="Native">The native libraries.</param>
/// <param name="Home">Its folder.</param>
internal sealed record RestoredPackage(string Name, string Version, IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime, IReadOnlyList<string> Native, string Home)
{
    /// <summary>What .NET Interactive loads into its kernel: assemblies, or a script <c>extension.dib</c>.</summary>
    public IEnumerable<string> Extensions => Path.Combine(Home, "interactive-extensions", "dotnet") is var folder && Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Where(static file => Path.GetExtension(file) == ".dll" || Path.GetFileName(file) == "extension.dib")
        : [];

    /// <summary>Reads what a restore has found.</summary>
    /// <param name="assets">The <c>project.assets.json</c>.</param>
    /// <param name="target">The framework and runtime identifier, as <c>net10.0/linux-x64</c>.</param>
    /// <returns>The packages; null where one of their files is no longer there.</returns>
    public static IReadOnlyList<RestoredPackage>? Read(string assets, string target)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(assets));
        var root = document.RootElement;
        string[] folders = [.. root.GetProperty("packageFolders").EnumerateObject().Select(static folder => folder.Name)];
        var packages = new List<RestoredPackage>();
        foreach (var library in root.GetProperty("targets").GetProperty(target).EnumerateObject())
        {
            var path = root.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!;
            if (folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists) is not { } home)
            {
                return null;
            }

            var name = library.Name.Split('/');
            var package = new RestoredPackage(name[0], name[1], Files("compile"), Files("runtime"), Files("native"), home);
            if (!package.Compile.Concat(package.Runtime).Concat(package.Native).All(File.Exists))
            {
                return null;
            }

            packages.Add(package);

            // "_._" stands where a package has nothing for this framework.
            string[] Files(string kind) => library.Value.TryGetProperty(kind, out var files)
                ? [.. files.EnumerateObject().Select(file => Path.Combine(home, file.Name)).Where(static file => Path.GetFileName(file) != "_._")]
                : [];
        }

        return packages;
    }
}
