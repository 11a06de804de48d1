using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Atmosphere;
using Isopleth.Chains;
using Isopleth.Formats;

namespace Isopleth.Tests.Chains;

/// <summary>The items are STAC: checked by jsonschema for Python against what the specification asks.</summary>
public sealed class StacItemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-chains-").FullName;

    private string Scratch(params string[] names) => Path.Combine([_folder, .. names]);

    [Fact]
    public async Task Item_TropomiOverTheAntimeridian_IsValidAndCutThere()
    {
        var granules = Directory.CreateDirectory(Scratch("a granule's folder")).FullName;
        var path = Path.Combine(granules, "g 1.nc");
        TropomiLevel1.Write(path, SpectralSceneSimulator.Simulate(ScreeningScenes.Eventful(1) with { Longitude = 179, Latitude = -12 }));
        PcaModelFile.Write(Scratch("model.nc"), ScreeningScenes.Model());

        var item = await ItemOf(path);

        Assert.Empty(Faults(item));
        // 32 columns of 0.07 degrees from 179, 40 rows of 0.05 degrees from -12.
        AssertNear([179, -12, -178.83, -10.05], Numbers(item["bbox"]!));
        Assert.Equal("MultiPolygon", (string)item["geometry"]!["type"]!);
        var rings = item["geometry"]!["coordinates"]!.AsArray().Select(polygon => polygon![0]!.AsArray().Select(position => Numbers(position!)).ToArray()).ToArray();
        AssertNear([179, 180, 180, 179, 179], [.. rings[0].Select(position => position[0])]);
        AssertNear([-180, -178.83, -178.83, -180, -180], [.. rings[1].Select(position => position[0])]);
        Assert.All(rings, ring => Assert.True(Area(ring) > 0, "A ring runs with the clock."));
        Assert.Null(item["properties"]!["datetime"]);
        Assert.True((DateTime)item["properties"]!["start_datetime"]! < (DateTime)item["properties"]!["end_datetime"]!);

        // Every reference leads from the item's folder to the file.
        var assets = item["assets"]!.AsObject();
        Assert.All(assets, asset => Assert.True(File.Exists(Path.Combine(Scratch("out", "items"), Uri.UnescapeDataString((string)asset.Value!["href"]!))), (string)asset.Value!["href"]!));
        Assert.Equal("../../a%20granule%27s%20folder/g%201.nc", (string)assets["granule"]!["href"]!);
        Assert.Equal(
            ["application/netcdf", "application/vnd.apache.parquet", "application/netcdf"],
            assets.Select(asset => (string)asset.Value!["type"]!));
    }

    [Fact]
    public async Task Item_CubeWithoutTimeOrPlace_IsValidAndSaysWhatItsTimeIs()
    {
        var cube = Scratch("samson.mat");
        File.Copy(Samples.Path_("spectra/hyperspectral/Samson.mat"), cube);
        File.SetLastWriteTimeUtc(cube, new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        PcaModelFile.Write(Scratch("model.nc"), ModelFitting.Fit([cube], new() { Components = 10 }, cancellationToken: TestContext.Current.CancellationToken));

        var item = await ItemOf(cube);

        Assert.Empty(Faults(item));
        Assert.Equal("2024-02-03T04:05:06.000Z", (string)item["properties"]!["datetime"]!);
        Assert.Contains("no time of measurement", (string)item["properties"]!["isopleth:datetime_of"]!, StringComparison.Ordinal);
        Assert.Null(item["geometry"]);
        Assert.False(item.ContainsKey("bbox"));
        Assert.Equal("application/x-matlab-data", (string)item["assets"]!["granule"]!["type"]!);
        var product = Conformance.Check(Assert.Single(Directory.GetFiles(Scratch("out", "products"))));
        Assert.DoesNotContain(product.Findings, finding => finding.Severity is Severity.Warning or Severity.Error);
    }

    [Fact]
    public void Schema_ItemsOfOthers_AreValidAndWhatTheSpecificationForbidsIsNot()
    {
        var theirs = Directory.GetFiles(Samples.Path_("stac/sentinel5p_items"), "*.json").Order(StringComparer.Ordinal).Select(path => JsonNode.Parse(File.ReadAllText(path))!.AsObject()).Where(item => (string)item["stac_version"]! == "1.0.0").ToList();
        Assert.NotEmpty(theirs);
        var good = theirs[0];
        Assert.Empty(Faults(good));

        JsonObject Spoilt(Action<JsonObject> spoil)
        {
            var copy = good.DeepClone().AsObject();
            spoil(copy);
            return copy;
        }

        foreach (var bad in (JsonObject[])[
            Spoilt(item => item.Remove("assets")),
            Spoilt(item => item.Remove("bbox")),
            Spoilt(item => item["geometry"] = null),
            Spoilt(item => item["bbox"]![0] = 190),
            Spoilt(item => { item["properties"]!["datetime"] = null; item["properties"]!.AsObject().Remove("start_datetime"); }),
            Spoilt(item => item["properties"]!["datetime"] = "yesterday"),
            Spoilt(item => item["assets"]!.AsObject().First().Value!.AsObject().Remove("href"))])
        {
            Assert.NotEmpty(Faults(bad));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<JsonObject> ItemOf(string granule)
    {
        using var chain = new ScreeningChain(new() { Model = Scratch("model.nc"), Output = Scratch("out"), Granules = [granule] });
        await chain.RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        var done = Assert.Single(chain.Done.Values);
        Assert.True(done.Events > 0, done.Message);
        return JsonNode.Parse(await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Scratch("out", "items"))), TestContext.Current.CancellationToken))!.AsObject();
    }

    private static string[] Faults(JsonObject item)
    {
        var schema = Path.Combine(Samples.RepositoryRoot, "tests", "unit", "chains", "stac-item.schema.json");
        var (status, output, error) = ProgramRun.Run(
            "/usr/bin/python3",
            ["-W", "ignore", "-c", """
                import json, sys, jsonschema
                validator = jsonschema.Draft7Validator(json.load(open(sys.argv[1])), format_checker=jsonschema.FormatChecker())
                print(json.dumps([e.json_path + ": " + e.message for e in validator.iter_errors(json.load(sys.stdin))]))
                """, schema],
            item.ToJsonString());
        Assert.True(status == 0, $"The reference failed; it needs apt-get install python3-jsonschema. {error}");
        return JsonSerializer.Deserialize<string[]>(output)!;
    }

    private static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(value => (double)value!)];

    private static void AssertNear(double[] expected, double[] found) => Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3));

    /// <summary>Twice the signed area of a ring: positive against the clock.</summary>
    private static double Area(double[][] ring) => ring.Zip(ring.Skip(1)).Sum(pair => (pair.First[0] * pair.Second[1]) - (pair.Second[0] * pair.First[1]));
}
