namespace Isopleth.Chains;

/// <summary>The catalogue that comes with the house, with its offline sample made when an entry first asks for it.</summary>
public static class HouseCatalogue
{
    /// <summary>The environment variable that names another catalogue.</summary>
    public const string Variable = "ISOPLETH_CATALOGUE";

    /// <summary>Opens what <see cref="Variable"/> names, else the nearest <c>datasets/intake</c> above the working folder or the program.</summary>
    /// <returns>The catalogue.</returns>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    /// <exception cref="Catalogue.CatalogueException">It is malformed.</exception>
    public static Catalogue.Catalogue Open()
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

    /// <summary>The nearest folder above the notebook, else above the program, that holds <c>datasets/intake</c>.</summary>
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
