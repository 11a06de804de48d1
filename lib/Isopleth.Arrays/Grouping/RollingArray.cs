namespace Isopleth.Arrays;

/// <summary>An array seen through a window that moves along one dimension; each position's result is of the window that ends (or is centred) there.</summary>
public sealed class RollingArray
{
    private const string Windows = "isopleth_window";

    private readonly DataArray _array;
    private readonly string _dimension;
    private readonly int _axis;
    private readonly int _before;
    private readonly int _after;
    private readonly int _minCount;

    internal RollingArray(DataArray array, string dimension, int window, bool center, int? minCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minCount ?? 1, window, nameof(minCount));
        _array = array;
        _dimension = dimension;
        _axis = array.Numbers().AxisOf(dimension);
        _before = center ? window / 2 : window - 1;
        _after = window - 1 - _before;
        _minCount = minCount ?? window;
    }

    /// <summary>The mean of each window.</summary>
    /// <returns>The means, in the array's units; missing where too few values are there.</returns>
    public DataArray Mean() => Reduce(Reduction.Mean);

    /// <summary>The sum of each window.</summary>
    /// <returns>The sums, in the array's units; missing where too few values are there.</returns>
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

    /// <summary>The variance of each window, of the whole population.</summary>
    /// <returns>The variances; missing where too few values are there.</returns>
    public DataArray Variance() => Reduce(Reduction.Variance);

    /// <summary>The product of each window.</summary>
    /// <returns>The products; missing where too few values are there.</returns>
    public DataArray Product() => Reduce(Reduction.Product);

    /// <summary>The median of each window.</summary>
    /// <returns>The medians, in the array's units; missing where too few values are there.</returns>
    public DataArray Median() => Reduce(Reduction.Median);

    /// <summary>How many values of each window are there.</summary>
    /// <returns>The counts; missing where too few values are there.</returns>
    public DataArray Count() => Construct(Windows).Count(Windows) is var count ? count.Where(count >= _minCount) : _array;

    /// <summary>A quantile of each window, linear between the two nearest values.</summary>
    /// <param name="quantile">The fraction that lies below, 0 to 1 [1].</param>
    /// <returns>The quantiles, in the array's units; missing where too few values are there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quantile lies outside 0 to 1.</exception>
    public DataArray Quantile(double quantile)
    {
        Quantiles.Check(quantile);
        return OfWindows(values => Quantiles.Of(values, quantile));
    }

    /// <summary>What a function makes of each window.</summary>
    /// <param name="function">Of values that it may reorder, missing ones left out; it may be called from several threads at once.</param>
    /// <returns>The results with the array's attributes; missing where too few values are there.</returns>
    public DataArray Reduce(Func<Span<double>, double> function) => OfWindows(function);

    /// <summary>Each position with its window, along a dimension more.</summary>
    /// <param name="dimension">The name of the windows' dimension, which comes last.</param>
    /// <returns>The array, lazily where it is lazy; missing where a window reaches over an end.</returns>
    /// <exception cref="ArgumentException">The array has that dimension.</exception>
    public DataArray Construct(string dimension)
    {
        if (_array.Dimensions.Contains(dimension))
        {
            throw new ArgumentException($"'{_array.Name}' has a dimension '{dimension}' already; choose another name for the windows'.", nameof(dimension));
        }

        var (length, window) = (_array.Shape[_axis], _before + _after + 1);
        int[] positions = [.. Enumerable.Range(0, length * window).Select(i => (i / window) - _before + (i % window)).Select(at => at < length ? Math.Max(at, -1) : -1)];
        var bare = new DataArray(_array.Variable);
        var windows = bare.IselPoints((_dimension, DataArray.Create("", [_dimension, dimension], [length, window], positions)));
        return new(windows.Transpose([.. _array.Dimensions, dimension]).Variable, _array.CoordinateVariables);
    }

    /// <summary>A reduction of each window.</summary>
    /// <param name="reduction">What values become one by: positions are not told of windows.</param>
    /// <returns>The results; missing where too few values are there.</returns>
    /// <exception cref="ArgumentException">A position, or the first or last value, is asked for.</exception>
    public DataArray Reduce(Reduction reduction)
    {
        if (reduction is Reduction.ArgMin or Reduction.ArgMax or Reduction.First or Reduction.Last)
        {
            throw new ArgumentException($"{reduction} is not taken of moving windows; take it of Construct(\"window\"), along that dimension.", nameof(reduction));
        }

        if (reduction is Reduction.Median or Reduction.Count)
        {
            return reduction == Reduction.Count ? Count() : OfWindows(values => Quantiles.Of(values, 0.5));
        }

        var source = new RollingSource(_array.Variable.Source, _axis, _before, _after, Accumulator.For(reduction, 0), new() { MinCount = _minCount });
        var variable = new Variable(_array.Name, _array.Dimensions, source, reduction is Reduction.Variance or Reduction.Product ? null : _array.Attributes);
        var typed = Elementwise.Cast(variable, _array.ElementType == typeof(float) ? typeof(float) : typeof(double));
        return new(Elementwise.Settle(typed, _array.Variable), _array.CoordinateVariables);
    }

    private DataArray OfWindows(Func<Span<double>, double> function) =>
        DataArray.ReducedBy(new(Construct(Windows), [Windows]), function, new() { MinCount = _minCount });
}
