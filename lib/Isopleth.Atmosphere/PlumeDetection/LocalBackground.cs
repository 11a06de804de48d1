namespace Isopleth.Atmosphere;

/// <summary>Background and noise round each pixel: robust statistics of overlapping neighbourhoods, blended smoothly.</summary>
/// <remarks>
/// The scene is covered with nodes half the neighbourhood's radius apart. Each node takes the middle and the spread of the
/// columns within the radius; a pixel takes the Gaussian-weighted mean of the nodes about it.
/// What is geometry is prepared once; only the set of excluded pixels changes between estimates.
/// </remarks>
internal sealed class LocalBackground
{
    /// <summary>Fewest columns for a median: its standard error is then below a quarter of the noise.</summary>
    private const int FewestColumns = 30;

    /// <summary>A pixel looks at the nodes within so many spacings; a farther one would weigh less than 1 %.</summary>
    private const double NodeReach = 3;

    private readonly double[] _column;
    private readonly int[][] _members;
    private readonly (int Node, double Weight)[][] _near;

    private LocalBackground(double[] column, int[][] members, (int Node, double Weight)[][] near) =>
        (_column, _members, _near) = (column, members, near);

    /// <summary>Lays the nodes over the scene and finds their pixels.</summary>
    public static LocalBackground Prepare(PlumeScene scene, PixelGeometry geometry, LatitudeBands index, double radius)
    {
        var spacing = radius / 2;
        var nodes = Nodes(scene, geometry, spacing);
        var members = new int[nodes.Length][];
        var reach = Sphere.Degrees(radius / Sphere.Radius);
        Parallel.For(0, nodes.Length, k =>
        {
            var found = new List<int>();
            var (latitude, longitude) = Sphere.Coordinates(nodes[k]);
            index.Collect(latitude, longitude, reach, reach, found);
            found.RemoveAll(i => !double.IsFinite(scene.Column[i]) || !((geometry.Position(i) - nodes[k]).Length <= radius));
            members[k] = [.. found];
        });

        var places = Array.ConvertAll(nodes, Sphere.Coordinates);
        var nodeReach = Sphere.Degrees(NodeReach * spacing / Sphere.Radius);
        var nodeIndex = new LatitudeBands(Array.ConvertAll(places, p => p.Latitude), Array.ConvertAll(places, p => p.Longitude), nodeReach);
        var near = new (int Node, double Weight)[scene.Count][];
        Parallel.For(0, near.Length, i =>
        {
            var found = new List<int>();
            if (geometry.IsUsable(i))
            {
                nodeIndex.Collect(scene.Latitude[i], scene.Longitude[i], nodeReach, nodeReach, found);
            }

            near[i] = [.. found.Select(k => (Node: k, Distance: (geometry.Position(i) - nodes[k]).Length / spacing))
                .Where(node => node.Distance <= NodeReach)
                .Select(node => (node.Node, Math.Exp(-0.5 * node.Distance * node.Distance)))];
        });
        return new LocalBackground(scene.Column, members, near);
    }

    /// <summary>Estimates background and noise from the pixels that are not excluded.</summary>
    /// <param name="statistic">Middle and spread of the columns of a neighbourhood, which it may rearrange.</param>
    /// <param name="excluded">Pixels to leave out, shape [n].</param>
    /// <param name="background">Local background [mol m-2], shape [n].</param>
    /// <param name="noise">Local standard deviation of one column [mol m-2], shape [n].</param>
    /// <param name="sparse">True where the scene's own median and noise stand in, shape [n].</param>
    public void Estimate(Func<double[], (double Middle, double Spread)> statistic, bool[] excluded, double[] background, double[] noise, bool[] sparse)
    {
        var nodes = new (double Middle, double Spread)[_members.Length];
        Parallel.For(0, nodes.Length, k =>
        {
            double[] columns = [.. _members[k].Where(i => !excluded[i]).Select(i => _column[i])];
            nodes[k] = columns.Length >= FewestColumns ? statistic(columns) : (double.NaN, double.NaN);
        });
        double[] all = [.. _column.Where((column, i) => double.IsFinite(column) && !excluded[i])];
        var scene = all.Length >= 2 ? statistic(all) : (double.NaN, double.NaN);
        for (var i = 0; i < background.Length; i++)
        {
            var (sum, middle, spread) = (0.0, 0.0, 0.0);
            foreach (var (node, weight) in _near[i])
            {
                var (nodeMiddle, nodeSpread) = nodes[node];
                if (double.IsFinite(nodeMiddle))
                {
                    sum += weight;
                    middle += weight * nodeMiddle;
                    spread += weight * nodeSpread;
                }
            }

            sparse[i] = !(sum > 0);
            (background[i], noise[i]) = sum > 0 ? (middle / sum, spread / sum) : scene;
        }
    }

    /// <summary>The centres of gravity of the pixels in each cell of a coarse grid.</summary>
    private static Vector3[] Nodes(PlumeScene scene, PixelGeometry geometry, double spacing)
    {
        var cells = new Dictionary<(int Row, int Column), Vector3>();
        var step = Sphere.Degrees(spacing / Sphere.Radius);
        for (var i = 0; i < scene.Count; i++)
        {
            if (geometry.IsUsable(i))
            {
                var row = (int)Math.Floor(scene.Latitude[i] / step);
                var perRow = Math.Max(1, (int)(360 / step * Math.Cos(Sphere.Radians((row + 0.5) * step))));
                var turn = scene.Longitude[i] / 360;
                var cell = (row, (int)((turn - Math.Floor(turn)) * perRow));
                cells[cell] = cells.GetValueOrDefault(cell) + geometry.Position(i);
            }
        }

        return [.. cells.Values.Select(sum => sum * (Sphere.Radius / sum.Length))];
    }
}
