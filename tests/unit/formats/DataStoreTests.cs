using System.Globalization;
using System.Text.RegularExpressions;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>The one door, over every sample that <c>contents.csv</c> describes.</summary>
public sealed partial class DataStoreTests : ScratchFolder
{
    /// <summary>The kinds of <c>contents.csv</c> that are read; the others are named.</summary>
    private static readonly HashSet<string> Read = ["NetCDF", "HDF5", "MATLAB v5", "MATLAB v7.3 (HDF5)", "GeoTIFF", "JPEG2000", "PNG", "GRIB", "SRTM HGT", "HGT in zip", "Parquet", "GeoParquet", "Zarr v2 store", "Zarr v3 store", "Zarr zip store", "Zarr v2 array", "Zarr v3 array", "ODV spreadsheet", "CSV", "GeoJSON", "GeoPackage", "ZIP vector", "WFS GML", "Shapefile"];

    /// <summary>
    /// Samples whose box and times in <c>contents.csv</c> are of another kind: POP's latitudes of a transect with longitudes of the grid; an image across the date line, whose box begins in the
    /// east; times that are texts; and HDF5 files that place their cells twice.
    /// </summary>
    private static readonly HashSet<string> OtherExtent =
    [
        "intake/intake-esm_cesm-le/b.e11.B1850C5CN.f09_g16.005.pop.h.SHF.040001-049912.nc", "intake/intake-esm_cesm-le/b.e11.B1850C5CN.f09_g16.005.pop.h.SHF.050001-059912.nc",
        "intake/intake-esm_cesm-le/b.e11.B1850C5CN.f09_g16.005.pop.h.SHF.060001-069912.nc", "rasters/cog/riotiler_cog_dateline.tif",
        "soil_moisture/smap/SMAP_L2_SM_P_NRT_24342_A_20190822T224858_N16023_002.h5", "soil_moisture/smap/SPL3FTP_test_reference.h5", "soil_moisture/smap/SPL4SMAU_test_reference.h5",
        "spectra/gosat/l1b_20090627211734.h5", "spectra/gosat/l1b_20090930222759.h5", "spectra/gosat/l1b_orbit_sim_20111010_mixed-F_F_F_008.h5",
    ];

    private static List<Dictionary<string, string>> Contents()
    {
        var table = DuckDbConnection.Open().Table($"SELECT * FROM read_csv({DuckDbConnection.Literal(Samples.Path_("contents.csv"))}, all_varchar = true, header = true)");
        return [.. Enumerable.Range(0, table.Count).Select(row => table.Columns.ToDictionary(c => c.Name, c => (string?)c[row] ?? ""))];
    }

