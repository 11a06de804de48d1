using System.Numerics;
using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>Sums and means, in double precision.</summary>
internal sealed class SumAccumulator(int cells) : Accumulator(cells)
{
    private readonly double[] _sums = new double[cells];

    public bool IsMean { get; init; }

    public override void AddRow(int cell, ReadOnlySpan<double> values, int position)
    {
        CountRow(cell, values);
        var sums = Vector<double>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            sums += Present(new Vector<double>(values[i..]));
        }

        var sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
        {
            sum += double.IsNaN(values[i]) ? 0 : values[i];
        }

        _sums[cell] += sum;
    }

    public override void AddCells(int cell, ReadOnlySpan<double> values, int position)
    {
        CountCells(cell, values);
        var sums = _sums.AsSpan(cell, values.Length);
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(sums[i..]) + Present(new Vector<double>(values[i..]))).CopyTo(sums[i..]);
        }

        for (; i < values.Length; i++)
        {
            sums[i] += double.IsNaN(values[i]) ? 0 : values[i];
        }
    }

    public override void Merge(Accumulator other)
    {
        MergeCounts(other);
        TensorPrimitives.Add(_sums, ((SumAccumulator)other)._sums, _sums);
    }

    public override double Value(int cell) => IsMean ? _sums[cell] / Counts[cell] : _sums[cell];

    private static Vector<double> Present(Vector<double> values) => Vector.ConditionalSelect(Vector.Equals(values, values), values, Vector<double>.Zero);
}
