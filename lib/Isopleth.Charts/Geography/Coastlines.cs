using System.Collections.Concurrent;

namespace Isopleth.Charts.Geography;

/// <summary>Natural Earth's land, coasts and country borders (public domain, https://www.naturalearthdata.com), from the npm package world-atlas 2.0.2.</summary>
/// <remarks>Lakes but the largest are land. Each detail is read once, when it is first needed.</remarks>
public sealed class Coastlines
{
    private static readonly ConcurrentDictionary<CoastlineDetail, Lazy<Coastlines>> Loaded = new();

    /// <summary>By how much a line that runs on across the date line may have to be moved to come into a map [degree].</summary>
    private static readonly double[] Turns = [-720, -360, 0, 360, 720];

    private readonly Line[] _coasts;
    private readonly Line[] _borders;
    private readonly Lazy<Line[]> _land;

    private Coastlines(Topology topology)
    {
        var uses = new int[topology.ArcCount];
        foreach (var arc in topology.Rings["countries"].SelectMany(ring => ring))
        {
            uses[arc < 0 ? ~arc : arc]++;
        }

        // What two countries share is a border; what only one has is its coast.
        _coasts = [.. Arcs(topology, uses, count => count == 1)];
        _borders = [.. Arcs(topology, uses, count => count > 1)];
        _land = new(() => [.. topology.Rings["land"].Select(ring => Line.Ring(topology.Ring(ring)))]);
    }

    /// <summary>The coastlines of one detail.</summary>
    /// <param name="detail">How fine they are.</param>
    /// <returns>The coastlines, read at the first call.</returns>
    public static Coastlines Of(CoastlineDetail detail) => Loaded.GetOrAdd(detail, key => new(() => new(Topology.Parse(EmbeddedPart.Read($"countries-{(int)key}m.json"))))).Value;

    /// <summary>Whether a place lies on land.</summary>
    /// <param name="latitude">Latitude [degree], north positive.</param>
    /// <param name="longitude">Longitude [degree], east positive.</param>
    /// <returns>True on land, false on the sea and on the Caspian.</returns>
    public bool IsLand(double latitude, double longitude)
    {
        var x = longitude - (360 * Math.Floor((longitude + 180) / 360));
        return _land.Value.Sum(ring => Turns.Count(turn => ring.Surrounds(x + turn, latitude))) % 2 == 1;
    }

    /// <summary>The land within an extent as rings parted by NaN, longitudes as the extent counts them.</summary>
    internal (double[] X, double[] Y) LandWithin(MapExtent extent)
    {
        var output = new Polylines();
        foreach (var shift in Turns)
        {
            foreach (var ring in _land.Value.Where(ring => ring.Touches(extent, shift)))
            {
                var (x, y) = RingClipping.Clip(ring.X, ring.Y, extent.West - shift, extent.East - shift, extent.South, extent.North);
                output.Add(x, y, shift);
            }
        }

        return output.ToArrays();
    }

    /// <summary>The coasts within an extent as lines parted by NaN.</summary>
    internal (double[] X, double[] Y) CoastsWithin(MapExtent extent) => Within(_coasts, extent);

    /// <summary>The borders between countries within an extent as lines parted by NaN.</summary>
    internal (double[] X, double[] Y) BordersWithin(MapExtent extent) => Within(_borders, extent);

    private static IEnumerable<Line> Arcs(Topology topology, int[] uses, Func<int, bool> wanted) =>
        Enumerable.Range(0, uses.Length).Where(arc => wanted(uses[arc])).Select(arc => Line.Open(topology.X(arc).ToArray(), topology.Y(arc).ToArray()));

    private static (double[] X, double[] Y) Within(Line[] lines, MapExtent extent)
    {
        var output = new Polylines();
        foreach (var shift in Turns)
        {
            foreach (var line in lines.Where(line => line.Touches(extent, shift)))
            {
                output.AddWithin(line.X, line.Y, shift, extent);
            }
        }

        return output.ToArrays();
    }

    /// <summary>A line or ring and the box around it [degree].</summary>
    private sealed class Line
    {
        private readonly double _west;
        private readonly double _east;
        private readonly double _south;
        private readonly double _north;

        private Line(double[] x, double[] y)
        {
            (X, Y) = (x, y);
            (_west, _east, _south, _north) = (X.Min(), X.Max(), Y.Min(), Y.Max());
        }

        public double[] X { get; }

        public double[] Y { get; }

        public static Line Open(double[] x, double[] y) => new(RunOn(x), y);

        /// <summary>A ring; one around the South Pole, which does not close on a map, is led along the pole.</summary>
        public static Line Ring((double[] X, double[] Y) points)
        {
            var x = RunOn(points.X);
            return Math.Abs(x[^1] - x[0]) > 180 ? new([.. x, x[^1], x[0]], [.. points.Y, -90, -90]) : new(x, points.Y);
        }

        public bool Touches(MapExtent extent, double shift) =>
            _west + shift <= extent.East && _east + shift >= extent.West && _south <= extent.North && _north >= extent.South;

        /// <summary>Longitudes that go on beyond ±180 where the line crosses the date line, instead of leaping to the other edge.</summary>
        private static double[] RunOn(double[] longitudes)
        {
            var running = new double[longitudes.Length];
            double turn = 0;
            for (var i = 0; i < longitudes.Length; i++)
            {
                if (i > 0 && Math.Abs(longitudes[i] - longitudes[i - 1]) > 180)
                {
                    turn += longitudes[i] < longitudes[i - 1] ? 360 : -360;
                }

                running[i] = longitudes[i] + turn;
            }

            return running;
        }

        /// <summary>Whether a ring surrounds a point: a ray from it crosses the ring an odd number of times.</summary>
        public bool Surrounds(double x, double y)
        {
            if (x < _west || x > _east || y < _south || y > _north)
            {
                return false;
            }

            var inside = false;
            for (int i = 0, j = X.Length - 1; i < X.Length; j = i++)
            {
                if ((Y[i] > y) != (Y[j] > y) && x < ((X[j] - X[i]) * (y - Y[i]) / (Y[j] - Y[i])) + X[i])
                {
                    inside = !inside;
                }
            }

            return inside;
        }
    }
}
