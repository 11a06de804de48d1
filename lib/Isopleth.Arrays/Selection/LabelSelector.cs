using System.Runtime.InteropServices;

namespace Isopleth.Arrays;

/// <summary>How a single label finds its position.</summary>
public enum LabelMatch
{
    /// <summary>The nearest label; none farther than half a step past the coordinate's ends.</summary>
    Nearest,

    /// <summary>A label that is equal.</summary>
    Exact,
}

/// <summary>Labels along a coordinate: one (<c>37.5</c>, a <see cref="DateTime"/>, a text), or a range with both ends included (<c>(35.0, 40.0)</c>).</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LabelSelector
{
    private LabelSelector(Label from, Label? to)
    {
        From = from;
        To = to;
    }

    /// <summary>The label, or one end of the range.</summary>
    public Label From { get; }

    /// <summary>The other end of the range, or null for a single label.</summary>
    public Label? To { get; }

    /// <summary>A range, both ends included, in either order, whether the coordinate ascends or descends.</summary>
    /// <param name="from">One end.</param>
    /// <param name="to">The other end.</param>
    /// <returns>The selector.</returns>
    public static LabelSelector Between(Label from, Label to) => new(from, to);

    /// <summary>One number.</summary>
    /// <param name="number">The number, in the coordinate's units.</param>
    public static implicit operator LabelSelector(double number) => new(number, null);

    /// <summary>One point in time.</summary>
    /// <param name="time">The time (UTC).</param>
    public static implicit operator LabelSelector(DateTime time) => new(time, null);

    /// <summary>One text, or an ISO 8601 date where the coordinate is time.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator LabelSelector(string text) => new(text, null);

    /// <summary>A range of numbers, both ends included.</summary>
    /// <param name="range">The ends.</param>
    public static implicit operator LabelSelector((double From, double To) range) => new(range.From, range.To);

    /// <summary>A range of times, both ends included.</summary>
    /// <param name="range">The ends (UTC).</param>
    public static implicit operator LabelSelector((DateTime From, DateTime To) range) => new(range.From, range.To);

    /// <summary>A range of ISO 8601 dates, both ends included.</summary>
    /// <param name="range">The ends.</param>
    public static implicit operator LabelSelector((string From, string To) range) => new(range.From, range.To);
}
