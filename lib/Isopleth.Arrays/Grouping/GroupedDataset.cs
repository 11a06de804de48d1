namespace Isopleth.Arrays;

/// <summary>A data set whose positions along one dimension are in groups; variables without that dimension stay as they are.</summary>
public sealed class GroupedDataset
{
    private readonly Dataset _dataset;
    private readonly string _dimension;
    private readonly Func<DataArray, GroupedArray> _group;

    internal GroupedDataset(Dataset dataset, string dimension, Func<DataArray, GroupedArray> group)
    {
        _dataset = dataset;
        _dimension = dimension;
        _group = group;
    }

    /// <summary>The mean of each group.</summary>
    /// <returns>The means, in the variables' units.</returns>
    public Dataset Mean() => Reduce(Reduction.Mean);

    /// <summary>The sum of each group.</summary>
    /// <returns>The sums, in the variables' units.</returns>
    public Dataset Sum() => Reduce(Reduction.Sum);

    /// <summary>The least value of each group.</summary>
    /// <returns>The minima, in the variables' units.</returns>
    public Dataset Min() => Reduce(Reduction.Min);

    /// <summary>The greatest value of each group.</summary>
    /// <returns>The maxima, in the variables' units.</returns>
    public Dataset Max() => Reduce(Reduction.Max);

    /// <summary>The standard deviation of each group, of the whole population.</summary>
    /// <returns>The deviations, in the variables' units.</returns>
    public Dataset StandardDeviation() => Reduce(Reduction.StandardDeviation);

    /// <summary>The median of each group.</summary>
    /// <returns>The medians, in the variables' units.</returns>
    public Dataset Median() => Reduce(Reduction.Median);

    /// <summary>The variance of each group, of the whole population.</summary>
    /// <returns>The variances.</returns>
    public Dataset Variance() => Reduce(Reduction.Variance);

    /// <summary>How many values of each group are there.</summary>
    /// <returns>The counts.</returns>
    public Dataset Count() => Reduce(Reduction.Count);

    /// <summary>The first value of each group that is there.</summary>
    /// <returns>The values, in the variables' units.</returns>
    public Dataset First() => Reduce(Reduction.First);

    /// <summary>The last value of each group that is there.</summary>
    /// <returns>The values, in the variables' units.</returns>
    public Dataset Last() => Reduce(Reduction.Last);

    /// <summary>What a function makes of each group of each variable, put together again (see <see cref="GroupedArray.Map"/>).</summary>
    /// <param name="function">Of one group's part of a variable.</param>
    /// <returns>The results; variables without the dimension stay as they are.</returns>
    /// <exception cref="ArgumentException">The results do not fit each other.</exception>
    public Dataset Map(Func<DataArray, DataArray> function) => _dataset.Map(v => v.Dimensions.Contains(_dimension) ? _group(v).Map(function) : v);

    /// <summary>The variables less what each of their values' groups has, for example anomalies from a monthly climatology.</summary>
    /// <param name="grouped">The data set by groups.</param>
    /// <param name="byGroup">Values by the groups' labels, of variables of the same names.</param>
    /// <returns>The differences, over the variables' dimensions.</returns>
    /// <exception cref="ArgumentException">A variable is not there.</exception>
    public static Dataset operator -(GroupedDataset grouped, Dataset byGroup) =>
        grouped._dataset.Map(v => v.Dimensions.Contains(grouped._dimension) ? grouped._group(v) - byGroup[v.Name] : v - byGroup[v.Name]);

    /// <summary>A reduction of each group; texts are left out.</summary>
    /// <param name="reduction">What values become one by; positions are not told by group.</param>
    /// <param name="options">How missing values count; the defaults when null.</param>
    /// <returns>The results, with the groups' labels in place of the grouped dimension.</returns>
    /// <exception cref="ArgumentException">A position is asked for.</exception>
    public Dataset Reduce(Reduction reduction, ReductionOptions? options = null) => new(
        _dataset.Variables.Values.Where(v => !v.Dimensions.Contains(_dimension) || NumericTypes.IsNumeric(v.ElementType))
            .Select(v => v.Dimensions.Contains(_dimension) ? _group(v).Reduce(reduction, options) : v),
        attributes: _dataset.Attributes);
}
