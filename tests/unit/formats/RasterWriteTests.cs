using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>GeoTIFFs that we write: read back by us and by GDAL's own Python.</summary>
public sealed class RasterWriteTests : ScratchFolder
{
    private static JsonNode Gdal(string script, params string[] arguments)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", "-c", "import sys, json, numpy as np\nfrom osgeo import gdal, osr\ngdal.UseExceptions()\n" + script, .. arguments]);
        return status == 0 ? JsonNode.Parse(output)! : throw new InvalidOperationException($"The reference needs python3-gdal and python3-numpy: {error}");
    }

    private const string Everything = """
        d = gdal.Open(sys.argv[1]); b = [d.GetRasterBand(i + 1) for i in range(d.RasterCount)]
        print(json.dumps(dict(layout=d.GetMetadataItem('LAYOUT', 'IMAGE_STRUCTURE'), compression=d.GetMetadataItem('COMPRESSION', 'IMAGE_STRUCTURE'), predictor=d.GetMetadataItem('PREDICTOR', 'IMAGE_STRUCTURE'),
            block=b[0].GetBlockSize(), overviews=[[b[0].GetOverview(i).YSize, b[0].GetOverview(i).XSize] for i in range(b[0].GetOverviewCount())],
            gt=d.GetGeoTransform(), code=d.GetSpatialRef().GetAuthorityCode(None) if d.GetSpatialRef() else None, shape=[d.RasterCount, d.RasterYSize, d.RasterXSize],
            nodata=[str(k.GetNoDataValue()) for k in b], scale=[k.GetScale() for k in b], offset=[k.GetOffset() for k in b], units=[k.GetUnitType() for k in b], names=[k.GetDescription() for k in b],
            wavelength=[k.GetMetadataItem('wavelength') for k in b], meta=d.GetMetadata(), type=gdal.GetDataTypeName(b[0].DataType),
            sums=[float(np.nansum(k.ReadAsArray().astype('f8') * (np.arange(d.RasterXSize) % 7 + 1))) for k in b])))
        """;

    private static DataArray Axis(string name, int count, double first, double step, string units) =>
        DataArray.Create(name, [name], [count], Enumerable.Range(0, count).Select(i => first + (i * step)).ToArray(), new Dictionary<string, object> { ["units"] = units });

    private static Dataset Scene(int bands, int height, int width)
    {
        var values = Enumerable.Range(0, bands * height * width).Select(i => i % 13 == 0 ? float.NaN : (float)(i * 7919L % 10_007) / 8).ToArray();
        var names = DataArray.Create("band_name", ["band"], [bands], Enumerable.Range(0, bands).Select(i => $"B{i} ä").ToArray());
        var wavelength = DataArray.Create("wavelength", ["band"], [bands], Enumerable.Range(0, bands).Select(i => 400 + (12.5 * i)).ToArray(), new Dictionary<string, object> { ["units"] = "nm" });
        var field = DataArray.Create("radiance", ["band", "y", "x"], [bands, height, width], values, new Dictionary<string, object> { ["units"] = "W m-2", ["grid_mapping"] = "spatial_ref" },
            [Axis("y", height, 4_649_995, -10, "m"), Axis("x", width, 300_005, 10, "m"), names, wavelength]);
        var reference = DataArray.Create("spatial_ref", [], [], new[] { 0 }, new Dictionary<string, object> { ["crs"] = "EPSG:32633" });
        return new Dataset([field, reference], attributes: new Dictionary<string, object> { ["title"] = "Sicily = ä", ["orbit"] = 42 });
    }

    [Fact]
    public void Write_Cog_IsOneForGdalWithAllThatItSays()
    {
        var scene = Scene(3, 1300, 1100);
        Raster.Write(Scratch("a.tif"), scene);
        var about = Gdal(Everything, Scratch("a.tif"));

        Assert.Equal(("COG", "DEFLATE", "3", "Float32"), ((string?)about["layout"], (string?)about["compression"], (string?)about["predictor"] ?? "3", (string?)about["type"]));
        Assert.Equal("[512,512]", about["block"]!.ToJsonString());
        Assert.Equal("[[650,550],[325,275]]", about["overviews"]!.ToJsonString());
        Assert.Equal([300_000.0, 10, 0, 4_650_000, 0, -10], about["gt"]!.AsArray().Select(v => (double)v!));
        Assert.Equal("32633", (string?)about["code"]);
        Assert.Equal("[\"nan\",\"nan\",\"nan\"]", about["nodata"]!.ToJsonString());
        Assert.Equal(["B0 ä", "B1 ä", "B2 ä"], about["names"]!.AsArray().Select(v => (string)v!));
        Assert.Equal(["W m-2", "W m-2", "W m-2"], about["units"]!.AsArray().Select(v => (string)v!));
        Assert.Equal(["400", "412.5", "425"], about["wavelength"]!.AsArray().Select(v => (string)v!));
        Assert.Equal(("Sicily = ä", "42"), ((string?)about["meta"]!["title"], (string?)about["meta"]!["orbit"]));
        var values = scene["radiance"].To<float>();
        for (var band = 0; band < 3; band++)
        {
            var sum = values.AsSpan(band * 1300 * 1100, 1300 * 1100).ToArray().Select((v, i) => float.IsNaN(v) ? 0 : (double)v * ((i % 1100 % 7) + 1)).Sum();
            Assert.Equal(sum, (double)about["sums"]![band]!, 1e-9 * sum);
        }

        using var read = DataStore.Open(Scratch("a.tif"));
        Assert.Equal(values, read["band_data"].To<float>());
        Assert.Equal(scene["x"].ToDoubles(), read["x"].ToDoubles());
        Assert.Equal(scene["y"].ToDoubles(), read["y"].ToDoubles());
        Assert.Equal(scene["wavelength"].ToDoubles(), read["wavelength"].ToDoubles());
        Assert.Equal("EPSG:32633", read["spatial_ref"].Attributes["crs"]);

        // And once more, of what was read: the same file.
        Raster.Write(Scratch("b.tif"), read);
        using var again = Raster.Open(Scratch("b.tif"));
        Assert.Equal(values, again["band_data"].To<float>());
        Assert.Equal(about["gt"]!.ToJsonString(), Gdal(Everything, Scratch("b.tif"))["gt"]!.ToJsonString());
        Assert.Equal(["a.tif", "b.tif"], ScratchFiles());
    }

    [Theory]
    [InlineData(true, RasterCompression.None)]
    [InlineData(true, RasterCompression.Lzw)]
    [InlineData(true, RasterCompression.Zstandard)]
    [InlineData(false, RasterCompression.None)]
    [InlineData(false, RasterCompression.Deflate)]
    [InlineData(false, RasterCompression.Lzw)]
    public void Write_EveryLayout_HasTheSameValues(bool cog, RasterCompression compression)
    {
        var scene = Scene(2, 200, 333);
        foreach (var predictor in new[] { false, true })
        {
            Raster.Write(Scratch("a.tif"), scene, new RasterWriteOptions { IsCloudOptimised = cog, Compression = compression, Predictor = predictor, TileSize = 128 });
            using var read = Raster.Open(Scratch("a.tif"));
            Assert.Equal(scene["radiance"].To<float>(), read["band_data"].To<float>());
            var about = Gdal(Everything, Scratch("a.tif"));
            Assert.Equal(cog ? "COG" : null, (string?)about["layout"]);
            Assert.Equal("[128,128]", about["block"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData(typeof(byte), "Byte")]
    [InlineData(typeof(short), "Int16")]
    [InlineData(typeof(ushort), "UInt16")]
    [InlineData(typeof(int), "Int32")]
    [InlineData(typeof(uint), "UInt32")]
    [InlineData(typeof(long), "Int64")]
    [InlineData(typeof(ulong), "UInt64")]
    [InlineData(typeof(double), "Float64")]
    public void Write_EveryType_IsThatType(Type type, string name)
    {
        var work = new WriteType(Scratch("a.tif"));
        NumericTypes.Invoke(type, ref work);
        Assert.Equal(name, (string?)Gdal(Everything, Scratch("a.tif"))["type"]);
    }

    private readonly struct WriteType(string path) : INumericWork
    {
        public void Do<T>() where T : unmanaged, System.Numerics.INumber<T>
        {
            var values = Enumerable.Range(0, 80 * 90).Select(i => T.CreateTruncating(i * 31L)).ToArray();
            Raster.Write(path, new Dataset([DataArray.Create("v", ["y", "x"], [80, 90], values)]));
            using var read = Raster.Open(path);
            Assert.Equal(values, read["band_data"].Isel("band", 0).To<T>());
        }
    }

    [Fact]
    public void Write_Packed_SaysScaleOffsetAndFill()
    {
        var values = Enumerable.Range(0, 70 * 80).Select(i => i % 9 == 0 ? double.NaN : 250 + (i % 400 * 0.25)).ToArray();
        var t = DataArray.Create("t", ["lat", "lon"], [70, 80], values, new Dictionary<string, object> { ["units"] = "K", ["long_name"] = "skin temperature" },
            [Axis("lat", 70, 38.95, -0.1, "degrees_north"), Axis("lon", 80, 12.05, 0.1, "degrees_east")]);
        var packed = new DataArray(t.Variable.With(t.Variable.Attributes, StorageEncoding.Packed(0.25, 200, (short)-32768)), t.Coordinates.Values.Select(c => c.Variable));
        Raster.Write(Scratch("a.tif"), new Dataset([packed]));

        var about = Gdal(Everything, Scratch("a.tif"));
        Assert.Equal(("Int16", "K", "skin temperature"), ((string?)about["type"], (string?)about["units"]![0], (string?)about["names"]![0]));
        Assert.Equal((0.25, 200.0, "-32768.0"), ((double)about["scale"]![0]!, (double)about["offset"]![0]!, (string?)about["nodata"]![0]));
        Assert.Equal([12.0, 0.1, 0, 39, 0, -0.1], about["gt"]!.AsArray().Select(v => Math.Round((double)v!, 9)));
        using var read = Raster.Open(Scratch("a.tif"));
        Assert.Equal(values, read["band_data"].ToDoubles());
        Assert.Equal("degrees_east", read["x"].Units);
    }

    [Fact]
    public void Write_ThenReadWindowsOverviewsAndWarped_AgreesWithGdal()
    {
        Raster.Write(Scratch("a.tif"), Scene(1, 2000, 2100), new RasterWriteOptions { Overviews = Resampling.Nearest });
        var expected = Gdal("""
            d = gdal.Open(sys.argv[1]); b = d.GetRasterBand(1)
            w = gdal.Warp('', d, format='VRT', dstSRS='EPSG:4326', resampleAlg='near')
            s = lambda a: float(np.nansum(a.astype('f8') * (np.arange(a.shape[1]) % 5 + 1)))
            print(json.dumps(dict(window=s(b.ReadAsArray(700, 300, 512, 512)), overview=s(b.GetOverview(0).ReadAsArray(100, 50, 300, 200)), n=b.GetOverviewCount(), shape=[w.RasterYSize, w.RasterXSize])))
            """, Scratch("a.tif"));
        double Sum(DataArray array) => array.To<float>().Select((v, i) => float.IsNaN(v) ? 0 : (double)v * ((i % array.Shape[^1] % 5) + 1)).Sum();

        using var full = Raster.Open(Scratch("a.tif"));
        using var overview = Raster.Open(Scratch("a.tif"), new RasterOptions { Overview = 0 });
        using var warped = Raster.Open(Scratch("a.tif"), new RasterOptions { Crs = "EPSG:4326" });

        Assert.Equal((double)expected["window"]!, Sum(full["band_data"].Isel(("y", 300..812), ("x", 700..1212))), 1e-3);
        Assert.Equal((double)expected["overview"]!, Sum(overview["band_data"].Isel(("y", 50..250), ("x", 100..400))), 1e-3);
        Assert.Equal((int)expected["n"]!, full["band_data"].Attributes["overviews"]);
        Assert.Equal(expected["shape"]!.AsArray().Select(n => (int)n!), warped["band_data"].Shape.Skip(1));
        Assert.InRange(warped["y"].ToDoubles()[0], 41.5, 42.5);
    }

    [Theory]
    [InlineData("no field", "There is no field to write")]
    [InlineData("two types", "is not like")]
    [InlineData("uneven", "is not evenly spaced at position 1 (1)")]
    [InlineData("text", "cannot be written as a raster")]
    [InlineData("single", "has a single position")]
    [InlineData("crs", "is no coordinate reference system")]
    [InlineData("tile", "TileSize is 100")]
    public void Write_WhatCannotBe_SaysWhy(string what, string message)
    {
        var field = DataArray.Create("f", ["y", "x"], [2, 3], new float[6]);
        DataArray Along(string name, params double[] at) => DataArray.Create(name, [name], [at.Length], at);
        var data = what switch
        {
            "no field" => new Dataset([DataArray.Create("f", ["x"], [3], new float[3])]),
            "two types" => new Dataset([field, DataArray.Create("g", ["y", "x"], [2, 3], new short[6])]),
            "uneven" => new Dataset([DataArray.Create("f", ["y", "x"], [2, 3], new float[6], coordinates: [Along("y", 1, 0), Along("x", 0, 1, 4)])]),
            "single" => new Dataset([DataArray.Create("f", ["y", "x"], [1, 3], new float[3], coordinates: [Along("y", 1), Along("x", 0, 1, 2)])]),
            "text" => new Dataset([DataArray.Create("f", ["y", "x"], [1, 2], new[] { "a", "b" })]),
            _ => new Dataset([field]),
        };
        var options = what switch
        {
            "crs" => new RasterWriteOptions { Crs = "EPSG:nowhere" },
            "tile" => new RasterWriteOptions { TileSize = 100 },
            _ => new RasterWriteOptions(),
        };

        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Raster.Write(Scratch("a.tif"), data, options)).Message, StringComparison.Ordinal);
        Assert.Empty(ScratchFiles());
    }
}
