using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;

namespace Isopleth.Charts.Marks;

/// <summary>Bars between <paramref name="edges"/> (one more than there are bars) from zero to <paramref name="heights"/>.</summary>
internal sealed class BarMark(double[] edges, double[] heights, Color color) : Mark
{
    public override Bounds Bounds => Bounds.Of(edges, heights).With(new(double.PositiveInfinity, double.NegativeInfinity, 0, 0));

    public override void Draw(ICanvas canvas, Frame frame)
    {
        var bars = new Contours(closed: true);
        var ground = Math.Min(frame.ToY(Math.Max(0, frame.Y.Minimum)), frame.Area.Bottom);
        for (var i = 0; i < heights.Length; i++)
        {
            if (heights[i] != 0)
            {
                var (left, right, top) = (frame.ToX(edges[i]), frame.ToX(edges[i + 1]) - 0.6, frame.ToY(heights[i]));
                _ = bars.Begin(left, ground).To(left, top).To(right, top).To(right, ground);
            }
        }

        canvas.Fill(bars, color);
    }

    public override void DrawSample(ICanvas canvas, Box area) => canvas.Fill(Contours.Rectangle(area with { Left = area.Left + 4, Width = area.Width - 8 }), color);

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
        json.WriteStartObject();
        json.WriteString("type", "bar");
        json.WriteString("name", PlotlyJson.Escape(Name));
        json.WriteBoolean("showlegend", Name.Length > 0);
        json.WriteNumbers("x", [.. heights.Select((_, i) => (edges[i] + edges[i + 1]) / 2)]);
        json.WriteNumbers("width", [.. heights.Select((_, i) => edges[i + 1] - edges[i])]);
        json.WriteNumbers("y", heights);
        json.WriteStartObject("marker");
        json.WriteString("color", color.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
