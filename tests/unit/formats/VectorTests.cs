using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Isopleth.Tests.Formats;

/// <summary>Vector data against what OGR's own Python says of the same files.</summary>
public sealed class VectorTests : ScratchFolder
{
    private static readonly Lazy<string> Written = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-vector-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        _ = Ogr("write", folder);
        return folder;
    });

    private static string File_(string name) => Path.Combine(Written.Value, name);

    private static string Ogr(string command, string path)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "vector_reference.py"), command, path]);
        return status == 0 ? output : throw new InvalidOperationException($"The reference needs python3-gdal (apt-get install it): {error}");
    }

    /// <summary>What OGR reads of a file, layer by layer, is what is read here.</summary>
    private static void SameAsOgr(string path, int layer = 0)
    {
        var expected = JsonNode.Parse(Ogr("read", path))!["layers"]![layer]!;
        using var data = Features.Open(path, new FeatureOptions { Layer = (string)expected["name"]! });
        var features = expected["features"]!.AsArray();
        Assert.Equal(features.Count, data.Dimensions["feature"]);
        if (data.Contains("geometry"))
        {
            var geometries = data["geometry"].To<Geometry>();
            for (var i = 0; i < features.Count; i++)
            {
                var wkb = (string?)features[i]!["geometry"];
                Assert.Equal(wkb is null ? null : new WKBReader().Read(Convert.FromHexString(wkb)), geometries[i]);
                Assert.Equal(wkb is null, geometries[i] is null);
            }
        }

        foreach (var name in features.Count == 0 ? [] : features[0]!["values"]!.AsObject().Select(p => p.Key))
        {
            var values = features.Select(f => f!["values"]![name]).ToList();
            if (data[name].ElementType == typeof(string))
            {
                Assert.Equal(values.Select(v => v?.ToString() ?? ""), data[name].To<string>());
            }
            else if (data[name].Variable.TimeUnits is null)
            {
                Assert.Equal(values.Select(v => v is null ? double.NaN : (double)v), data[name].ToDoubles());
            }
        }
    }

    [Theory]
    [InlineData("mixed.gpkg")]
    [InlineData("mixed.geojson")]
    [InlineData("utm.gpkg")]
    [InlineData("height.shp")]
    [InlineData("things.gml")]
    [InlineData("things.kml")]
    [InlineData("things.fgb")]
    public void Open_FileOfOgr_HasItsGeometriesAndAttributes(string name) => SameAsOgr(File_(name));

    [Theory]
    [InlineData("vector/parcels_fiboa_convert/nl/brpgewaspercelen_definitief_2023.gpkg")]
    [InlineData("vector/parcels_fiboa_convert/ch/lwb_nutzungsflaechen_v2_0_lv95.gpkg")]
    [InlineData("vector/rpg_france_derived/rpg_2022_sample.geojson")]
    [InlineData("flood/Sen1Floods11_Metadata.geojson")]
    public void Open_Sample_HasWhatOgrSays(string sample) => SameAsOgr(Samples.Path_(sample));

    [Fact]
    public void Open_TypedAttributes_AreNumbersTextsAndTimesInUtc()
    {
        using var data = DataStore.Open(File_("mixed.gpkg"));

        Assert.Equal(typeof(double), data["whole"].ElementType);
        Assert.Equal([0, double.NaN, 14, 21, 28, 35, 42], data["whole"].ToDoubles());
        Assert.Equal(typeof(long), data["large"].ElementType);
        Assert.Equal((1L << 40) + 6, data["large"].To<long>()[6]);
        Assert.Equal(2 / 3.0, data["real"].ToDoubles()[2]);
        Assert.Equal(["Zürich 0", "", "Zürich 2"], data["text"].To<string>()[..3]);
        Assert.Equal(new DateTime(2020, 2, 3), data["day"].ToTimes(DateTime.MinValue)[2]);
        Assert.Equal(new DateTime(2021, 3, 4, 3, 6, 2, 250), data["at"].ToTimes(DateTime.MinValue)[2]);
        Assert.Equal("EPSG:4326", data["spatial_ref"].Attributes["crs"]);
        Assert.Equal([0, 0, 21, 48], (double[])data.Attributes["bbox"]);
        Assert.Contains("POINT (8.5 47.25)", data["geometry"].ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(data.ToHtml());
        Assert.Equal(["feature"], data.Load()["geometry"].Dimensions);
    }

    [Fact]
    public void Open_ThreeDimensions_KeepsHeight()
    {
        using var data = DataStore.Open(File_("height.shp"));

        Assert.Equal([3, 6, 9], data["geometry"].To<Geometry>().Select(g => g.Coordinate.Z));
    }

    [Fact]
    public void Open_Arc_IsALineOfManyPoints()
    {
        using var data = DataStore.Open(File_("curves.gpkg"));

        var circle = Assert.IsType<Polygon>(data["geometry"].To<Geometry>()[0]);
        Assert.Equal(Math.PI, circle.Area, 2);
    }

    [Fact]
    public void Open_BoxAndCondition_GivesThatPart()
    {
        using var data = Features.Open(File_("mixed.gpkg"), new FeatureOptions { Box = (0, 0, 5, 5), Where = "real > 0.5" });

        Assert.Equal([2 / 3.0, 5 / 3.0], data["real"].ToDoubles());
        Assert.Equal([14L, 35L], data["whole"].To<long>());
        using var none = Features.Open(File_("mixed.gpkg"), new FeatureOptions { Where = "real > 100" });
        Assert.Equal(0, none.Dimensions["feature"]);
        Assert.Empty(none["geometry"].To<Geometry>());
    }

    [Fact]
    public void Open_OtherReferenceSystem_MovesGeometriesAndBox()
    {
        using var data = Features.Open(File_("utm.gpkg"), new FeatureOptions { Crs = "EPSG:4326", Box = (8.9, 44, 10.5, 47) });

        var geometries = data["geometry"].To<Geometry>();
        // On the central meridian of zone 32; the other from PROJ's cs2cs.
        Assert.Equal(2, geometries.Length);
        Assert.Equal((9, 45.15), (geometries[0].Coordinate.X, Math.Round(geometries[0].Coordinate.Y, 2)));
        Assert.Equal("EPSG:4326", data["spatial_ref"].Attributes["crs"]);
    }

    [Fact]
    public void Open_SeveralLayers_NamesTheOthers()
    {
        using var data = DataStore.Open(Samples.Path_("vector/parcels_fiboa_convert/es_cat/Cultius_DUN2023_GPKG.zip"));

        Assert.Equal(3, data.Groups.Count);
        using var codes = Features.Open(data.Source!, new FeatureOptions { Layer = data.Groups[0] });
        Assert.False(codes.Contains("geometry"));
        Assert.Equal(100, codes["CATALÀ"].To<string>().Length);
    }

    [Fact]
    public void Open_WrongOptionOrFile_SaysWhich()
    {
        var path = File_("mixed.gpkg");
        Assert.Contains("has no layer 'x'; it has things", Assert.Throws<ArgumentException>(() => Features.Open(path, new FeatureOptions { Layer = "x" })).Message, StringComparison.Ordinal);
        Assert.Contains("they are whole, large", Assert.Throws<ArgumentException>(() => Features.Open(path, new FeatureOptions { Where = "nothing >" })).Message, StringComparison.Ordinal);
        Assert.Contains("no coordinate reference system", Assert.Throws<ArgumentException>(() => Features.Open(path, new FeatureOptions { Crs = "EPSG:0" })).Message, StringComparison.Ordinal);
        Assert.Contains("west, south, east, north", Assert.Throws<ArgumentException>(() => Features.Open(path, new FeatureOptions { Box = (5, 0, 4, 1) })).Message, StringComparison.Ordinal);
        Assert.Contains(".shx", Assert.Throws<DataFormatException>(() => DataStore.Open(Samples.Path_("vector/parcels_fiboa_convert/jecam/BD_JECAM_CIRAD_2023_feb.shp"))).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Scratch("cut.gpkg"), File.ReadAllBytes(path)[..5000]);
        _ = Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("cut.gpkg"))["geometry"].To<Geometry>());
        var data = DataStore.Open(path);
        data.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => data["geometry"].To<Geometry>());
    }

    [Fact]
    public void Open_Gml_WritesNothingBeside()
    {
        File.Copy(Samples.Path_("vector/parcels_fiboa_convert/lv/1_100.xml"), Scratch("a.xml"));

        using var data = DataStore.Open(Scratch("a.xml"));

        Assert.Equal(100, data.Dimensions["feature"]);
        Assert.Equal(["a.xml"], ScratchFiles());
    }

    [Fact]
    public void GeoJson_RoundTrip_IsExact()
    {
        using var data = DataStore.Open(File_("mixed.gpkg"));
        GeoJson.Write(Scratch("a.geojson"), data);

        using var back = DataStore.Open(Scratch("a.geojson"));

        Assert.Equal(data["geometry"].To<Geometry>(), back["geometry"].To<Geometry>());
        foreach (var name in new[] { "whole", "large", "real", "day", "at" })
        {
            Assert.Equal(data[name].ToDoubles(), back[name].ToDoubles());
        }

        Assert.Equal(data["text"].To<string>(), back["text"].To<string>());
        SameAsOgr(Scratch("a.geojson"));
    }

    [Fact]
    public void GeoJson_Write_FollowsRfc7946()
    {
        var factory = new GeometryFactory();
        Coordinate[] clockwise = [new(0, 0), new(0, 4), new(4, 4), new(4, 0), new(0, 0)];
        Coordinate[] hole = [new(1, 1), new(2, 1), new(2, 2), new(1, 2), new(1, 1)];
        var polygon = factory.CreatePolygon(factory.CreateLinearRing(clockwise), [factory.CreateLinearRing(hole)]);
        var data = new Dataset(
        [
            DataArray.Create<Geometry?>("geometry", ["feature"], [3], [polygon, factory.CreatePoint(new CoordinateZ(1 / 3.0, 2 / 3.0, 5)), null]),
            DataArray.Create("depth", ["feature"], [3], [1.5, double.NaN, 3]),
            DataArray.Create("name", ["feature"], [3], ["é\"", "b", "c"]),
        ]);
        GeoJson.Write(Scratch("a.json"), data, new GeoJsonWriteOptions { Decimals = 7 });

        var json = JsonNode.Parse(File.ReadAllText(Scratch("a.json")))!;
        Assert.Equal("[0,0,4,4]", json["bbox"]!.ToJsonString());
        Assert.False(json.AsObject().ContainsKey("crs"));
        Assert.Equal("[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]", json["features"]![0]!["geometry"]!["coordinates"]!.ToJsonString());
        Assert.Equal("[0.3333333,0.6666667,5]", json["features"]![1]!["geometry"]!["coordinates"]!.ToJsonString());
        Assert.Null(json["features"]![2]!["geometry"]);
        Assert.Null(json["features"]![1]!["properties"]!["depth"]);
        Assert.Equal("é\"", (string)json["features"]![0]!["properties"]!["name"]!);
        SameAsOgr(Scratch("a.json"));
    }

    [Fact]
    public void GeoJson_OfAnotherReferenceSystem_IsInLongitudeAndLatitude()
    {
        using var data = DataStore.Open(File_("utm.gpkg"));
        GeoJson.Write(Scratch("a.geojson"), data);

        using var back = DataStore.Open(Scratch("a.geojson"));
        using var warped = Features.Open(File_("utm.gpkg"), new FeatureOptions { Crs = "EPSG:4326" });

        Assert.All(back["geometry"].To<Geometry>().Zip(warped["geometry"].To<Geometry>()), pair => Assert.Equal(0, pair.First.Distance(pair.Second), 9));
    }

    [Fact]
    public void GeoJson_WithoutGeometries_SaysSo() => Assert.Contains(
        "0 variables of geometries",
        Assert.Throws<ArgumentException>(() => GeoJson.Write(Scratch("a.json"), new Dataset([DataArray.Create("x", ["feature"], [1], [1.0])]))).Message, StringComparison.Ordinal);
}
