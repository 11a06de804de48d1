namespace Isopleth.Tests;

/// <summary>The real sample files, and the repository itself, as the tests find them.</summary>
internal static partial class Samples
{
    /// <summary>The folder of samples: <c>ISOPLETH_SAMPLES</c>, or <c>../shared/data</c> beside the repository.</summary>
    public static string Root => Path.GetFullPath(
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
}
