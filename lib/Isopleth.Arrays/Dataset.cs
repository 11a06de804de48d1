namespace Isopleth.Arrays;

/// <summary>Variables that share dimensions and coordinates, with attributes: one file, one group, one product.</summary>
/// <remarks>Lazy: a data set from a file reads a variable's values when they are asked for, and needs the file until it is disposed; <see cref="Load"/> frees it from the file.</remarks>
public sealed partial class Dataset : IDisposable
{
    private readonly OrderedDictionary<string, Variable> _all = new(StringComparer.Ordinal);
    private readonly IDisposable? _owner;

    /// <summary>A data set made of arrays.</summary>
    /// <param name="variables">The variables; coordinates they carry come along.</param>
    /// <param name="coordinates">Further coordinates; none when null.</param>
    /// <param name="attributes">The data set's attributes; none when null.</param>
    /// <exception cref="ArgumentException">Two variables share a name, or disagree about the length of a dimension.</exception>
    public Dataset(IEnumerable<DataArray> variables, IEnumerable<DataArray>? coordinates = null, IReadOnlyDictionary<string, object>? attributes = null)
    {
        var arrays = variables.ToList();
        var given = (coordinates ?? []).ToList();
        var carried = arrays.Concat(given).SelectMany(a => a.Coordinates.Values).DistinctBy(c => c.Name).Where(c => given.All(g => g.Name != c.Name) && arrays.All(a => a.Name != c.Name));
        var coordinateArrays = given.Concat(carried).ToList();
        coordinateArrays.AddRange(arrays.Where(a => a.Dimensions.Contains(a.Name)));
        Attributes = attributes ?? new OrderedDictionary<string, object>(StringComparer.Ordinal);
        Groups = [];
        (Dimensions, Variables, Coordinates) = Arrange(
            coordinateArrays.Concat(arrays.Where(a => !a.Dimensions.Contains(a.Name))).Select(a => a.Variable),
            coordinateArrays.Select(c => c.Name).ToHashSet(StringComparer.Ordinal),
            new OrderedDictionary<string, int>(StringComparer.Ordinal));
    }

    internal Dataset(IEnumerable<Variable> variables, HashSet<string> coordinates, StoredDataset stored)
    {
        Attributes = stored.Attributes;
        Groups = stored.Groups;
        Source = stored.Source;
        _owner = stored.Owner;
        (Dimensions, Variables, Coordinates) = Arrange(variables, coordinates, stored.Dimensions);
    }

    private Dataset(IEnumerable<Variable> variables, Dataset from)
    {
        Attributes = from.Attributes;
        Groups = [];
        Source = from.Source;
        (Dimensions, Variables, Coordinates) = Arrange(variables, from.Coordinates.Keys.ToHashSet(StringComparer.Ordinal), new OrderedDictionary<string, int>(StringComparer.Ordinal));
    }

    /// <summary>The data variables, by name, in the order of the file.</summary>
    public IReadOnlyDictionary<string, DataArray> Variables { get; }

    /// <summary>The coordinates, by name.</summary>
    public IReadOnlyDictionary<string, DataArray> Coordinates { get; }

    /// <summary>The data set's own attributes: strings, numbers, and arrays of either.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; }

    /// <summary>The dimensions and their lengths, by name.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; }

    /// <summary>The paths of the groups in the same store, which are data sets of their own, for example <c>/PRODUCT</c>.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The file or store the data come from, or null.</summary>
    public string? Source { get; }

    /// <summary>A variable or coordinate.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The variable with its coordinates; nothing is read.</returns>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are, and the nearest.</exception>
    public DataArray this[string name] =>
        Variables.TryGetValue(name, out var variable) || Coordinates.TryGetValue(name, out variable) ? variable : throw Missing(name);

    /// <summary>Whether there is a variable or coordinate of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when there is.</returns>
    public bool Contains(string name) => _all.ContainsKey(name);

    /// <summary>Selects positions in every variable that has the dimensions, lazily.</summary>
    /// <param name="at">Dimensions, each with a position or a range.</param>
    /// <returns>The selection, which needs this data set's file but does not own it.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside its dimension.</exception>
    public Dataset Isel(params ReadOnlySpan<(string Dimension, PositionSelector At)> at)
    {
        var selected = this;
        foreach (var (dimension, position) in at)
        {
            selected.CheckDimension(dimension);
            selected = new Dataset(selected._all.Values.Select(v => v.Dimensions.Contains(dimension) ? v.Isel(dimension, position) : v), selected);
        }

        return selected;
    }

