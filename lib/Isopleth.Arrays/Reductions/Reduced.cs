namespace Isopleth.Arrays;

/// <summary>An array and what is to be reduced of it: dimensions that go, and one whose positions are grouped under new labels.</summary>
internal sealed class Reduced
{
    private readonly bool[] _goes;
    private readonly string? _grouped;
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
        _labels = labels;
        Reducer = labels is null ? new(variable.Source, _goes) : new(variable.Source, _goes, variable.AxisOf(grouped!), groups, labels.Shape[0]);
    }

    public DataArray Array { get; }

    public Reducer Reducer { get; }

    /// <summary>The result over what remains, computed at once from memory, when first asked for otherwise.</summary>
    public DataArray Result(Type type, Func<double[]> compute, bool keepsUnits)
    {
        var kept = Array.Dimensions.Where((_, d) => !_goes[d]).Select(d => d == _grouped ? _labels!.Name : d).ToList();
        var variable = new Variable(Array.Name, kept, new ComputedSource(type, Reducer.ResultShape, compute), keepsUnits ? Array.Attributes : null);
        var coordinates = Array.CoordinateVariables.Where(c => !c.Dimensions.Any(d => d == _grouped || !kept.Contains(d)) && c.Name != _labels?.Name);
        return new(Elementwise.Settle(variable, Array.Variable), _labels is null ? coordinates : coordinates.Append(_labels));
    }
}
