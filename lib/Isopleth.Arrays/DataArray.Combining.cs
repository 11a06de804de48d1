namespace Isopleth.Arrays;

/// <summary>How a label that an array has not is served.</summary>
public enum Fill
{
    /// <summary>With a missing value.</summary>
    Missing,

    /// <summary>With the value at the nearest label; at the greater of two as near.</summary>
    Nearest,

    /// <summary>With the value at the last label before it.</summary>
    Previous,

    /// <summary>With the value at the first label after it.</summary>
    Next,
}

/// <content>Putting arrays together, and to other labels.</content>
public sealed partial class DataArray
{
    /// <summary>Arrays one after the other along a dimension; along one that they have not, beside each other.</summary>
    /// <param name="arrays">The arrays; along their other dimensions they are brought to all labels that any has.</param>
    /// <param name="dimension">The dimension. A new one comes first; its labels are the arrays' scalar coordinates of that name, if all have one.</param>
    /// <returns>The first array's name and attributes over all values; lazy where an array is.</returns>
    /// <exception cref="ArgumentException">There are no arrays, or they do not fit each other.</exception>
    public static DataArray Concat(IReadOnlyList<DataArray> arrays, string dimension)
    {
        if (arrays.Count == 0)
        {
            throw new ArgumentException("There are no arrays to put together.", nameof(arrays));
        }

        var parts = arrays.Select(a => a.Dimensions.Contains(dimension) ? a : a.Expand(dimension)).ToList();
        // Along the dimension itself nothing is aligned: its labels are dropped for that, and put together afterwards.
        var bare = parts.Select(p => new DataArray(p.Variable, p.CoordinateVariables.Where(c => !c.Dimensions.Contains(dimension)))).ToList();
        var aligned = AlignOthers(bare, dimension);
        var order = aligned[0].Dimensions;
        var joined = Joined(aligned.Select(a => Elementwise.Arrange(a.Variable, order)).ToList(), dimension);
        var along = parts[0].CoordinateVariables.Where(c => c.Dimensions.Contains(dimension) && parts.All(p => p.Coordinates.ContainsKey(c.Name)));
        var coordinates = along.Select(c => Joined(parts.Select(p => InUnitsOf(p.Coordinates[c.Name].Variable, c)).ToList(), dimension));
        return new(joined, Alignment.Coordinates(aligned, order).Concat(coordinates));
    }

    /// <summary>The array at other labels of a dimension.</summary>
    /// <param name="labels">A coordinate of the dimension's name; times in any units.</param>
    /// <param name="fill">What a label that is not there gets.</param>
    /// <returns>The array over the new labels; integers become floating-point numbers where values are missing.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, a label occurs twice, or labels are not sorted where an order is needed.</exception>
    public DataArray Reindex(DataArray labels, Fill fill = Fill.Missing)
    {
        var own = Along(labels.Name);
        var positions = fill == Fill.Missing ? Labels.Positions(labels.Variable, own) : Labels.Near(labels.Variable, own, fill);
        return Take(labels.Name, positions, labels.Variable);
    }

    /// <summary>The array at another's labels, along all dimensions that both label.</summary>
    /// <param name="other">The other array.</param>
    /// <param name="fill">What a label that is not there gets.</param>
    /// <returns>The array over the other's labels.</returns>
    /// <exception cref="ArgumentException">A label occurs twice, or labels are not sorted where an order is needed.</exception>
    public DataArray ReindexLike(DataArray other, Fill fill = Fill.Missing) =>
        other.Dimensions.Where(d => Alignment.LabelsAlong(this, d) is not null && Alignment.LabelsAlong(other, d) is not null)
            .Aggregate(this, (array, d) => array.Reindex(other.Coordinates[d], fill));

    /// <summary>Values between labels, linear between the two neighbours; missing outside the labels and beside missing values.</summary>
    /// <param name="at">The new labels: a coordinate of the dimension's name; times in any units.</param>
    /// <returns>The array over the new labels, with its attributes.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or it holds texts.</exception>
    /// <remarks>For the value at the nearest label use <see cref="Reindex"/> with <see cref="Fill.Nearest"/>.</remarks>
    public DataArray Interpolate(DataArray at)
    {
        var sorted = SortBy(at.Name);
        var (below, above, weights) = Between(sorted.Along(at.Name), at.Variable);
        var low = sorted.Take(at.Name, below, at.Variable);
        var high = sorted.Take(at.Name, above, at.Variable);
        var moved = low + ((high - low) * Create("", [at.Name], [weights.Length], weights, coordinates: [at]));
        return new(new Variable(Name, moved.Dimensions, moved.Variable.Source, Attributes), moved.CoordinateVariables);
    }

