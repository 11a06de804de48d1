using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>Scenes of equal pixels in rows and columns, where every answer can be counted out.</summary>
internal static class GridScene
{
    /// <summary>A grid of pixels <paramref name="step"/> degrees wide, column by column within rows from the south-west corner.</summary>
    public static PlumeScene Create(double[,] column, double step = 0.01, double south = 0, double west = 0)
    {
        var (rows, columns) = (column.GetLength(0), column.GetLength(1));
        var pixels = Enumerable.Range(0, rows * columns).Select(i => (Row: i / columns, Column: i % columns)).ToArray();
        double[] right = [0, 1, 1, 0];
        double[] up = [0, 0, 1, 1];
        return new PlumeScene
        {
            Column = [.. pixels.Select(p => column[p.Row, p.Column])],
            Latitude = [.. pixels.Select(p => south + ((p.Row + 0.5) * step))],
            Longitude = [.. pixels.Select(p => west + ((p.Column + 0.5) * step))],
            LatitudeBounds = [.. pixels.SelectMany(p => up.Select(u => south + ((p.Row + u) * step)))],
            LongitudeBounds = [.. pixels.SelectMany(p => right.Select(r => west + ((p.Column + r) * step)))],
        };
    }

    /// <summary>Gaussian noise with a blob on it; the seed makes it the same every time.</summary>
    public static double[,] NoiseWithBlob(int rows, int columns, double noise, double blob, int seed = 1)
    {
        var random = new Random(seed);
        var column = new double[rows, columns];
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++)
            {
                var gaussian = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                var (y, x) = ((r - (rows / 3.0)) / 3, (c - (columns / 2.0)) / 6);
                column[r, c] = (noise * gaussian) + (blob * Math.Exp(-((x * x) + (y * y)) / 2));
            }
        }

        return column;
    }

    /// <summary>The pixels of a scene that <paramref name="order"/> names, in that order.</summary>
    public static PlumeScene Take(PlumeScene scene, int[] order) => new()
    {
        Column = [.. order.Select(i => scene.Column[i])],
        Latitude = [.. order.Select(i => scene.Latitude[i])],
        Longitude = [.. order.Select(i => scene.Longitude[i])],
        LatitudeBounds = [.. order.SelectMany(i => scene.LatitudeBounds[(4 * i)..((4 * i) + 4)])],
        LongitudeBounds = [.. order.SelectMany(i => scene.LongitudeBounds[(4 * i)..((4 * i) + 4)])],
    };
}
