using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Tests;

namespace Isopleth.Catalogue.Tests;

/// <summary>The catalogue of the repository, <c>datasets/intake</c>.</summary>
public sealed class ShippedCatalogueTests
{
    private static readonly string Folder = Path.Combine(Samples.RepositoryRoot, "datasets", "intake");
    private static readonly Catalogue Shipped = Catalogue.Load(Folder, new() { Environment = n => n == "ISOPLETH_SAMPLES" ? Samples.Root : null });

    public static TheoryData<string> RealEntries => [.. Shipped.Entries.Select(e => e.Name).Where(n => !n.StartsWith("simulated.", StringComparison.Ordinal))];

    [Fact]
    public void Validate_WholeCatalogue_HasNoProblem()
    {
        Assert.Empty(Shipped.Validate());
        Assert.True(Shipped.Entries.Count >= 12, $"{Shipped.Entries.Count} entries");
        Assert.All(Shipped.Entries, e => Assert.True(e.Metadata.Text("offline") is not { } other || Shipped.Contains(other), $"{e.Name} stands in with {e.Metadata.Text("offline")}"));
    }

    [Fact]
    public void Schema_EveryFile_IsValidUnderIt()
    {
        var files = Directory.GetFiles(Folder, "*.yml", SearchOption.AllDirectories);
        Assert.Equal("[]", Reference.Run(
            """
            import yaml, jsonschema
            schema = json.load(open(data['schema']))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            print(json.dumps([f'{f}: {e.json_path}: {e.message}' for f in data['files'] for e in validator.iter_errors(yaml.safe_load(open(f)))]))
            """,
            new { schema = Path.Combine(Folder, "schema.json"), files }).ToJsonString());
    }

    [Theory]
    [InlineData("sources: {a: {driver: netcdf}}", "required")]
    [InlineData("description: d\nsources: {a: {driver: nothing, description: a description of it, args: {urlpath: x}}}", "oneOf")]
    [InlineData("description: d\nsources: {A-B: {driver: alias, args: {target: x}}}", "pattern")]
    [InlineData("description: d\nsources: {a: {driver: alias, args: {target: x}, parameters: {p: {description: d, type: string}}}}", "oneOf")]
    public void Schema_WhatEntriesMustNotBe_IsRefused(string text, string rule) => Assert.Contains(rule, Reference.Run(
        "import yaml, jsonschema\nprint(json.dumps([e.validator for e in jsonschema.Draft202012Validator(json.load(open(data['schema']))).iter_errors(yaml.safe_load(data['text']))]))",
        new { schema = Path.Combine(Folder, "schema.json"), text }).ToJsonString());

