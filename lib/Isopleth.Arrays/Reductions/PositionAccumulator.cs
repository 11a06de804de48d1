namespace Isopleth.Arrays;

/// <summary>Where the least or greatest values lie, the first of equals; or the first or last values themselves.</summary>
internal sealed class PositionAccumulator(int cells, Reduction reduction) : Accumulator(cells)
{
    private readonly bool _tellsPosition = reduction is Reduction.ArgMin or Reduction.ArgMax;
    private readonly double[] _best = new double[cells];
    private readonly int[] _positions = new int[cells];

    public override void AddRow(int cell, ReadOnlySpan<double> values, int position)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Offer(cell, values[i], position + i);
        }
    }

    public override void AddCells(int cell, ReadOnlySpan<double> values, int position)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Offer(cell + i, values[i], position);
        }
    }

    public override void Merge(Accumulator other)
    {
        var later = (PositionAccumulator)other;
        for (var i = 0; i < _best.Length; i++)
        {
            if (later.Counts[i] > 0)
            {
                Offer(i, later._best[i], later._positions[i]);
            }
        }
    }

    public override double Value(int cell) => _tellsPosition ? _positions[cell] : _best[cell];

    /// <summary>The result of a cell that has seen no value.</summary>
    public double Missing => _tellsPosition ? -1 : double.NaN;

    private void Offer(int cell, double value, int position)
    {
        // Blocks come in any order along the dimension, so the first of equals is found by its position.
        var (best, before) = (_best[cell], position < _positions[cell]);
        if (!double.IsNaN(value) && (Counts[cell] == 0 || reduction switch
        {
            Reduction.ArgMin => value < best || (value == best && before),
            Reduction.ArgMax => value > best || (value == best && before),
            Reduction.First => before,
            _ => !before,
        }))
        {
            (_best[cell], _positions[cell], Counts[cell]) = (value, position, 1);
        }
    }
}
