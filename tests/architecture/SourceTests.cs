using System.Text.RegularExpressions;

namespace Isopleth.Tests.Architecture;

public partial class SourceTests
{
    public static TheoryData<string> Files() =>
    [
        .. ProjectGraph.Product().SelectMany(p => Directory.EnumerateFiles(Path.GetDirectoryName(p.Path)!, "*.cs", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Samples.RepositoryRoot, f)),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Namespace_OfEachFile_IsItsProjectAndFolder(string file)
    {
        var match = Namespace().Match(File.ReadAllText(Path.Combine(Samples.RepositoryRoot, file)));
        if (!match.Success)
        {
            return; // a program's top-level statements, or assembly attributes
        }

        if (file.StartsWith("kernels-ext/Isopleth.Kernel/Interactive/", StringComparison.Ordinal))
        {
            return; // the names that notebooks of .NET Interactive know
        }

        var folders = Path.GetDirectoryName(file)!.Split('/').Skip(1).ToArray();

        // Below its project's own name a namespace tells some of the file's folders, in their order; a folder that only sorts files is left out.
        var name = match.Groups[1].Value;
        Assert.True(name == folders[0] || name.StartsWith(folders[0] + ".", StringComparison.Ordinal), $"{file} is in namespace {name}.");
        var told = name[folders[0].Length..].Replace(".", "", StringComparison.Ordinal);
        foreach (var folder in folders.Skip(1))
        {
            told = told.StartsWith(folder, StringComparison.Ordinal) ? told[folder.Length..] : told;
        }

        Assert.True(told.Length == 0, $"{file} is in namespace {name}, which is not of its folders.");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Length_OfEachFile_FitsInOnesHead(string file) =>
        Assert.InRange(File.ReadLines(Path.Combine(Samples.RepositoryRoot, file)).Count(), 1, 500);

    [Theory]
    [MemberData(nameof(Files))]
    public void Name_OfEachFile_TellsWhatIsInIt(string file) =>
        Assert.DoesNotMatch("(Utils|Helpers?|Common|Manager|Misc)$", Path.GetFileNameWithoutExtension(file));

    [Fact]
    public void Repository_TrackedText_NamesNoPackageSource()
    {
        var locks = Directory.EnumerateFiles(Samples.RepositoryRoot, "packages.lock.json", SearchOption.AllDirectories).Where(f => !f.Contains("/artifacts/", StringComparison.Ordinal));

        Assert.All(locks.Append(Path.Combine(Samples.RepositoryRoot, "environment", "versions")), f => Assert.DoesNotContain("://", File.ReadAllText(f), StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(Samples.RepositoryRoot, "nuget.config")));
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