    /// <summary>Selects labels in every variable that has them: the nearest of each single one, all of each range.</summary>
    /// <param name="labels">Coordinates, each with a label (<c>37.5</c>) or a range (<c>(35.0, 40.0)</c>).</param>
    /// <returns>The selection; only the coordinates are read.</returns>
    /// <exception cref="ArgumentException">A coordinate is not there, or a label is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No label matches; the message has the value and the bounds.</exception>
    public Dataset Sel(params ReadOnlySpan<(string Coordinate, LabelSelector At)> labels)
    {
        var selected = this;
        foreach (var (coordinate, at) in labels)
        {
            selected = selected.Isel(DataArray.Find(selected.Coordinates.Values.Select(c => c.Variable), coordinate, at, Title));
        }

        return selected;
    }

    /// <summary>All values read now and held in memory.</summary>
    /// <returns>The same data set, independent of its file.</returns>
    public Dataset Load() => new(_all.Values.Select(v => v.Load()), this);

    /// <summary>The same data set, which disposes something besides itself: what was made to open it.</summary>
    /// <param name="owner">What is disposed after the data set.</param>
    /// <param name="source">The source that messages are to name.</param>
    /// <returns>The data set to use, and dispose, instead of this one.</returns>
    public Dataset OwnedWith(IDisposable owner, string source) => new(
        _all.Values, Coordinates.Keys.ToHashSet(StringComparer.Ordinal),
        new StoredDataset([], Attributes) { Source = source, Groups = Groups, Dimensions = Dimensions, Owner = new Owners(_owner, owner) });

    /// <summary>What the data set holds open, when it is of that kind; null when not.</summary>
    internal T? Holds<T>() where T : class, IDisposable => _owner as T ?? (_owner as Owners)?.First as T;

    /// <summary>Closes the file, if there is one; values can no longer be read from it.</summary>
    public void Dispose() => _owner?.Dispose();

    /// <summary>A summary as text: dimensions, coordinates, variables, attributes.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => TextSummary.Of(this);

    /// <summary>A summary as a self-contained HTML fragment, readable on light and dark ground.</summary>
    /// <returns>One <c>div</c>.</returns>
    public string ToHtml() => HtmlSummary.Of(this);

    private string Title => Source ?? "The data set";

    private ArgumentException Missing(string name)
    {
        var groups = Groups.Count > 0 ? $" It also has groups, which open by path: {Describe.List(Groups)}." : "";
        return new ArgumentException($"{Title} has no variable '{name}'; {Describe.Choices("there are", _all.Keys, name)}{groups}", nameof(name));
    }

    private (IReadOnlyDictionary<string, int> Dimensions, IReadOnlyDictionary<string, DataArray> Variables, IReadOnlyDictionary<string, DataArray> Coordinates) Arrange(
        IEnumerable<Variable> variables, HashSet<string> coordinateNames, IReadOnlyDictionary<string, int> declared)
    {
        var dimensions = new OrderedDictionary<string, int>(declared, StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            if (!_all.TryAdd(variable.Name, variable))
            {
                throw new ArgumentException($"Two variables are named '{variable.Name}'; rename one of them.");
            }

            for (var d = 0; d < variable.Rank; d++)
            {
                if (!dimensions.TryAdd(variable.Dimensions[d], variable.Shape[d]) && dimensions[variable.Dimensions[d]] != variable.Shape[d])
                {
                    throw new ArgumentException($"Dimension '{variable.Dimensions[d]}' has {variable.Shape[d]} positions in '{variable.Name}' and {dimensions[variable.Dimensions[d]]} elsewhere.");
                }
            }
        }

        var coordinates = _all.Values.Where(v => coordinateNames.Contains(v.Name)).ToList();
        OrderedDictionary<string, DataArray> Arrays(IEnumerable<Variable> chosen) =>
            new(chosen.Select(v => KeyValuePair.Create(v.Name, new DataArray(v, DataArray.ThatFit(coordinates, v)))), StringComparer.Ordinal);
        return (dimensions, Arrays(_all.Values.Where(v => !coordinateNames.Contains(v.Name))), Arrays(coordinates));
    }

    private sealed class Owners(IDisposable? first, IDisposable second) : IDisposable
    {
        public IDisposable? First => first;

        public void Dispose()
        {
            first?.Dispose();
            second.Dispose();
        }
    }
}
