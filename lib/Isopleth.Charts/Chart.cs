using Isopleth.Charts.Drawing;
using Isopleth.Charts.Marks;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts;

/// <summary>A figure with a horizontal and a vertical axis: lines, points, histograms and fields.</summary>
/// <remarks>Each <c>Add…</c> returns the chart, so that calls can follow one another; what is added later lies above.</remarks>
public sealed class Chart : Figure
{
    private readonly List<Mark> _marks = [];
    private ColorMapping? _colors;
    private bool _isTime;
    private int _series;

    /// <summary>An empty chart.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="x">What the horizontal axis shows, for example <c>"Distance [km]"</c>.</param>
    /// <param name="y">What the vertical axis shows, for example <c>"SO2 column [mol m-2]"</c>.</param>
    public Chart(string title = "", Axis? x = null, Axis? y = null)
    {
        Title = title;
        X = x ?? new Axis();
        Y = y ?? new Axis();
    }

    /// <summary>What the horizontal axis shows.</summary>
    public Axis X { get; set; }

    /// <summary>What the vertical axis shows.</summary>
    public Axis Y { get; set; }

    /// <summary>Adds a line through points.</summary>
    /// <param name="x">Horizontal positions.</param>
    /// <param name="y">Vertical positions, as many; NaN leaves a gap.</param>
    /// <param name="name">The name in the legend; empty to stay out of it.</param>
    /// <param name="color">The colour; the next of <see cref="Color.Series"/> when null.</param>
    /// <param name="width">Width of the line [pixel].</param>
    /// <param name="dashed">Whether the line is broken into dashes.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to draw.</exception>
    public Chart AddLine(IEnumerable<double> x, IEnumerable<double> y, string name = "", Color? color = null, double width = 1.8, bool dashed = false)
    {
        var (xs, ys) = Input.Pairs(x, y);
        _marks.Add(new LineMark(xs, ys, new Pen(color ?? NextColor(), width, dashed)) { Name = name });
        return this;
    }

    /// <summary>Adds a line through moments; the horizontal axis then shows time.</summary>
    /// <param name="times">Moments; those of unspecified kind are UTC.</param>
    /// <param name="y">Vertical positions, as many; NaN leaves a gap.</param>
    /// <param name="name">The name in the legend; empty to stay out of it.</param>
    /// <param name="color">The colour; the next of <see cref="Color.Series"/> when null.</param>
    /// <param name="width">Width of the line [pixel].</param>
    /// <param name="dashed">Whether the line is broken into dashes.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to draw.</exception>
    public Chart AddLine(IEnumerable<DateTime> times, IEnumerable<double> y, string name = "", Color? color = null, double width = 1.8, bool dashed = false)
    {
        _ = AddLine(times.Select(Time.ToMilliseconds), y, name, color, width, dashed);
        _isTime = true;
        return this;
    }

    /// <summary>Adds points.</summary>
    /// <param name="x">Horizontal positions.</param>
    /// <param name="y">Vertical positions, as many; NaN leaves a point out.</param>
    /// <param name="name">The name in the legend; empty to stay out of it.</param>
    /// <param name="color">The colour; the next of <see cref="Color.Series"/> when null.</param>
    /// <param name="size">Size of a point [pixel].</param>
    /// <param name="symbol">The sign.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to draw.</exception>
    public Chart AddScatter(IEnumerable<double> x, IEnumerable<double> y, string name = "", Color? color = null, double size = 6, PointSymbol symbol = PointSymbol.Circle)
    {
        var (xs, ys) = Input.Pairs(x, y);
        _marks.Add(new PointMark(xs, ys, symbol, size, color ?? NextColor()) { Name = name });
        return this;
    }

    /// <summary>Adds points at moments; the horizontal axis then shows time.</summary>
    /// <param name="times">Moments; those of unspecified kind are UTC.</param>
    /// <param name="y">Vertical positions, as many; NaN leaves a point out.</param>
    /// <param name="name">The name in the legend; empty to stay out of it.</param>
    /// <param name="color">The colour; the next of <see cref="Color.Series"/> when null.</param>
    /// <param name="size">Size of a point [pixel].</param>
    /// <param name="symbol">The sign.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to draw.</exception>
    public Chart AddScatter(IEnumerable<DateTime> times, IEnumerable<double> y, string name = "", Color? color = null, double size = 6, PointSymbol symbol = PointSymbol.Circle)
    {
        _ = AddScatter(times.Select(Time.ToMilliseconds), y, name, color, size, symbol);
        _isTime = true;
        return this;
    }

