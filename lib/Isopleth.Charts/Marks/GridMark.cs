using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Plotly;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Marks;

/// <summary>A field on a grid, its cells in the colours of their values.</summary>
internal sealed class GridMark(Grid grid, ColorMapping colors, string unit) : Mark
{
    public override Bounds Bounds => new(grid.EdgesX[0], grid.EdgesX[^1], grid.EdgesY[0], grid.EdgesY[^1]);

    public override void Draw(ICanvas canvas, Frame frame)
    {
        var (width, height) = ((int)Math.Ceiling(frame.Area.Width * 2), (int)Math.Ceiling(frame.Area.Height * 2));
        var columns = Cells(width, i => frame.X.At((i + 0.5) / width), grid.EdgesX);
        var rows = Cells(height, i => frame.Y.At(1 - ((i + 0.5) / height)), grid.EdgesY);
        var levels = Array.ConvertAll(grid.Values, value => colors.Level(value) is >= 0 and var level ? (byte)level : IndexedImage.Transparent);
        var indices = new byte[width * height];
        var stride = grid.EdgesX.Length - 1;
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                indices[(row * width) + column] = rows[row] < 0 || columns[column] < 0 ? IndexedImage.Transparent : levels[(rows[row] * stride) + columns[column]];
            }
        }

        canvas.Image(new(width, height, indices, colors.Colors), frame.Area);
    }

    public override void WriteTraces(Utf8JsonWriter json, Scene scene)
    {
        json.WriteStartObject();
        json.WriteString("type", "heatmap");
        json.WriteNumbers("x", grid.EdgesX);
        json.WriteNumbers("y", grid.EdgesY);
        json.WriteStartArray("z");
        var stride = grid.EdgesX.Length - 1;
        for (var row = 0; row < grid.EdgesY.Length - 1; row++)
        {
            json.WriteStartArray();
            foreach (var value in grid.Values.AsSpan(row * stride, stride))
            {
                json.WriteNumberOrNull(colors.Level(value) < 0 ? double.NaN : colors.Axis.Kind == AxisKind.Logarithmic ? Math.Log10(value) : value);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteString("coloraxis", "coloraxis");
        json.WriteString("hovertemplate", $"{(colors.Axis.Kind == AxisKind.Logarithmic ? "10^" : "")}%{{z}} {PlotlyJson.Escape(unit)}<br>{scene.HoverPlace}<extra></extra>");
        json.WriteEndObject();
    }

    /// <summary>For each screen position, the cell it falls into, or -1.</summary>
    private static int[] Cells(int count, Func<int, double> at, double[] edges) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var found = Array.BinarySearch(edges, at(i));
        var cell = found >= 0 ? found : ~found - 1;
        return cell >= 0 && cell < edges.Length - 1 ? cell : -1;
    })];
}
