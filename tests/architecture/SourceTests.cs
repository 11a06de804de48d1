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

        var folders = Path.GetDirectoryName(file)!.Split('/').Skip(1).ToArray();

        // The namespace may stop at a folder that only sorts files, never leave the project's own.
        Assert.StartsWith(folders[0], match.Groups[1].Value, StringComparison.Ordinal);
        Assert.StartsWith(match.Groups[1].Value, string.Join('.', folders), StringComparison.Ordinal);
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
