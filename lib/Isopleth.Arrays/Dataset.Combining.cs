namespace Isopleth.Arrays;

/// <content>Putting data sets together.</content>
public sealed partial class Dataset
{
    /// <summary>The variables of several data sets in one, at all labels that any has.</summary>
    /// <param name="datasets">The data sets; a variable that several have must be the same in all.</param>
    /// <returns>The data set, with the first one's attributes.</returns>
    /// <exception cref="ArgumentException">A variable differs, or dimensions without labels do not fit.</exception>
    public static Dataset Merge(params IReadOnlyList<Dataset> datasets)
    {
        var arrays = Alignment.Align([.. datasets.SelectMany(d => d.Variables.Values)], Join.Outer);
        var merged = new OrderedDictionary<string, DataArray>(StringComparer.Ordinal);
        foreach (var array in arrays)
        {
            if (!merged.TryAdd(array.Name, array) && !Labels.Same(merged[array.Name].Variable, array.Variable))
            {
                throw new ArgumentException($"'{array.Name}' differs between the data sets; rename one of them, or choose one.", nameof(datasets));
            }
        }

        return new(merged.Values, attributes: datasets.Count > 0 ? datasets[0].Attributes : null);
    }

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
}
