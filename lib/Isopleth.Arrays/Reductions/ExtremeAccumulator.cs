using System.Numerics;

namespace Isopleth.Arrays;

/// <summary>Least or greatest values. A comparison with NaN never holds, so missing values fall out.</summary>
internal sealed class ExtremeAccumulator : Accumulator
{
    private readonly double[] _best;
    private readonly bool _greatest;

    public ExtremeAccumulator(int cells, bool greatest)
        : base(cells)
    {
        _best = new double[cells];
        _best.AsSpan().Fill(greatest ? double.NegativeInfinity : double.PositiveInfinity);
        _greatest = greatest;
    }

    public override void AddRow(int cell, ReadOnlySpan<double> values, int position)
    {
        CountRow(cell, values);
        var best = new Vector<double>(_best[cell]);
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            best = Better(new Vector<double>(values[i..]), best);
        }

        for (var k = 0; k < Vector<double>.Count; k++)
        {
            Offer(cell, best[k]);
        }

        for (; i < values.Length; i++)
        {
            Offer(cell, values[i]);
        }
    }

    public override void AddCells(int cell, ReadOnlySpan<double> values, int position)
    {
        CountCells(cell, values);
        OfferCells(cell, values);
    }

    public override void Merge(Accumulator other)
    {
        MergeCounts(other);
        OfferCells(0, ((ExtremeAccumulator)other)._best);
    }

    public override double Value(int cell) => _best[cell];

    private void OfferCells(int cell, ReadOnlySpan<double> values)
    {
        var best = _best.AsSpan(cell, values.Length);
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Better(new Vector<double>(values[i..]), new Vector<double>(best[i..])).CopyTo(best[i..]);
        }

        for (; i < values.Length; i++)
        {
            Offer(cell + i, values[i]);
        }
    }

    private void Offer(int cell, double value)
    {
        if (_greatest ? value > _best[cell] : value < _best[cell])
        {
            _best[cell] = value;
        }
    }

    private Vector<double> Better(Vector<double> values, Vector<double> best) =>
        Vector.ConditionalSelect(_greatest ? Vector.GreaterThan(values, best) : Vector.LessThan(values, best), values, best);
}
