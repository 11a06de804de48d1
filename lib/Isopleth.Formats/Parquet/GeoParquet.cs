using System.Text.Json.Nodes;
using Isopleth.Arrays;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.IO;

namespace Isopleth.Formats;

/// <summary>GeoParquet, the tables of features that are read by column and by box, through DuckDB. Written as version 1.1: WKB, with the box of each row.</summary>
public static class GeoParquet
{
    /// <summary>Opens a file as features; a column is read when it is asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">A box, a condition in SQL, another coordinate reference system; all as it is when null.</param>
    /// <returns>The data set with the dimension <c>feature</c>, as <see cref="Features.Open"/> gives it.</returns>
    /// <exception cref="DataFormatException">The file is missing, or no GeoParquet.</exception>
    /// <exception cref="ArgumentException">An option asks for what is not there.</exception>
    public static Dataset Open(string path, FeatureOptions? options = null)
    {
        options ??= new FeatureOptions();
        options.Validate();
        var full = Path.GetFullPath(path);
        var metadata = Parquet.Metadata(full);
        var geo = metadata.TryGetValue("geo", out var text) ? GeoMetadata.Of(text) : null;
        var all = new ParquetRows(full);
        if (geo is null || geo.Columns.Keys.FirstOrDefault(k => all.Columns.All(c => c.Name != k)) is not null)
        {
            throw new DataFormatException(text is null ? "This Parquet file has no geometries (it lacks the text 'geo')." : "What this file says of its geometries (the text 'geo') cannot be understood.", full, hint: "Parquet.Open reads it as a table.");
        }

        if (options.Layer is not null)
        {
            throw new ArgumentException($"A GeoParquet file is one layer; Layer is '{options.Layer}'. Leave it out.", nameof(options));
        }

        var wayOut = options.Crs is { } crs ? Way(geo.Crs(geo.Primary), crs, full) : null;
        var rows = options.Box is null && options.Where is null ? all : all with { Rows = Choose(full, geo, options, wayOut) };
        var count = rows.Count();
        var covering = geo.Covering()?[0][0];
        var plain = all.Columns.Where(c => !geo.Columns.ContainsKey(c.Name) && c.Name != covering).ToList();
        var variables = rows.Variables(plain, "feature", count).ToList();
        foreach (var name in geo.Columns.Keys)
        {
            var encoding = geo.Encoding(name, full);
            var own = geo.Crs(name);
            var isPrimary = name == geo.Primary;
            var reference = isPrimary ? "spatial_ref" : "spatial_ref_" + name;
            var about = new OrderedDictionary<string, object>(StringComparer.Ordinal);
            if ((isPrimary ? options.Crs ?? own : own) is { } definition)
            {
                about["grid_mapping"] = reference;
                variables.Add(Reference(definition, reference, full));
            }

            variables.Add(new Variable(name, ["feature"], new LoadedSource<Geometry?>([count], () => Geometries(rows.Read(name).Columns[0], encoding, isPrimary ? wayOut : null, full)), about));
        }

        var attributes = new OrderedDictionary<string, object>(metadata.Where(m => m.Key is not ("geo" or "ARROW:schema")).Select(m => KeyValuePair.Create(m.Key, (object)m.Value)), StringComparer.Ordinal) { ["geoparquet_version"] = geo.Version };
        if (geo.Box() is { } box && (wayOut is null ? box : wayOut.Box(box[0], box[1], box[2], box[3])) is { } declared)
        {
            attributes["bbox"] = declared;
        }

        return CfDecoder.Decode(new StoredDataset(variables, attributes) { Source = full, Owner = wayOut, Dimensions = new Dictionary<string, int>(StringComparer.Ordinal) { ["feature"] = count } });
    }

