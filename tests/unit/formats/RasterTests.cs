using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Rasters, against what GDAL's own Python says of them.</summary>
public sealed class RasterTests : ScratchFolder
{
    private const string Enmap = "spectra/enmap_potsdam/tiles/images_enmap_potsdam_tile_96_32.tif";

    public static TheoryData<string> Rasters() =>
    [
        "rasters/cog/riotiler_cog_nodata_nan.tif", "rasters/cog/riotiler_cog_hirise_mars.tif", "rasters/dem/N00E010.hgt",
        "rasters/jp2/xcube_sample.jp2", "rasters/superres_pairs/worldstrat_L1.png", "gridded_ocean/smap_sss/RSS_smap_SSS_L3_8day_running_2015_136_FNL_v04.0_sss_smap_reformatted.tif",
        "flood/sen1floods11_sample/S2/Spain_7370579_S2Hand.tif", "rasters/terramesh_samples/S1RTC/282D_485L_3_3.tif", Enmap,
    ];

    private static JsonNode Gdal(string script, params string[] arguments)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-c", "import sys, json, numpy as np\nfrom osgeo import gdal, osr\ngdal.UseExceptions()\n" + script, .. arguments]);
        return status == 0 ? JsonNode.Parse(output)! : throw new InvalidOperationException($"The reference needs python3-gdal and python3-numpy: {error}");
    }

    /// <summary>OpenJPEG ends the process at such a file: an assertion.</summary>
    [Theory]
    [InlineData(7911, 23)]
    [InlineData(7911, 200)]
    [InlineData(7911, 18_000)]
    public void Open_Jpeg2000WhoseBoxIsTooShort_IsAnError(int at, int length)
    {
        var bytes = File.ReadAllBytes(Samples.Path_("rasters/modis_ndvi_timeseries/TERRA_MODIS_012010_NDVI_2014-02-18.jp2"));
        Assert.Equal("jp2c"u8, bytes.AsSpan(at + 4, 4));
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), length);
        File.WriteAllBytes(Scratch("short.jp2"), bytes);

        var e = Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("short.jp2")));

        Assert.Contains("code stream", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(20)]
    public void Open_GribPackedByCcsds_HasTheValuesOfTheSameGribPackedSimply(int bits)
    {
        // GDAL writes GRIB packed simply; its integers are packed anew by libaec's own encoder.
        const string script = """
            import ctypes, struct
            from osgeo import gdal
            simple, packed, bits = sys.argv[1], sys.argv[2], int(sys.argv[3])
            srs = osr.SpatialReference(); srs.ImportFromEPSG(4326)
            m = gdal.GetDriverByName('MEM').Create('', 60, 40, 2, gdal.GDT_Float64)
            m.SetGeoTransform([10, 0.5, 0, 60, 0, -0.5]); m.SetProjection(srs.ExportToWkt())
            for k in (1, 2): m.GetRasterBand(k).WriteArray(np.round(280 + 20 * np.sin(np.arange(2400).reshape(40, 60) / (90 * k)), 3))
            gdal.GetDriverByName('GRIB').CreateCopy(simple, m, options=['DATA_ENCODING=SIMPLE_PACKING', f'NBITS={bits}', 'DISCIPLINE=0'])
            class Aec(ctypes.Structure):
                _fields_ = [('i', ctypes.c_char_p), ('il', ctypes.c_size_t), ('it', ctypes.c_size_t), ('o', ctypes.c_void_p), ('ol', ctypes.c_size_t), ('ot', ctypes.c_size_t), ('bits', ctypes.c_uint), ('block', ctypes.c_uint), ('rsi', ctypes.c_uint), ('flags', ctypes.c_uint), ('state', ctypes.c_void_p)]
            aec = ctypes.CDLL('libaec.so.0'); b = open(simple, 'rb').read(); out = b''; p = 0; n = 0
            while p < len(b):
                end = p + struct.unpack('>Q', b[p + 8:p + 16])[0]; body = b''; q = p + 16
                while b[q:q + 4] != b'7777':
                    s = b[q:q + struct.unpack('>I', b[q:q + 4])[0]]; q += len(s)
                    if s[4] == 5:
                        assert s[9:11] == b'\0\0'; count, used = struct.unpack('>I', s[5:9])[0], s[19]; n += used == bits
                        s = struct.pack('>IB', 25, 5) + s[5:9] + struct.pack('>H', 42) + s[11:21] + bytes([14, 32, 0, 64])
                    if s[4] == 7:
                        v = np.unpackbits(np.frombuffer(s[5:], 'u1'))[:count * used].reshape(count, used).astype('u8') @ (1 << np.arange(used - 1, -1, -1, dtype='u8'))
                        width = (used + 7) // 8; raw = v.astype('>u4').view('u1').reshape(-1, 4)[:, 4 - width:].tobytes(); room = ctypes.create_string_buffer(4 * len(raw) + 1000)
                        a = Aec(raw, len(raw), 0, ctypes.addressof(room), len(room), 0, used, 32, 64, 14, None); assert aec.aec_buffer_encode(ctypes.byref(a)) == 0
                        s = struct.pack('>IB', 5 + a.ot, 7) + room.raw[:a.ot]
                    body += s
                out += b[p:p + 8] + struct.pack('>Q', 20 + len(body)) + body + b'7777'; p = end
            open(packed, 'wb').write(out)
            d = gdal.Open(simple); print(json.dumps([n, d.GetRasterBand(1).ReadAsArray().ravel().tolist(), d.GetRasterBand(2).ReadAsArray().ravel().tolist()]))
            """;
        var expected = Gdal(script, Scratch("simple.grib2"), Scratch("ccsds.grib2"), bits.ToString(System.Globalization.CultureInfo.InvariantCulture));

        using var data = DataStore.Open(Scratch("ccsds.grib2"));

        Assert.Equal(2, (int)expected[0]!);
        Assert.Equal(expected[1]!.AsArray().Concat(expected[2]!.AsArray()).Select(v => (double)v!), data["band_data"].ToDoubles());
        using var simple = DataStore.Open(Scratch("simple.grib2"));
        Assert.Equal(simple["x"].ToDoubles(), data["x"].ToDoubles());
        Assert.Equal(Scratch("ccsds.grib2"), data.Source);

        // Values that are cut off, and what promises more than it can hold.
        var bytes = File.ReadAllBytes(Scratch("ccsds.grib2"));
        var section = bytes.AsSpan().IndexOf((byte[])[5, 0, 0, 0x09, 0x60, 0, 42]) - 4;
        bytes[section + 5] = 0x7f;
        File.WriteAllBytes(Scratch("ccsds.grib2"), bytes);
        Assert.Contains("more than its", Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("ccsds.grib2"))).Message, StringComparison.Ordinal);
        (bytes[section + 5], bytes[section + 22]) = (0, 7);
        File.WriteAllBytes(Scratch("ccsds.grib2"), bytes);
        Assert.Contains("are damaged", Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("ccsds.grib2"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rasters))]
    public void Open_Sample_HasGdalsShapePlaceAndValues(string sample)
    {
        var path = Samples.Path_(sample);
        var expected = Gdal("""
            d = gdal.Open(sys.argv[1]); b = [d.GetRasterBand(i + 1) for i in range(d.RasterCount)]
            x, y = d.RasterXSize // 3, d.RasterYSize // 2
            w = [k.ReadAsArray(x, y, 5, 4).astype('f8').ravel().tolist() for k in b]
            print(json.dumps(dict(shape=[d.RasterCount, d.RasterYSize, d.RasterXSize], x=x, y=y, window=sum(w, []), gt=d.GetGeoTransform(can_return_null=True),
                code=d.GetSpatialRef().GetAuthorityCode(None) if d.GetSpatialRef() else None)))
            """, path);

        using var raster = Raster.Open(path, new RasterOptions { Decode = false });
        var data = raster["band_data"];

        Assert.Equal(expected["shape"]!.AsArray().Select(n => (int)n!), data.Shape);
        var (x, y) = ((int)expected["x"]!, (int)expected["y"]!);
        Assert.Equal(expected["window"]!.AsArray().Select(n => (double)n!), data.Isel(("y", y..(y + 4)), ("x", x..(x + 5))).ToDoubles());
        if (expected["gt"] is JsonArray transform)
        {
            var gt = transform.Select(v => (double)v!).ToArray();
            Assert.Equal(gt[0] + (gt[1] / 2), raster["x"].ToDoubles()[0], 1e-9);
            Assert.Equal(gt[3] + (gt[5] * (data.Shape[1] - 0.5)), raster["y"].ToDoubles()[^1], 1e-6);
        }

        Assert.Equal((string?)expected["code"], ((string?)raster.Variables.GetValueOrDefault("spatial_ref")?.Attributes.GetValueOrDefault("crs"))?.Split(':')[1]);
    }

    [Fact]
    public void Open_Enmap_KnowsWavelengthsScaleAndMissingBands()
    {
        using var tile = Raster.Open(Samples.Path_(Enmap));

        Assert.Equal([224, 32, 32], tile["band_data"].Shape);
        var wavelength = tile["wavelength"].ToDoubles();
        Assert.Equal((418.24, 2445.53), (wavelength[0], wavelength[^1]));
        Assert.Equal("nm", tile["wavelength"].Units);
        Assert.Equal(6.99561, tile["fwhm"].ToDoubles()[0]);
        var cube = tile["band_data"].ToDoubles();
        Assert.All(cube.AsSpan(129 * 1024, 6 * 1024).ToArray(), v => Assert.True(double.IsNaN(v)));
        Assert.InRange(cube[0], 0, 1);
        Assert.Equal("m", tile["x"].Units);
        Assert.Equal("EPSG:32633", tile["spatial_ref"].Attributes["crs"]);
    }

    [Fact]
    public void Isel_WithStridesAndSomeBands_TakesThose()
    {
        using var raster = Raster.Open(Samples.Path_("flood/sen1floods11_sample/S2/Spain_7370579_S2Hand.tif"), new RasterOptions { Decode = false });
        var whole = raster["band_data"].To<short>();

        var some = raster["band_data"].Isel(("band", new PositionSelector(1..12, 5)), ("y", new PositionSelector(3..400, 7)), ("x", new PositionSelector(2..500, 11)));

        var expected = from b in new[] { 1, 6, 11 } from y in Enumerable.Range(0, 57) from x in Enumerable.Range(0, 46) select whole[(((b * 512) + 3 + (y * 7)) * 512) + 2 + (x * 11)];
        Assert.Equal(expected, some.To<short>());
    }

    [Fact]
    public void Open_Overview_IsTheSmallerCopy()
    {
        var path = Samples.Path_("rasters/cog/riotiler_cog_nodata_nan.tif");
        var expected = Gdal("d = gdal.Open(sys.argv[1]); o = d.GetRasterBand(1).GetOverview(0); print(json.dumps(dict(n=d.GetRasterBand(1).GetOverviewCount(), shape=[o.YSize, o.XSize], sum=float(np.nansum(o.ReadAsArray(), dtype='f8')))))", path);

        using var full = Raster.Open(path);
        using var overview = Raster.Open(path, new RasterOptions { Overview = 0, Decode = false });

        Assert.Equal((int)expected["n"]!, full["band_data"].Attributes["overviews"]);
        Assert.Equal(expected["shape"]!.AsArray().Select(n => (int)n!), overview["band_data"].Shape[1..]);
        Assert.Equal((double)expected["sum"]!, overview["band_data"].ToDoubles().Where(double.IsFinite).Sum(), 1e-6);
        Assert.Contains("overview 99", Assert.Throws<ArgumentException>(() => Raster.Open(path, new RasterOptions { Overview = 99 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_InAnotherReferenceSystem_IsWarped()
    {
        var path = Samples.Path_("rasters/dem/N00E010.hgt");

        using var warped = Raster.Open(path, new RasterOptions { Crs = "EPSG:32632", Resampling = Resampling.Bilinear });

        Assert.Equal("m", warped["x"].Units);
        Assert.InRange(warped["x"].ToDoubles()[0], 600_000, 630_000);
        var there = warped["band_data"].ToDoubles().Where(double.IsFinite).ToArray();
        Assert.InRange(there.Average(), 1, 1005);
        Assert.Contains("no coordinate reference system", Assert.Throws<ArgumentException>(() => Raster.Open(path, new RasterOptions { Crs = "EPSG:nothing" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BandsPackedDifferently_AreVariablesOfTheirOwn()
    {
        _ = Gdal("""
            d = gdal.GetDriverByName('GTiff').Create(sys.argv[1], 3, 2, 2, gdal.GDT_Int16)
            for i in (1, 2):
                b = d.GetRasterBand(i); b.WriteArray(np.arange(6).reshape(2, 3) * i); b.SetNoDataValue(i); b.SetScale(0.5 * i); b.SetDescription(f'kind {i}'); b.SetUnitType(['m', 'K'][i - 1])
            d.GetRasterBand(1).SetNoDataValue(-1); d = None; print('{}')
            """, Scratch("two.tif"));

        using var raster = Raster.Open(Scratch("two.tif"));

        Assert.Equal(["band_1", "band_2"], raster.Variables.Keys);
        Assert.Equal([0, 0.5, 1, 1.5, 2, 2.5], raster["band_1"].ToDoubles());
        Assert.Equal(("K", "kind 2"), (raster["band_2"].Units, raster["band_2"].Attributes["long_name"]));
    }

    [Theory]
    [InlineData("YES")]
    [InlineData("NO")]
    public void Open_MaskBesideTheBands_IsMissing(string inside)
    {
        _ = Gdal($"""
            gdal.SetConfigOption('GDAL_TIFF_INTERNAL_MASK', '{inside}')
            ds = gdal.GetDriverByName('GTiff').Create(r'{Scratch("mask.tif")}', 40, 30, 2, gdal.GDT_Byte, ['TILED=YES', 'BLOCKXSIZE=16', 'BLOCKYSIZE=16'])
            a = (np.arange(1200) % 251).reshape(30, 40)
            ds.GetRasterBand(1).WriteArray(a); ds.GetRasterBand(2).WriteArray(a // 2)
            ds.CreateMaskBand(gdal.GMF_PER_DATASET)
            ds.GetRasterBand(1).GetMaskBand().WriteArray(np.where(np.arange(1200) % 3 == 0, 0, 255).reshape(30, 40).astype('u1'))
            print(1)
            """);
        using var data = DataStore.Open(Scratch("mask.tif"));
        var expected = Enumerable.Range(0, 2400).Select(i => i % 1200 % 3 == 0 ? double.NaN : i % 1200 % 251 / (i < 1200 ? 1 : 2)).ToArray();

        Assert.Equal(expected, data["band_data"].ToDoubles());
        var part = data["band_data"].Isel("band", 1).Isel("y", 3..28, 4).Isel("x", 1..39, 3);
        Assert.Equal(from y in Enumerable.Range(0, 7) from x in Enumerable.Range(0, 13) select expected[1200 + ((3 + (4 * y)) * 40) + 1 + (3 * x)], part.ToDoubles());
        using var stored = Raster.Open(Scratch("mask.tif"), new RasterOptions { Decode = false });
        Assert.Equal(typeof(byte), stored["band_data"].ElementType);
    }

    [Fact]
    public void Open_TurnedGridOrControlPoints_HasItsBox()
    {
        _ = Gdal($"""
            s = osr.SpatialReference(); s.ImportFromEPSG(4326); w = s.ExportToWkt()
            ds = gdal.GetDriverByName('GTiff').Create(r'{Scratch("turned.tif")}', 10, 6, 1, gdal.GDT_Byte)
            ds.SetGeoTransform((5, 0.25, 0.125, 40, 0.125, -0.25)); ds.SetProjection(w); ds = None
            ds = gdal.GetDriverByName('GTiff').Create(r'{Scratch("points.tif")}', 10, 6, 1, gdal.GDT_Byte)
            ds.SetGCPs([gdal.GCP(10, 50, 0, 0, 0), gdal.GCP(11, 50.5, 0, 10, 0), gdal.GCP(9.5, 49, 0, 0, 6)], w); ds = None
            print(1)
            """);
        using var turned = DataStore.Open(Scratch("turned.tif"));
        using var points = DataStore.Open(Scratch("points.tif"));

        Assert.Equal([5, 38.5, 8.25, 41.25], DataExtent.Of(turned).Box!);
        Assert.Equal([9.5, 49, 11, 50.5], DataExtent.Of(points).Box!);
    }

    [Fact]
    public void Open_Broken_SaysSo()
    {
        File.WriteAllText(Scratch("a.tif"), "no raster");
        var bytes = File.ReadAllBytes(Samples.Path_(Enmap));
        File.WriteAllBytes(Scratch("cut.tif"), bytes[..(bytes.Length / 2)]);

        Assert.Contains("a.tif", Assert.Throws<DataFormatException>(() => Raster.Open(Scratch("a.tif"))).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.tif", Assert.Throws<DataFormatException>(() => Raster.Open(Scratch("nowhere.tif"))).Message, StringComparison.Ordinal);
        var cut = Record.Exception((Action)(() =>
        {
            using var raster = Raster.Open(Scratch("cut.tif"));
            _ = raster["band_data"].ToDoubles();
        }));
        Assert.Contains("cut.tif", Assert.IsType<DataFormatException>(cut).Message, StringComparison.Ordinal);
    }
}
