namespace Isopleth.Tests;

/// <summary>Where the repository is; the benchmarks use this part, too.</summary>
internal static partial class Samples
{
    /// <summary>The repository's root: the nearest folder above the test program that holds <c>Isopleth.slnx</c>.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Isopleth.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Isopleth.slnx above {AppContext.BaseDirectory}.");
    }
}
