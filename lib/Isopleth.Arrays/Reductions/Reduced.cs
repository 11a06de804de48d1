namespace Isopleth.Arrays;

/// <summary>An array and what is to be reduced of it: dimensions that go, and one whose positions are grouped under new labels.</summary>
internal sealed class Reduced
{
    /// <summary>Results of more values than these (half a gigabyte) are not kept, but computed again for each part that is read.</summary>
    private const long Kept = 1 << 26;

    private readonly bool[] _goes;
    private readonly string? _grouped;
    private readonly int[]? _groups;
    private readonly Variable? _labels;

    /// <summary>Reduces over dimensions, all when none is given; by groups of positions along one more when there are labels.</summary>
    public Reduced(DataArray array, IReadOnlyList<string> dimensions, string? grouped = null, int[]? groups = null, Variable? labels = null)
    {
        var variable = array.Numbers();
        _goes = new bool[variable.Rank];
        foreach (var dimension in dimensions.Count == 0 && grouped is null ? variable.Dimensions : dimensions)
        {
            _goes[variable.AxisOf(dimension)] = true;
        }

        Array = array;
        _grouped = grouped;
        _groups = groups;
        _labels = labels;
        Reducer = labels is null ? new(variable.Source, _goes) : new(variable.Source, _goes, variable.AxisOf(grouped!), groups, labels.Shape[0]);
    }

    public DataArray Array { get; }

    public Reducer Reducer { get; }

    /// <summary>The result over what remains, computed at once from memory, when first asked for otherwise.</summary>
    public DataArray Result(Type type, Func<Reducer, double[]> compute, bool keepsUnits)
    {
        var kept = Array.Dimensions.Where((_, d) => !_goes[d]).Select(d => d == _grouped ? _labels!.Name : d).ToList();
        var shape = Reducer.ResultShape;
        IArraySource source = shape.Aggregate(1L, (product, n) => product * n) <= Kept
            ? new ComputedSource(type, shape, () => compute(Reducer))
            : new StreamedSource(type, shape, ResultChunks(), slab => compute(Part(slab)));
        var variable = new Variable(Array.Name, kept, source, keepsUnits ? Array.Attributes : null);
        var coordinates = Array.CoordinateVariables.Where(c => !c.Dimensions.Any(d => d == _grouped || !kept.Contains(d)) && c.Name != _labels?.Name);
        return new(Elementwise.Settle(variable, Array.Variable), _labels is null ? coordinates : coordinates.Append(_labels));
    }

    /// <summary>The source's chunks along what remains; all groups at once, since each needs the whole dimension.</summary>
    private int[]? ResultChunks() => Array.Variable.Source.Chunks is { } chunks
        ? [.. chunks.Index().Where(c => !_goes[c.Index]).Select(c => Array.Dimensions[c.Index] == _grouped ? _labels!.Shape[0] : c.Item)]
        : null;

    /// <summary>The reduction of one hyperslab of the result.</summary>
    private Reducer Part(DimensionSlice[] slab)
    {
        var source = Array.Variable.Source;
        var groups = _groups;
        var (count, result) = (0, 0);
        for (var d = 0; d < _goes.Length; d++)
        {
            if (_goes[d])
            {
                continue;
            }

            var slice = slab[result++];
            if (Array.Dimensions[d] != _grouped)
            {
                source = SlicedSource.Of(source, d, slice, dropDimension: false);
                continue;
            }

            count = slice.Count;
            groups = [.. _groups!.Select(g => g >= slice.Start && (g - slice.Start) % slice.Stride == 0 && (g - slice.Start) / slice.Stride < slice.Count ? (g - slice.Start) / slice.Stride : -1)];
        }

        return _labels is null ? new(source, _goes) : new(source, _goes, Array.Variable.AxisOf(_grouped!), groups, count);
    }
}
