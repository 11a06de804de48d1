using System.Text;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Files as people send them: tables in other encodings and forms, files beside files, archives, and what is named with a way on.</summary>
public sealed class UnseenTests : ScratchFolder
{
    static UnseenTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private string File(string name, string text, string encoding = "utf-8")
    {
        System.IO.File.WriteAllBytes(Scratch(name), [.. Encoding.GetEncoding(encoding).GetPreamble(), .. Encoding.GetEncoding(encoding).GetBytes(text)]);
        return Scratch(name);
    }

    private string Refused(string path) => Assert.Throws<DataFormatException>(() => DataStore.Open(path)).Message;

    [Theory]
    [InlineData("utf-16BE", "ort,wert\nKöln,2\n")]
    [InlineData("utf-16", "ort,wert\nKöln,2\n")]
    [InlineData("windows-1252", "ort,wert\nKöln,2\n")]
    public void Open_TableInAnyEncoding_HasItsTexts(string encoding, string text)
    {
        using var data = DataStore.Open(File("a.csv", text, encoding));
        Assert.Equal(["Köln"], data["ort"].To<string>());
        Assert.Equal([2], data["wert"].To<long>());
    }

    [Fact]
    public void Open_SignsOfWindows_AreThere()
    {
        using var data = DataStore.Open(File("a.csv", "ort,wert\nPreis €,1\n", "windows-1252"));
        Assert.Equal(["Preis €"], data["ort"].To<string>());
    }

    [Theory]
    [InlineData("\"a\";\"b\"\n\"1\";\"2,5\"\n\"3\";\"4,5\"\n", 2.5)]
    [InlineData("a;b\n1;1.234,5\n2;2.345,6\n", 1234.5)]
    [InlineData("Station: Etna\nOwner: INGV\n\na,b\n1,2.5\n2,3\n", 2.5)]
    [InlineData("#a,b\n1,2.5\n3,4.5\n", 2.5)]
    public void Open_TableInOtherForms_HasItsNumbers(string text, double first)
    {
        using var data = DataStore.Open(File("a.csv", text));
        Assert.Equal(["a", "b"], data.Variables.Keys);
        Assert.Equal(first, data["b"].ToDoubles()[0]);
    }

