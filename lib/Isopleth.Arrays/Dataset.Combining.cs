namespace Isopleth.Arrays;

/// <content>Putting data sets together.</content>
public sealed partial class Dataset
{
    /// <summary>The variables of several data sets in one, at all labels that any has.</summary>
    /// <param name="datasets">The data sets; a variable or coordinate that several have must be the same wherever two of them have a value, and fills what the others miss.</param>
    /// <returns>The data set, with the first one's attributes.</returns>
    /// <exception cref="ArgumentException">A variable differs, or dimensions without labels do not fit.</exception>
    public static Dataset Merge(params IReadOnlyList<Dataset> datasets) => MergeAt(Join.Outer, datasets);

    /// <summary>The variables of several data sets in one, at the labels that a join leaves.</summary>
    /// <param name="join">Which labels remain.</param>
    /// <param name="datasets">The data sets; a variable or coordinate that several have must be the same wherever two of them have a value, and fills what the others miss.</param>
    /// <returns>The data set, with the first one's attributes.</returns>
    /// <exception cref="ArgumentException">A variable differs, dimensions without labels do not fit, or labels differ and the join is <see cref="Join.Exact"/>.</exception>
    public static Dataset MergeAt(Join join, params IReadOnlyList<Dataset> datasets)
    {
        var given = datasets.SelectMany(d => d.Variables.Values.Concat(d.Coordinates.Values.Where(c => !c.Dimensions.Contains(c.Name)))).ToList();
        var merged = new OrderedDictionary<string, DataArray>(StringComparer.Ordinal);
        foreach (var array in Alignment.Align(given, join))
        {
            merged[array.Name] = merged.TryGetValue(array.Name, out var first) ? Together(first, array) : array;
        }

        var coordinates = datasets.SelectMany(d => d.Coordinates.Keys).ToHashSet(StringComparer.Ordinal);
        var apart = merged.Values.ToLookup(m => coordinates.Contains(m.Name));
        // The coordinates that arrays carry are taken from the merged ones.
        var variables = apart[false].Select(v => new DataArray(v.Variable, v.CoordinateVariables.Where(c => !merged.ContainsKey(c.Name))));
        var loose = datasets.SelectMany(d => d.Coordinates.Values).Where(c => c.Dimensions.Contains(c.Name) && given.TrueForAll(g => !g.Coordinates.ContainsKey(c.Name))).DistinctBy(c => c.Name);
        return new(variables, apart[true].Concat(loose), datasets.Count > 0 ? datasets[0].Attributes : null);
    }

    /// <summary>Tiles of one data set put together by their labels: years of files, parts of a map.</summary>
    /// <param name="datasets">The tiles, in any order. Along each dimension their labels are the same, or follow each other.</param>
    /// <returns>The whole; lazy, as its parts are. Data sets of other variables are merged with it.</returns>
    /// <exception cref="ArgumentException">There are no data sets, or their labels overlap.</exception>
    public static Dataset CombineByCoordinates(params IReadOnlyList<Dataset> datasets) => datasets.Count == 0
        ? throw new ArgumentException("There are no data sets to put together.", nameof(datasets))
        : Merge([.. datasets.GroupBy(d => string.Join('\n', d.Variables.Keys.Order(StringComparer.Ordinal)), StringComparer.Ordinal).Select(g => Tiled([.. g]))]);

    /// <summary>Data sets one after the other along a dimension; variables that have it not must be the same in all.</summary>
    /// <param name="datasets">The data sets, which have the same variables.</param>
    /// <param name="dimension">The dimension; a new one, when no variable has it, is given to all.</param>
    /// <returns>The data set, with the first one's attributes; lazy, as its parts are.</returns>
    /// <exception cref="ArgumentException">There are no data sets, or a variable is missing from one or does not fit.</exception>
    public static Dataset Concat(IReadOnlyList<Dataset> datasets, string dimension)
    {
        if (datasets.Count == 0)
        {
            throw new ArgumentException("There are no data sets to put together.", nameof(datasets));
        }

        var isNew = !datasets[0].Dimensions.ContainsKey(dimension);
        return new(
            datasets[0].Variables.Values.Select(v => isNew || v.Dimensions.Contains(dimension) ? DataArray.Concat([.. datasets.Select(d => d[v.Name])], dimension)
                : datasets.All(d => Labels.Same(v.Variable, d[v.Name].Variable)) ? v
                : throw new ArgumentException($"'{v.Name}' has no dimension '{dimension}' and differs between the data sets; leave it out.", nameof(datasets))),
            attributes: datasets[0].Attributes);
    }

    private static Dataset Tiled(List<Dataset> tiles)
    {
        Variable LabelsOf(Dataset tile, string dimension) => tile.Coordinates[dimension].Variable;
        var along = tiles[0].Dimensions.Keys.FirstOrDefault(d => tiles.All(t => t.Coordinates.TryGetValue(d, out var c) && c is { Rank: 1, Size: > 0 }) && tiles.Any(t => !Labels.Same(LabelsOf(tiles[0], d), LabelsOf(t, d))));
        if (along is null)
        {
            return tiles.Count == 1 ? tiles[0] : Merge(tiles);
        }

        // Tiles of the same labels belong beside each other along the other dimensions; they are put together first.
        var rows = new List<List<Dataset>>();
        foreach (var tile in tiles)
        {
            if (rows.Find(r => Labels.Same(LabelsOf(r[0], along), LabelsOf(tile, along))) is { } row)
            {
                row.Add(tile);
            }
            else
            {
                rows.Add([tile]);
            }
        }

        var first = LabelsOf(rows[0][0], along);
        var descends = rows.Exists(r => Labels.Order(LabelsOf(r[0], along), descending: false) is [var least, _, ..] && least != 0);
        var starts = rows.Select(r => LabelsOf(r[0], along).Take(0, [0])).ToList();
        var order = Labels.AreTexts(first) ? rows.Index().OrderBy(r => starts[r.Index].To<string>()[0], StringComparer.Ordinal) : rows.Index().OrderBy(r => Labels.NumbersIn(starts[r.Index], first)[0]);
        var whole = Concat([.. (descends ? order.Reverse() : order).Select(r => Tiled(r.Item))], along);
        var sorted = Labels.Order(LabelsOf(whole, along), descends);
        return sorted.AsSpan().SequenceEqual(Enumerable.Range(0, sorted.Length).ToArray()) ? whole
            : throw new ArgumentException($"The data sets overlap along '{along}': their labels do not follow each other from one to the next. Cut them first, or merge them (Dataset.Merge).", nameof(tiles));
    }

    /// <summary>Two arrays of one name that say the same wherever both say something.</summary>
    private static DataArray Together(DataArray first, DataArray second)
    {
        if (Labels.Same(first.Variable, second.Variable))
        {
            return first;
        }

        var numbers = NumericTypes.IsNumeric(first.ElementType) && NumericTypes.IsNumeric(second.ElementType);
        var fits = numbers && first.Dimensions.Count == second.Dimensions.Count && first.Dimensions.All(second.Dimensions.Contains);
        return fits && !(first.NotEqualTo(second) & first.NotMissing() & second.NotMissing()).Any().ToDoubles().Contains(1)
            ? first.FillMissing(second).Transpose([.. first.Dimensions])
            : throw new ArgumentException($"'{first.Name}' differs between the data sets; rename one of them, or leave one out with Without(\"{first.Name}\").", nameof(second));
    }
}
