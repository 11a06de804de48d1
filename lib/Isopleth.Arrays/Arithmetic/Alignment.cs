namespace Isopleth.Arrays;

/// <summary>Bringing arrays to common labels, and gathering the coordinates of a result.</summary>
internal static class Alignment
{
    /// <summary>The arrays with the same labels along every dimension that they share.</summary>
    /// <exception cref="ArgumentException">A dimension without labels has different lengths, or labels differ where they must not.</exception>
    public static DataArray[] Align(IReadOnlyList<DataArray> arrays, Join join)
    {
        var aligned = arrays.ToArray();
        foreach (var dimension in arrays.SelectMany(a => a.Dimensions).Distinct(StringComparer.Ordinal))
        {
            var sharing = Enumerable.Range(0, aligned.Length).Where(i => aligned[i].Dimensions.Contains(dimension)).ToList();
            var labels = sharing.Select(i => LabelsAlong(aligned[i], dimension)).OfType<Variable>().ToList();
            if (labels.Count > 1 && labels.Skip(1).Any(l => !Labels.Same(labels[0], l)))
            {
                var joined = Joined(labels, join, dimension, aligned[sharing[0]].Name);
                foreach (var i in sharing.Where(i => LabelsAlong(aligned[i], dimension) is not null))
                {
                    aligned[i] = aligned[i].Take(dimension, Labels.Positions(joined, LabelsAlong(aligned[i], dimension)!), joined);
                }
            }

            var lengths = sharing.Select(i => (aligned[i].Name, Length: aligned[i].Shape[aligned[i].Variable.AxisOf(dimension)])).ToList();
            if (lengths.Find(l => l.Length != lengths[0].Length) is { Name: not null } odd)
            {
                throw new ArgumentException($"Dimension '{dimension}' has {lengths[0].Length} positions in '{lengths[0].Name}' and {odd.Length} in '{odd.Name}', and no labels in one of them to match by; select equal parts, or give both a coordinate '{dimension}'.");
            }
        }

        return aligned;
    }

    /// <summary>The coordinates of aligned arrays together: those that disagree are left out.</summary>
    public static IEnumerable<Variable> Coordinates(IReadOnlyList<DataArray> arrays, IReadOnlyList<string> dimensions)
    {
        var all = arrays.SelectMany(a => a.CoordinateVariables).Where(c => c.Dimensions.All(dimensions.Contains)).GroupBy(c => c.Name, StringComparer.Ordinal);
        return all.Where(g => dimensions.Contains(g.Key) || g.Skip(1).All(c => Labels.Same(g.First(), c))).Select(g => g.First());
    }

    /// <summary>The coordinate along a dimension of the same name, or null.</summary>
    public static Variable? LabelsAlong(DataArray array, string dimension) => array.CoordinateVariables.FirstOrDefault(c => c.Name == dimension && c.Rank == 1);

    private static Variable Joined(List<Variable> labels, Join join, string dimension, string owner) => join switch
    {
        Join.Left => labels[0],
        Join.Right => labels[^1],
        Join.Inner => Labels.Common(labels),
        Join.Outer => Labels.Union(labels),
        _ => throw new ArgumentException($"The labels of '{dimension}' of '{owner}' differ from the other array's, and the join is {join}; reindex one of them, or choose another join."),
    };
}
