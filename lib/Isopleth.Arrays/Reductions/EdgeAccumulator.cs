namespace Isopleth.Arrays;

/// <summary>First or last values by position, missing ones left out.</summary>
internal sealed class EdgeAccumulator(int cells, bool last) : Accumulator(cells)
{
    private readonly double[] _values = new double[cells];
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
        var later = (EdgeAccumulator)other;
        for (var i = 0; i < _values.Length; i++)
        {
            if (later.Counts[i] > 0)
            {
                Offer(i, later._values[i], later._positions[i]);
            }
        }
    }

    public override double Value(int cell) => _values[cell];

    private void Offer(int cell, double value, int position)
    {
        if (!double.IsNaN(value) && (Counts[cell] == 0 || (last ? position > _positions[cell] : position < _positions[cell])))
        {
            (_values[cell], _positions[cell], Counts[cell]) = (value, position, 1);
        }
    }
}
