using System.Numerics;

namespace Isopleth.Arrays;

/// <summary>Variances, by the updates of Welford (doi:10.1080/00401706.1962.10490022) and, of parts, Chan, Golub and LeVeque (doi:10.1080/00031305.1983.10483115): no cancellation however large the mean is.</summary>
internal sealed class MomentsAccumulator(int cells, int degreesOfFreedom) : Accumulator(cells)
{
    private readonly double[] _means = new double[cells];
    private readonly double[] _squares = new double[cells];

    public bool IsDeviation { get; init; }

    public override void AddRow(int cell, ReadOnlySpan<double> values, int position)
    {
        var (count, sum) = (0.0, 0.0);
        foreach (var value in values)
        {
            var present = !double.IsNaN(value);
            count += present ? 1 : 0;
            sum += present ? value : 0;
        }

        if (count == 0)
        {
            return;
        }

        var mean = sum / count;
        var squares = 0.0;
        foreach (var value in values)
        {
            var off = value - mean;
            squares += double.IsNaN(off) ? 0 : off * off;
        }

        Merge(cell, count, mean, squares);
    }

    public override void AddCells(int cell, ReadOnlySpan<double> values, int position)
    {
        var counts = Counts.AsSpan(cell, values.Length);
        var means = _means.AsSpan(cell, values.Length);
        var squares = _squares.AsSpan(cell, values.Length);
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var v = new Vector<double>(values[i..]);
            var present = Vector.Equals(v, v);
            var (count, mean) = (new Vector<double>(counts[i..]), new Vector<double>(means[i..]));
            count += Vector.ConditionalSelect(present, Vector<double>.One, Vector<double>.Zero);
            var off = v - mean;
            var newMean = Vector.ConditionalSelect(present, mean + (off / count), mean);
            var newSquares = new Vector<double>(squares[i..]) + Vector.ConditionalSelect(present, off * (v - newMean), Vector<double>.Zero);
            count.CopyTo(counts[i..]);
            newMean.CopyTo(means[i..]);
            newSquares.CopyTo(squares[i..]);
        }

        for (; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                Merge(cell + i, 1, values[i], 0);
            }
        }
    }

    public override void Merge(Accumulator other)
    {
        var later = (MomentsAccumulator)other;
        for (var i = 0; i < _means.Length; i++)
        {
            if (later.Counts[i] > 0)
            {
                Merge(i, later.Counts[i], later._means[i], later._squares[i]);
            }
        }
    }

    public override double Value(int cell)
    {
        var freedom = Counts[cell] - degreesOfFreedom;
        var variance = freedom > 0 ? _squares[cell] / freedom : double.NaN;
        return IsDeviation ? Math.Sqrt(variance) : variance;
    }

    private void Merge(int cell, double count, double mean, double squares)
    {
        var total = Counts[cell] + count;
        var off = mean - _means[cell];
        _means[cell] += off * count / total;
        _squares[cell] += squares + (off * off * Counts[cell] * count / total);
        Counts[cell] = total;
    }
}
