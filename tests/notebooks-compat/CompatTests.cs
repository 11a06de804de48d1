using System.Text.Json.Nodes;

namespace Isopleth.Tests.Compat;

/// <summary>Notebooks that people wrote for .NET Interactive run here unchanged: exactly the cells fail that are written to fail.</summary>
[Trait("Speed", "Slow")]
public sealed class CompatTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-compat-").FullName;

    public static TheoryData<string, string> BclOnly() =>
        [.. Manifest().Where(static n => n["bcl_only"] == "True").Select(static n => new TheoryDataRow<string, string>(n["file"], n["expected_error_cells"]))];

    [Theory]
    [MemberData(nameof(BclOnly))]
    public void Notebook_OfTheFrameworkAlone_FailsWhereItIsMeantToFail(string file, string expected)
    {
        var report = Path.Combine(_folder, "report.json");

        var (_, _, error) = ProgramRun.Isopleth(
            ["run", Samples.Path_("notebooks_csharp/" + file), Path.Combine(_folder, "out.ipynb"), "--allow-errors", "--report", report]);

        Assert.True(File.Exists(report), error);
        var failed = JsonNode.Parse(File.ReadAllText(report))!["cells"]!.AsArray().Where(static c => (string?)c!["status"] is not ("completed" or "skipped")).ToArray();
        var told = string.Join('\n', failed.Select(static c => $"cell {c!["index"]}: {c["error"]?.ToJsonString()}"));
        Assert.True(expected == string.Join(' ', failed.Select(static c => (int)c!["index"]!)), $"{file} is to fail in [{expected}]\n{told}");
    }

    [Theory]
    [InlineData("polyglot_notebook", "kernelName", "html", "text/html")]
    [InlineData("dotnet_interactive", "language", "mermaid", "text/vnd.mermaid")]
    public void Cell_WhoseMetadataNameALanguage_GoesToThatLanguage(string owner, string field, string language, string mimeType)
    {
        var (input, output) = (Path.Combine(_folder, "in.ipynb"), Path.Combine(_folder, "out.ipynb"));
        File.WriteAllText(input, new JsonObject
        {
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
            ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["display_name"] = ".NET (C#)", ["language"] = "C#" } },
            ["cells"] = new JsonArray(new JsonObject
            {
                ["cell_type"] = "code",
                ["execution_count"] = null,
                ["outputs"] = new JsonArray(),
                ["source"] = "graph LR",
                ["metadata"] = new JsonObject { [owner] = new JsonObject { [field] = language } },
            }),
        }.ToJsonString());

        var (status, _, error) = ProgramRun.Isopleth(["run", input, output]);

        Assert.True(status == 0, error);
        Assert.Equal("graph LR", (string?)JsonNode.Parse(File.ReadAllText(output))!["cells"]![0]!["outputs"]![0]!["data"]![mimeType]![0]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The rows of the samples' manifest by column; none where the samples are not there.</summary>
    private static IEnumerable<Dictionary<string, string>> Manifest()
    {
        var manifest = Path.Combine(Samples.Root, "notebooks_csharp", "manifest.csv");
        var rows = File.Exists(manifest) ? File.ReadLines(manifest).Select(Fields).ToArray() : [];
        return rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(static f => f.First, static f => f.Second, StringComparer.Ordinal));
    }

    private static string[] Fields(string line) =>
        [.. System.Text.RegularExpressions.Regex.Matches(line, "(?:^|,)(?:\"([^\"]*)\"|([^,\"]*))").Select(static m => m.Groups[1].Value + m.Groups[2].Value)];
}
