using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Isopleth.Tests.Notebooks;

/// <summary>Every notebook of the product runs from a clean kernel, headless, as its reader would run it.</summary>
public sealed partial class NotebookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-notebooks-").FullName;

    public static TheoryData<string> All() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Samples.RepositoryRoot, "notebooks"), "*.ipynb", SearchOption.AllDirectories)
            .Where(f => !f.Contains(".ipynb_checkpoints", StringComparison.Ordinal))
            .Select(f => Path.GetRelativePath(Samples.RepositoryRoot, f)),
    ];

    [Theory]
    [MemberData(nameof(All))]
    public void Notebook_FromACleanKernel_RunsAndShowsWhatItsCommittedOutputsShow(string notebook)
    {
        var output = Path.Combine(_folder, "out.ipynb");

        var (status, _, error) = ProgramRun.Isopleth(["run", "--plain", notebook, output]);

        Assert.True(status == 0, error);
        Assert.Equal(OutputKinds(Path.Combine(Samples.RepositoryRoot, notebook)), OutputKinds(output));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Notebook_WithoutTheRealSamples_RunsOnTheOfflineSample(string notebook)
    {
        var (status, _, error) = ProgramRun.Isopleth(["run", notebook, Path.Combine(_folder, "out.ipynb")], ("ISOPLETH_SAMPLES", Path.Combine(_folder, "nothing-here")));

        Assert.True(status == 0, error);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Page_OfANotebookWithoutItsScriptsAndStyles_StillSaysAllThatItShowed(string notebook)
    {
        var file = Path.Combine(Samples.RepositoryRoot, notebook);
        var (status, _, error) = ProgramRun.Run("/usr/bin/python3", ["-m", "nbconvert", "--to", "html", "--output-dir", _folder, "--output", "page", file]);
        Assert.True(status == 0, error);

        // What a forge leaves of a page.
        var page = Words(Stripped().Replace(File.ReadAllText(Path.Combine(_folder, "page.html")), ""));

        foreach (var output in JsonNode.Parse(File.ReadAllText(file))!["cells"]!.AsArray().SelectMany(c => c!["outputs"]?.AsArray() ?? []))
        {
            var data = output!["data"]?.AsObject() ?? [];
            var html = Join(data["text/html"]);
            Assert.DoesNotMatch("(?i)<script|localhost|127\\.0\\.0\\.1|src=[\"']?http", html);
            var said = html.Length > 0 ? Words(Stripped().Replace(html, ""))
                : data.ContainsKey("image/png") || data.ContainsKey("text/markdown") || data.ContainsKey("text/latex") ? ""
                : Words(WebUtility.HtmlEncode(Join(data["text/plain"] ?? output["text"])));
            Assert.Contains(said, page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Notebook_OnTheStartPage_HasATitleAPromiseMinutesAndALevel(string notebook)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Samples.RepositoryRoot, notebook)))!;

        var lines = string.Concat(json["cells"]![0]!["source"]!.AsArray().Select(l => (string)l!)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        Assert.False(lines[1].StartsWith("1.", StringComparison.Ordinal), "the line after the title promises what the reader will hold");
        var about = json["metadata"]!["isopleth"];
        Assert.True(about is not null, "metadata.isopleth is missing; TEMPLATE.ipynb has it: minutes and level");
        Assert.InRange((int)about["minutes"]!, 1, 240);
        Assert.Contains((string)about["level"]!, (string[])["beginner", "intermediate", "advanced"]);
    }

    public static TheoryData<string, string, string> Orbits()
    {
        var index = Path.Combine(Samples.Root, "tropomi_l2", "etna_mediterranean", "index.csv");
        var rows = File.Exists(index) ? File.ReadLines(index).Skip(1).Select(l => l.Split(',')) : [];
        return [.. rows.Select(r => new TheoryDataRow<string, string, string>(r[0], r[8], r[9]))];
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Orbits))]
    public void PlumeNotebook_OnEachRealOrbit_FindsWhatTheEyeSees(string file, string label, string attached)
    {
        var values = Path.Combine(_folder, "v.json");

        var (status, _, error) = ProgramRun.Isopleth(
            ["run", "notebooks/atmosphere/plume-detection.ipynb", Path.Combine(_folder, "out.ipynb"), "-p", "granule", Samples.Path_("tropomi_l2/etna_mediterranean/" + file), "--values", values]);

        Assert.True(status == 0, error);
        var v = JsonNode.Parse(File.ReadAllText(values))!.AsObject();
        Assert.All(["plume_detected", "plume_pixels", "so2_max_in_plume", "attached_to_source", "plume_bearing_deg", "seconds_detect"], name => Assert.True(v.ContainsKey(name), $"no {name}"));
        var found = $"{file}: {v.ToJsonString()}";
        switch (label)
        {
            case "strong":
                Assert.True((bool)v["plume_detected"]!, found);
                Assert.True((bool)v["so2_max_in_plume"]!, found);
                Assert.True((int)v["plume_pixels"]! >= 50, found);
                Assert.True((bool)v["attached_to_source"]! == (attached == "yes"), found);
                Assert.InRange(double.Parse(v["plume_bearing_deg"]!.ToJsonString(), CultureInfo.InvariantCulture), 0, 360);
                break;
            case "quiet":
                Assert.False((bool)v["plume_detected"]!, found);
                break;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Join(JsonNode? text) => text is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string?)text ?? "";

    private static string Words(string html) => Space().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex("<(script|style)\\b.*?</\\1>|\\sstyle=\"[^\"]*\"", RegexOptions.Singleline)]
    private static partial Regex Stripped();

    [GeneratedRegex("<[^>]*>|\\x1b\\[[0-9;]*m")]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();

    /// <summary>For each code cell, the kinds of its outputs: what a reader would miss if one were not there.</summary>
    private static string[] OutputKinds(string path) =>
    [
        .. JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray()
            .Where(c => (string?)c!["cell_type"] == "code")
            .Where(c => c!["metadata"]?["tags"]?.AsArray().Any(t => (string?)t == "injected-parameters") != true)
            .Select((c, i) => $"{i}: " + string.Join(" ", c!["outputs"]!.AsArray()
                .Select(o => (string?)o!["output_type"] + "(" + string.Join(",", (o["data"]?.AsObject() ?? []).Select(d => d.Key).Order(StringComparer.Ordinal)) + ")"))),
    ];
}
