using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;

namespace Isopleth.Charts.Marks;

/// <summary>Filled rings, parted by NaN: a ring of opposite turn is a hole.</summary>
internal sealed class AreaMark(double[] x, double[] y, Color color) : Mark
{
    public bool IsEmpty => x.Length == 0;

    public override Bounds Bounds => Bounds.Of(x, y);

    public override void Draw(ICanvas canvas, Frame frame) => canvas.Fill(frame.ToContours(x, y, closed: true), color);

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
        // Plotly draws fields and pictures below all areas, which would hide them.
        if (scene.Marks.Any(mark => mark is GridMark or QuadMark { IsPainted: true }))
        {
            return;
        }

        json.WriteStartScatter("lines", Name, hover: false);
        json.WriteNumbers("x", x, scene.DecimalsOf(scene.X));
        json.WriteNumbers("y", y, scene.DecimalsOf(scene.Y));
        json.WriteString("fill", "toself");
        json.WriteString("fillcolor", color.ToString());
        json.WriteLine(color, 0);
        json.WriteEndObject();
    }
}
