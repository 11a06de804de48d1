using System.Xml.Linq;

namespace Isopleth.Tests.Architecture;

/// <summary>Which project references which, as the project files say, and what the house's rules make of it.</summary>
internal static class ProjectGraph
{
    /// <summary>Every room and the rooms that it may use directly. `Native` alone is open to all: it finds native libraries and knows nothing else.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Isopleth.Native"] = [],
        ["Isopleth.Arrays"] = [],
        ["Isopleth.Formats"] = ["Isopleth.Arrays"],
        ["Isopleth.Catalogue"] = ["Isopleth.Arrays", "Isopleth.Formats"],
        ["Isopleth.Lake"] = ["Isopleth.Arrays", "Isopleth.Formats", "Isopleth.Catalogue"],
        ["Isopleth.Compute"] = ["Isopleth.Arrays"],
        ["Isopleth.Atmosphere"] = ["Isopleth.Arrays", "Isopleth.Compute"],
        ["Isopleth.Ocean"] = ["Isopleth.Arrays", "Isopleth.Compute"],
        ["Isopleth.Land"] = ["Isopleth.Arrays", "Isopleth.Compute"],
        ["Isopleth.Charts"] = ["Isopleth.Arrays"],
        ["Isopleth.Chains"] =
        [
            "Isopleth.Arrays", "Isopleth.Compute", "Isopleth.Atmosphere", "Isopleth.Ocean", "Isopleth.Land",
            "Isopleth.Formats", "Isopleth.Catalogue", "Isopleth.Lake", "Isopleth.Charts",
        ],
        ["Isopleth.Jupyter"] = [],
        ["Isopleth.NotebookRunner"] = ["Isopleth.Jupyter"],
        ["Isopleth.Kernel"] = ["Isopleth.Jupyter"],
        ["Isopleth.FSharp"] = ["Isopleth.Kernel"],
        ["Isopleth.Magics"] = ["Isopleth.Kernel", "lib/*"],
        ["Isopleth.Cli"] = ["lib/*"],
    };

    /// <summary>The projects of the product: name and the text of the project file.</summary>
    public static IEnumerable<(string Path, string Name, XDocument Project)> Product() =>
        new[] { "lib", "kernels-ext" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Samples.RepositoryRoot, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => (path, Path.GetFileNameWithoutExtension(path), XDocument.Load(path)));

    /// <summary>The references of one project that the rules forbid, each with the reason.</summary>
    public static IEnumerable<string> Violations(string name, XDocument project)
    {
        if (!Allowed.TryGetValue(name, out var allowed))
        {
            yield return $"{name} is no room of the house: add it to the table of lib/README.md and to {nameof(ProjectGraph)}.{nameof(Allowed)}.";
            yield break;
        }

        foreach (var reference in project.Descendants("ProjectReference").Select(r => ((string?)r.Attribute("Include") ?? "").Replace('\\', '/')))
        {
            var target = Path.GetFileNameWithoutExtension(reference);
            var isLibrary = !target.Equals("Isopleth.Kernel", StringComparison.Ordinal) && !target.Equals("Isopleth.Magics", StringComparison.Ordinal);
            if (target != "Isopleth.Native" && !allowed.Contains(target) && !(isLibrary && allowed.Contains("lib/*")))
            {
                yield return $"{name} references {target}, which the house does not allow; it may reference {string.Join(", ", allowed.Append("Isopleth.Native"))}.";
            }
        }
    }
}
