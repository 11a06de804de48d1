namespace Isopleth.Arrays;

/// <summary>Where the least or greatest values lie; the first of equals.</summary>
internal sealed class PositionAccumulator(int cells, bool greatest) : Accumulator(cells)
{
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

    public override double Value(int cell) => _positions[cell];

    private void Offer(int cell, double value, int position)
    {
        // Blocks come in any order along the dimension, so the first of equals is found by its position.
        var best = _best[cell];
        if (Counts[cell] == 0 ? !double.IsNaN(value) : (greatest ? value > best : value < best) || (value == best && position < _positions[cell]))
        {
            (_best[cell], _positions[cell], Counts[cell]) = (value, position, 1);
        }
    }
}
