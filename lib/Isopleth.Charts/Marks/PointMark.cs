using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;

namespace Isopleth.Charts.Marks;

/// <summary>Points as signs of one colour, with labels where they are given; size in pixels across.</summary>
internal sealed class PointMark(double[] x, double[] y, PointSymbol symbol, double size, Color color) : Mark
{
    /// <summary>What stands beside each point, one for each; empty for none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public override Bounds Bounds => Bounds.Of(x, y);

    public override void Draw(ICanvas canvas, Frame frame)
    {
        var signs = new Contours(closed: true);
        for (var i = 0; i < x.Length; i++)
        {
            var (px, py) = (frame.ToX(x[i]), frame.ToY(y[i]));
            if (double.IsFinite(px) && double.IsFinite(py))
            {
                AddSign(signs, px, py, size / 2);
                if (Labels.Count > 0)
                {
                    canvas.Text(Labels[i], px + (size / 2) + 4, py + 4.5, new(13, Color.Black, Bold: true, Halo: Color.White));
                }
            }
        }

        if (Labels.Count > 0)
        {
            canvas.Stroke(signs, new(Color.White, 2.5));
        }

        canvas.Fill(signs, color);
    }

    public override void DrawSample(ICanvas canvas, Box area)
    {
        var sign = new Contours(closed: true);
        AddSign(sign, area.Left + (area.Width / 2), area.Top + (area.Height / 2), Math.Max(4, size / 2));
        canvas.Fill(sign, color);
    }

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
        json.WriteStartScatter(Labels.Count > 0 ? "markers+text" : "markers", Name, hover: true);
        json.WriteNumbers("x", x);
        json.WriteNumbers("y", y);
        if (Labels.Count > 0)
        {
            json.WriteStartArray("text");
            foreach (var label in Labels)
            {
                json.WriteStringValue($"<b>{PlotlyJson.Escape(label)}</b>");
            }

            json.WriteEndArray();
            json.WriteString("textposition", "middle right");
            json.WriteStartObject("textfont");
            json.WriteString("shadow", "0 0 2px #fff, 0 0 2px #fff, 0 0 2px #fff");
            json.WriteEndObject();
        }

        json.WriteStartObject("marker");
        json.WriteString("symbol", symbol switch { PointSymbol.Triangle => "triangle-up", PointSymbol.Square => "square", PointSymbol.Diamond => "diamond", _ => "circle" });
        json.WriteNumber("size", size);
        json.WriteString("color", color.ToString());
        json.WriteLine(Color.White, Labels.Count > 0 ? 1 : 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void AddSign(Contours signs, double x, double y, double radius)
    {
        var (corners, turn) = symbol switch
        {
            PointSymbol.Triangle => (3, 0.5),
            PointSymbol.Square => (4, 0.25),
            PointSymbol.Diamond => (4, 0.5),
            _ => (14, 0.0),
        };
        var reach = corners == 4 && turn == 0.25 ? radius * Math.Sqrt(2) : corners == 3 ? radius * 1.2 : radius;
        for (var i = 0; i < corners; i++)
        {
            var (sin, cos) = Math.SinCos((2 * Math.PI * i / corners) + (Math.PI * turn * (corners == 4 ? 1 : -1)));
            _ = i == 0 ? signs.Begin(x + (reach * cos), y + (reach * sin)) : signs.To(x + (reach * cos), y + (reach * sin));
        }
    }
}
