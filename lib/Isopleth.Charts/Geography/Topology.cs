using System.Runtime.InteropServices;
using System.Text.Json;

namespace Isopleth.Charts.Geography;

/// <summary>A TopoJSON topology: lines ("arcs") that shapes share (https://github.com/topojson/topojson-specification, §2).</summary>
internal sealed class Topology
{
    private readonly double[] x;
    private readonly double[] y;
    private readonly int[] starts;

    private Topology(double[] x, double[] y, int[] starts, IReadOnlyDictionary<string, IReadOnlyList<int[]>> rings)
    {
        this.x = x;
        this.y = y;
        this.starts = starts;
        Rings = rings;
    }

    /// <summary>For each object, the rings of its polygons, each a sequence of arcs; ~i stands for arc i backwards.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int[]>> Rings { get; }

    public int ArcCount => starts.Length - 1;

    public static Topology Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var (points, starts) = (new List<double>(), new List<int>());
        var rings = new Dictionary<string, IReadOnlyList<int[]>>(StringComparer.Ordinal);
        double[] scale = [1, 1], translate = [0, 0];
        var quantized = false;
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            _ = reader.Read();
            switch (name)
            {
                case "arcs":
                    ReadArcs(ref reader, points, starts);
                    break;
                case "transform":
                    var transform = JsonElement.ParseValue(ref reader);
                    scale = Numbers(transform.GetProperty("scale"));
                    translate = Numbers(transform.GetProperty("translate"));
                    quantized = true;
                    break;
                case "objects":
                    foreach (var shape in JsonElement.ParseValue(ref reader).EnumerateObject())
                    {
                        var found = new List<int[]>();
                        CollectRings(shape.Value, found);
                        rings[shape.Name] = found;
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        starts.Add(points.Count / 2);
        var (x, y) = (new double[points.Count / 2], new double[points.Count / 2]);
        Decode(CollectionsMarshal.AsSpan(points), starts, quantized, scale, translate, x, y);
        return new(x, y, [.. starts], rings);
    }

    public ReadOnlySpan<double> X(int arc) => x.AsSpan(starts[arc]..starts[arc + 1]);

    public ReadOnlySpan<double> Y(int arc) => y.AsSpan(starts[arc]..starts[arc + 1]);

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

    private static void ReadArcs(ref Utf8JsonReader reader, List<double> points, List<int> starts)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            starts.Add(points.Count / 2);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
            {
                _ = reader.Read();
                points.Add(reader.GetDouble());
                _ = reader.Read();
                points.Add(reader.GetDouble());
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    // Further dimensions are not drawn.
                }
            }
        }
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

    /// <summary>In a quantized topology each point is the difference from the one before it, in steps of the transform.</summary>
    private static void Decode(ReadOnlySpan<double> points, List<int> starts, bool quantized, double[] scale, double[] translate, double[] x, double[] y)
    {
        for (var arc = 0; arc < starts.Count - 1; arc++)
        {
            double sumX = 0, sumY = 0;
            for (var i = starts[arc]; i < starts[arc + 1]; i++)
            {
                (sumX, sumY) = quantized ? (sumX + points[2 * i], sumY + points[(2 * i) + 1]) : (points[2 * i], points[(2 * i) + 1]);
                x[i] = (sumX * scale[0]) + translate[0];
                y[i] = (sumY * scale[1]) + translate[1];
            }
        }
    }
}
