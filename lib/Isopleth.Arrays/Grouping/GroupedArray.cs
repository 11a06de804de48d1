namespace Isopleth.Arrays;

/// <summary>An array whose positions along one dimension are in groups. A reduction goes through the values once, however many groups there are.</summary>
public class GroupedArray
{
    private readonly DataArray _array;
    private readonly string _dimension;
    private readonly int[] _groups;
    private readonly Variable _labels;

    internal GroupedArray(DataArray array, string dimension, int[] groups, Variable labels)
    {
        _array = array;
        _dimension = dimension;
        _groups = groups;
        _labels = labels;
    }

    /// <summary>The groups' labels, in order; the results' coordinate in place of the grouped dimension.</summary>
    public DataArray Labels => new(_labels);

    /// <summary>The mean of each group.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The means, in the array's units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Mean(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Mean, null, dimensions);

    /// <summary>The sum of each group.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The sums, in the array's units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Sum(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Sum, null, dimensions);

    /// <summary>The least value of each group.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The minima, in the array's units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Min(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Min, null, dimensions);

    /// <summary>The greatest value of each group.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The maxima, in the array's units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Max(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Max, null, dimensions);

    /// <summary>The standard deviation of each group, of the whole population.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The deviations, in the array's units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray StandardDeviation(params IReadOnlyList<string> dimensions) => Reduce(Reduction.StandardDeviation, null, dimensions);

    /// <summary>How many values of each group are there.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Count(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Count, null, dimensions);

    /// <summary>The median of each group. All values that belong to one result are held at once.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The medians, in the array's units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Median(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Median, null, dimensions);

    /// <summary>A reduction of each group, with options.</summary>
    /// <param name="reduction">What values become one by; positions are not told by group.</param>
    /// <param name="options">How missing values count; the defaults when null.</param>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The results, with the groups' labels in place of the grouped dimension.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or a position is asked for.</exception>
    public DataArray Reduce(Reduction reduction, ReductionOptions? options, params IReadOnlyList<string> dimensions) => reduction is Reduction.ArgMin or Reduction.ArgMax
        ? throw new ArgumentException($"{reduction} is not told by group; take it of each group: Map(g => g.{reduction}(\"{_dimension}\")).", nameof(reduction))
        : reduction is Reduction.First or Reduction.Last && dimensions.Any(d => d != _dimension) ? throw new ArgumentException($"{reduction} goes by positions along '{_dimension}' alone; leave the other dimensions out.", nameof(dimensions))
        : DataArray.ReducedBy(new(_array, [.. dimensions.Where(d => d != _dimension)], _dimension, _groups, _labels), reduction, options ?? ReductionOptions.Default);

    /// <summary>A quantile of each group, linear between the two nearest values. All values that belong to one result are held at once.</summary>
    /// <param name="quantile">The fraction that lies below, 0 to 1 [1].</param>
    /// <returns>The quantiles, in the array's units.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quantile lies outside 0 to 1.</exception>
    public DataArray Quantile(double quantile)
    {
        Quantiles.Check(quantile);
        return DataArray.ReducedBy(new(_array, [], _dimension, _groups, _labels), values => Quantiles.Of(values, quantile));
    }

    /// <summary>The variance of each group, of the whole population.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The variances.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Variance(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Variance, null, dimensions);

    /// <summary>The product of each group.</summary>
    /// <param name="dimensions">Further dimensions that go.</param>
    /// <returns>The products.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public DataArray Product(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Product, null, dimensions);

    /// <summary>The first value of each group that is there.</summary>
    /// <returns>The values, in the array's units.</returns>
    public DataArray First() => Reduce(Reduction.First, null);

    /// <summary>The last value of each group that is there.</summary>
    /// <returns>The values, in the array's units.</returns>
    public DataArray Last() => Reduce(Reduction.Last, null);

    /// <summary>What a function makes of each group, put together again.</summary>
    /// <param name="function">Of one group's part of the array. What keeps the grouped dimension, as <c>g =&gt; g - g.Mean("time")</c>, goes back to its places; what has lost it lies beside the others, labelled by group.</param>
    /// <returns>Over the array's dimension, or over the groups.</returns>
    /// <exception cref="ArgumentException">The results do not fit each other.</exception>
    public DataArray Map(Func<DataArray, DataArray> function)
    {
        var members = Members();
        var kept = members.Index().Where(m => m.Item.Length > 0).ToList();
        if (kept.Count == 0)
        {
            throw new ArgumentException($"'{_array.Name}' has no groups along '{_dimension}'; its labels are missing, or there are none.");
        }

        var results = kept.Select(m => function(_array.Take(_dimension, m.Item))).ToList();
        if (results.Exists(r => !r.Dimensions.Contains(_dimension)))
        {
            // An empty group (a span without values) gets a missing value.
            var labels = _labels.Take(0, [.. kept.Select(k => k.Index)]);
            var beside = DataArray.Concat([.. results.Select(r => new DataArray(r.Variable, r.CoordinateVariables.Where(c => c.Name != _labels.Name)))], _labels.Name).WithCoordinates(new DataArray(labels));
            return kept.Count == members.Length ? beside : beside.Reindex(Labels);
        }

        var together = DataArray.Concat(results, _dimension);
        int[] came = [.. kept.SelectMany(k => k.Item)];
        if (together.Shape[together.Variable.AxisOf(_dimension)] != came.Length)
        {
            return together;
        }

        var back = Enumerable.Range(0, came.Length).OrderBy(i => came[i]).ToArray();
        return together.Take(_dimension, back);
    }

