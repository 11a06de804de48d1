using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Isopleth.Tests.Formats;

/// <summary>GeoParquet: the specification's own files, round trips, and what others read of ours.</summary>
public sealed class GeoParquetTests : ScratchFolder
{
    private static Geometry? Wkt(string? text) => text is null ? null : new WKTReader().Read(text);

    private static Dataset Some(string crs = "EPSG:25832") => new(
    [
        DataArray.Create("geometry", ["feature"], [5], new[]
        {
            "POINT (500000 6000000)", "POLYGON ((510000 6000000, 520000 6000000, 520000 6010000, 510000 6000000))", null,
            "MULTILINESTRING ((530000 6000000, 531000 6000500), (532000 6000000, 533000 6000100.25))", "GEOMETRYCOLLECTION (POINT (540000 6000000.125), POINT (541000 6000000))",
        }.Select(Wkt).ToArray(), new Dictionary<string, object> { ["grid_mapping"] = "spatial_ref" }),
        DataArray.Create("spatial_ref", [], [], [0], new Dictionary<string, object> { ["crs"] = crs }),
        DataArray.Create("id", ["feature"], [5], [1L, 2, 3, 4, long.MaxValue]),
        DataArray.Create("area", ["feature"], [5], [0.1, double.NaN, -0.0, 1 / 3.0, double.MaxValue]),
        DataArray.Create("small", ["feature"], [5], new byte[] { 0, 1, 2, 3, 255 }),
        DataArray.Create("name", ["feature"], [5], ["a", "Zürich", "", "'q'", "x"]),
        DataArray.FromTimes("feature_time", [.. Enumerable.Range(0, 5).Select(i => new DateTime(2020, 1, 1).AddHours(i).AddMilliseconds(125))]) is var times
            ? DataArray.Create("at", ["feature"], [5], times.ToDoubles(), times.Attributes) : null!,
    ]);

    [Theory]
    [InlineData("point")]
    [InlineData("linestring")]
    [InlineData("polygon")]
    [InlineData("multipoint")]
    [InlineData("multilinestring")]
    [InlineData("multipolygon")]
    public void Open_TestDataOfTheSpecification_AreTheGeometriesOfItsTexts(string kind)
    {
        using var data = DataStore.Open(Samples.Path_($"vector/geoparquet/opengeospatial_testdata/data-{kind}-encoding_wkb.parquet"));
        var texts = Csv.Read(Samples.Path_($"vector/geoparquet/opengeospatial_testdata/data-{kind}-wkt.csv"));

        var geometries = data["geometry"].To<Geometry>();
        Assert.Equal(texts.Count, geometries.Length);
        for (var i = 0; i < texts.Count; i++)
        {
            Assert.Equal(Wkt((string?)texts["geometry"][i]), geometries[i]);
        }

        Assert.Equal(texts["col"].To<long>(), data["col"].To<long>());
    }

    [Fact]
    public void Write_RoundTrip_IsExact()
    {
        var data = Some();
        GeoParquet.Write(Scratch("a.parquet"), data);

        using var back = DataStore.Open(Scratch("a.parquet"));

        Assert.Equal(data["geometry"].To<Geometry>(), back["geometry"].To<Geometry>());
        Assert.Equal("EPSG:25832", back["spatial_ref"].Attributes["crs"]);
        foreach (var name in new[] { "id", "area", "small", "at" })
        {
            Assert.Equal(data[name].ElementType, back[name].ElementType);
            Assert.Equal(data[name].ToDoubles(), back[name].ToDoubles());
        }

        Assert.Equal(data["id"].To<long>(), back["id"].To<long>());
        Assert.Equal(data["name"].To<string>(), back["name"].To<string>());
        Assert.Equal([500000, 6000000, 541000, 6010000], (double[])back.Attributes["bbox"]);
        GeoParquet.Write(Scratch("b.parquet"), back);
        using var again = DataStore.Open(Scratch("b.parquet"));
        Assert.Equal(back["geometry"].To<Geometry>(), again["geometry"].To<Geometry>());
    }

    [Fact]
    public void Write_Metadata_IsThatOfVersion11()
    {
        GeoParquet.Write(Scratch("a.parquet"), Some());

        var geo = JsonNode.Parse(Parquet.Metadata(Scratch("a.parquet"))["geo"])!;
        var column = geo["columns"]!["geometry"]!;
        Assert.Equal(("1.1.0", "geometry", "WKB"), ((string)geo["version"]!, (string)geo["primary_column"]!, (string)column["encoding"]!));
        Assert.Equal(["GeometryCollection", "MultiLineString", "Point", "Polygon"], column["geometry_types"]!.AsArray().Select(t => (string)t!));
        Assert.Equal(25832, (int)column["crs"]!["id"]!["code"]!);
        Assert.Equal("ProjectedCRS", (string)column["crs"]!["type"]!);
        Assert.Equal("""["bbox","xmin"]""", column["covering"]!["bbox"]!["xmin"]!.ToJsonString());
    }

