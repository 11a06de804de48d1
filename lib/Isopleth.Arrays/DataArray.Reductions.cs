namespace Isopleth.Arrays;

/// <content>Many values become one. Missing values are left out; of an array that is not in memory a result is computed when it is first asked for, in one pass over the chunks, in parallel and in bounded memory, and then kept (past 67 million values: computed for each part that is read).</content>
public sealed partial class DataArray
{
    /// <summary>The mean over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The mean, in the array's units; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Mean(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Mean, null, dimensions);

    /// <summary>The sum over dimensions; integers add up to <see cref="long"/>.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The sum, in the array's units; 0 where all values are missing.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Sum(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Sum, null, dimensions);

    /// <summary>The standard deviation over dimensions, of the whole population (<see cref="ReductionOptions.DegreesOfFreedom"/> for samples).</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The deviation, in the array's units; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray StandardDeviation(params IReadOnlyList<string> dimensions) => Reduce(Reduction.StandardDeviation, null, dimensions);

    /// <summary>The variance over dimensions, of the whole population (<see cref="ReductionOptions.DegreesOfFreedom"/> for samples).</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The variance; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Variance(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Variance, null, dimensions);

    /// <summary>The least value over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The minimum, in the array's units; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Min(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Min, null, dimensions);

    /// <summary>The greatest value over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The maximum, in the array's units; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Max(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Max, null, dimensions);

    /// <summary>How many values are there over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The count, without the missing ones.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Count(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Count, null, dimensions);

    /// <summary>The median over dimensions. All values that belong to one result are held at once.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The median, in the array's units; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Median(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Median, null, dimensions);

    /// <summary>A quantile over dimensions, linear between the two nearest values. All values that belong to one result are held at once.</summary>
    /// <param name="quantile">The fraction that lies below, 0 to 1 [1].</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The quantile, in the array's units, with a coordinate <c>quantile</c>; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quantile lies outside 0 to 1.</exception>
    public DataArray Quantile(double quantile, params IReadOnlyList<string> dimensions)
    {
        var label = Create("quantile", [], [], new[] { Quantiles.Check(quantile) });
        var result = ReducedBy(new(this, dimensions), values => Quantiles.Of(values, quantile));
        return new(result.Variable, result.CoordinateVariables.Append(label.Variable));
    }

    /// <summary>Several quantiles over dimensions, linear between the two nearest values. All values that belong to one result are held at once.</summary>
    /// <param name="quantiles">The fractions that lie below, 0 to 1 [1].</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The quantiles, in the array's units, over <c>quantile</c> and what remains.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, the values are no numbers, or there are no quantiles.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A quantile lies outside 0 to 1.</exception>
    public DataArray Quantile(IReadOnlyList<double> quantiles, params IReadOnlyList<string> dimensions) => Concat([.. quantiles.Select(q => Quantile(q, dimensions))], "quantile");

    /// <summary>The position of the least value along a dimension; the first of equals, -1 where all are missing.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <returns>Positions, from 0.</returns>
    /// <exception cref="ArgumentException">The dimension is not there, or the values are no numbers.</exception>
    public DataArray ArgMin(string dimension) => Reduce(Reduction.ArgMin, null, dimension);

    /// <summary>The position of the greatest value along a dimension; the first of equals, -1 where all are missing.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <returns>Positions, from 0.</returns>
    /// <exception cref="ArgumentException">The dimension is not there, or the values are no numbers.</exception>
    public DataArray ArgMax(string dimension) => Reduce(Reduction.ArgMax, null, dimension);

    /// <summary>A reduction over dimensions, with options.</summary>
    /// <param name="reduction">What values become one by.</param>
    /// <param name="options">How missing values count; the defaults when null.</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The result; its coordinates are those of the dimensions that remain.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, the values are no numbers, or a position is asked for over several dimensions.</exception>
    public DataArray Reduce(Reduction reduction, ReductionOptions? options, params IReadOnlyList<string> dimensions)
    {
        if (reduction is Reduction.ArgMin or Reduction.ArgMax or Reduction.First or Reduction.Last && (dimensions.Count == 0 ? Rank : dimensions.Count) != 1)
        {
            throw new ArgumentException($"{reduction} goes by positions along one dimension; '{Name}' was to be reduced over {Describe.List(dimensions.Count == 0 ? Dimensions : dimensions)}. Name one dimension.", nameof(dimensions));
        }

        return ReducedBy(new(this, dimensions), reduction, options ?? ReductionOptions.Default);
    }

    /// <summary>The mean with weights, for example by the cosine of latitude for the area of grid cells.</summary>
    /// <param name="weights">Weights over some of the dimensions; not missing.</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The mean over the values that are there, in the array's units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray WeightedMean(DataArray weights, params IReadOnlyList<string> dimensions)
    {
        var mean = (this * weights).Sum(dimensions) / (weights * NotMissing()).Sum(dimensions);
        return mean.WithAttributes(Attributes);
    }

    internal static DataArray ReducedBy(Reduced over, Reduction reduction, ReductionOptions options)
    {
        var array = over.Array;
        if (reduction == Reduction.Median)
        {
            return ReducedBy(over, values => Quantiles.Of(values, 0.5), options);
        }

        var keepsUnits = reduction is Reduction.Sum or Reduction.Mean or Reduction.Min or Reduction.Max or Reduction.StandardDeviation or Reduction.First or Reduction.Last;
        var mayBeMissing = options.MinCount > 0 || (over.Reducer.FewestPerCell == 0 && reduction is not (Reduction.Sum or Reduction.Product));
        var type = reduction switch
        {
            Reduction.Count or Reduction.ArgMin or Reduction.ArgMax => typeof(long),
            Reduction.Sum or Reduction.Product when NumericTypes.IsInteger(array.ElementType) => mayBeMissing ? typeof(double) : typeof(long),
            Reduction.Sum or Reduction.Product => array.ElementType,
            Reduction.Min or Reduction.Max or Reduction.First or Reduction.Last => mayBeMissing ? Promotion.Floating(array.ElementType) : array.ElementType,
            _ => array.ElementType == typeof(float) ? typeof(float) : typeof(double),
        };
        return over.Result(type, reducer => reducer.Stream(Accumulator.For(reduction, options.DegreesOfFreedom), options), keepsUnits);
    }

    internal static DataArray ReducedBy(Reduced over, Func<Span<double>, double> function, ReductionOptions? options = null) =>
        over.Result(over.Array.ElementType == typeof(float) ? typeof(float) : typeof(double), reducer => reducer.Gather(function, options ?? ReductionOptions.Default), keepsUnits: true);
}