    [Fact]
    public void Schema_ParameterTypesAndDrivers_AreThoseTheCodeKnows()
    {
        var definitions = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "schema.json")))!["$defs"]!;
        var types = definitions["parameters"]!["additionalProperties"]!["properties"]!["type"]!["enum"].Deserialize<string[]>()!;
        Assert.Equal(Enum.GetNames<ParameterType>().Select(n => n.ToLowerInvariant()).Append("unicode").Order(), types.Order());
        Assert.All(definitions["dataset"]!["properties"]!["driver"]!["enum"].Deserialize<string[]>()!, d => Assert.Contains(d, DriverRegistry.Standard.Names));
    }

    [Fact]
    public void Resolve_EveryEntry_AsIntakeResolvesIt()
    {
        var expected = Reference.Run(
            """
            import intake
            from intake.catalog.utils import merge_pars
            out = {}
            def walk(cat, prefix):
                for name, entry in cat._entries.items():
                    if entry._driver == 'yaml_file_cat':
                        walk(entry.get(), prefix + name + '.')
                    else:
                        args = merge_pars({'CATALOG_DIR': entry._catalog_dir, **entry._open_args}, {}, entry._user_parameters)
                        out[prefix + name] = [entry._description, entry._driver, args['urlpath'], args.get('group')]
            walk(intake.open_catalog(data), '')
            print(json.dumps(out))
            """,
            Path.Combine(Folder, "catalog.yml"), ("ISOPLETH_SAMPLES", "/samples"), ("ISOPLETH_OFFLINE", "/offline")).AsObject();
        var here = Catalogue.Load(Folder, new() { Environment = n => n switch { "ISOPLETH_SAMPLES" => "/samples", "ISOPLETH_OFFLINE" => "/offline", _ => null } });
        Assert.Equal(expected.Select(p => p.Key).Order(), here.Entries.Select(e => e.Name).Order());
        Assert.All(here.Entries, e =>
        {
            var arguments = CatalogueFiles.Arguments(e);
            Assert.Equal(expected[e.Name].Deserialize<List<string?>>()!, new List<string?> { e.Description, e.Driver, arguments.Text("urlpath"), arguments.Text("group") });
        });
    }

    [Theory]
    [MemberData(nameof(RealEntries))]
    public void Open_RealEntryWithEveryChoice_HasItsVariables(string name)
    {
        _ = Samples.Path_("INDEX.md");
        var entry = Shipped[name];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var choices = entry.Parameters is [{ Allowed: { } allowed } parameter] ? allowed.Select(a => (parameter.Name, a)).ToArray() : [];
        foreach (var choice in choices)
        {
            using var dataset = entry.Open(choice);
            seen.UnionWith(dataset.Variables.Keys.Concat(dataset.Coordinates.Keys));
        }

        using var byDefault = entry.Open();
        seen.UnionWith(byDefault.Variables.Keys.Concat(byDefault.Coordinates.Keys));
        Assert.Superset(entry.Metadata.List("variables").Cast<string>().ToHashSet(), seen);
    }

    [Fact]
    public void Metadata_EtnaGranules_AreThoseOfTheSamplesIndex()
    {
        var rows = File.ReadLines(Samples.Path_("tropomi_l2/etna_mediterranean/index.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        var entry = Shipped["tropomi.so2.etna"];
        var granules = entry.Metadata.Section("granules");
        Assert.Equal(rows.Select(r => (r[0][..8], r[8])), granules.Keys.Select(k => (k, granules.Section(k).Text("label")!)));
        Assert.Equal(granules.Keys, entry.Parameters[0].Allowed!.Cast<string>());
        Assert.Equal("20210401", entry.Parameters[0].Default);
    }

    [Fact]
    public void Open_SamplesNotThere_SaysWhatToSetAndWhatToOpenInstead()
    {
        var catalogue = Catalogue.Load(Folder, new() { Environment = n => n == "ISOPLETH_SAMPLES" ? "/nowhere" : null });
        var fault = Assert.Throws<CatalogueException>(() => catalogue["tropomi.so2.etna"].Open());
        Assert.Contains("ISOPLETH_SAMPLES is '/nowhere': set ISOPLETH_SAMPLES to the folder of the real samples.", fault.Hint);
        Assert.Contains("catalogue[\"simulated.so2.etna\"]", fault.Hint);
    }

    [Fact]
    public void Open_OfflineSampleNotThere_SaysWhichCommandMakesIt()
    {
        var catalogue = Catalogue.Load(Folder, new() { Environment = n => n == "ISOPLETH_OFFLINE" ? "/nowhere" : null });
        Assert.Contains("./isopleth prepare", Assert.Throws<CatalogueException>(() => catalogue["simulated.so2.etna"].Open()).Hint);
    }

    [Theory]
    [InlineData("sulphur dioxide Sicily", "tropomi.so2.etna")]
    [InlineData("SO2 over Etna", "tropomi.so2.etna")]
    [InlineData("sulfur dioxid volcano", "tropomi.so2.etna")]
    [InlineData("simulated plume", "simulated.so2.etna")]
    [InlineData("methane Sahara", "tropomi.ch4.chad")]
    [InlineData("SST of the Alborán Sea", "ocean.sst.alboran")]
    [InlineData("oxygen profiles", "ocean.argo.oxygen")]
    [InlineData("chlorophyll north sea", "ocean.colour.north_sea")]
    [InlineData("bathimetry", "ocean.bathymetry.world")]
    [InlineData("air pollution Ruhr", "tropomi.no2.north_sea")]
    public void Find_WordsOfTheField_PutTheRightEntryFirst(string text, string expected)
    {
        var found = Shipped.Find(text);
        Assert.True(found.Count > 0 && found.Take(text.Contains("bath", StringComparison.Ordinal) ? 2 : 1).Any(m => m.Entry.Name == expected), found.ToString());
    }

    [Fact]
    public void Find_Match_SaysWhyAndWhatWasNotFound()
    {
        var found = Shipped.Find("sulphur dioxide Greenland");
        Assert.Equal(["greenland"], found[0].Missing);
        Assert.Contains("sulphur: ", found[0].Reasons[0]);
        Assert.Contains("not found: greenland", found.ToString());
        Assert.Contains("<code>tropomi.so2.etna</code>", found.ToHtml());
        Assert.True(found.SkipWhile(m => m.Missing.Count == 1).All(m => m.Missing.Count > 1));
        Assert.Equal("Nothing fits 'xylophone'.", Shipped.Find("xylophone").ToString());
        Assert.Empty(Shipped.Find("the of"));
    }
}