    [Fact]
    public void Open_EverySampleOfAFormatThatIsRead_HasWhatContentsSays()
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in Contents().Where(r => Read.Contains(r["kind"]) && r["opens"] == "yes" && r["deliberately_invalid"] == "no"))
        {
            count++;
            try
            {
                using var data = DataStore.Open(Samples.Path_(row["path"]));
                wrong.AddRange(Differences(row, data).Concat(Elsewhere(row, data)).Select(d => $"{row["path"]}: {d}"));
            }
            catch (Exception e) when (e is DataFormatException or ArgumentException)
            {
                wrong.Add($"{row["path"]}: {e.Message}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count}:\n" + string.Join("\n", wrong.Take(100)));
        Assert.InRange(count, 200, 2000);
    }

    [Fact]
    public void Recognise_SamplesThatAreNotRead_NamesThem()
    {
        foreach (var (path, name) in new[]
        {
            ("atmos/temp_10.bufr", "BUFR message"), ("intake/intake_tests/small.npy", "NumPy array"), ("vector/parcels_fiboa_convert/si/KMRS_2023.rar", "RAR archive"),
            ("insitu/seadatanet_octopus/coriolis_H10_CO_4900778_20101214_180437.txt", "MedAtlas text"), ("cf/ioos_compliance_checker/chap2.cdl", "CDL text of a NetCDF file"), ("cf/ioos_compliance_checker/ncei_gold_point_2.cdl", "CDL text of a NetCDF file"),
            ("zarr/kerchunk_references/0.json", "kerchunk reference"), ("soil_moisture/Data_seperate_files_20170810_20180809.zip", "ISMN archive"),
            ("soil_moisture/ismn_ceop_sep_smosmania/SMOSMANIA/SMOSMANIA_SMOSMANIA_Narbonne_sm_0.050000_0.050000_ThetaProbe-ML2X_20070101_20070131.stm", "ISMN text"),
            ("soil_moisture/ismn_header_values/SMOSMANIA/SMOSMANIA_SMOSMANIA_Narbonne_sm_0.050000_0.050000_ThetaProbe-ML2X_20070101_20070131.stm", "ISMN text"),
        })
        {
            var format = DataStore.Recognise(Samples.Path_(path));

            Assert.Equal((name, false), (format.Name, format.IsSupported));
            var error = Assert.Throws<DataFormatException>(() => DataStore.Open(Samples.Path_(path)));
            Assert.Contains(name + ", which is not supported", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_PackedFiles_AreUnpackedForAsLongAsTheyAreOpen()
    {
        var netcdf = Samples.Path_("insitu/divand/diva_results.nc");
        Pack("a.nc.gz", netcdf);
        Pack("b", Samples.Path_("insitu/seadatanet/sample_ODV.txt"));
        using (var zip = System.IO.Compression.ZipFile.Open(Scratch("c.zip"), System.IO.Compression.ZipArchiveMode.Create))
        {
            _ = System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(zip, netcdf, "inside/results.nc");
        }

        using var plain = DataStore.Open(netcdf);
        foreach (var name in new[] { "a.nc.gz", "c.zip" })
        {
            using var packed = DataStore.Open(Scratch(name));
            Assert.Equal(plain["analyzed_field"].ToDoubles(), packed["analyzed_field"].ToDoubles());
            Assert.Equal(Scratch(name), packed.Source);
            Assert.Equal(plain.Coordinates.Keys, packed.Coordinates.Keys);
        }

        using var odv = DataStore.Open(Scratch("b"));
        Assert.Equal(["1234"], odv["EDMO_code"].To<string>());
        using var parcels = DataStore.Open(Samples.Path_("vector/parcels_fiboa_convert/lt/LT_2024.zip"));
        Assert.Equal(100, parcels["geometry"].To<NetTopologySuite.Geometries.Geometry>().Count(g => g is not null));
        Assert.Equal("EPSG:3035", parcels["spatial_ref"].Attributes["crs"]);

        void Pack(string name, string file)
        {
            using var gzip = new System.IO.Compression.GZipStream(File.Create(Scratch(name)), System.IO.Compression.CompressionLevel.Fastest);
            gzip.Write(File.ReadAllBytes(file));
        }
    }

    [Theory]
    [InlineData("insitu/divand/turtles.dat", 2494)]
    [InlineData("insitu/divand/sealevel.txt", 8784)]
    [InlineData("insitu/divand/local_temperature_argo.txt", 8534)]
    [InlineData("insitu/divand/diva_data.dat", 699)]
    [InlineData("insitu/divand/seadatacloud_data_20140515_20140604.dat", 11371)]
    public void Open_TableWithBlanks_HasItsRows(string sample, int rows)
    {
        using var data = DataStore.Open(Samples.Path_(sample));

        Assert.Equal(rows, data.Dimensions["row"]);
        Assert.All(data.Variables.Values.First().ToDoubles(), v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Open_InvalidSamples_AreReadOrSayWhy()
    {
        var invalid = Contents().Where(r => r["deliberately_invalid"] == "yes" && Read.Contains(r["kind"])).ToList();
        foreach (var row in invalid)
        {
            try
            {
                using var data = DataStore.Open(Samples.Path_(row["path"]));
                _ = data.Load();
                Assert.Equal("NetCDF", row["kind"]);
            }
            catch (DataFormatException e)
            {
                Assert.Contains(Path.GetFileName(row["path"]), e.Message, StringComparison.Ordinal);
                Assert.NotEqual("NetCDF", row["kind"]);
            }
        }

        Assert.InRange(invalid.Count, 5, 500);
    }

    [Fact]
    public void Open_Hdf5BehindAUsersBlock_IsHdf5()
    {
        NetCdf.Write(Scratch("a.nc"), new Dataset([DataArray.Create("v", ["x"], [3], [1.0, 2, 3])]));
        File.WriteAllBytes(Scratch("block.h5"), [.. new byte[2048], .. File.ReadAllBytes(Scratch("a.nc"))]);

        using var data = DataStore.Open(Scratch("block.h5"));
        Assert.Equal([1, 2, 3], data["v"].ToDoubles());
    }

    [Fact]
    public void Open_GroupOrLayer_IsThatPart()
    {
        using var station = new Dataset([DataArray.Create("v", ["x"], [2], [1.0, 2], new OrderedDictionary<string, object> { ["units"] = "K" }), DataArray.Create("longitude", ["x"], [2], [3.0, 4]), DataArray.Create("latitude", ["x"], [2], [5.0, 6])]);
        var groups = new Dictionary<string, Dataset> { ["/"] = new([]), ["/a/b"] = station };
        NetCdf.Write(Scratch("a.nc"), groups);
        Zarr.Write(Scratch("a.zarr"), groups);
        _ = ProgramRun.Run("/usr/bin/python3", ["-c", """
            import sys
            from osgeo import ogr
            d = ogr.GetDriverByName('GPKG').CreateDataSource(sys.argv[1])
            for name, x in (('first', 1), ('second', 2)):
                l = d.CreateLayer(name, None, ogr.wkbPoint)
                f = ogr.Feature(l.GetLayerDefn()); f.SetGeometry(ogr.CreateGeometryFromWkt(f'POINT({x} 0)')); l.CreateFeature(f)
            """, Scratch("a.gpkg")]);

        foreach (var file in new[] { "a.nc", "a.zarr" })
        {
            using var whole = DataStore.Open(Scratch(file));
            using var part = DataStore.Open(Scratch(file), "/a/b");
            Assert.Contains("/a/b", whole.Groups);
            Assert.Equal([1, 2], part["v"].ToDoubles());
            Assert.Equal([3, 5, 4, 6], DataExtent.Of(whole).Box!);
        }

        using var layer = DataStore.Open(Scratch("a.gpkg"), "second");
        Assert.Equal(2, Assert.Single(layer["geometry"].To<NetTopologySuite.Geometries.Geometry>()).Coordinate.X);
        File.WriteAllText(Scratch("a.csv"), "a,b\n1,2\n3,4\n");
        Assert.Contains("is a CSV, whose parts have no names", Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("a.csv"), "x")).Message, StringComparison.Ordinal);
        Assert.Contains("no group '/c'", Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("a.nc"), "/c")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AddressOfAFile_OpensIt()
    {
        using var data = DataStore.Open(new Uri(Samples.Path_("insitu/seadatanet/sample_ODV.txt")).AbsoluteUri);

        Assert.Equal(1, data.Dimensions["row"]);
        Assert.Equal("ODV spreadsheet", DataStore.Recognise(new Uri(Samples.Path_("insitu/seadatanet/sample_ODV.txt")).AbsoluteUri).Name);
    }

    [Fact]
    public void Open_NothingOrNonsense_SaysWhat()
    {
        File.WriteAllBytes(Scratch("noise.nc"), [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7919 >> 3))]);
        File.WriteAllBytes(Scratch("empty.tif"), []);
        File.Copy(Samples.Path_("rasters/dem/N42E001.hgt.zip"), Scratch("named.parquet"));

        Assert.Contains("no known format", Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("noise.nc"))).Message, StringComparison.Ordinal);
        Assert.Contains("empty (0 bytes)", Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("empty.tif"))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("missing"))).Message, StringComparison.Ordinal);
        using var tile = DataStore.Open(Scratch("named.parquet"));
        Assert.Equal([1, 1201, 1201], tile["band_data"].Shape);
    }

    /// <summary>What of the variables "name[2, 3] [unit]; …", or the dimensions "y=3, x=4", a data set does not have so.</summary>
    private static IEnumerable<string> Differences(Dictionary<string, string> row, Dataset data)
    {
        if (row["kind"] is "GeoTIFF" or "JPEG2000" or "PNG" or "SRTM HGT" or "HGT in zip")
        {
            var shape = row["shape"].Split('x').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var of = data.Variables.Values.First(v => v.Name.StartsWith("band_", StringComparison.Ordinal)).Shape;
            if (!of.SequenceEqual(shape) && !of.SequenceEqual(shape.Skip(1)))
            {
                yield return $"shape {row["shape"]} is [{string.Join(", ", of)}]";
            }
        }
        else if (row["kind"] is "NetCDF" or "HDF5" or "MATLAB v5")
        {
            foreach (Match stated in Variable().Matches(row["main_variables_units"]))
            {
                var name = stated.Groups["name"].Value.Trim();
                var shape = stated.Groups["shape"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
                var slash = name.LastIndexOf('/');
                using var group = slash > 0 ? NetCdf.Open(data.Source!, name[..slash]) : null;
                if (!(group ?? data).Contains(name[(slash + 1)..]))
                {
                    yield return $"no '{name}'";
                    continue;
                }

                var variable = (group ?? data)[name[(slash + 1)..]];
                // Texts have lost the dimension of their characters.
                if (!variable.Shape.SequenceEqual(shape) && !(variable.ElementType == typeof(string) && variable.Shape.SequenceEqual(shape.SkipLast(1))))
                {
                    yield return $"'{name}' has shape [{string.Join(", ", variable.Shape)}]";
                }

                if (stated.Groups["unit"].Value is not "-" and var unit && variable.Units != unit)
                {
                    yield return $"'{name}' has units '{variable.Units}', not '{unit}'";
                }
            }
        }
        else if (row["kind"] is "Zarr v2 array" or "Zarr v3 array" && row["shape"].Length > 0)
        {
            var array = data.Variables.Values.Concat(data.Coordinates.Values).Single();
            if (string.Join('x', array.Shape) != row["shape"])
            {
                yield return $"shape {row["shape"]} is [{string.Join(", ", array.Shape)}]";
            }
        }
        else if (row["kind"] is "GeoJSON" or "GeoPackage" or "ZIP vector" or "WFS GML" or "Shapefile" && row["shape"].Contains('x', StringComparison.Ordinal))
        {
            var shape = row["shape"].Split(';')[0].Split('x').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            var attributes = data.Variables.Keys.Concat(data.Coordinates.Keys).Count(n => n is not ("geometry" or "spatial_ref"));
            if (data.Dimensions["feature"] != shape[0] || attributes != shape[1])
            {
                yield return $"shape {row["shape"]} is {data.Dimensions["feature"]}x{attributes}";
            }

            if (Epsg().Match(row["main_variables_units"]) is { Success: true } code && data["spatial_ref"].Attributes.GetValueOrDefault("crs") as string != code.Value)
            {
                yield return $"reference system {code.Value} is {data["spatial_ref"].Attributes.GetValueOrDefault("crs")}";
            }
        }
        else if (row["kind"] is "Parquet" or "GeoParquet" or "ODV spreadsheet" or "CSV" && Rows().Match(row["dims"]) is { Success: true } rows && (data.Dimensions.GetValueOrDefault("row") + data.Dimensions.GetValueOrDefault("feature")) != int.Parse(rows.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
        {
            yield return $"{row["dims"]} is {data.Dimensions.GetValueOrDefault("row")}";
        }
    }

    [GeneratedRegex(@"(?<name>[^;\[\]]+)\[(?<shape>[\d, ]*)\] \[(?<unit>[^;]*)\](?=;|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();

    /// <summary>What of the box and the times a data set does not have so.</summary>
    private static IEnumerable<string> Elsewhere(Dictionary<string, string> row, Dataset data)
    {
        if (OtherExtent.Contains(row["path"]))
        {
            yield break;
        }

        var extent = DataExtent.Of(data);
        if (row["bbox_wsen"] is { Length: > 0 } stated)
        {
            var box = stated.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray();
            if (extent.Box is not { } found || !box.Zip(found).All(p => Math.Abs(p.First - p.Second) <= (row["kind"] is "GeoPackage" or "ZIP vector" or "WFS GML" or "GeoParquet" ? 4e-4 : 2e-5)))
            {
                yield return $"box {stated} is {(extent.Box is null ? "not there" : string.Join(",", extent.Box))}";
            }
        }

        if (row["time_range"] is { Length: > 0 } range && !range.Contains('('))
        {
            var times = range.Split('/').Select(Time).ToArray();
            var byDay = range.Length == "yyyymmdd/yyyymmdd".Length;
            if (byDay ? extent.Start?.Date != times[0] || extent.End?.Date != times[1] : extent.Start is not { } start || Math.Abs((start - times[0]).TotalSeconds) > 1 || Math.Abs((extent.End!.Value - times[1]).TotalSeconds) > 1)
            {
                yield return $"times {range} are {extent.Start:s}/{extent.End:s}";
            }
        }
    }

    private static DateTime Time(string text) => DateTime.TryParseExact(text, ["yyyyMMddHHmmss", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
        ? time : DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    [GeneratedRegex(@"EPSG:\d+")]
    private static partial Regex Epsg();

    [GeneratedRegex(@"rows=(\d+)")]
    private static partial Regex Rows();

    [Fact]
    public void Open_ZipWhoseEntryHasNoNameOfAFile_IsAnError()
    {
        using (var zip = System.IO.Compression.ZipFile.Open(Scratch("bad.zip"), System.IO.Compression.ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("N43E007.hgt").Open();
            entry.Write(new byte[1201 * 1201 * 2]);
        }

        // Of the same length, in both of the archive's places.
        var (bytes, old, other) = (File.ReadAllBytes(Scratch("bad.zip")), "N43E007.hgt"u8.ToArray(), "N43\0007.hgt"u8.ToArray());
        for (var at = bytes.AsSpan().IndexOf(old); at >= 0; at = bytes.AsSpan().IndexOf(old))
        {
            other.CopyTo(bytes, at);
        }

        File.WriteAllBytes(Scratch("bad.zip"), bytes);

        _ = Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("bad.zip")));
    }

    /// <summary>A table with the columns of ODV is none of its spreadsheets without the names that ODV gives them.</summary>
    [Fact]
    public void Open_TableWithColumnsOfOdv_IsCsv()
    {
        File.WriteAllText(Scratch("product.dat"), "Cruise,Station,Type,time,longitude [degrees_east],latitude [degrees_north],Temperature [degC]\nISO1,A1,C,2023-11-14T22:13:20.000000,17.0,36.2,18.1\nISO1,A2,C,2023-11-14T22:13:20.000000,16.1,35.1,17.9\n");

        using var data = DataStore.Open(Scratch("product.dat"));

        Assert.Equal("CSV", DataStore.Recognise(Scratch("product.dat")).Name);
        Assert.Equal([18.1, 17.9], data["Temperature"].ToDoubles());
    }
}
