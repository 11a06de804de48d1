namespace Isopleth.Charts;

/// <content>One call for the commonest charts.</content>
public abstract partial class Figure
{
    /// <summary>A chart with a line through points.</summary>
    /// <param name="x">Horizontal positions.</param>
    /// <param name="y">Vertical positions, as many; NaN leaves a gap.</param>
    /// <param name="xAxis">What x is, for example <c>"Distance [km]"</c>.</param>
    /// <param name="yAxis">What y is, for example <c>"SO2 column [mol m-2]"</c>.</param>
    /// <param name="title">The heading.</param>
    /// <returns>The chart, to which more may be added.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to draw.</exception>
    public static Chart Line(IEnumerable<double> x, IEnumerable<double> y, Axis? xAxis = null, Axis? yAxis = null, string title = "") =>
        new Chart(title, xAxis, yAxis).AddLine(x, y);

    /// <summary>A chart with a line through moments.</summary>
    /// <param name="times">Moments (UTC).</param>
    /// <param name="y">Vertical positions, as many; NaN leaves a gap.</param>
    /// <param name="yAxis">What y is, for example <c>"SO2 column [mol m-2]"</c>.</param>
    /// <param name="title">The heading.</param>
    /// <returns>The chart, to which more may be added.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to draw.</exception>
    public static Chart Line(IEnumerable<DateTime> times, IEnumerable<double> y, Axis? yAxis = null, string title = "") =>
        new Chart(title, null, yAxis).AddLine(times, y);

    /// <summary>A chart with points.</summary>
    /// <param name="x">Horizontal positions.</param>
    /// <param name="y">Vertical positions, as many; NaN leaves a point out.</param>
    /// <param name="xAxis">What x is.</param>
    /// <param name="yAxis">What y is.</param>
    /// <param name="title">The heading.</param>
    /// <returns>The chart, to which more may be added.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is nothing to draw.</exception>
    public static Chart Scatter(IEnumerable<double> x, IEnumerable<double> y, Axis? xAxis = null, Axis? yAxis = null, string title = "") =>
        new Chart(title, xAxis, yAxis).AddScatter(x, y);

    /// <summary>A chart of how often values occur.</summary>
    /// <param name="values">The values; NaN is left out.</param>
    /// <param name="xAxis">What the values are.</param>
    /// <param name="title">The heading.</param>
    /// <param name="bins">Number of bars, or 0 to choose it from the data.</param>
    /// <returns>The chart, to which more may be added.</returns>
    /// <exception cref="ArgumentException">There is no finite value, or <paramref name="bins"/> is negative.</exception>
    public static Chart Histogram(IEnumerable<double> values, Axis? xAxis = null, string title = "", int bins = 0) =>
        new Chart(title, xAxis, "Count").AddHistogram(values, bins);

    /// <summary>A chart of a field on a grid.</summary>
    /// <param name="x">Middles of the columns, rising, shape [nx].</param>
    /// <param name="y">Middles of the rows, rising or falling, shape [ny].</param>
    /// <param name="values">The field, row by row, shape [ny, nx]; NaN leaves a cell empty.</param>
    /// <param name="colors">What the values are, and their colours.</param>
    /// <param name="xAxis">What x is.</param>
    /// <param name="yAxis">What y is.</param>
    /// <param name="title">The heading.</param>
    /// <returns>The chart, to which more may be added.</returns>
    /// <exception cref="ArgumentException">The lengths differ, the positions are not in order, or there is nothing to draw.</exception>
    public static Chart Heatmap(IEnumerable<double> x, IEnumerable<double> y, IEnumerable<double> values, ColorAxis? colors = null, Axis? xAxis = null, Axis? yAxis = null, string title = "") =>
        new Chart(title, xAxis, yAxis).AddHeatmap(x, y, values, colors);
}