    [Fact]
    public void Open_ColumnThatTurnsToTextFarBelow_IsOfTexts()
    {
        using var data = DataStore.Open(File("a.csv", "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 30_000)) + "x,3\n"));
        Assert.Equal("x", data["a"].To<string>()[^1]);
    }

    [Fact]
    public void Open_WhatIsNoTable_SaysWhy()
    {
        Assert.Contains("line 3 has 2 fields and line 1 has 3", Refused(File("a.csv", "a,b,c\n1,2,3\n4,5\n6,7,8,9\n")), StringComparison.Ordinal);
        Assert.Contains("only blank lines", Refused(File("b.csv", "\n\n\n")), StringComparison.Ordinal);
        Assert.Contains("no known format", Refused(File("c.txt", "This is a text, with some words.\nAnd another, of the same.\n")), StringComparison.Ordinal);
        Assert.Contains("coordinate reference system", Refused(File("d.prj", "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]")), StringComparison.Ordinal);
        Assert.Contains("without .hdr", Refused(File("e.hdr", "ENVI\nsamples = 3\nlines = 2\n")), StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(Scratch("f.hgt"), new byte[2 * 1201 * 1201]);
        Assert.Contains("N45E007.hgt", Refused(Scratch("f.hgt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PackedFileOfNoKnownFormat_IsToldByItsOwnName()
    {
        using (var file = System.IO.File.Create(Scratch("a.dat.gz")))
        {
            using var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest);
            gzip.Write([1, 2, 3, 4, 5, 6, 7, 8]);
        }

        var message = Refused(Scratch("a.dat.gz"));
        Assert.StartsWith(Scratch("a.dat.gz"), message, StringComparison.Ordinal);
        Assert.Contains("What is packed in it does not open: a.dat: The contents are of no known format", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OdvWithSemicolonsAndDecimalCommas_HasItsNumbers()
    {
        using var data = DataStore.Open(File("a.txt", "Cruise;Station;Type;yyyy-mm-ddThh:mm:ss.sss;Longitude [degrees_east];Latitude [degrees_north];Bot. Depth [m];Depth [m]:DOUBLE;T [degC]:FLOAT\nA, B;1;B;1990-01-15T12:30:00;10,5;50,25;100;5;10,1\n"));
        Assert.Equal(10.5, data["longitude"].ToDoubles()[0]);
        Assert.Equal(10.1, data["T"].ToDoubles()[0]);
        Assert.Equal("degC", data["T"].Units);
        Assert.Equal("A, B", data["Cruise"].To<string>()[0]);
    }

    [Fact]
    public void Open_FoldersOfParquet_AreOneTable()
    {
        foreach (var part in new[] { 1, 2 })
        {
            Directory.CreateDirectory(Scratch($"parts/year={part}"));
            Parquet.Write(Scratch($"parts/year={part}/a.parquet"), new Table([TableColumn.Create("depth", new[] { part * 10.0 })]));
        }

        using var data = DataStore.Open(Scratch("parts"));
        Assert.Equal([10, 20], data["depth"].ToDoubles().Order());
        Assert.Equal([1, 2], data["year"].ToDoubles().Order());
    }

    [Fact]
    public void Open_NestedColumnsOfParquet_AreInWords()
    {
        using var database = DuckDbConnection.Open();
        Parquet.Write(Scratch("a.parquet"), database, "SELECT [1, 2] AS list, {'x': 1, 'y': 'b'} AS place, MAP {'k': 2} AS map");
        using var data = DataStore.Open(Scratch("a.parquet"));
        Assert.Equal(["[1, 2]"], data["list"].To<string>());
        Assert.Equal(["{x: 1, y: b}"], data["place"].To<string>());
        Assert.Equal(["{k: 2}"], data["map"].To<string>());
    }

    private const string Rasters = """
        import sys, numpy as np
        from osgeo import gdal, ogr
        gdal.UseExceptions(); folder = sys.argv[1]
        def make(name, driver, kind, values, options=[]):
            d = gdal.GetDriverByName(driver).Create(f'{folder}/{name}', 5, 4, 1, kind, options); d.SetGeoTransform((10, .1, 0, 50, 0, -.1)); d.GetRasterBand(1).WriteArray(values); return d
        a = np.arange(20.).reshape(4, 5)
        make('complex.tif', 'GTiff', gdal.GDT_CFloat32, a + 1j * a[::-1]); make('signed.tif', 'GTiff', gdal.GDT_Byte, (a - 10).astype('i1').view('u1'), ['PIXELTYPE=SIGNEDBYTE'])
        make('byte.tif', 'GTiff', gdal.GDT_Byte, a); gdal.Translate(f'{folder}/raster.gpkg', f'{folder}/byte.tif', format='GPKG', outputSRS='EPSG:4326')
        d = ogr.GetDriverByName('LIBKML').CreateDataSource(f'{folder}/a.kmz'); l = d.CreateLayer('a', None, ogr.wkbPoint); f = ogr.Feature(l.GetLayerDefn()); f.SetGeometry(ogr.CreateGeometryFromWkt('POINT(10 50)')); l.CreateFeature(f); del f, l, d
        d = ogr.GetDriverByName('ESRI Shapefile').CreateDataSource(f'{folder}/empty.shp'); d.CreateLayer('empty', None, ogr.wkbPoint); del d
        """;

    [Fact]
    public void Open_WhatGdalHasInOtherForms_HasItsValues()
    {
        var (status, _, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", "-c", Rasters, Path.GetDirectoryName(Scratch("x"))!]);
        Assert.True(status == 0, $"The reference needs python3-gdal: {error}");
        using var complex = DataStore.Open(Scratch("complex.tif"));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (double)i), complex["band_data.real"].ToDoubles());
        Assert.Equal([15.0, 17, 19], complex["band_data.imag"].Isel(("y", 0), ("x", new PositionSelector(0..5, 2))).ToDoubles());
        using var signed = DataStore.Open(Scratch("signed.tif"));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i - 10.0), signed["band_data"].ToDoubles());
        using var raster = DataStore.Open(Scratch("raster.gpkg"));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (double)i), raster["band_data"].Isel("band", 0).ToDoubles());
        using var kmz = DataStore.Open(Scratch("a.kmz"));
        Assert.Equal(1, kmz.Dimensions["feature"]);
        using var empty = DataStore.Open(Scratch("empty.shp"));
        Assert.Null(DataExtent.Of(empty).Box);
    }

    [Fact]
    public void Of_GridsOfProjectionsAndTurnedPoles_TellsTheirBox()
    {
        Dataset Grid(string x, string y, double[] xs, double[] ys, params (string, object)[] mapping) => new(
        [
            DataArray.Create("v", ["y", "x"], [ys.Length, xs.Length], new float[ys.Length * xs.Length], new Dictionary<string, object> { ["grid_mapping"] = "crs" }),
            DataArray.Create("x", ["x"], [xs.Length], xs, new Dictionary<string, object> { ["standard_name"] = x, ["units"] = "m" }),
            DataArray.Create("y", ["y"], [ys.Length], ys, new Dictionary<string, object> { ["standard_name"] = y, ["units"] = "m" }),
            DataArray.Create("crs", [], [], new[] { 0 }, mapping.ToDictionary(m => m.Item1, m => m.Item2)),
        ]);
        Assert.Equal([18.0, 50.75, 18, 50.75], DataExtent.Of(Grid("grid_longitude", "grid_latitude", [0], [0], ("grid_mapping_name", "rotated_latitude_longitude"), ("grid_north_pole_latitude", 39.25), ("grid_north_pole_longitude", -162.0))).Box!.Select(v => Math.Round(v, 9)));

        // The EPSG's own example for 3035: 50° N, 5° E is 3962799.45 E, 2999718.85 N.
        var laea = DataExtent.Of(Grid("projection_x_coordinate", "projection_y_coordinate", [3962799.45], [2999718.85], ("grid_mapping_name", "lambert_azimuthal_equal_area"), ("latitude_of_projection_origin", 52.0), ("longitude_of_projection_origin", 10.0), ("false_easting", 4321000.0), ("false_northing", 3210000.0), ("semi_major_axis", 6378137.0), ("inverse_flattening", 298.257222101))).Box!;
        Assert.Equal([5, 50], laea.Take(2).Select(v => Math.Round(v, 5)));
        var utm = DataExtent.Of(Grid("projection_x_coordinate", "projection_y_coordinate", [500000, 500000], [0, 0], ("grid_mapping_name", "transverse_mercator"), ("spatial_ref", "EPSG:32632"))).Box!;
        Assert.Equal([9, 0, 9, 0], utm.Select(v => Math.Round(v, 9) + 0.0));
    }

    [Fact]
    public void Of_TimesInWordsOrOfOtherCalendars_TellsThem()
    {
        var texts = new Dataset([DataArray.Create("Times", ["Time"], [2], new[] { "2020-01-01_00:00:00", "2020-01-01_06:00:00" })]);
        Assert.Equal(new DateTime(2020, 1, 1, 6, 0, 0), DataExtent.Of(texts).End);
        Dataset Times(string units, string calendar, params double[] values) => new([DataArray.Create("time", ["time"], [values.Length], values, new Dictionary<string, object> { ["units"] = units, ["calendar"] = calendar })]);
        Assert.Equal(new DateTime(2000, 2, 29), DataExtent.Of(Times("days since 2000-01-01", "360_day", 0, 59)).End);
        Assert.Equal(new DateTime(2000, 2, 29), DataExtent.Of(Times("months since 2000-01-31", "standard", 0, 1)).End);
        Assert.Equal(new DateTime(2000, 1, 2), DataExtent.Of(Times("days since 2000-01-01", "standard", 1, 1e30, double.NaN)).End);
        Assert.Null(DataExtent.Of(Times("days since 2000-01-01", "none", 1)).End);
    }

    [Fact]
    public void Of_PlacesThatAreUnknown_LeavesThemOutOfTheBox()
    {
        DataArray Column(string name, params double[] values) => DataArray.Create(name, ["row"], [values.Length], values);
        Assert.Equal([-16.032, 0.267, 359.5, 64.441], DataExtent.Of(new Dataset([Column("longitude", -999.999, 359.5, -16.032, 99999), Column("latitude", -99.999, 0.267, 64.441, 99999)])).Box!);
        Assert.Equal([10, -90, 370, 90], DataExtent.Of(new Dataset([Column("longitude", 10, 370), Column("latitude", -90, 90)])).Box!);
        Assert.Null(DataExtent.Of(new Dataset([Column("longitude", -999), Column("latitude", -999)])).Box);
    }

    [Fact]
    public void Open_GeoPackageThatWasCut_SaysSo()
    {
        // SQLite's header tells the size of a page (at 16) and how many there are (at 28, as long as the counters at 24 and 92 agree).
        var bytes = new byte[3 * 4096];
        "SQLite format 3\0"u8.CopyTo(bytes);
        (bytes[16], bytes[31], bytes[27], bytes[95]) = (0x10, 4, 1, 1);
        "GPKG"u8.CopyTo(bytes.AsSpan(68));
        System.IO.File.WriteAllBytes(Scratch("cut.gpkg"), bytes);
        var error = Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("cut.gpkg")));
        Assert.Contains("truncated: its header promises 16384 bytes, 12288 are there", error.Message, StringComparison.Ordinal);
    }
}