    /// <summary>The groups one after the other, in order: each label with its part of the array, lazy where the array is.</summary>
    /// <returns>As many as there are labels; times are texts in ISO 8601.</returns>
    public IEnumerable<(Label Label, DataArray Group)> Groups()
    {
        var texts = Arrays.Labels.AreTexts(_labels) ? _labels.To<string>() : null;
        var numbers = texts is null ? _labels.ToDoubles() : [];
        return Members().Select((members, g) => (
            texts is not null ? (Label)texts[g] : _labels.TimeUnits is { } units ? (Label)units.Format(numbers[g]) : numbers[g], _array.Take(_dimension, members)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"<{GetType().Name} '{_array.Name}' along {_dimension}, {_labels.Shape[0]} groups by {_labels.Name}: {ValueText.Line(_labels, evenIfLazy: true)}>";

    /// <summary>The positions of each group.</summary>
    private int[][] Members()
    {
        var members = Enumerable.Range(0, _labels.Shape[0]).Select(_ => new List<int>()).ToArray();
        foreach (var (i, group) in _groups.Index())
        {
            if (group >= 0)
            {
                members[group].Add(i);
            }
        }

        return [.. members.Select(m => m.ToArray())];
    }

    /// <summary>The array less what each of its values' groups has, for example anomalies from a monthly climatology.</summary>
    /// <param name="grouped">The array by groups.</param>
    /// <param name="byGroup">Values by the groups' labels.</param>
    /// <returns>The differences, over the array's dimensions.</returns>
    public static DataArray operator -(GroupedArray grouped, DataArray byGroup) => grouped._array - grouped.Spread(byGroup);

    /// <summary>The array and what each of its values' groups has.</summary>
    /// <param name="grouped">The array by groups.</param>
    /// <param name="byGroup">Values by the groups' labels.</param>
    /// <returns>The sums, over the array's dimensions.</returns>
    public static DataArray operator +(GroupedArray grouped, DataArray byGroup) => grouped._array + grouped.Spread(byGroup);

    /// <summary>The array times what each of its values' groups has.</summary>
    /// <param name="grouped">The array by groups.</param>
    /// <param name="byGroup">Values by the groups' labels.</param>
    /// <returns>The products, over the array's dimensions.</returns>
    public static DataArray operator *(GroupedArray grouped, DataArray byGroup) => grouped._array * grouped.Spread(byGroup);

    /// <summary>The array divided by what each of its values' groups has.</summary>
    /// <param name="grouped">The array by groups.</param>
    /// <param name="byGroup">Values by the groups' labels.</param>
    /// <returns>The quotients, over the array's dimensions.</returns>
    public static DataArray operator /(GroupedArray grouped, DataArray byGroup) => grouped._array / grouped.Spread(byGroup);

    /// <summary>What each position's group has, at that position.</summary>
    private DataArray Spread(DataArray byGroup)
    {
        var axis = byGroup.Variable.AxisOf(_labels.Name);
        var own = Alignment.LabelsAlong(byGroup, _labels.Name) is { } labels ? Arrays.Labels.Positions(_labels, labels) : [.. Enumerable.Range(0, byGroup.Shape[axis])];
        var taken = byGroup.Variable.Take(axis, [.. _groups.Select(g => g < 0 ? -1 : own[g])]);
        var spread = new Variable(taken.Name, [.. taken.Dimensions.Select(d => d == _labels.Name ? _dimension : d)], taken.Source);
        // Each value's group stays with it as a coordinate, unless the groups are the dimension's own labels.
        var groups = new Variable(_labels.Name, [_dimension], _labels.Take(0, _groups).Source, _labels.Attributes);
        var along = _labels.Name == _dimension ? [] : new[] { groups };
        return new(spread, byGroup.CoordinateVariables.Where(c => !c.Dimensions.Contains(_labels.Name)).Concat(along));
    }
}
