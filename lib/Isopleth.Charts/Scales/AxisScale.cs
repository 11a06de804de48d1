namespace Isopleth.Charts.Scales;

/// <summary>An axis with its range settled: what the back ends draw.</summary>
internal sealed record AxisScale(AxisKind Kind, double Minimum, double Maximum, string Label)
{
    /// <summary>Settles the range: what the axis demands, else the data's, a little wider where <paramref name="padding"/> asks for it.</summary>
    public static AxisScale From(Axis axis, AxisKind kind, double dataMinimum, double dataMaximum, double padding)
    {
        var logarithmic = kind == AxisKind.Logarithmic;
        var (low, high) = (axis.Minimum ?? dataMinimum, axis.Maximum ?? dataMaximum);
        if (logarithmic && low <= 0)
        {
            throw new ArgumentException($"A logarithmic axis cannot begin at {low:G6}; set the minimum of '{axis.Title}' to a value above zero.", nameof(axis));
        }

        if (axis.Minimum is not null && axis.Maximum is not null && low >= high)
        {
            throw new ArgumentException($"The axis '{axis.Title}' runs from {low:G6} to {high:G6}; its minimum must lie below its maximum.", nameof(axis));
        }

        if (!double.IsFinite(low) || !double.IsFinite(high))
        {
            (low, high) = logarithmic ? (1, 10) : (0, 1);
        }

        var (from, to) = logarithmic ? (Math.Log10(low), Math.Log10(high)) : (low, high);
        if (to <= from)
        {
            var half = from == 0 ? 0.5 : Math.Abs(from) * 0.05;
            (from, to) = axis.Minimum is not null ? (from, from + half) : axis.Maximum is not null ? (to - half, to) : (from - half, from + half);
        }

        var pad = (to - from) * padding;
        from -= axis.Minimum is null ? pad : 0;
        to += axis.Maximum is null ? pad : 0;
        return logarithmic ? new(kind, Math.Pow(10, from), Math.Pow(10, to), axis.Label) : new(kind, from, to, axis.Label);
    }

    /// <summary>The position of a value: 0 at the minimum, 1 at the maximum.</summary>
    public double Fraction(double value) => Kind == AxisKind.Logarithmic
        ? Math.Log10(value / Minimum) / Math.Log10(Maximum / Minimum)
        : (value - Minimum) / (Maximum - Minimum);

    /// <summary>The value at a position: the inverse of <see cref="Fraction"/>.</summary>
    public double At(double fraction) => Kind == AxisKind.Logarithmic
        ? Minimum * Math.Pow(Maximum / Minimum, fraction)
        : Minimum + ((Maximum - Minimum) * fraction);

    /// <summary>About <paramref name="count"/> round values within the range.</summary>
    public IReadOnlyList<Tick> Ticks(int count) => Kind switch
    {
        AxisKind.Logarithmic => Scales.Ticks.Logarithmic(Minimum, Maximum, count),
        AxisKind.Time => TimeTicks.Between(Minimum, Maximum, count),
        AxisKind.Longitude => Scales.Ticks.Degrees(Minimum, Maximum, count, 'E', 'W'),
        AxisKind.Latitude => Scales.Ticks.Degrees(Minimum, Maximum, count, 'N', 'S'),
        _ => Scales.Ticks.Linear(Minimum, Maximum, count),
    };
}
