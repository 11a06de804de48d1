using Isopleth.Charts.Drawing;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Marks;

/// <summary>Paints so many quadrilaterals that each would be smaller than a screen's pixel, or a drawing of them too large to pass on, into one picture.</summary>
internal static class QuadRaster
{
    /// <summary>Cells of the picture for one pixel of the figure.</summary>
    private const int Fineness = 2;

    /// <param name="x">Corner positions, shape [n, 4].</param>
    /// <param name="y">Corner positions, shape [n, 4].</param>
    /// <param name="values">The values, shape [n]; later ones lie above.</param>
    /// <param name="colors">The colours of the values.</param>
    /// <param name="frame">The plotting area, all of which the picture covers.</param>
    public static IndexedImage Paint(double[] x, double[] y, double[] values, ColorMapping colors, Frame frame)
    {
        var (width, height) = ((int)Math.Ceiling(frame.Area.Width * Fineness), (int)Math.Ceiling(frame.Area.Height * Fineness));
        var indices = new byte[width * height];
        indices.AsSpan().Fill(IndexedImage.Transparent);
        Span<double> px = stackalloc double[4];
        Span<double> py = stackalloc double[4];
        for (var quad = 0; quad < values.Length; quad++)
        {
            var level = colors.Level(values[quad]);
            if (level < 0)
            {
                continue;
            }

            for (var i = 0; i < 4; i++)
            {
                px[i] = (frame.ToX(x[(4 * quad) + i]) - frame.Area.Left) / frame.Area.Width * width;
                py[i] = (frame.ToY(y[(4 * quad) + i]) - frame.Area.Top) / frame.Area.Height * height;
            }

            PaintQuad(indices, width, height, px, py, (byte)level);
        }

        return new(width, height, indices, colors.Colors);
    }

    /// <summary>Fills the cells whose middles lie between the left and the right side of a convex quadrilateral.</summary>
    private static void PaintQuad(byte[] indices, int width, int height, ReadOnlySpan<double> px, ReadOnlySpan<double> py, byte level)
    {
        var top = Math.Min(Math.Min(py[0], py[1]), Math.Min(py[2], py[3]));
        var bottom = Math.Max(Math.Max(py[0], py[1]), Math.Max(py[2], py[3]));
        var (first, last) = ((int)Math.Max(0, Math.Ceiling(top - 0.5)), (int)Math.Min(height, Math.Ceiling(bottom - 0.5)));
        for (var row = first; row < last; row++)
        {
            var middle = row + 0.5;
            var (left, right) = (double.PositiveInfinity, double.NegativeInfinity);
            for (int i = 0, j = 3; i < 4; j = i++)
            {
                if ((py[i] > middle) != (py[j] > middle))
                {
                    var crossing = px[i] + ((px[j] - px[i]) * (middle - py[i]) / (py[j] - py[i]));
                    (left, right) = (Math.Min(left, crossing), Math.Max(right, crossing));
                }
            }

            var (from, to) = ((int)Math.Clamp(Math.Ceiling(left - 0.5), 0, width), (int)Math.Clamp(Math.Ceiling(right - 0.5), 0, width));
            if (to > from)
            {
                indices.AsSpan((row * width) + from, to - from).Fill(level);
            }
        }
    }
}
