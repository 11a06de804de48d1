namespace Isopleth.Arrays;

/// <summary>An array seen through a window that moves along one dimension; each position's result is of the window that ends (or is centred) there.</summary>
public sealed class RollingArray
{
    private readonly DataArray _array;
    private readonly int _axis;
    private readonly int _before;
    private readonly int _after;
    private readonly int _minCount;

    internal RollingArray(DataArray array, string dimension, int window, bool center, int? minCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minCount ?? 1, window, nameof(minCount));
        _array = array;
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

    /// <summary>A reduction of each window.</summary>
    /// <param name="reduction">What values become one by: a sum, mean, variance, deviation or extreme.</param>
    /// <returns>The results; missing where too few values are there.</returns>
    /// <exception cref="ArgumentException">The reduction is none of these.</exception>
    public DataArray Reduce(Reduction reduction)
    {
        if (reduction is Reduction.Median or Reduction.ArgMin or Reduction.ArgMax or Reduction.Count)
        {
            throw new ArgumentException($"{reduction} is not taken of moving windows; the sum, mean, variance, standard deviation, minimum and maximum are.", nameof(reduction));
        }

        var source = new RollingSource(_array.Variable.Source, _axis, _before, _after, Accumulator.For(reduction, 0), new() { MinCount = _minCount });
        var variable = new Variable(_array.Name, _array.Dimensions, source, reduction == Reduction.Variance ? null : _array.Attributes);
        var typed = Elementwise.Cast(variable, _array.ElementType == typeof(float) ? typeof(float) : typeof(double));
        return new(Elementwise.Settle(typed, _array.Variable), _array.CoordinateVariables);
    }
}