    /// <summary>Writes features; a file that is there is replaced only when the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">A data set with one variable of geometries, and the variables over its dimension: numbers, texts, times.</param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="ArgumentException">There are no geometries.</exception>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, Dataset features, ParquetWriteOptions? options = null)
    {
        options ??= new ParquetWriteOptions();
        var table = FeatureTable.Of(features);
        var hasZ = Array.Exists(table.Geometries, HasZ);
        var writer = new WKBWriter(ByteOrder.LittleEndian, handleSRID: false, emitZ: hasZ) { Strict = true };
        var boxName = Free("bbox");
        var columns = new List<TableColumn>(table.Attributes) { TableColumn.Create(table.GeometryName, Array.ConvertAll(table.Geometries, g => g is null ? null! : writer.Write(g))) };
        var sides = new (string Name, Func<Envelope, double> Of)[] { ("xmin", e => e.MinX), ("ymin", e => e.MinY), ("xmax", e => e.MaxX), ("ymax", e => e.MaxY) };
        columns.AddRange(sides.Select(s => TableColumn.Create(Free("isopleth " + s.Name), Array.ConvertAll(table.Geometries, g => g is null || g.IsEmpty ? (double?)null : s.Of(g.EnvelopeInternal)))));
        using var database = DuckDbConnection.Open();
        database.Register("features", new Table(columns));
        var kept = columns.SkipLast(sides.Length).Select(c => DuckDbConnection.Identifier(c.Name));
        var box = string.Join(", ", sides.Zip(columns.TakeLast(sides.Length), (s, c) => $"{s.Name}: {DuckDbConnection.Identifier(c.Name)}"));
        var none = DuckDbConnection.Identifier(columns[^1].Name);
        var metadata = new Dictionary<string, string>(options.Metadata, StringComparer.Ordinal) { ["geo"] = Describe(table, hasZ, boxName) };
        Parquet.Write(path, database, $"SELECT {string.Join(", ", kept)}, CASE WHEN {none} IS NULL THEN NULL ELSE {{{box}}} END AS {DuckDbConnection.Identifier(boxName)} FROM features", options with { Metadata = metadata });

        string Free(string name) => table.Attributes.Any(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) || table.GeometryName == name ? Free(name + "_") : name;
    }

    private static string Describe(FeatureTable table, bool hasZ, string boxName)
    {
        var about = new JsonObject
        {
            ["encoding"] = "WKB",
            ["geometry_types"] = new JsonArray([.. table.Geometries.Where(g => g is not null).Select(g => (g is LinearRing ? "LineString" : g!.GeometryType) + (HasZ(g) ? " Z" : "")).Distinct().Order(StringComparer.Ordinal).Select(t => (JsonNode)t)]),
        };
        if (table.Crs is null)
        {
            about["crs"] = null;
        }
        else
        {
            using var reference = SpatialReference.Of(table.Crs);
            about["crs"] = JsonNode.Parse(reference.ToProjJson());
        }

        var extent = new Envelope();
        Array.ForEach(table.Geometries, g => extent.ExpandToInclude(g?.EnvelopeInternal ?? new Envelope()));
        if (!extent.IsNull)
        {
            about["bbox"] = new JsonArray(extent.MinX, extent.MinY, extent.MaxX, extent.MaxY);
        }

        about["covering"] = new JsonObject { ["bbox"] = new JsonObject(new[] { "xmin", "ymin", "xmax", "ymax" }.Select(side => KeyValuePair.Create(side, (JsonNode?)new JsonArray(boxName, side)))) };
        if (hasZ)
        {
            // With heights a box has six numbers (GeoParquet 1.1, bbox).
            var heights = table.Geometries.Where(g => g is not null).SelectMany(g => g!.Coordinates).Select(c => c.Z).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
            about["bbox"] = new JsonArray(extent.MinX, extent.MinY, heights.Min(), extent.MaxX, extent.MaxY, heights.Max());
        }

        return new JsonObject { ["version"] = "1.1.0", ["primary_column"] = table.GeometryName, ["columns"] = new JsonObject { [table.GeometryName] = about } }.ToJsonString();
    }

    private static bool HasZ(Geometry? geometry) => geometry?.Coordinate is { } coordinate && double.IsFinite(coordinate.Z);

