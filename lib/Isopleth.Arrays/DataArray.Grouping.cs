namespace Isopleth.Arrays;

/// <content>Groups, spans of time and moving windows.</content>
public sealed partial class DataArray
{
    /// <summary>Groups by a part of the date: all Januaries together.</summary>
    /// <param name="time">A coordinate of times, of one dimension, in any calendar.</param>
    /// <param name="part">The part.</param>
    /// <returns>The groups, labelled by the part, under its name (<c>month</c>, <c>season</c>, …).</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or it is no time.</exception>
    public GroupedArray GroupBy(string time, TimePart part)
    {
        var labels = LabelsOf(CoordinateVariables, time, $"'{Name}'");
        return Grouped(labels, TimeParts.By(labels, part));
    }

    /// <summary>Groups by equal labels.</summary>
    /// <param name="coordinate">A coordinate: numbers, times or texts; missing labels are in no group. One of several dimensions, as a map of regions, groups the pixels of all of them. A part of a time is named as in xarray, for example <c>time.month</c>.</param>
    /// <returns>The groups, in the order of their labels.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public GroupedArray GroupBy(string coordinate)
    {
        if (PartOf(coordinate, _coordinates.Keys) is { } date)
        {
            return GroupBy(date.Time, date.Part);
        }

        var (flat, labels) = Flat(coordinate);
        return flat.Grouped(labels, Distinct.Of(labels));
    }

    /// <summary>Groups by intervals of a coordinate, each without its lower and with its upper end.</summary>
    /// <param name="coordinate">A coordinate of numbers, of one dimension or several.</param>
    /// <param name="edges">The ends of the intervals, ascending, in the coordinate's units.</param>
    /// <returns>The groups, labelled by the intervals' middles, under the coordinate's name with <c>_bins</c>.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or the edges do not ascend.</exception>
    public GroupedArray GroupByBins(string coordinate, params IReadOnlyList<double> edges)
    {
        if (edges.Count < 2 || edges.Zip(edges.Skip(1)).Any(e => !(e.First < e.Second)))
        {
            throw new ArgumentException("Edges of intervals ascend, and there are at least two.", nameof(edges));
        }

        var (flat, labels) = Flat(coordinate);
        var ends = edges.ToArray();
        var groups = labels.ToDoubles().Select(v => Array.BinarySearch(ends, v) is var at && at >= 0 ? at - 1 : ~at - 1).Select(g => g < ends.Length - 1 ? g : -1);
        var middles = ends.Zip(ends.Skip(1), (a, b) => (a + b) / 2).ToArray();
        var name = coordinate + "_bins";
        return flat.Grouped(labels, ([.. groups], new Variable(name, [name], new MemorySource<double>(middles, [middles.Length]), labels.Attributes)));
    }

    /// <summary>Cuts time into spans that follow each other: this January, then this February.</summary>
    /// <param name="time">A coordinate of times, of one dimension, in any calendar.</param>
    /// <param name="unit">The unit of the spans.</param>
    /// <param name="count">How many units a span has; hours and minutes are counted from the first day's midnight.</param>
    /// <returns>The spans from the first to the last, also empty ones, labelled by their beginnings.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or it is no time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public ResampledArray Resample(string time, TimeSpanUnit unit, int count = 1)
    {
        var labels = LabelsOf(CoordinateVariables, time, $"'{Name}'");
        var (groups, spans) = TimeParts.Spans(labels, unit, count);
        return new(this, labels.Dimensions[0], groups, spans);
    }

    /// <summary>A window that moves along a dimension.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="window">How many positions it has.</param>
    /// <param name="center">Whether a result belongs to the window's middle, rather than its end.</param>
    /// <param name="minCount">How many values must be there, lest a result is missing; all of the window when null.</param>
    /// <returns>What can be asked of the windows.</returns>
    /// <exception cref="ArgumentException">The dimension is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1, or the count greater than the window.</exception>
    public RollingArray Rolling(string dimension, int window, bool center = false, int? minCount = null) => new(this, dimension, window, center, minCount);

    /// <summary>Neighbours along several dimensions as one: blocks of a map.</summary>
    /// <param name="windows">Dimensions, each with how many positions a block has along it.</param>
    /// <param name="trim">Whether positions beyond the last whole block are left out, rather than an error.</param>
    /// <returns>The blocks, labelled by the means of their labels, for example <c>Coarsen([("y", 2), ("x", 2)]).Mean()</c>.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or it is no multiple of its window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1.</exception>
    public WindowedArray Coarsen(IReadOnlyList<(string Dimension, int Window)> windows, bool trim = false) => WindowedArray.Blocks(this, windows, trim);

    /// <summary>A window that moves along several dimensions: a box of pixels around each.</summary>
    /// <param name="windows">Dimensions, each with how many positions the window has along it.</param>
    /// <param name="center">Whether a result belongs to the window's middle, rather than its end.</param>
    /// <param name="minCount">How many values must be there, lest a result is missing; all of the window when null.</param>
    /// <returns>What can be asked of the windows, for example <c>Rolling([("y", 3), ("x", 3)], center: true).Mean()</c>. The values of all windows that belong to one part of the result are held at once.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A window is less than 1, or the count greater than the window.</exception>
    public WindowedArray Rolling(IReadOnlyList<(string Dimension, int Window)> windows, bool center = false, int? minCount = null) => WindowedArray.Around(this, windows, center, minCount);

    /// <summary>The coordinate and the part of the date that <c>time.month</c> names; null where a coordinate is named as it is.</summary>
    internal static (string Time, TimePart Part)? PartOf(string name, IEnumerable<string> coordinates)
    {
        var dot = name.LastIndexOf('.');
        if (dot < 0 || coordinates.Contains(name) || !coordinates.Contains(name[..dot]))
        {
            return null;
        }

        var (time, part) = (name[..dot], name[(dot + 1)..]);
        var parts = Enum.GetNames<TimePart>();
        return Array.Exists(parts, p => p.Equals(part, StringComparison.OrdinalIgnoreCase)) ? (time, Enum.Parse<TimePart>(part, ignoreCase: true))
            : throw new ArgumentException($"'{part}' is no part of a date; {Describe.Choices("there are", parts.Select(p => p.ToLowerInvariant()), part)}", nameof(name));
    }

    /// <summary>The array by a coordinate of one dimension; the dimensions of one that has several become one.</summary>
    private (DataArray Array, Variable Labels) Flat(string coordinate)
    {
        var labels = LabelsOf(CoordinateVariables, coordinate, $"'{Name}'");
        if (labels.Rank == 1)
        {
            return (this, labels);
        }

        var flat = Stack("stacked_" + string.Join("_", labels.Dimensions), labels.Dimensions);
        return (flat, flat.Coordinates[coordinate].Variable);
    }

    private GroupedArray Grouped(Variable coordinate, (int[] Groups, Variable Labels) by) => new(this, coordinate.Dimensions[0], by.Groups, by.Labels);
}