    [Fact]
    public void Write_IsReadByDuckDbAsGeometries_AndByHyparquet()
    {
        GeoParquet.Write(Scratch("a.parquet"), Some(), new ParquetWriteOptions { Compression = ParquetCompression.Snappy });

        using var database = DuckDbConnection.Open();
        var table = database.Table($"SELECT typeof(geometry) AS kind, geometry::VARCHAR AS text, bbox.xmax AS east FROM {DuckDbConnection.Literal(Scratch("a.parquet"))}");
        Assert.StartsWith("GEOMETRY", (string)table["kind"][0]!, StringComparison.Ordinal);
        Assert.Equal(Some()["geometry"].To<Geometry>()[1], Wkt((string)table["text"][1]!));
        Assert.Null(table["text"][2]);
        Assert.Equal(520000.0, table["east"][1]);

        const string script = """
            const [path, reader] = process.argv.slice(1);
            const { asyncBufferFromFile, parquetReadObjects } = await import(reader);
            const rows = await parquetReadObjects({ file: await asyncBufferFromFile(path) });
            console.log(JSON.stringify(rows.map(r => [r.name, r.geometry])));
            """;
        var reader = Path.Combine(Samples.RepositoryRoot, "artifacts", "npm", "node_modules", "hyparquet", "src", "node.js");
        var (status, output, error) = ProgramRun.Run("node", ["--input-type=module", "-e", script, Scratch("a.parquet"), reader]);
        Assert.True(status == 0, $"./isopleth test fetches hyparquet, the other reader (node and npm): {error}");
        var rows = JsonNode.Parse(output)!.AsArray();
        Assert.Equal("Zürich", (string)rows[1]![0]!);
        Assert.Equal("[500000,6000000]", rows[0]![1]!["coordinates"]!.ToJsonString());
    }

    [Fact]
    public void Write_Heights_AreKeptAsIsoWkb()
    {
        var data = new Dataset([DataArray.Create<Geometry?>("shape", ["feature"], [2], [new Point(1, 2, 3), null])]);
        GeoParquet.Write(Scratch("z.parquet"), data);

        using var database = DuckDbConnection.Open();
        var wkb = database.Table($"SET enable_geoparquet_conversion = false; SELECT shape FROM {DuckDbConnection.Literal(Scratch("z.parquet"))}").Columns[0].To<byte[]>()[0];
        Assert.Equal(1001u, BitConverter.ToUInt32(wkb, 1));
        using var back = DataStore.Open(Scratch("z.parquet"));
        Assert.Equal(3, back["shape"].To<Geometry>()[0].Coordinate.Z);
        Assert.False(back.Contains("spatial_ref"));
    }

