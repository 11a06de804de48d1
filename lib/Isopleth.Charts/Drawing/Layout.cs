using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Drawing;

/// <summary>Where the parts of a static picture stand; lengths in pixels.</summary>
internal sealed record Layout(int Width, int Height, Frame Frame, IReadOnlyList<Tick> TicksX, IReadOnlyList<Tick> TicksY, IReadOnlyList<Tick> TicksColor)
{
    public const double TickSize = 12;
    public const double LabelSize = 13;
    public const double TitleSize = 16;
    public const double ColorBarWidth = 14;
    public const double ColorBarGap = 14;
    private const double Margin = 14;

    /// <summary>The upper edge of the legend's row.</summary>
    public static double LegendTop(Scene scene) => Margin + (scene.Title.Length > 0 ? 24 : 0) + (scene.Subtitle.Length > 0 ? 20 : 0);

    public static Layout Of(Scene scene)
    {
        var top = LegendTop(scene) + (scene.Marks.Any(mark => mark.Name.Length > 0) ? 24 : 4);
        var bottom = Margin + 20 + (scene.X.Label.Length > 0 ? 20 : 0);
        var ticksColor = scene.Colors?.Axis.Ticks(6) ?? [];
        var right = scene.Colors is null
            ? Margin + 12
            : ColorBarGap + ColorBarWidth + 8 + Widest(ticksColor) + (scene.Colors.Axis.Label.Length > 0 ? 24 : 0) + Margin;
        var left = Margin + WidestOf(scene.Y) + 8 + (scene.Y.Label.Length > 0 ? 22 : 0);
        var (width, height) = (Math.Max(50, scene.Width - left - right), Math.Max(50, (scene.Height ?? 480) - top - bottom));
        if (scene.Aspect is { } aspect)
        {
            // A map keeps its shape: it takes the whole width, and its height follows; a given height may narrow it.
            var ratio = aspect * (scene.Y.Maximum - scene.Y.Minimum) / (scene.X.Maximum - scene.X.Minimum);
            height = scene.Height is null ? Math.Min(width * ratio, 1.2 * width) : Math.Min(height, width * ratio);
            (left, width) = (left + Math.Max(0, (width - (height / ratio)) / 2), Math.Min(width, height / ratio));
        }

        var area = new Box(Math.Round(left), Math.Round(top), Math.Round(width), Math.Round(height));
        return new(
            scene.Width, scene.Height ?? (int)Math.Ceiling(area.Bottom + bottom), new(area, scene.X, scene.Y),
            scene.X.Ticks(Math.Max(2, (int)(width / 90))), scene.Y.Ticks(Math.Max(2, (int)(height / 60))), ticksColor);
    }

    /// <summary>The widest label that an axis may come to have, before its length and thus its number of ticks is known.</summary>
    private static double WidestOf(AxisScale axis) => new[] { 4, 8, 12 }.Max(count => Widest(axis.Ticks(count)));

    public static double Widest(IReadOnlyList<Tick> ticks) => ticks.Count == 0 ? 0 : ticks.Max(tick => TextWidth.Of(tick.Label, TickSize));
}
