namespace Isopleth.Arrays;

/// <content>The same for every data variable.</content>
public sealed partial class Dataset
{
    /// <summary>The data set of what a function makes of each data variable.</summary>
    /// <param name="function">For example <c>v =&gt; v - v.Mean("time")</c>.</param>
    /// <returns>The results with their coordinates, and this data set's attributes.</returns>
    public Dataset Map(Func<DataArray, DataArray> function) => new(Variables.Select(v => function(v.Value).Rename(v.Key)), attributes: Attributes);

    /// <summary>The data set with further variables, or with others in place of those of the same names.</summary>
    /// <param name="variables">The variables; coordinates they carry come along.</param>
    /// <returns>A data set over the same files; this one stays as it is.</returns>
    /// <exception cref="ArgumentException">A dimension has another length here.</exception>
    public Dataset With(params IReadOnlyList<DataArray> variables)
    {
        var names = variables.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        return new(Variables.Values.Where(v => !names.Contains(v.Name)).Concat(variables), Coordinates.Values.Where(c => !names.Contains(c.Name)), Attributes);
    }

    /// <summary>The data set without some variables or coordinates.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>A data set over the same files.</returns>
    /// <exception cref="ArgumentException">One of them is not there.</exception>
    public Dataset Without(params IReadOnlyList<string> names) =>
        names.FirstOrDefault(n => !Contains(n)) is { } unknown ? throw Missing(unknown) : new(_all.Values.Where(v => !names.Contains(v.Name)), this);

    /// <summary>The data set without some dimensions: without the variables and coordinates that lie over them.</summary>
    /// <param name="dimensions">The dimensions.</param>
    /// <returns>A data set over the same files.</returns>
    /// <exception cref="ArgumentException">One of them is not there.</exception>
    public Dataset WithoutDimensions(params IReadOnlyList<string> dimensions)
    {
        foreach (var dimension in dimensions)
        {
            CheckDimension(dimension);
        }

        return new(_all.Values.Where(v => !v.Dimensions.Any(dimensions.Contains)), this);
    }

    /// <summary>The data set with some variables as coordinates of the others.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>A data set over the same files.</returns>
    /// <exception cref="ArgumentException">One of them is not there.</exception>
    public Dataset AsCoordinates(params IReadOnlyList<string> names) => Divided(names, Coordinates.Keys.Union(names, StringComparer.Ordinal));

    /// <summary>The data set with some coordinates as variables; those along their own dimension remain coordinates.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>A data set over the same files.</returns>
    /// <exception cref="ArgumentException">One of them is not there.</exception>
    public Dataset AsVariables(params IReadOnlyList<string> names) => Divided(names, Coordinates.Keys.Where(c => !names.Contains(c) || this[c].Dimensions.Contains(c)));

    /// <summary>The variables as one array, beside each other at all labels that any has.</summary>
    /// <param name="dimension">The new dimension, which comes first; its labels are the variables' names.</param>
    /// <returns>The array, lazily where a variable is lazy; values repeat along dimensions that a variable has not.</returns>
    /// <exception cref="ArgumentException">There are no variables, or they hold texts.</exception>
    public DataArray ToArray(string dimension = "variable")
    {
        var aligned = Alignment.Align([.. Variables.Values], Join.Outer);
        string[] order = [.. aligned.SelectMany(v => v.Dimensions).Distinct(StringComparer.Ordinal)];
        var lengths = order.ToDictionary(d => d, d => aligned.First(v => v.Dimensions.Contains(d)) is var v ? v.Shape[v.Variable.AxisOf(d)] : 0, StringComparer.Ordinal);
        var coordinates = Alignment.Coordinates(aligned, order).ToList();
        return DataArray.Concat(
            [.. aligned.Select(v => new DataArray(Elementwise.Arrange(v.Variable, order, lengths), [.. coordinates, DataArray.Create(dimension, [], [], new[] { v.Name }).Variable]))], dimension)
            .Rename(dimension).WithAttributes(new OrderedDictionary<string, object>(StringComparer.Ordinal));
    }

    private Dataset Divided(IReadOnlyList<string> names, IEnumerable<string> coordinates) => names.FirstOrDefault(n => !Contains(n)) is { } unknown
        ? throw Missing(unknown)
        : new(_all.Values, coordinates.ToHashSet(StringComparer.Ordinal), new StoredDataset([], Attributes) { Source = Source });

    /// <summary>The data set by other names: of variables, coordinates and dimensions.</summary>
    /// <param name="names">Old and new names; a dimension and its coordinate are renamed together.</param>
    /// <returns>A data set over the same files.</returns>
    /// <exception cref="ArgumentException">An old name is not there, or a new one twice.</exception>
    public Dataset Rename(params IReadOnlyList<(string From, string To)> names)
    {
        if (names.FirstOrDefault(n => !Contains(n.From) && !Dimensions.ContainsKey(n.From)).From is { } unknown)
        {
            throw Missing(unknown);
        }

        var to = names.ToDictionary(n => n.From, n => n.To, StringComparer.Ordinal);
        string New(string name) => to.GetValueOrDefault(name, name);
        DataArray Renamed(DataArray v) => new(new Variable(New(v.Name), [.. v.Dimensions.Select(New)], v.Variable.Source, v.Attributes, v.Variable.Encoding));
        return new(Variables.Values.Select(Renamed), Coordinates.Values.Select(Renamed), Attributes);
    }

    /// <summary>The mean over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The means, in the variables' units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Mean(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Mean, null, dimensions);

    /// <summary>The sum over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The sums, in the variables' units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Sum(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Sum, null, dimensions);

    /// <summary>The least value over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The minima, in the variables' units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Min(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Min, null, dimensions);

    /// <summary>The greatest value over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The maxima, in the variables' units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Max(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Max, null, dimensions);

    /// <summary>The standard deviation over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The deviations, in the variables' units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset StandardDeviation(params IReadOnlyList<string> dimensions) => Reduce(Reduction.StandardDeviation, null, dimensions);

    /// <summary>A reduction over dimensions, of every variable that has one of them; texts are left out.</summary>
    /// <param name="reduction">What values become one by.</param>
    /// <param name="options">How missing values count; the defaults when null.</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The results with the coordinates that remain.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Reduce(Reduction reduction, ReductionOptions? options, params IReadOnlyList<string> dimensions)
    {
        foreach (var dimension in dimensions)
        {
            CheckDimension(dimension);
        }

        var numbers = Variables.Values.Where(v => NumericTypes.IsNumeric(v.ElementType));
        return new(
            numbers.Select(v => dimensions.Count == 0 ? v.Reduce(reduction, options) : dimensions.Any(v.Dimensions.Contains) ? v.Reduce(reduction, options, [.. dimensions.Where(v.Dimensions.Contains)]) : v),
            attributes: Attributes);
    }

    private void CheckDimension(string dimension)
    {
        if (!Dimensions.ContainsKey(dimension))
        {
            throw new ArgumentException($"{Title} has no dimension '{dimension}'; {Describe.Choices("its dimensions are", Dimensions.Keys, dimension)}", nameof(dimension));
        }
    }
}
