namespace Isopleth.Charts.Scales;

/// <summary>A colour axis with its range settled: values become one of a few levels, each of one colour.</summary>
internal sealed class ColorMapping
{
    /// <summary>So many colours that steps are not seen, and so few that pixels of one colour can be drawn together.</summary>
    public const int Levels = 50;

    private readonly Color[] _colors;
    private readonly double _hideBelow;

    private ColorMapping(ColorAxis colorAxis, AxisScale axis)
    {
        Axis = axis;
        _hideBelow = colorAxis.HideBelow ?? double.NegativeInfinity;
        _colors = [.. Enumerable.Range(0, Levels).Select(level => colorAxis.Scale.At((level + 0.5) / Levels))];
    }

    public AxisScale Axis { get; }

    public IReadOnlyList<Color> Colors => _colors;

    /// <summary>Whether some values lie below the range, and show its lowest colour.</summary>
    public bool ReachesBelow { get; private init; }

    /// <summary>Whether some values lie above the range, and show its highest colour.</summary>
    public bool ReachesAbove { get; private init; }

    public static ColorMapping From(ColorAxis axis, ReadOnlySpan<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (double.IsFinite(value) && (!axis.IsLogarithmic || value > 0))
            {
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }
        }

        var scale = AxisScale.From(axis, axis.IsLogarithmic ? AxisKind.Logarithmic : AxisKind.Linear, low, high, padding: 0);
        return new(axis, scale) { ReachesBelow = low < scale.Minimum && !(axis.HideBelow >= scale.Minimum), ReachesAbove = high > scale.Maximum };
    }

    /// <summary>The level of a value, or -1 where it has none: NaN, what is to be hidden, and on a logarithmic scale what is not above zero.</summary>
    public int Level(double value)
    {
        var fraction = Axis.Fraction(value);
        return double.IsNaN(fraction) || value < _hideBelow || (double.IsInfinity(fraction) && Axis.Kind == AxisKind.Logarithmic)
            ? -1
            : Math.Clamp((int)Math.Clamp(fraction * Levels, -1, Levels), 0, Levels - 1);
    }

    /// <summary>For each level, the indices of the values that have it.</summary>
    public List<int>[] Group(ReadOnlySpan<double> values)
    {
        var groups = new List<int>[Levels];
        for (var level = 0; level < Levels; level++)
        {
            groups[level] = [];
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (Level(values[i]) is >= 0 and var level)
            {
                groups[level].Add(i);
            }
        }

        return groups;
    }
}
