using System.Runtime.InteropServices;

namespace Isopleth.Arrays;

/// <summary>Positions along a dimension: one (<c>3</c>, <c>^1</c>), a range (<c>2..10</c>), or a range with a stride.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PositionSelector
{
    private readonly Range _range;
    private readonly int _stride;

    /// <summary>Every <paramref name="stride"/>-th position of a range.</summary>
    /// <param name="range">The positions, end excluded, as C# ranges are.</param>
    /// <param name="stride">The step, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The stride is less than 1.</exception>
    public PositionSelector(Range range, int stride = 1)
    {
        _range = range;
        _stride = stride >= 1 ? stride : throw new ArgumentOutOfRangeException(nameof(stride), $"A stride is at least 1, not {stride}.");
    }

    private PositionSelector(Index position)
    {
        _range = position..position;
        _stride = 1;
        DropsDimension = true;
    }

    /// <summary>Whether this is a single position, which drops its dimension.</summary>
    public bool DropsDimension { get; }

    /// <summary>One position, counted from the start.</summary>
    /// <param name="position">The position, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative; from the end one counts with <c>^1</c>.</exception>
    public static implicit operator PositionSelector(int position) => position >= 0
        ? new(new Index(position))
        : throw new ArgumentOutOfRangeException(nameof(position), $"A position is at least 0, not {position}; from the end one counts with ^{-(long)position}.");

    /// <summary>One position, counted from the start or, with <c>^</c>, from the end.</summary>
    /// <param name="position">The position.</param>
    public static implicit operator PositionSelector(Index position) => new(position);

    /// <summary>A range of positions.</summary>
    /// <param name="range">The range, end excluded.</param>
    public static implicit operator PositionSelector(Range range) => new(range);

    /// <inheritdoc/>
    public override string ToString() => DropsDimension ? _range.Start.ToString() : _stride == 1 ? _range.ToString() : $"{_range} by {_stride}";

    internal DimensionSlice Resolve(string dimension, int length, string variable)
    {
        var start = _range.Start.GetOffset(length);
        if (DropsDimension)
        {
            return start >= 0 && start < length ? new DimensionSlice(start, 1, 1) : throw Outside(dimension, length, variable);
        }

        var end = _range.End.GetOffset(length);
        return start >= 0 && start <= end && end <= length
            ? new DimensionSlice(start, (end - start + _stride - 1) / _stride, _stride)
            : throw Outside(dimension, length, variable);
    }

    private ArgumentOutOfRangeException Outside(string dimension, int length, string variable) => new(
        nameof(dimension), $"Position {this} lies outside dimension '{dimension}' of '{variable}', which has {length} positions" + (length > 0 ? $", 0 to {length - 1}." : "."));
}
