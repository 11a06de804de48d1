using System.Numerics.Tensors;
using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Marks;

/// <summary>Quadrilaterals coloured by a value: corners shape [n, 4], values shape [n]. Those of one colour are drawn together.</summary>
internal sealed class QuadMark(double[] x, double[] y, double[] values, ColorMapping colors, string unit) : Mark
{
    /// <summary>Width of the line that hides the seam between neighbours [pixel].</summary>
    private const double Seam = 0.4;

    /// <summary>A notebook with more single pixels than this is slow to open and to look at.</summary>
    private const int MostDrawn = 50_000;

    private readonly List<int>[] _groups = colors.Group(values);

    /// <summary>Whether there are too many to draw one by one; they are then painted into a picture.</summary>
    public bool IsPainted { get; } = values.Length > MostDrawn;

    public override Bounds Bounds => Bounds.Of(x, y);

    public override void Draw(ICanvas canvas, Frame frame)
    {
        if (IsPainted)
        {
            canvas.Image(QuadRaster.Paint(x, y, values, colors, frame), frame.Area);
            return;
        }

        for (var level = 0; level < _groups.Length; level++)
        {
            if (_groups[level].Count == 0)
            {
                continue;
            }

            var contours = new Contours(closed: true);
            foreach (var pixel in _groups[level])
            {
                var corner = 4 * pixel;
                _ = contours.Begin(frame.ToX(x[corner]), frame.ToY(y[corner]));
                for (var i = corner + 1; i < corner + 4; i++)
                {
                    _ = contours.To(frame.ToX(x[i]), frame.ToY(y[i]));
                }
            }

            canvas.Fill(contours, colors.Colors[level], Seam);
        }
    }

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
        for (var level = 0; level < _groups.Length && !IsPainted; level++)
        {
            if (_groups[level].Count == 0)
            {
                continue;
            }

            json.WriteStartScatter("lines", "", hover: false);
            WriteCorners(json, "x", x, _groups[level], scene.DecimalsOf(scene.X));
            WriteCorners(json, "y", y, _groups[level], scene.DecimalsOf(scene.Y));
            json.WriteString("fill", "toself");
            json.WriteString("fillcolor", colors.Colors[level].ToString());
            json.WriteLine(colors.Colors[level], Seam);
            json.WriteEndObject();
        }

        WriteHover(json, scene);
    }

    public override void WriteImages(Utf8JsonWriter json, Frame frame)
    {
        if (!IsPainted)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("source", "data:image/png;base64," + Convert.ToBase64String(Png.Encode(QuadRaster.Paint(x, y, values, colors, frame))));
        json.WriteString("xref", "x");
        json.WriteString("yref", "y");
        json.WriteNumber("x", frame.X.Minimum);
        json.WriteNumber("y", frame.Y.Maximum);
        json.WriteNumber("sizex", frame.X.Maximum - frame.X.Minimum);
        json.WriteNumber("sizey", frame.Y.Maximum - frame.Y.Minimum);
        json.WriteString("sizing", "stretch");
        json.WriteString("layer", "below");
        json.WriteEndObject();
    }

    // Four corners a pixel, and a gap.
    private static void WriteCorners(Utf8JsonWriter json, string name, double[] corners, List<int> pixels, int decimals)
    {
        var path = new double[5 * pixels.Count];
        for (var i = 0; i < pixels.Count; i++)
        {
            corners.AsSpan(4 * pixels[i], 4).CopyTo(path.AsSpan(5 * i));
            path[(5 * i) + 4] = double.NaN;
        }

        json.WriteNumbers(name, path, decimals);
    }

    /// <summary>An unseen point in the middle of each pixel, or of every so many, carries its value to the pointer.</summary>
    private void WriteHover(Utf8JsonWriter json, Scene scene)
    {
        var every = (values.Length / MostDrawn) + 1;
        int[] pixels = [.. _groups.SelectMany(group => group).Where((_, i) => i % every == 0)];
        json.WriteStartScatter("none", "", hover: true);
        json.WriteString("hoveron", "points");
        WriteMiddles(json, "x", x, pixels, scene.DecimalsOf(scene.X));
        WriteMiddles(json, "y", y, pixels, scene.DecimalsOf(scene.Y));
        json.WriteNumbers("customdata", [.. pixels.Select(pixel => Significant(values[pixel]))]);
        json.WriteString("hovertemplate", $"%{{customdata}} {PlotlyJson.Escape(unit)}<br>{scene.HoverPlace}<extra></extra>");
        json.WriteEndObject();
    }

    private static void WriteMiddles(Utf8JsonWriter json, string name, double[] corners, int[] pixels, int decimals) =>
        json.WriteNumbers(name, [.. pixels.Select(pixel => TensorPrimitives.Sum<double>(corners.AsSpan(4 * pixel, 4)) / 4)], decimals);

    /// <summary>Five significant digits: more than an instrument's, fewer than a double's.</summary>
    private static double Significant(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var factor = Math.Pow(10, 4 - (int)Math.Floor(Math.Log10(Math.Abs(value))));
        return double.IsFinite(factor) ? Math.Round(value * factor) / factor : value;
    }
}
