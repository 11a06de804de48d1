namespace Isopleth.Arrays;

/// <summary>An array seen in windows along several dimensions: blocks of neighbours, or a window around each position. Missing values are left out.</summary>
public sealed class WindowedArray
{
    private const string Within = "isopleth_within_";

    private readonly DataArray _windows;
    private readonly string[] _within;
    private readonly int _minCount;

    private WindowedArray(DataArray windows, IReadOnlyList<(string Dimension, int Window)> lengths, int minCount)
    {
        _windows = windows;
        _within = [.. lengths.Select(w => Within + w.Dimension)];
        _minCount = minCount;
    }

    internal static WindowedArray Blocks(DataArray array, IReadOnlyList<(string Dimension, int Window)> windows, bool trim)
    {
        // One dimension's own blocks have its labels, and its errors.
        var labels = windows.Select(w => array.Coarsen(w.Dimension, w.Window, trim).Labels).Where(l => array.Coordinates.ContainsKey(l.Name)).ToList();
        var blocks = new DataArray(array.Variable);
        foreach (var (dimension, window) in windows)
        {
            var count = array.Shape[array.Variable.AxisOf(dimension)] / window;
            blocks = blocks.IselPoints((dimension, DataArray.Create("", [dimension, Within + dimension], [count, window], Enumerable.Range(0, count * window).ToArray())));
        }

        var kept = array.CoordinateVariables.Where(c => !windows.Any(w => c.Dimensions.Contains(w.Dimension)));
        return new(new(blocks.Variable, kept.Concat(labels.Select(l => l.Variable))), windows, 0);
    }

    internal static WindowedArray Around(DataArray array, IReadOnlyList<(string Dimension, int Window)> windows, bool center, int? minCount)
    {
        var size = windows.Aggregate(1, (product, w) => checked(product * w.Window));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minCount ?? 1, size, nameof(minCount));
        return new(windows.Aggregate(array, (a, w) => a.Rolling(w.Dimension, w.Window, center).Construct(Within + w.Dimension)), windows, minCount ?? size);
    }

    /// <summary>The mean of each window.</summary>
    /// <returns>The means, in the array's units; missing where too few values are there.</returns>
    public DataArray Mean() => Reduce(Reduction.Mean);

    /// <summary>The sum of each window.</summary>
    /// <returns>The sums, in the array's units.</returns>
    public DataArray Sum() => Reduce(Reduction.Sum);

    /// <summary>The least value of each window.</summary>
    /// <returns>The minima, in the array's units; missing where too few values are there.</returns>
    public DataArray Min() => Reduce(Reduction.Min);

    /// <summary>The greatest value of each window.</summary>
    /// <returns>The maxima, in the array's units; missing where too few values are there.</returns>
    public DataArray Max() => Reduce(Reduction.Max);

    /// <summary>The standard deviation of each window, of the whole population.</summary>
    /// <returns>The deviations, in the array's units; missing where too few values are there.</returns>
    public DataArray StandardDeviation() => Reduce(Reduction.StandardDeviation);

    /// <summary>The median of each window.</summary>
    /// <returns>The medians, in the array's units; missing where too few values are there.</returns>
    public DataArray Median() => Reduce(Reduction.Median);

    /// <summary>How many values of each window are there.</summary>
    /// <returns>The counts; of moving windows missing where too few values are there.</returns>
    public DataArray Count() => Reduce(Reduction.Count) is var count && _minCount > 0 ? count.Where(count >= _minCount) : count;

    /// <summary>A reduction of each window, with options.</summary>
    /// <param name="reduction">What values become one by.</param>
    /// <param name="options">How missing values count; the defaults when null.</param>
    /// <returns>The results; blocks are labelled by the means of their labels, moving windows by the position that they belong to.</returns>
    /// <exception cref="ArgumentException">A position is asked for, of windows along several dimensions.</exception>
    public DataArray Reduce(Reduction reduction, ReductionOptions? options = null) => _windows.Reduce(reduction, options ?? new() { MinCount = _minCount }, _within);
}
