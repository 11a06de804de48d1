namespace Isopleth.Arrays;

/// <summary>An array whose values count by weights, for example by the cosine of latitude for the area of grid cells. Missing values count nothing.</summary>
public sealed class WeightedArray
{
    private readonly DataArray _array;
    private readonly DataArray _weights;

    internal WeightedArray(DataArray array, DataArray weights)
    {
        _array = array;
        _weights = weights;
    }

    /// <summary>The weighted sum over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The sum, in the array's units times the weights'.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Sum(params IReadOnlyList<string> dimensions) => (_array * _weights).Sum(dimensions);

    /// <summary>The weighted mean over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The mean, in the array's units; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Mean(params IReadOnlyList<string> dimensions) => _array.WeightedMean(_weights, dimensions);

    /// <summary>The weighted variance over dimensions, of the whole population.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The variance; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Variance(params IReadOnlyList<string> dimensions) => SumOfSquares(dimensions) / SumOfWeights(dimensions);

    /// <summary>The weighted standard deviation over dimensions, of the whole population.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The deviation, in the array's units; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray StandardDeviation(params IReadOnlyList<string> dimensions) => Variance(dimensions).Map(Math.Sqrt).WithAttributes(_array.Attributes);

    /// <summary>The weighted sum of squared differences from the weighted mean.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray SumOfSquares(params IReadOnlyList<string> dimensions) => ((_array - Mean(dimensions)).Power(2) * _weights).Sum(dimensions);

    /// <summary>The sum of the weights of the values that are there.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The sum; missing where it is 0.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray SumOfWeights(params IReadOnlyList<string> dimensions)
    {
        var sum = (_weights * _array.NotMissing()).Sum(dimensions);
        return sum.Where(sum.NotEqualTo(0)).Rename(_array.Name);
    }
}
