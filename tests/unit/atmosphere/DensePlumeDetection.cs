using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>
/// The same method written a second time, as plainly as can be: every pair of pixels is looked at, every median is sorted, on a
/// plane tangent to the scene. For small scenes near the equator, where the plane is the sphere to a few parts in a million.
/// </summary>
internal sealed class DensePlumeDetection(PlumeScene scene, PlumeDetectionOptions options)
{
    private const double MetresPerDegree = 6_371_008.8 * Math.PI / 180;
    private readonly int _n = scene.Count;

    public double[] Background { get; private set; } = [];

    public double[] Noise { get; private set; } = [];

    public double[] ZScore { get; private set; } = [];

    /// <summary>Number of each pixel's plume, the largest first; -1 outside.</summary>
    public int[] Run()
    {
        var excluded = new bool[_n];
        Estimate(3 * options.BackgroundRadius, excluded, DensestQuarter);
        var label = Label();
        Exclude(label, excluded);
        for (var changed = true; changed;)
        {
            Estimate(options.BackgroundRadius, excluded, MedianAndDeviation);
            label = Label();
            changed = Exclude(label, excluded);
        }

        return label;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static (double, double) MedianAndDeviation(double[] values)
    {
        var median = Median(values);
        return (median, 1.4826022185056018 * Median(values.Select(v => Math.Abs(v - median))));
    }

    private static (double, double) DensestQuarter(double[] values)
    {
        var sorted = values.Order().ToArray();
        var quarter = sorted.Length / 4;
        var width = double.PositiveInfinity;
        var middle = 0.0;
        for (var i = 0; i + quarter < sorted.Length; i++)
        {
            if (sorted[i + quarter] - sorted[i] < width)
            {
                (width, middle) = (sorted[i + quarter] - sorted[i], (sorted[i] + sorted[i + quarter]) / 2);
            }
        }

        return (middle, 1.4826022185056018 * Median(sorted.Where(v => v <= middle).Select(v => middle - v)));
    }

    private (double X, double Y) Place(double latitude, double longitude) =>
        (longitude * MetresPerDegree * Math.Cos(latitude * Math.PI / 180), latitude * MetresPerDegree);

    private double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));

    private (double U, double V) Offset(int i, int j)
    {
        var corner = Enumerable.Range(0, 4).Select(k => Place(scene.LatitudeBounds[(4 * i) + k], scene.LongitudeBounds[(4 * i) + k])).ToArray();
        var (ax, ay) = ((corner[1].X - corner[0].X + corner[2].X - corner[3].X) / 2, (corner[1].Y - corner[0].Y + corner[2].Y - corner[3].Y) / 2);
        var (bx, by) = ((corner[3].X - corner[0].X + corner[2].X - corner[1].X) / 2, (corner[3].Y - corner[0].Y + corner[2].Y - corner[1].Y) / 2);
        var (from, to) = (Place(scene.Latitude[i], scene.Longitude[i]), Place(scene.Latitude[j], scene.Longitude[j]));
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var determinant = (ax * by) - (ay * bx);
        return (((dx * by) - (dy * bx)) / determinant, ((ax * dy) - (ay * dx)) / determinant);
    }

    private bool Touch(int i, int j)
    {
        var (u, v) = Offset(i, j);
        return Math.Max(Math.Abs(u), Math.Abs(v)) <= 1.5;
    }

    private void Estimate(double radius, bool[] excluded, Func<double[], (double Middle, double Spread)> statistic)
    {
        var spacing = radius / 2;
        var step = spacing / MetresPerDegree;
        var places = Enumerable.Range(0, _n).Select(i => Place(scene.Latitude[i], scene.Longitude[i])).ToArray();
        var nodes = Enumerable.Range(0, _n)
            .GroupBy(i =>
            {
                var row = (int)Math.Floor(scene.Latitude[i] / step);
                return (row, (int)(scene.Longitude[i] / 360 * (int)(360 / step * Math.Cos((row + 0.5) * step * Math.PI / 180))));
            })
            .Select(cell => (X: cell.Average(i => places[i].X), Y: cell.Average(i => places[i].Y))).ToArray();
        var values = nodes.Select(node => Enumerable.Range(0, _n).Where(i => !excluded[i] && Distance(places[i], node) <= radius).Select(i => scene.Column[i]).ToArray())
            .Select(columns => columns.Length >= 30 ? statistic(columns) : (double.NaN, double.NaN)).ToArray();
        Background = new double[_n];
        Noise = new double[_n];
        for (var i = 0; i < _n; i++)
        {
            var weights = nodes.Select((node, k) => Distance(node, places[i]) < radius && double.IsFinite(values[k].Item1) ? Math.Pow(1 - Math.Pow(Distance(node, places[i]) / radius, 2), 2) : 0).ToArray();
            Background[i] = weights.Select((w, k) => w > 0 ? w * values[k].Item1 : 0).Sum() / weights.Sum();
            Noise[i] = weights.Select((w, k) => w > 0 ? w * values[k].Item2 : 0).Sum() / weights.Sum();
        }

        ZScore = [.. Enumerable.Range(0, _n).Select(Z)];
    }

    private double Z(int i)
    {
        var reach = Math.Floor((4 * options.SmoothingSigma) + 0.5) + 0.5;
        var near = Enumerable.Range(0, _n).Select(j => (j, Offset(i, j))).Where(p => Math.Max(Math.Abs(p.Item2.U), Math.Abs(p.Item2.V)) <= reach)
            .Select(p => (p.j, Weight: Math.Exp(-((p.Item2.U * p.Item2.U) + (p.Item2.V * p.Item2.V)) / (2 * options.SmoothingSigma * options.SmoothingSigma)))).ToArray();
        var sum = near.Sum(p => p.Weight);
        var mean = near.Sum(p => p.Weight * (scene.Column[p.j] - Background[p.j])) / sum;
        return mean / Math.Sqrt((Noise[i] * Noise[i] * near.Sum(p => p.Weight * p.Weight) / (sum * sum)) + (options.SystematicError * options.SystematicError));
    }

    private int[] Label()
    {
        var label = Enumerable.Repeat(-1, _n).ToArray();
        var groups = new List<List<int>>();
        var seen = new bool[_n];
        for (var start = 0; start < _n; start++)
        {
            if (!seen[start] && ZScore[start] > options.GrowThreshold)
            {
                var group = new List<int> { start };
                seen[start] = true;
                for (var k = 0; k < group.Count; k++)
                {
                    foreach (var j in Enumerable.Range(0, _n).Where(j => !seen[j] && ZScore[j] > options.GrowThreshold && Touch(group[k], j)))
                    {
                        seen[j] = true;
                        group.Add(j);
                    }
                }

                groups.Add(group);
            }
        }

        var plumes = groups.Where(g => g.Count >= options.MinimumPixels && g.Any(i => ZScore[i] > options.SeedThreshold)).OrderByDescending(g => g.Count).ThenBy(g => g.Min());
        foreach (var (number, group) in plumes.Index())
        {
            group.ForEach(i => label[i] = number);
        }

        return label;
    }

    private bool Exclude(int[] label, bool[] excluded)
    {
        var before = excluded.Count(e => e);
        for (var i = 0; i < _n; i++)
        {
            excluded[i] |= label[i] >= 0 || Enumerable.Range(0, _n).Any(j => label[j] >= 0 && Touch(i, j));
        }

        return excluded.Count(e => e) > before;
    }
}
