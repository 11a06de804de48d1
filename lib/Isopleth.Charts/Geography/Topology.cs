using System.Runtime.InteropServices;
using System.Text.Json;

namespace Isopleth.Charts.Geography;

/// <summary>A TopoJSON topology: lines ("arcs") that shapes share (https://github.com/topojson/topojson-specification, §2).</summary>
internal sealed class Topology
{
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly int[] _starts;

    private Topology(double[] x, double[] y, int[] starts, IReadOnlyDictionary<string, IReadOnlyList<int[]>> rings)
    {
        _x = x;
        _y = y;
        _starts = starts;
        Rings = rings;
    }

    /// <summary>For each object, the rings of its polygons, each a sequence of arcs; ~i stands for arc i backwards.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int[]>> Rings { get; }

    public int ArcCount => _starts.Length - 1;

    /// <summary>Reads a topology.</summary>
    /// <exception cref="FormatException">The document is no topology.</exception>
    public static Topology Parse(ReadOnlySpan<byte> json)
    {
        var scanner = new ArcScanner();
        var begin = ArcScanner.Find(json);
        var end = begin + scanner.Scan(json[begin..]);
        byte[] rest = [.. json[..begin], .. "null"u8, .. json[end..]];
        using var document = JsonDocument.Parse(rest);
        var (x, y) = Decode(scanner, document.RootElement.TryGetProperty("transform", out var transform) ? transform : null);
        var rings = new Dictionary<string, IReadOnlyList<int[]>>(StringComparer.Ordinal);
        foreach (var shape in document.RootElement.GetProperty("objects").EnumerateObject())
        {
            var found = new List<int[]>();
            CollectRings(shape.Value, found);
            rings[shape.Name] = found;
        }

        return new(x, y, [.. scanner.Starts], rings);
    }

    public ReadOnlySpan<double> X(int arc) => _x.AsSpan(_starts[arc].._starts[arc + 1]);

    public ReadOnlySpan<double> Y(int arc) => _y.AsSpan(_starts[arc].._starts[arc + 1]);

    /// <summary>The points of a ring: its arcs end to end, their common points once.</summary>
    public (double[] X, double[] Y) Ring(int[] arcs)
    {
        var (ringX, ringY) = (new List<double>(), new List<double>());
        foreach (var reference in arcs)
        {
            var arc = reference < 0 ? ~reference : reference;
            var arcX = X(arc);
            var arcY = Y(arc);
            for (var i = ringX.Count == 0 ? 0 : 1; i < arcX.Length; i++)
            {
                var point = reference < 0 ? arcX.Length - 1 - i : i;
                ringX.Add(arcX[point]);
                ringY.Add(arcY[point]);
            }
        }

        return ([.. ringX], [.. ringY]);
    }

    private static void CollectRings(JsonElement shape, List<int[]> rings)
    {
        switch (shape.GetProperty("type").GetString())
        {
            case "GeometryCollection":
                foreach (var part in shape.GetProperty("geometries").EnumerateArray())
                {
                    CollectRings(part, rings);
                }

                break;
            case "Polygon":
                CollectPolygon(shape.GetProperty("arcs"), rings);
                break;
            case "MultiPolygon":
                foreach (var polygon in shape.GetProperty("arcs").EnumerateArray())
                {
                    CollectPolygon(polygon, rings);
                }

                break;
        }
    }

    private static void CollectPolygon(JsonElement polygon, List<int[]> rings) =>
        rings.AddRange(polygon.EnumerateArray().Select(ring => ring.EnumerateArray().Select(arc => arc.GetInt32()).ToArray()));

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    /// <summary>In a quantized topology, which has a transform, each point is the difference from the one before it in the transform's steps.</summary>
    private static (double[] X, double[] Y) Decode(ArcScanner arcs, JsonElement? transform)
    {
        double[] scale = [1, 1], translate = [0, 0];
        if (transform is { } given)
        {
            (scale, translate) = (Numbers(given.GetProperty("scale")), Numbers(given.GetProperty("translate")));
        }

        var points = CollectionsMarshal.AsSpan(arcs.Points);
        var (x, y) = (new double[points.Length / 2], new double[points.Length / 2]);
        for (var arc = 0; arc < arcs.Starts.Count - 1; arc++)
        {
            double sumX = 0, sumY = 0;
            for (var i = arcs.Starts[arc]; i < arcs.Starts[arc + 1]; i++)
            {
                (sumX, sumY) = transform is null ? (points[2 * i], points[(2 * i) + 1]) : (sumX + points[2 * i], sumY + points[(2 * i) + 1]);
                (x[i], y[i]) = ((sumX * scale[0]) + translate[0], (sumY * scale[1]) + translate[1]);
            }
        }

        return (x, y);
    }
}
