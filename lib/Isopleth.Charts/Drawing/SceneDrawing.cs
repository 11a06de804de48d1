using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Drawing;

/// <summary>Draws a scene as a static picture, on whichever canvas.</summary>
internal static class SceneDrawing
{
    private static readonly Color Ink = Color.Parse("#222222");
    private static readonly Color Muted = Color.Parse("#666666");
    private static readonly Color Grid = Color.Parse("#e4e4e4");
    private static readonly Color FrameLine = Color.Parse("#555555");

    public static void Draw(ICanvas canvas, Scene scene, Layout layout)
    {
        canvas.Fill(Contours.Rectangle(new(0, 0, layout.Width, layout.Height)), Color.White);
        DrawHeading(canvas, scene, layout);
        canvas.Fill(Contours.Rectangle(layout.Frame.Area), scene.Ground);
        DrawGrid(canvas, layout);
        using (canvas.Clip(layout.Frame.Area))
        {
            foreach (var mark in scene.Marks)
            {
                mark.Draw(canvas, layout.Frame);
            }
        }

        canvas.Stroke(Contours.Rectangle(layout.Frame.Area), new(FrameLine, 0.8));
        DrawAxes(canvas, layout);
        if (scene.Colors is not null)
        {
            DrawColorBar(canvas, scene.Colors, layout);
        }
    }

    private static void DrawHeading(ICanvas canvas, Scene scene, Layout layout)
    {
        var left = layout.Frame.Area.Left;
        if (scene.Title.Length > 0)
        {
            canvas.Text(scene.Title, left, 30, new(Layout.TitleSize, Ink, Bold: true));
        }

        if (scene.Subtitle.Length > 0)
        {
            canvas.Text(scene.Subtitle, left, scene.Title.Length > 0 ? 50 : 28, new(Layout.LabelSize, Muted));
        }

        var top = Layout.LegendTop(scene);
        foreach (var mark in scene.Marks.Where(mark => mark.Name.Length > 0))
        {
            mark.DrawSample(canvas, new(left, top + 2, 22, 12));
            canvas.Text(mark.Name, left + 28, top + 12.5, new(Layout.TickSize, Ink));
            left += 28 + TextWidth.Of(mark.Name, Layout.TickSize) + 18;
        }
    }

    private static void DrawGrid(ICanvas canvas, Layout layout)
    {
        var (frame, area) = (layout.Frame, layout.Frame.Area);
        var grid = new Contours(closed: false);
        foreach (var tick in layout.TicksX)
        {
            _ = grid.Begin(frame.ToX(tick.Value), area.Top).To(frame.ToX(tick.Value), area.Bottom);
        }

        foreach (var tick in layout.TicksY)
        {
            _ = grid.Begin(area.Left, frame.ToY(tick.Value)).To(area.Right, frame.ToY(tick.Value));
        }

        canvas.Stroke(grid, new(Grid, 0.8));
    }

    private static void DrawAxes(ICanvas canvas, Layout layout)
    {
        var (frame, area) = (layout.Frame, layout.Frame.Area);
        var marks = new Contours(closed: false);
        foreach (var tick in layout.TicksX)
        {
            var x = frame.ToX(tick.Value);
            _ = marks.Begin(x, area.Bottom).To(x, area.Bottom + 4);
            canvas.Text(tick.Label, x, area.Bottom + 18, new(Layout.TickSize, Ink, Anchor.Middle));
        }

        foreach (var tick in layout.TicksY)
        {
            var y = frame.ToY(tick.Value);
            _ = marks.Begin(area.Left - 4, y).To(area.Left, y);
            canvas.Text(tick.Label, area.Left - 8, y + 4, new(Layout.TickSize, Ink, Anchor.End));
        }

        canvas.Stroke(marks, new(FrameLine, 0.8));
        if (frame.X.Label.Length > 0)
        {
            canvas.Text(frame.X.Label, area.Left + (area.Width / 2), area.Bottom + 40, new(Layout.LabelSize, Ink, Anchor.Middle));
        }

        if (frame.Y.Label.Length > 0)
        {
            canvas.Text(frame.Y.Label, area.Left - 16 - Layout.Widest(layout.TicksY), area.Top + (area.Height / 2), new(Layout.LabelSize, Ink, Anchor.Middle, Rotation: -90));
        }
    }

    private static void DrawColorBar(ICanvas canvas, ColorMapping colors, Layout layout)
    {
        var area = layout.Frame.Area;
        var (above, below) = (colors.ReachesAbove ? Layout.ColorBarWidth : 0, colors.ReachesBelow ? Layout.ColorBarWidth : 0);
        var bar = new Box(area.Right + Layout.ColorBarGap, area.Top + above, Layout.ColorBarWidth, area.Height - above - below);
        var indices = new byte[ColorMapping.Levels];
        for (var row = 0; row < indices.Length; row++)
        {
            indices[row] = (byte)(ColorMapping.Levels - 1 - row);
        }

        canvas.Image(new(1, ColorMapping.Levels, indices, colors.Colors), bar);
        DrawBarOutline(canvas, colors, bar, above, below);
        var marks = new Contours(closed: false);
        foreach (var tick in layout.TicksColor)
        {
            var y = bar.Bottom - (bar.Height * colors.Axis.Fraction(tick.Value));
            _ = marks.Begin(bar.Right, y).To(bar.Right + 4, y);
            canvas.Text(tick.Label, bar.Right + 8, y + 4, new(Layout.TickSize, Ink));
        }

        canvas.Stroke(marks, new(FrameLine, 0.8));
        canvas.Text(colors.Axis.Label, bar.Right + 8 + Layout.Widest(layout.TicksColor) + 18, area.Top + (area.Height / 2), new(Layout.LabelSize, Ink, Anchor.Middle, Rotation: -90));
    }

    /// <summary>The bar ends in a point where there are values beyond its range.</summary>
    private static void DrawBarOutline(ICanvas canvas, ColorMapping colors, Box bar, double above, double below)
    {
        var middle = bar.Left + (bar.Width / 2);
        canvas.Fill(new Contours(closed: true).Begin(bar.Left, bar.Top).To(middle, bar.Top - above).To(bar.Right, bar.Top), colors.Colors[^1]);
        canvas.Fill(new Contours(closed: true).Begin(bar.Left, bar.Bottom).To(middle, bar.Bottom + below).To(bar.Right, bar.Bottom), colors.Colors[0]);
        canvas.Stroke(new Contours(closed: true).Begin(bar.Left, bar.Top).To(middle, bar.Top - above).To(bar.Right, bar.Top).To(bar.Right, bar.Bottom).To(middle, bar.Bottom + below).To(bar.Left, bar.Bottom), new(FrameLine, 0.8));
    }
}
