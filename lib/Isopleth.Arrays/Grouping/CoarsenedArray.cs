namespace Isopleth.Arrays;

/// <summary>An array seen in blocks of neighbours along several dimensions. Values of a block that are missing are left out.</summary>
public sealed class CoarsenedArray
{
    private const string Within = "isopleth_within_";

    private readonly DataArray _blocks;
    private readonly string[] _within;

    internal CoarsenedArray(DataArray array, IReadOnlyList<(string Dimension, int Window)> windows, bool trim)
    {
        // One dimension's own blocks have its labels, and its errors.
        var labels = windows.Select(w => array.Coarsen(w.Dimension, w.Window, trim).Labels).Where(l => array.Coordinates.ContainsKey(l.Name)).ToList();
        _within = [.. windows.Select(w => Within + w.Dimension)];
        _blocks = new DataArray(array.Variable);
        foreach (var (dimension, window) in windows)
        {
            var blocks = array.Shape[array.Variable.AxisOf(dimension)] / window;
            _blocks = _blocks.IselPoints((dimension, DataArray.Create("", [dimension, Within + dimension], [blocks, window], Enumerable.Range(0, blocks * window).ToArray())));
        }

        var kept = array.CoordinateVariables.Where(c => !windows.Any(w => c.Dimensions.Contains(w.Dimension)));
        _blocks = new(_blocks.Variable, kept.Concat(labels.Select(l => l.Variable)));
    }

    /// <summary>The mean of each block.</summary>
    /// <returns>The means, in the array's units; missing where all values are.</returns>
    public DataArray Mean() => Reduce(Reduction.Mean);

    /// <summary>The sum of each block.</summary>
    /// <returns>The sums, in the array's units.</returns>
    public DataArray Sum() => Reduce(Reduction.Sum);

    /// <summary>The least value of each block.</summary>
    /// <returns>The minima, in the array's units; missing where all values are.</returns>
    public DataArray Min() => Reduce(Reduction.Min);

    /// <summary>The greatest value of each block.</summary>
    /// <returns>The maxima, in the array's units; missing where all values are.</returns>
    public DataArray Max() => Reduce(Reduction.Max);

    /// <summary>The standard deviation of each block, of the whole population.</summary>
    /// <returns>The deviations, in the array's units; missing where all values are.</returns>
    public DataArray StandardDeviation() => Reduce(Reduction.StandardDeviation);

    /// <summary>The median of each block.</summary>
    /// <returns>The medians, in the array's units; missing where all values are.</returns>
    public DataArray Median() => Reduce(Reduction.Median);

    /// <summary>How many values of each block are there.</summary>
    /// <returns>The counts.</returns>
    public DataArray Count() => Reduce(Reduction.Count);

    /// <summary>A reduction of each block, with options.</summary>
    /// <param name="reduction">What values become one by.</param>
    /// <param name="options">How missing values count; the defaults when null.</param>
    /// <returns>The results, labelled by the means of the labels.</returns>
    /// <exception cref="ArgumentException">A position is asked for, of blocks along several dimensions.</exception>
    public DataArray Reduce(Reduction reduction, ReductionOptions? options = null) => _blocks.Reduce(reduction, options, _within);
}