    /// <summary>Adds bars that show how often values occur.</summary>
    /// <param name="values">The values; NaN is left out.</param>
    /// <param name="bins">Number of bars, or 0 to choose it by Freedman and Diaconis (1981), DOI 10.1007/BF01025868.</param>
    /// <param name="name">The name in the legend; empty to stay out of it.</param>
    /// <param name="color">The colour; the next of <see cref="Color.Series"/> when null.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">There is no finite value, or <paramref name="bins"/> is negative.</exception>
    public Chart AddHistogram(IEnumerable<double> values, int bins = 0, string name = "", Color? color = null)
    {
        var (edges, counts) = Binning.Count(values, bins);
        _marks.Add(new BarMark(edges, counts, color ?? NextColor()) { Name = name });
        return this;
    }

    /// <summary>Adds a field on a grid.</summary>
    /// <param name="x">Middles of the columns, rising or falling, shape [nx].</param>
    /// <param name="y">Middles of the rows, rising or falling, shape [ny].</param>
    /// <param name="values">The field, row by row, shape [ny, nx]; NaN leaves a cell empty.</param>
    /// <param name="colors">What the values are, and their colours.</param>
    /// <returns>This chart.</returns>
    /// <exception cref="ArgumentException">The lengths differ, the positions are not in order, there is nothing to draw, or the chart has a field already.</exception>
    public Chart AddHeatmap(IEnumerable<double> x, IEnumerable<double> y, IEnumerable<double> values, ColorAxis? colors = null)
    {
        if (_colors is not null)
        {
            throw new ArgumentException("The chart has a field already, and one colour bar; draw the second field in a chart of its own.", nameof(values));
        }

        colors ??= new ColorAxis();
        var grid = Grid.From(Input.Values(x, nameof(x)), Input.Values(y, nameof(y)), Input.Values(values, nameof(values)));
        _colors = ColorMapping.From(colors, grid.Values);
        _marks.Add(new GridMark(grid, _colors, UnitText.Print(colors.Unit)));
        return this;
    }

    /// <summary>Writes a text at a point of the axes.</summary>
    /// <param name="x">Horizontal position of its middle.</param>
    /// <param name="y">Vertical position of its middle.</param>
    /// <param name="text">The text.</param>
    /// <returns>This chart.</returns>
    public Chart AddText(double x, double y, string text)
    {
        _marks.Add(new TextMark(x, y, text));
        return this;
    }

    internal override Scene Compose()
    {
        if (_marks.Count == 0)
        {
            throw new InvalidOperationException("The chart has nothing to draw; add a line, points, a histogram or a field first.");
        }

        var bounds = _marks.Aggregate(Bounds.None, (sum, mark) => sum.With(mark.Bounds));
        var fills = _marks.Any(mark => mark is GridMark);
        var bars = _marks.All(mark => mark is BarMark);
        var kindX = _isTime ? AxisKind.Time : X.IsLogarithmic ? AxisKind.Logarithmic : AxisKind.Linear;
        var kindY = Y.IsLogarithmic ? AxisKind.Logarithmic : AxisKind.Linear;
        var y = AxisScale.From(bars && Y.Minimum is null && kindY == AxisKind.Linear ? Y with { Minimum = 0 } : Y, kindY, bounds.MinimumY, bounds.MaximumY, fills ? 0 : 0.05);
        var x = AxisScale.From(X, kindX, bounds.MinimumX, bounds.MaximumX, fills ? 0 : 0.03);
        return new(Title, Subtitle, Width, Height, x, y, null, _marks, _colors) { Description = AltText ?? Describe(x, y) };
    }

    private string Describe(AxisScale x, AxisScale y)
    {
        var names = _marks.Where(mark => mark.Name.Length > 0).Select(mark => mark.Name).ToArray();
        var what = names.Length > 0 ? $" of {string.Join(", ", names)}" : _colors is { Axis.Label.Length: > 0 } ? $" of {_colors.Axis.Label}" : "";
        var heading = Title.Length > 0 ? Title + ". " : "";
        return $"{heading}Chart{what}: {Span("x", x)}; {Span("y", y)}.";
    }

    private static string Span(string name, AxisScale axis)
    {
        var range = axis.Kind == AxisKind.Time ? $"{Time.ToDateTime(axis.Minimum):yyyy-MM-dd HH:mm} to {Time.ToDateTime(axis.Maximum):yyyy-MM-dd HH:mm} UTC" : FormattableString.Invariant($"{axis.Minimum:G4} to {axis.Maximum:G4}");
        return $"{(axis.Label.Length > 0 ? axis.Label : name)} from {range}";
    }

    private Color NextColor() => Color.Series[_series++ % Color.Series.Count];
}
