using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Isopleth.Arrays;
using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;

namespace Isopleth.Formats;

/// <summary>GeoJSON, written as RFC 7946 wants it: longitude and latitude on WGS 84, outer rings counter-clockwise, holes clockwise. <see cref="Features"/> reads it.</summary>
public static class GeoJson
{
    /// <summary>Writes features; a file that is there is replaced only when the new one is whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="features">
    /// A data set with one variable of geometries; the variables over its dimension become properties: numbers (NaN is null), texts, and times in ISO 8601. Geometries in another coordinate
    /// reference system, as <c>spatial_ref</c> tells, are brought into longitude and latitude; without one they are taken for these.
    /// </param>
    /// <param name="options">Decimals and box; the defaults when null.</param>
    /// <exception cref="ArgumentException">There are no geometries, or they cannot be brought into longitude and latitude.</exception>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, Dataset features, GeoJsonWriteOptions? options = null)
    {
        options ??= new GeoJsonWriteOptions();
        options.Validate();
        var table = FeatureTable.Of(features);
        var geometries = table.InLongitudeAndLatitude();
        AtomicFile.Write(path, temporary =>
        {
            using var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
            using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            json.WriteStartObject();
            json.WriteString("type", "FeatureCollection");
            var box = new Envelope();
            foreach (var geometry in geometries)
            {
                box.ExpandToInclude(geometry?.EnvelopeInternal ?? new Envelope());
            }

            if (options.WithBox && !box.IsNull)
            {
                json.WriteStartArray("bbox");
                Array.ForEach([box.MinX, box.MinY, box.MaxX, box.MaxY], v => Number(json, v, options.Decimals));
                json.WriteEndArray();
            }

            json.WriteStartArray("features");
            for (var row = 0; row < geometries.Length; row++)
            {
                json.WriteStartObject();
                json.WriteString("type", "Feature");
                json.WriteStartObject("properties");
                foreach (var column in table.Attributes)
                {
                    json.WritePropertyName(column.Name);
                    Value(json, column[row]);
                }

                json.WriteEndObject();
                json.WritePropertyName("geometry");
                Geometry(json, geometries[row], options.Decimals);
                json.WriteEndObject();
                if (json.BytesPending > 1 << 16)
                {
                    json.Flush();
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>A geometry in GeoJSON (RFC 7946), its exterior rings anticlockwise.</summary>
    /// <param name="geometry">The geometry, by longitude and latitude [degree].</param>
    /// <returns>The geometry object.</returns>
    public static string Of(Geometry geometry)
    {
        ArgumentNullException.ThrowIfNull(geometry);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            Geometry(json, geometry, decimals: null);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void Value(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or double.NaN or double.PositiveInfinity or double.NegativeInfinity or float.NaN or float.PositiveInfinity or float.NegativeInfinity: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case byte[] bytes: json.WriteBase64StringValue(bytes); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case DateTime time: json.WriteStringValue(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)); break;
            case float number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            default: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void Number(Utf8JsonWriter json, double value, int? decimals) => json.WriteNumberValue(decimals is { } digits ? Math.Round(value, digits) : value);

    private static void Geometry(Utf8JsonWriter json, Geometry? geometry, int? decimals)
    {
        if (geometry is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", geometry is LinearRing ? "LineString" : geometry.GeometryType);
        if (geometry is GeometryCollection and not (MultiPoint or MultiLineString or MultiPolygon))
        {
            json.WriteStartArray("geometries");
            for (var i = 0; i < geometry.NumGeometries; i++)
            {
                Geometry(json, geometry.GetGeometryN(i), decimals);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WritePropertyName("coordinates");
            Coordinates(json, geometry, decimals);
        }

        json.WriteEndObject();
    }

    private static void Coordinates(Utf8JsonWriter json, Geometry geometry, int? decimals)
    {
        switch (geometry)
        {
            case Point { IsEmpty: false } point:
                Position(json, point.CoordinateSequence, 0, decimals);
                return;
            case LineString line:
                Positions(json, line.CoordinateSequence, backwards: false, decimals);
                return;
        }

        json.WriteStartArray();
        if (geometry is Polygon polygon && !polygon.IsEmpty)
        {
            // The ground of a ring lies to its left (RFC 7946 §3.1.6).
            Positions(json, polygon.ExteriorRing.CoordinateSequence, !Orientation.IsCCW(polygon.ExteriorRing.CoordinateSequence), decimals);
            Array.ForEach(polygon.Holes, hole => Positions(json, hole.CoordinateSequence, Orientation.IsCCW(hole.CoordinateSequence), decimals));
        }
        else if (geometry is GeometryCollection parts)
        {
            Array.ForEach(parts.Geometries, part => Coordinates(json, part, decimals));
        }

        json.WriteEndArray();
    }

    private static void Positions(Utf8JsonWriter json, CoordinateSequence sequence, bool backwards, int? decimals)
    {
        json.WriteStartArray();
        for (var i = 0; i < sequence.Count; i++)
        {
            Position(json, sequence, backwards ? sequence.Count - 1 - i : i, decimals);
        }

        json.WriteEndArray();
    }

    private static void Position(Utf8JsonWriter json, CoordinateSequence sequence, int at, int? decimals)
    {
        json.WriteStartArray();
        Number(json, sequence.GetX(at), decimals);
        Number(json, sequence.GetY(at), decimals);
        if (sequence.HasZ && double.IsFinite(sequence.GetZ(at)))
        {
            Number(json, sequence.GetZ(at), decimals);
        }

        json.WriteEndArray();
    }
}
