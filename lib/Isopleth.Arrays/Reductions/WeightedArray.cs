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

    /// <summary>A weighted quantile over dimensions, linear between the two nearest values (the weighted seventh of Hyndman and Fan, by the effective number of values; Akinshin 2023, doi:10.48550/arXiv.2304.07265).</summary>
    /// <param name="quantile">The fraction of the weight that lies below, 0 to 1 [1].</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The quantile, in the array's units, with a coordinate <c>quantile</c>; missing where all values are. All values that belong to one result are held at once.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quantile lies outside 0 to 1.</exception>
    public DataArray Quantile(double quantile, params IReadOnlyList<string> dimensions)
    {
        const string pair = "isopleth_pair";
        const string line = "isopleth_line";
        var label = DataArray.Create("quantile", [], [], new[] { Quantiles.Check(quantile) });
        // Each line has the values, then their weights.
        var weights = _weights.BroadcastLike(_array).Transpose([.. _array.Dimensions]);
        var both = DataArray.Concat([_array.AsType<double>(), weights.AsType<double>()], pair).Stack(line, [pair, .. dimensions.Count == 0 ? _array.Dimensions : dimensions]);
        var results = both.MapAlong(line, v => v[0] = Quantiles.Of(v[..(v.Length / 2)], v[(v.Length / 2)..], quantile)).Isel(line, 0);
        var kept = _array.CoordinateVariables.Where(c => c.Dimensions.All(results.Dimensions.Contains));
        return new(results.Variable.Rename(_array.Name).With(_array.Attributes, null), kept.Append(label.Variable));
    }

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
