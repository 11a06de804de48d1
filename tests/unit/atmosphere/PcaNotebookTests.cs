using System.Text.Json.Nodes;
using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>The notebook that shows every option, held to it.</summary>
public sealed class PcaNotebookTests
{
    public static TheoryData<Type> Options() => [typeof(PcaFitOptions), typeof(PcaScreeningOptions)];

    [Theory]
    [MemberData(nameof(Options))]
    public void PcaExpert_ItsCells_MoveOrTellEveryOption(Type options)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples.RepositoryRoot, "notebooks", "atmosphere", "pca-expert.ipynb")))!;
        var words = notebook["cells"]!.AsArray().SelectMany(cell => cell!["source"]!.AsArray()).SelectMany(line => ((string)line!).Split([' ', '`', ',', '(', ')', '=', '{'])).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], options.GetProperties().Select(option => option.Name).Where(name => !words.Contains(name)));
    }
}
