using Isopleth.Charts.Marks;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts;

/// <summary>A figure with everything settled: what each back end (plotly, SVG, cairo) draws.</summary>
/// <param name="Title">The heading; may be empty.</param>
/// <param name="Subtitle">The line below it; may be empty.</param>
/// <param name="Width">Width of the whole picture [pixel].</param>
/// <param name="Height">Height of the whole picture [pixel], or null to follow from <paramref name="Aspect"/>.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Aspect">Pixels per unit of y over pixels per unit of x, or null where the two are free.</param>
/// <param name="Marks">What is drawn, from the lowest to the topmost.</param>
/// <param name="Colors">What the colour bar shows, or null for none.</param>
internal sealed record Scene(string Title, string Subtitle, int Width, int? Height, AxisScale X, AxisScale Y, double? Aspect, IReadOnlyList<Mark> Marks, ColorMapping? Colors)
{
    /// <summary>What the picture shows, for those who cannot see it.</summary>
    public required string Description { get; init; }

    /// <summary>The ground of the plotting area.</summary>
    public Color Ground { get; init; } = Color.White;

    /// <summary>How plotly prints the place under the pointer.</summary>
    public string HoverPlace => X.Kind == AxisKind.Longitude ? "%{y:.3f}°N, %{x:.3f}°E" : "%{x:.5~g}, %{y:.5~g}";

    /// <summary>Decimals that tell apart a tenth of a pixel along an axis.</summary>
    public int DecimalsOf(AxisScale axis) =>
        Math.Max(0, (int)Math.Ceiling(Math.Log10(10 * Width / (axis.Maximum - axis.Minimum))));
}
