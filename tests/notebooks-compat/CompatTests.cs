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

    public static TheoryData<string> Others()
    {
        // A third of them, and all with --full: each restore that fails takes some seconds.
        var others = Manifest().Where(static n => n["bcl_only"] != "True").Select(static n => n["file"]).ToArray();
        return [.. others.Where((_, index) => LongRun.Of(10) == 10 || index % 3 == 0)];
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Notebook_ThatAsksForMore_FailsOnlyForReasonsOutside(string file)
    {
        var path = Samples.Path_("notebooks_csharp/" + file);
        var report = Path.Combine(_folder, "report.json");

        var (_, _, error) = ProgramRun.Isopleth(["run", path, Path.Combine(_folder, "out.ipynb"), "--allow-errors", "--report", report]);

        Assert.True(File.Exists(report), error);
        var notebook = JsonNode.Parse(File.ReadAllText(path))!;
        var asked = OutsideReasons.Of(path, notebook);
        var failed = JsonNode.Parse(File.ReadAllText(report))!["cells"]!.AsArray().Where(static c => c!["error"] is not null).ToArray();
        foreach (var cell in failed.Where(static c => c!["follows_from"] is null))
        {
            var (name, message) = ((string)cell!["error"]!["name"]!, (string)cell["error"]!["message"]!);
            var reason = asked.FirstOrDefault(reason => reason.Explains(name, message));
            TestContext.Current.TestOutputHelper?.WriteLine($"{file}, cell {cell["index"]}: {reason?.Told ?? "?"}");
            Assert.True(reason is not null, $"{file}, cell {cell["index"]} fails for no reason outside that the notebook names: {name}: {message}\nIt names: {string.Join("; ", asked.Select(static r => r.Told))}");
        }

        Assert.All(failed.Select(static c => (int?)c!["follows_from"]).OfType<int>(), index => Assert.Contains(failed, c => (int)c!["index"]! == index && c["follows_from"] is null));
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

    [Fact]
    public void Notebook_OfFSharp_RunsInTheKernelOfCSharp()
    {
        var (input, output) = (Path.Combine(_folder, "in.ipynb"), Path.Combine(_folder, "out.ipynb"));
        File.WriteAllText(input, """
            {"nbformat": 4, "nbformat_minor": 2, "metadata": {"kernelspec": {"display_name": ".NET (F#)", "language": "F#", "name": ".net-fsharp"}}, "cells": [
            {"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": "let list = [ 1 .. 4 ]\nList.sum list"},
            {"cell_type": "code", "execution_count": null, "metadata": {"dotnet_interactive": {"language": "csharp"}}, "outputs": [], "source": "#!share --from fsharp list\nlist.Length"}]}
            """);

        var (status, _, error) = ProgramRun.Isopleth(["run", input, output]);

        Assert.True(status == 0, error);
        var notebook = JsonNode.Parse(File.ReadAllText(output))!;
        Assert.Equal(["10", "4"], notebook["cells"]!.AsArray().Select(static c => (string?)c!["outputs"]!.AsArray()[^1]!["data"]!["text/plain"]![0]));
        Assert.Equal(".net-csharp", (string?)notebook["metadata"]!["kernelspec"]!["name"]);
        Assert.Equal("fsharp", (string?)notebook["cells"]![0]!["metadata"]!["polyglot_notebook"]!["kernelName"]);
    }

    [Fact]
    public void Notebook_WithoutAKernel_GoesByItsCells()
    {
        var (input, output) = (Path.Combine(_folder, "in.ipynb"), Path.Combine(_folder, "out.ipynb"));
        File.WriteAllText(input, """
            {"nbformat": 4, "nbformat_minor": 2, "metadata": {"language_info": {"name": "python"}}, "cells": [
            {"cell_type": "code", "execution_count": null, "metadata": {"vscode": {"languageId": "polyglot-notebook"}}, "outputs": [], "source": "var depth = 3;"},
            {"cell_type": "code", "execution_count": null, "metadata": {"polyglot_notebook": {"kernelName": "csharp"}}, "outputs": [], "source": "depth * 2"}]}
            """);

        var (status, _, error) = ProgramRun.Isopleth(["run", input, output]);

        Assert.True(status == 0, error);
        Assert.Equal("6", (string?)JsonNode.Parse(File.ReadAllText(output))!["cells"]![1]!["outputs"]![0]!["data"]!["text/plain"]![0]);
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
