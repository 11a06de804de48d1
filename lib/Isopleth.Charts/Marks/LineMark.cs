using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;

namespace Isopleth.Charts.Marks;

/// <summary>Lines through points; NaN parts them.</summary>
internal sealed class LineMark(double[] x, double[] y, Pen pen) : Mark
{
    private const double CasingWidth = 1.6;

    /// <summary>A wider line underneath, which sets the line off from what it crosses.</summary>
    public Color? Casing { get; init; }

    /// <summary>Whether the line is scenery (coasts, outlines): coordinates rounded to what can be seen, no answer to the pointer.</summary>
    public bool IsScenery { get; init; }

    public bool IsEmpty => x.Length == 0;

    public override Bounds Bounds => Bounds.Of(x, y);

    public override void Draw(ICanvas canvas, Frame frame)
    {
        var contours = frame.ToContours(x, y, closed: false);
        if (Casing is { } casing)
        {
            canvas.Stroke(contours, new(casing, pen.Width + CasingWidth));
        }

        canvas.Stroke(contours, pen);
    }

    public override void DrawSample(ICanvas canvas, Box area)
    {
        var middle = area.Top + (area.Height / 2);
        canvas.Stroke(Contours.Line(area.Left, middle, area.Right, middle), pen);
    }

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
        if (Casing is { } casing)
        {
            WriteTrace(json, scene, "", casing, pen.Width + CasingWidth);
        }

        WriteTrace(json, scene, Name, pen.Color, pen.Width);
    }

    private void WriteTrace(Utf8JsonWriter json, Scene scene, string name, Color color, double width)
    {
        json.WriteStartScatter("lines", name, hover: !IsScenery);
        json.WriteNumbers("x", x, IsScenery ? scene.DecimalsOf(scene.X) : null);
        json.WriteNumbers("y", y, IsScenery ? scene.DecimalsOf(scene.Y) : null);
        json.WriteLine(color, width, pen.Dashed);
        json.WriteEndObject();
    }
}
