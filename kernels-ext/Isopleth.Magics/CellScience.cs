using System.Diagnostics.CodeAnalysis;
using Isopleth.Chains;

namespace Isopleth.Magics;

/// <summary>What every cell of this house has at hand without naming where it comes from.</summary>
public static class CellScience
{
    private const string Variable = "ISOPLETH_CATALOGUE";
    private static readonly Lazy<Catalogue.Catalogue> Opened = new(Open);

    /// <summary>The datasets by name: what <c>ISOPLETH_CATALOGUE</c> names, else the nearest <c>datasets/intake</c> above the notebook or the kernel.</summary>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    /// <exception cref="Catalogue.CatalogueException">It is malformed.</exception>
    [SuppressMessage("Style", "IDE1006", Justification = "A variable of the cells, named as one.")]
    public static Catalogue.Catalogue catalogue => Opened.Value;

    private static Catalogue.Catalogue Open()
    {
        var repository = Repository();
        var location = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen
            : repository is not null ? Intake(repository)
            : throw new DirectoryNotFoundException(
                $"No catalogue: there is no folder datasets/intake above {Environment.CurrentDirectory} or {AppContext.BaseDirectory}. Set {Variable} to a catalogue's file or folder.");
        return Catalogue.Catalogue.Load(location, new() { Environment = name => Environment.GetEnvironmentVariable(name) ?? Offline(name, repository) });
    }

    /// <summary>The folder of the offline sample, which is made when it is first asked for.</summary>
    private static string? Offline(string name, string? repository)
    {
        if (name != OfflineSample.FolderVariable || repository is null)
        {
            return null;
        }

        var folder = OfflineSample.FolderIn(repository);
        OfflineSample.Generate(folder);
        return folder;
    }

    /// <summary>The nearest folder above the notebook, else above the kernel, that holds <c>datasets/intake</c>.</summary>
    private static string? Repository()
    {
        foreach (var start in new[] { Environment.CurrentDirectory, AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Directory.Exists(Intake(folder.FullName)))
                {
                    return folder.FullName;
                }
            }
        }

        return null;
    }

    private static string Intake(string repository) => Path.Combine(repository, "datasets", "intake");
}