    [Fact]
    public void Open_BoxConditionAndReferenceSystem_GiveThatPart()
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 3000).Select(_ => (Geometry)new Point(random.NextDouble() * 20, 40 + (random.NextDouble() * 20))).ToArray();
        var data = new Dataset(
        [
            DataArray.Create("geometry", ["feature"], [3000], points), DataArray.Create("spatial_ref", [], [], [0], new Dictionary<string, object> { ["crs"] = "EPSG:4326" }),
            DataArray.Create("i", ["feature"], [3000], Enumerable.Range(0, 3000).ToArray()),
        ]);
        GeoParquet.Write(Scratch("a.parquet"), data, new ParquetWriteOptions { RowGroupRows = 500 });

        using var part = GeoParquet.Open(Scratch("a.parquet"), new FeatureOptions { Box = (5, 45, 7, 50), Where = "i % 2 = 0" });
        Assert.Equal(Enumerable.Range(0, 3000).Where(i => i % 2 == 0 && points[i].Coordinate is { X: >= 5 and <= 7, Y: >= 45 and <= 50 }), part["i"].To<int>());
        Assert.Equal(part["i"].To<int>().Select(i => points[i]), part["geometry"].To<Geometry>());

        using var web = GeoParquet.Open(Scratch("a.parquet"), new FeatureOptions { Crs = "EPSG:3857" });
        const double radius = 6378137;
        Assert.Equal(points[7].Coordinate.X * Math.PI / 180 * radius, web["geometry"].To<Geometry>()[7].Coordinate.X, 5);
        Assert.Equal("EPSG:3857", web["spatial_ref"].Attributes["crs"]);
    }

    [Theory]
    [InlineData("point", "{x: 1.0, y: 2.0}", "POINT (1 2)")]
    [InlineData("linestring", "[{x: 1.0, y: 2.0}, {x: 3.0, y: 4.5}]", "LINESTRING (1 2, 3 4.5)")]
    [InlineData("polygon", "[[{x: 0.0, y: 0.0}, {x: 4.0, y: 0.0}, {x: 4.0, y: 4.0}, {x: 0.0, y: 0.0}], [{x: 2.0, y: 1.0}, {x: 3.0, y: 1.0}, {x: 3.0, y: 2.0}, {x: 2.0, y: 1.0}]]", "POLYGON ((0 0, 4 0, 4 4, 0 0), (2 1, 3 1, 3 2, 2 1))")]
    [InlineData("multipoint", "[{x: 1.0, y: 2.0}, {x: 3.0, y: 4.0}]", "MULTIPOINT ((1 2), (3 4))")]
    [InlineData("multilinestring", "[[{x: 1.0, y: 2.0}, {x: 3.0, y: 4.0}]]", "MULTILINESTRING ((1 2, 3 4))")]
    [InlineData("multipolygon", "[[[{x: 0.0, y: 0.0}, {x: 4.0, y: 0.0}, {x: 4.0, y: 4.0}, {x: 0.0, y: 0.0}]]]", "MULTIPOLYGON (((0 0, 4 0, 4 4, 0 0)))")]
    public void Open_EncodedByCoordinates_IsTheGeometry(string encoding, string value, string wkt)
    {
        using (var database = DuckDbConnection.Open())
        {
            var geo = """{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":"?","geometry_types":[]}}}""".Replace("?", encoding, StringComparison.Ordinal);
            Parquet.Write(Scratch("n.parquet"), database, $"SELECT 1 AS col, {value} AS geometry UNION ALL SELECT 2, NULL", new ParquetWriteOptions { Metadata = new Dictionary<string, string> { ["geo"] = geo } });
        }

        using var data = DataStore.Open(Scratch("n.parquet"));

        Assert.Equal(new Geometry?[] { Wkt(wkt), null }, data["geometry"].To<Geometry?>());
        Assert.Equal("OGC:CRS84", data["spatial_ref"].Attributes["crs"]);
    }

    [Fact]
    public void Open_UnknownEncoding_SaysSo()
    {
        using (var database = DuckDbConnection.Open())
        {
            Parquet.Write(Scratch("n.parquet"), database, "SELECT 'x' AS geometry", new ParquetWriteOptions { Metadata = new Dictionary<string, string> { ["geo"] = """{"version":"9","primary_column":"geometry","columns":{"geometry":{"encoding":"text"}}}""" } });
        }

        Assert.Contains("encoded as 'text'", Assert.Throws<DataFormatException>(() => GeoParquet.Open(Scratch("n.parquet"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoGeometriesOrLayer_SaysSo()
    {
        Parquet.Write(Scratch("plain.parquet"), new Table(TableColumn.Create("x", new[] { 1.0 })));
        GeoParquet.Write(Scratch("a.parquet"), Some());

        Assert.Contains("no geometries", Assert.Throws<DataFormatException>(() => GeoParquet.Open(Scratch("plain.parquet"))).Message, StringComparison.Ordinal);
        Assert.Contains("one layer", Assert.Throws<ArgumentException>(() => GeoParquet.Open(Scratch("a.parquet"), new FeatureOptions { Layer = "x" })).Message, StringComparison.Ordinal);
        Assert.Contains("nothing", Assert.Throws<DataFormatException>(() => GeoParquet.Open(Scratch("a.parquet"), new FeatureOptions { Where = "nothing > 1" })).Message, StringComparison.Ordinal);
    }

    /// <summary>What the text <c>geo</c> says in another way than it should: the file is a table, and not features.</summary>
    [Theory]
    [InlineData("\"primary_column\":\"geometry\"", "\"primary_column\":\"geommtry\"")]
    [InlineData("\"encoding\":\"WKB\"", "\"encoding\":[1,2]")]
    [InlineData("\"version\":\"", "\"version\":1,\"i\":\"")]
    public void Open_GeoThatMakesNoSense_IsATable(string what, string instead)
    {
        GeoParquet.Write(Scratch("good.parquet"), Some());
        var geo = DuckDbConnection.Open().Table($"SELECT decode(value) AS v FROM parquet_kv_metadata({DuckDbConnection.Literal(Scratch("good.parquet"))}) WHERE decode(key) = 'geo'")["v"][0];
        var compact = System.Text.Json.Nodes.JsonNode.Parse((string)geo!)!.ToJsonString();
        Assert.Contains(what, compact, StringComparison.Ordinal);
        using (var duck = DuckDbConnection.Open())
        {
            duck.Execute($"COPY (SELECT 1 AS id, 'x'::BLOB AS geometry) TO {DuckDbConnection.Literal(Scratch("bad.parquet"))} (FORMAT parquet, KV_METADATA {{geo: {DuckDbConnection.Literal(compact.Replace(what, instead, StringComparison.Ordinal))}}})");
        }

        using var table = DataStore.Open(Scratch("bad.parquet"));
        var e = Assert.Throws<DataFormatException>(() => GeoParquet.Open(Scratch("bad.parquet")));

        Assert.Equal(1, table["id"].Item<int>());
        Assert.Contains("Parquet.Open reads it as a table", e.Message, StringComparison.Ordinal);
    }
}
