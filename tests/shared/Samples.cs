namespace Isopleth.Tests;

/// <summary>The real sample files, and the repository itself, as the tests find them.</summary>
internal static class Samples
{
    /// <summary>The repository's root: the nearest folder above the test program that holds <c>Isopleth.slnx</c>.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The folder of samples: <c>ISOPLETH_SAMPLES</c>, or <c>../shared/data</c> beside the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(
        Environment.GetEnvironmentVariable("ISOPLETH_SAMPLES") ?? Path.Combine(RepositoryRoot, "..", "shared", "data"));

    /// <summary>The path of one sample; the test is skipped, saying why, where the samples are not there at all.</summary>
    /// <exception cref="FileNotFoundException">The samples are there, but this file is not: a fault, never a skip.</exception>
    public static string Path_(string relative)
    {
        Assert.SkipUnless(Directory.Exists(Root), $"The real samples are not at {Root}; set ISOPLETH_SAMPLES to their folder.");
        var path = Path.Combine(Root, relative);
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new FileNotFoundException($"{relative} is not among the samples at {Root}.", path);
    }

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
