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