    /// <summary>The positions of a dimension in the order of their labels.</summary>
    /// <param name="coordinate">A coordinate of one dimension.</param>
    /// <param name="descending">Whether the greatest comes first.</param>
    /// <returns>The array, sorted; equal labels keep their order.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public DataArray SortBy(string coordinate, bool descending = false)
    {
        var labels = LabelsOf(CoordinateVariables, coordinate, $"'{Name}'");
        var order = Labels.Order(labels, descending);
        return Take(labels.Dimensions[0], order);
    }

    /// <summary>The positions of a dimension at which no value is missing, or enough are there.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="minCount">How many values must be there at a position: 1 leaves out only what is missing altogether; all when null.</param>
    /// <returns>The array without the others.</returns>
    /// <exception cref="ArgumentException">The dimension is not there.</exception>
    public DataArray DropMissing(string dimension, int? minCount = null)
    {
        var others = Dimensions.Where(d => d != dimension).ToList();
        var needed = minCount ?? others.Aggregate(1L, (product, d) => product * LengthOf(d));
        var present = (others.Count == 0 ? NotMissing() : NotMissing().Sum(others)).ToDoubles();
        return Take(dimension, [.. Enumerable.Range(0, LengthOf(dimension)).Where(i => present[i] >= needed)]);
    }

    /// <summary>The array with a dimension more, of one position, whose label is the scalar coordinate of that name, if there is one.</summary>
    private DataArray Expand(string dimension)
    {
        var lengths = new OrderedDictionary<string, int>(StringComparer.Ordinal) { [dimension] = 1 };
        var coordinates = CoordinateVariables.Select(c => c.Name == dimension ? Elementwise.Arrange(c, [dimension], lengths) : c);
        return new(Elementwise.Arrange(Variable, [dimension, .. Dimensions], lengths), coordinates);
    }

    private Variable Along(string dimension) => Alignment.LabelsAlong(this, dimension)
        ?? throw new ArgumentException($"'{Name}' has no coordinate along '{dimension}'; {Describe.Choices("its coordinates are", _coordinates.Keys, dimension)}", nameof(dimension));

    /// <summary>Arrays aligned along all dimensions but one, along which their lengths may differ.</summary>
    private static DataArray[] AlignOthers(List<DataArray> arrays, string dimension)
    {
        var edges = arrays.Select(a => a.Shape[a.Variable.AxisOf(dimension)] == 0 ? a : a.Isel(dimension, 0)).ToList();
        var aligned = Alignment.Align(edges, Join.Outer);
        return [.. arrays.Zip(aligned, (array, edge) => edge.Dimensions.Where(d => Alignment.LabelsAlong(edge, d) is not null && Alignment.LabelsAlong(array, d) is not null)
            .Aggregate(array, (a, d) => a.Reindex(edge.Coordinates[d])))];
    }

    private static Variable Joined(List<Variable> parts, string dimension)
    {
        var type = parts.Select(p => p.ElementType).Aggregate((a, b) => a == b ? a
            : NumericTypes.IsNumeric(a) && NumericTypes.IsNumeric(b) ? Promotion.Of(a, b)
            : throw new ArgumentException($"'{parts[0].Name}' holds {CSharpName.Of(a)} in one array and {CSharpName.Of(b)} in another; they cannot be put together."));
        var sources = parts.Select(p => (NumericTypes.IsNumeric(type) ? Elementwise.Cast(p, type) : p).Source).ToList();
        var joined = new Variable(parts[0].Name, parts[0].Dimensions, new ConcatenatedSource(sources, parts[0].AxisOf(dimension)), parts[0].Attributes, parts[0].Encoding);
        return Elementwise.Settle(joined, [.. parts]);
    }

    private static Variable InUnitsOf(Variable coordinate, Variable first) =>
        coordinate.TimeUnits is not null && first.TimeUnits is not null && coordinate.Units != first.Units
            ? new Variable(first.Name, coordinate.Dimensions, new MemorySource<double>(Labels.NumbersIn(coordinate, first), coordinate.Shape), first.Attributes)
            : coordinate;
}
