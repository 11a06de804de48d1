using System.Xml.Linq;

namespace Isopleth.Tests.Architecture;

public class ReferenceTests
{
    public static TheoryData<string> Projects() => [.. ProjectGraph.Product().Select(p => p.Path)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfEachProject_AreThoseTheHouseAllows(string path)
    {
        var violations = ProjectGraph.Violations(Path.GetFileNameWithoutExtension(path), XDocument.Load(path)).ToArray();

        Assert.True(violations.Length == 0, string.Join("\n", violations));
    }

    [Theory]
    [InlineData("Isopleth.Atmosphere", "Isopleth.Formats")]
    [InlineData("Isopleth.Atmosphere", "Isopleth.Ocean")]
    [InlineData("Isopleth.Arrays", "Isopleth.Formats")]
    [InlineData("Isopleth.Kernel", "Isopleth.Arrays")]
    [InlineData("Isopleth.Cli", "Isopleth.Kernel")]
    [InlineData("Isopleth.Jupyter", "Isopleth.Kernel")]
    public void Violations_ForbiddenReference_IsNamed(string project, string reference)
    {
        var file = XDocument.Parse($"""<Project><ItemGroup><ProjectReference Include="../{reference}/{reference}.csproj" /></ItemGroup></Project>""");

        var violation = Assert.Single(ProjectGraph.Violations(project, file));

        Assert.Contains($"{project} references {reference}", violation, StringComparison.Ordinal);
    }

    [Fact]
    public void Violations_UnknownRoom_SaysWhereToEnterIt() =>
        Assert.Contains("lib/README.md", Assert.Single(ProjectGraph.Violations("Isopleth.Utils", new XDocument(new XElement("Project")))), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Projects))]
    public void MethodProjects_AreHeldToTheBannedSymbols(string path)
    {
        var isMethod = Path.GetFileNameWithoutExtension(path) is "Isopleth.Atmosphere" or "Isopleth.Ocean" or "Isopleth.Land";

        Assert.Equal(isMethod, XDocument.Load(path).Descendants("MethodProject").Any(e => e.Value == "true"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Projects_NeverSilenceDocumentationOrWarnings(string path)
    {
        var project = XDocument.Load(path);

        Assert.DoesNotContain(project.Descendants("NoWarn"), e => e.Value.Contains("CS1591", StringComparison.Ordinal));
        Assert.Empty(project.Descendants("GenerateDocumentationFile"));
        Assert.Empty(project.Descendants("TreatWarningsAsErrors"));
    }

    [Fact]
    public void RoomsTable_NamesEveryProject()
    {
        var table = File.ReadAllText(Path.Combine(Samples.RepositoryRoot, "lib", "README.md"));

        Assert.All(ProjectGraph.Product(), p => Assert.Contains(p.Name, table, StringComparison.Ordinal));
    }
}
