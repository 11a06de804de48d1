using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;

namespace Isopleth.Charts.Marks;

/// <summary>A text centred on a point of the axes, or <paramref name="rise"/> pixels above it.</summary>
internal sealed class TextMark(double x, double y, string text, double rise = 0) : Mark
{
    public override Bounds Bounds => new(x, x, y, y);

    public override void Draw(ICanvas canvas, Frame frame) =>
        canvas.Text(text, frame.ToX(x), frame.ToY(y) + 4.5 - rise, new(13, Color.Black, Anchor.Middle, Halo: Color.White));

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
    }

    public override void WriteAnnotations(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("x", x);
        json.WriteNumber("y", y);
        json.WriteString("text", PlotlyJson.Escape(text));
        json.WriteNumber("yshift", rise);
        json.WriteBoolean("showarrow", false);
        json.WriteEndObject();
    }
}
