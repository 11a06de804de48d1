using System.Text.Json;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Chains;
using Isopleth.Formats;
using Isopleth.Tests;

namespace Isopleth.Catalogue.Tests;

public sealed class PlumeChainTests
{
    private static readonly PlumeSource[] Sources = [new("Etna", 37.751, 14.993), new("Stromboli", 38.789, 15.213)];

    private static readonly Catalogue Shipped = Catalogue.Load(
        Path.Combine(Samples.RepositoryRoot, "datasets", "intake"), new() { Environment = n => n == "ISOPLETH_SAMPLES" ? Samples.Root : n == "ISOPLETH_OFFLINE" ? "/nowhere" : null });

    [Theory]
    [InlineData("20210324")]
    [InlineData("20210324_orbit17849_NO2_SO2_HCHO_L2.nc")]
    [InlineData("/elsewhere/20210324_orbit17849_NO2_SO2_HCHO_L2.nc")]
    public void Open_DayOrNameOfASample_IsThatOrbit(string granule)
    {
        _ = Samples.Path_("INDEX.md");
        using var dataset = Overpasses.Open(Shipped, granule);
        Assert.EndsWith("20210324_orbit17849_NO2_SO2_HCHO_L2.nc", dataset.Source);
    }

    [Fact]
    public void Open_PathOfAFile_IsThatFile()
    {
        using var dataset = Overpasses.Open(Shipped, Samples.Path_("tropomi_l2/etna_mediterranean/20210401_orbit17962_NO2_SO2_HCHO_L2.nc"));
        Assert.Equal(5154, dataset.Dimensions["time"]);
    }

    [Fact]
    public void Open_NoSuchOverpass_ListsDaysAndScenes()
    {
        var fault = Assert.Throws<ArgumentException>(() => Overpasses.Open(Shipped, "tomorrow"));
        Assert.Contains("'tomorrow' is neither a file nor an overpass by name. Days: 20181230, ", fault.Message);
        Assert.Contains("Simulated scenes: one_source, two_sources, quiet, cloudy, drifting.", fault.Message);
        Assert.Contains("./isopleth prepare", Assert.Throws<CatalogueException>(() => Overpasses.Open(Shipped, "quiet")).Message);
        Assert.Contains("is a folder", Assert.Throws<ArgumentException>(() => Overpasses.Open(Shipped, Path.GetTempPath())).Message);
    }

    [Fact]
    public void ToDataset_RealOrbit_IsWrittenAndReadBack()
    {
        using var input = Overpasses.Open(Shipped, Samples.Path_("tropomi_l2/etna_mediterranean/20210401_orbit17962_NO2_SO2_HCHO_L2.nc"));
        var scene = PlumeScene.FromDataset(input);
        var result = PlumeDetection.Detect(scene, Sources);
        var file = Path.Combine(CatalogueFiles.Folder(), "plumes.nc");
        using (var product = PlumeProducts.ToDataset(input, scene, result, Sources))
        {
            NetCdf.Write(file, product);
        }

        using var read = NetCdf.Open(file);
        Assert.Equal(result.Flags.Select(f => (double)f), read["plume_flag"].ToDoubles());
        Assert.Equal(result.Quality.Select(q => (double)q), read["plume_quality"].ToDoubles());
        Assert.Equal(result.PlumeIndex.Select(i => (double)i), read["plume_number"].ToDoubles());
        Assert.Equal(result.DistanceToSource.Select(d => (double)(float)d), read["distance_to_source"].ToDoubles());
        Assert.Equal(scene.Column.Select(c => (double)(float)c), read["SO2_slant_column_number_density"].ToDoubles());
        Assert.Equal(["Etna", "Stromboli"], read["source_name"].To<string>());
        Assert.Equal(["latitude", "longitude"], read.Coordinates.Keys.Order());
        Assert.Equal("m", read["distance_to_source"].Units);
        Assert.Equal(result.PlumePixelCount, read.Attributes["number_of_plume_pixels"]);
        Assert.StartsWith("Isopleth.Atmosphere.PlumeDetection.Detect", (string)read.Attributes["history"]);
        Assert.Contains("harp.import_product", (string)read.Attributes["history"]);
        Assert.StartsWith("S5P_RPRO_L2__SO2", (string)read.Attributes["source_product"]);
        AssertFlagsReadAsCfSaysThem(file, result);
    }