    private static CoordinateTransformation Way(string? from, string to, string path)
    {
        using var own = SpatialReference.Of(from ?? throw new ArgumentException($"{path} does not say its coordinate reference system, so its geometries cannot be brought into another."));
        using var target = SpatialReference.Of(to);
        return CoordinateTransformation.Between(own.Handle, target.Handle);
    }

    private static Variable Reference(string definition, string name, string path)
    {
        try
        {
            using var reference = SpatialReference.Of(definition);
            var variable = SpatialReference.Variable(reference.Handle, name);
            // GDAL knows the order of longitude and latitude by this name, but does not give it back.
            return definition == SpatialReference.Crs84 ? variable.With(new OrderedDictionary<string, object>(variable.Attributes, StringComparer.Ordinal) { ["crs"] = definition }, null) : variable;
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException($"Its coordinate reference system cannot be understood: {e.Message}", path, innerException: e);
        }
    }

    /// <summary>The rows that meet the box and fulfil the condition: by the boxes of the rows where the file has them, then by the geometries themselves.</summary>
    private static long[] Choose(string path, GeoMetadata geo, FeatureOptions options, CoordinateTransformation? wayOut)
    {
        var conditions = new List<string>();
        if (options.Where is { } where)
        {
            conditions.Add($"({where})");
        }

        if (options.Box is { } box && geo.Covering() is { } covering)
        {
            var own = (box.West, box.South, box.East, box.North);
            if (options.Crs is { } crs)
            {
                using var back = Way(crs, geo.Crs(geo.Primary)!, path);
                own = back.Box(box.West, box.South, box.East, box.North) is { } moved ? (moved[0], moved[1], moved[2], moved[3]) : (double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity);
            }

            string Side(int i) => string.Join('.', covering[i].Select(DuckDbConnection.Identifier));
            conditions.AddRange([$"{Side(0)} <= {Sql(own.Item3)}", $"{Side(1)} <= {Sql(own.Item4)}", $"{Side(2)} >= {Sql(own.Item1)}", $"{Side(3)} >= {Sql(own.Item2)}"]);
        }

        var found = Parquet.Ask(
            path,
            $"SELECT file_row_number, {DuckDbConnection.Identifier(geo.Primary)} FROM read_parquet({DuckDbConnection.Literal(path)}, file_row_number = true){(conditions.Count > 0 ? " WHERE " + string.Join(" AND ", conditions) : "")} ORDER BY 1",
            asBytes: true);
        var numbers = found.Columns[0].To<long>();
        if (options.Box is not { } exact)
        {
            return numbers;
        }

        var outline = PreparedGeometryFactory.Prepare(new GeometryFactory().ToGeometry(new Envelope(exact.West, exact.East, exact.South, exact.North)));
        var geometries = Geometries(found.Columns[1], geo.Encoding(geo.Primary, path), wayOut, path);
        return [.. numbers.Where((_, i) => geometries[i] is { } geometry && outline.Intersects(geometry))];
    }

    private static string Sql(double value) => double.IsInfinity(value) ? $"'{(value < 0 ? "-" : "")}Infinity'::DOUBLE" : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) + "::DOUBLE";

    private static Geometry?[] Geometries(TableColumn column, string encoding, CoordinateTransformation? way, string path)
    {
        var reader = new WKBReader();
        var geometries = new Geometry?[column.Count];
        for (var i = 0; i < geometries.Length; i++)
        {
            if (column[i] is not { } value)
            {
                continue;
            }

            try
            {
                var geometry = encoding == "wkb" && value is byte[] wkb ? reader.Read(wkb) : NativeGeometry.Of(value, encoding);
                geometries[i] = way is null ? geometry : way.Apply(geometry);
            }
            catch (Exception e) when (e is ParseException or ArgumentException or NotSupportedException or EndOfStreamException)
            {
                throw new DataFormatException($"The geometry of feature {i} is invalid: {e.Message}", path, column.Name, innerException: e);
            }
        }

        return geometries;
    }
}
