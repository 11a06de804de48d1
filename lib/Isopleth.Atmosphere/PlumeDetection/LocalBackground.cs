namespace Isopleth.Atmosphere;

/// <summary>Background and noise round each pixel: robust statistics of overlapping neighbourhoods, blended smoothly.</summary>
/// <remarks>
/// The scene is covered with nodes half the neighbourhood's radius R apart. Each node takes the middle and the spread of the columns
/// within R; a pixel takes the mean of the nodes within R of it, with weights (1 - (d/R)²)² that fall smoothly to 0 with the distance d.
/// What is geometry is prepared once; only the set of excluded pixels changes between estimates.
/// </remarks>
internal sealed class LocalBackground
{
    /// <summary>Fewest columns for a median: its standard error is then below a quarter of the noise.</summary>
    private const int FewestColumns = 30;

    private readonly double[] _column;
    private readonly (int Pixel, double Weight)[][] _neighbourhoods;

    private LocalBackground(double[] column, (int Pixel, double Weight)[][] neighbourhoods) => (_column, _neighbourhoods) = (column, neighbourhoods);

    /// <summary>Lays the nodes over the scene and finds their pixels.</summary>
    public static LocalBackground Prepare(PlumeScene scene, PixelGeometry geometry, LatitudeBands index, double radius)
    {
        var nodes = Nodes(scene, geometry, spacing: radius / 2);
        var neighbourhoods = new (int Pixel, double Weight)[nodes.Length][];
        var reach = Sphere.Degrees(radius / Sphere.Radius);
        Parallel.For(0, nodes.Length, k =>
        {
            var (found, inside) = (new List<int>(), new List<(int Pixel, double Weight)>());
            var (latitude, longitude) = Sphere.Coordinates(nodes[k]);
            index.Collect(latitude, longitude, reach, reach, found);
            foreach (var i in found)
            {
                var difference = geometry.Position(i) - nodes[k];
                var square = difference.Dot(difference) / (radius * radius);
                if (square < 1)
                {
                    inside.Add((i, (1 - square) * (1 - square)));
                }
            }

            neighbourhoods[k] = [.. inside];
        });
        return new LocalBackground(scene.Column, neighbourhoods);
    }

    /// <summary>Estimates background and noise from the pixels that are not excluded.</summary>
    /// <param name="statistic">Middle and spread of the columns of a neighbourhood, which it may rearrange.</param>
    /// <param name="excluded">Pixels to leave out, shape [n].</param>
    /// <param name="background">Local background [mol m-2], shape [n].</param>
    /// <param name="noise">Local standard deviation of one column [mol m-2], shape [n].</param>
    /// <param name="sparse">True where the scene's own median and noise stand in, shape [n].</param>
    public void Estimate(Func<double[], (double Middle, double Spread)> statistic, bool[] excluded, double[] background, double[] noise, bool[] sparse)
    {
        var nodes = new (double Middle, double Spread)[_neighbourhoods.Length];
        Parallel.For(0, nodes.Length, k => nodes[k] = Summarise(_neighbourhoods[k].Length, slot => _neighbourhoods[k][slot].Pixel, FewestColumns));
        var weights = new double[background.Length];
        Array.Clear(background);
        Array.Clear(noise);
        for (var k = 0; k < nodes.Length; k++)
        {
            if (double.IsFinite(nodes[k].Middle))
            {
                foreach (var (i, weight) in _neighbourhoods[k])
                {
                    weights[i] += weight;
                    background[i] += weight * nodes[k].Middle;
                    noise[i] += weight * nodes[k].Spread;
                }
            }
        }

        var scene = Summarise(_column.Length, i => i, fewest: 2);
        for (var i = 0; i < weights.Length; i++)
        {
            sparse[i] = !(weights[i] > 0);
            (background[i], noise[i]) = sparse[i] ? scene : (background[i] / weights[i], noise[i] / weights[i]);
        }

        (double Middle, double Spread) Summarise(int count, Func<int, int> pixel, int fewest)
        {
            var columns = new List<double>(count);
            for (var slot = 0; slot < count; slot++)
            {
                var i = pixel(slot);
                if (!excluded[i] && double.IsFinite(_column[i]))
                {
                    columns.Add(_column[i]);
                }
            }

            return columns.Count >= fewest ? statistic([.. columns]) : (double.NaN, double.NaN);
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
