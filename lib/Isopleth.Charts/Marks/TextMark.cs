using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;

namespace Isopleth.Charts.Marks;

/// <summary>A text centred on a point of the axes.</summary>
internal sealed class TextMark(double x, double y, string text) : Mark
{
    public override Bounds Bounds => new(x, x, y, y);

    public override void Draw(ICanvas canvas, Frame frame) =>
        canvas.Text(text, frame.ToX(x), frame.ToY(y) + 4.5, new(13, Color.Black, Anchor.Middle, Halo: Color.White));

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
    }

    public override void WriteAnnotations(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteString("text", PlotlyJson.Escape(text));
        json.WriteBoolean("showarrow", false);
        json.WriteEndObject();
    }
}