    [Fact]
    public void ToDataset_Swath_KeepsItsTwoDimensions()
    {
        var simulated = PlumeSceneSimulator.Simulate(new() { ScanLineSpacing = 50_000, PixelAngle = 2 });
        var count = simulated.Scene.Count - (simulated.Scene.Count % 2);
        DataArray Swath(string name, double[] values, params int[] more) =>
            DataArray.Create(name, more.Length == 0 ? ["scanline", "pixel"] : ["scanline", "pixel", "corner"], [2, count / 2, .. more], values[..(count * (more.Length == 0 ? 1 : 4))],
                new Dictionary<string, object> { ["units"] = "mol m-2" });
        var scene = simulated.Scene;
        using var input = new Dataset(
        [
            Swath("SO2_slant_column_number_density", scene.Column), Swath("latitude", scene.Latitude), Swath("longitude", scene.Longitude),
            Swath("latitude_bounds", scene.LatitudeBounds, 4), Swath("longitude_bounds", scene.LongitudeBounds, 4),
        ]);
        var read = PlumeScene.FromDataset(input);
        using var product = PlumeProducts.ToDataset(input, read, PlumeDetection.Detect(read, []), []);
        Assert.Equal(["scanline", "pixel"], product["plume_flag"].Dimensions);
        Assert.Equal([2, count / 2, 4], product["latitude_bounds"].Shape);
        Assert.False(product.Contains("source_name"));
        Assert.Equal("a dataset in memory", product.Attributes["source"]);
    }

    [Fact]
    public void ToDataset_PartsThatDoNotBelongTogether_AreRefused()
    {
        using var input = Overpasses.Open(Shipped, Samples.Path_("tropomi_l2/etna_mediterranean/20210401_orbit17962_NO2_SO2_HCHO_L2.nc"));
        var other = PlumeSceneSimulator.Simulate(new() { ScanLineSpacing = 50_000, PixelAngle = 2 }).Scene;
        var fault = Assert.Throws<ArgumentException>(() => PlumeProducts.ToDataset(input, other, PlumeDetection.Detect(other, Sources), Sources));
        Assert.Contains($"The result has {other.Count} pixels, the scene {other.Count} and the dataset 5154", fault.Message);
    }

    // What another CF reader makes of the file: xarray counts the pixels of each meaning.
    private static void AssertFlagsReadAsCfSaysThem(string file, PlumeDetectionResult result)
    {
        var counts = Reference.Run(
            """
            import xarray
            with xarray.open_dataset(data) as product:
                flag, quality = product.plume_flag, product.plume_quality
                values = dict(zip(flag.flag_meanings.split(), flag.flag_values.tolist()))
                masks = dict(zip(quality.flag_meanings.split(), quality.flag_masks.tolist()))
                print(json.dumps([{k: int((flag == v).sum()) for k, v in values.items()}, {k: int(((quality & v) != 0).sum()) for k, v in masks.items()},
                                  sorted(flag.coords), flag.dtype.kind, product.distance_to_source.attrs['units']]))
            """,
            file).AsArray();
        Assert.Equal(Enum.GetValues<PixelRole>().Select(r => (r.ToString().ToLowerInvariant(), result.Flags.Count(f => f == r))), counts[0]!.AsObject().Select(p => (p.Key, (int)p.Value!)));
        (string, PlumeQuality)[] meanings =
            [("low_validity", PlumeQuality.LowValidity), ("cloudy", PlumeQuality.Cloudy), ("no_column", PlumeQuality.NoColumn), ("sparse_background", PlumeQuality.SparseBackground)];
        Assert.Equal(meanings.Select(m => (m.Item1, result.Quality.Count(q => q.HasFlag(m.Item2)))), counts[1]!.AsObject().Select(p => (p.Key, (int)p.Value!)));
        Assert.Equal(["latitude", "longitude"], counts[2].Deserialize<string[]>()!);
        Assert.Equal(("i", "m"), ((string)counts[3]!, (string)counts[4]!));
    }
}
