using NetTopologySuite.Geometries;

namespace Isopleth.Formats;

/// <summary>Geometries that GeoParquet 1.1 stores as nested lists of coordinates, as GeoArrow has them, instead of WKB.</summary>
internal static class NativeGeometry
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>The encodings there are.</summary>
    public static IReadOnlyList<string> Encodings { get; } = ["point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon"];

    /// <summary>A geometry of what DuckDB gives for a value: structures with x and y, in lists.</summary>
    /// <exception cref="ArgumentException">The value is none of the encoding, or its rings are not closed.</exception>
    public static Geometry Of(object value, string encoding) => encoding switch
    {
        "point" => Factory.CreatePoint(Position(value)),
        "linestring" => Factory.CreateLineString(Positions(value)),
        "polygon" => Polygon(value),
        "multipoint" => Factory.CreateMultiPointFromCoords(Positions(value)),
        "multilinestring" => Factory.CreateMultiLineString([.. List(value).Select(line => Factory.CreateLineString(Positions(line)))]),
        "multipolygon" => Factory.CreateMultiPolygon([.. List(value).Select(Polygon)]),
        _ => throw new ArgumentException($"The encoding '{encoding}' is not known."),
    };

    private static Polygon Polygon(object? value)
    {
        var rings = List(value).Select(ring => Factory.CreateLinearRing(Positions(ring))).ToArray();
        return rings.Length == 0 ? Factory.CreatePolygon() : Factory.CreatePolygon(rings[0], rings[1..]);
    }

    private static Coordinate[] Positions(object? value) => [.. List(value).Select(v => Position(v)!)];

    private static object?[] List(object? value) => value as object?[] ?? throw new ArgumentException("A list of coordinates was expected.");

    /// <summary>A position; null for that of an empty point, whose numbers are NaN.</summary>
    private static Coordinate? Position(object? value)
    {
        var fields = value as IReadOnlyDictionary<string, object?>;
        return (Number(fields, "x"), Number(fields, "y"), Number(fields, "z")) is not ({ } east, { } north, var height) ? throw new ArgumentException("A coordinate with x and y was expected.")
            : double.IsNaN(east) ? null
            : height is { } z ? new CoordinateZ(east, north, z) : new Coordinate(east, north);
    }

    private static double? Number(IReadOnlyDictionary<string, object?>? fields, string name) =>
        fields?.GetValueOrDefault(name) is { } value and (double or float or decimal) ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : null;
}
