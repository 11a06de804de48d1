using System.Numerics;

namespace Isopleth.Arrays;

/// <summary>What is known of many cells from the values seen so far. Accumulators of the same cells merge, so that parts are seen in parallel.</summary>
internal abstract class Accumulator(int cells)
{
    /// <summary>How many values each cell has seen, missing ones left out.</summary>
    public double[] Counts { get; } = new double[cells];

    public static Func<int, Accumulator> For(Reduction reduction, int degreesOfFreedom) => reduction switch
    {
        Reduction.Sum => n => new SumAccumulator(n),
        Reduction.Mean => n => new SumAccumulator(n) { IsMean = true },
        Reduction.Variance => n => new MomentsAccumulator(n, degreesOfFreedom),
        Reduction.StandardDeviation => n => new MomentsAccumulator(n, degreesOfFreedom) { IsDeviation = true },
        Reduction.Min => n => new ExtremeAccumulator(n, greatest: false),
        Reduction.Max => n => new ExtremeAccumulator(n, greatest: true),
        Reduction.Count => n => new CountAccumulator(n),
        Reduction.ArgMin or Reduction.ArgMax or Reduction.First or Reduction.Last => n => new PositionAccumulator(n, reduction),
        Reduction.Product => n => new ProductAccumulator(n),
        _ => throw new ArgumentOutOfRangeException(nameof(reduction), $"{reduction} needs all values at once."),
    };

    /// <summary>Several values of one cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="values">The values.</param>
    /// <param name="position">The position of the first along the reduced dimension; the others follow.</param>
    public abstract void AddRow(int cell, ReadOnlySpan<double> values, int position);

    /// <summary>One value for each of several cells.</summary>
    /// <param name="cell">The first cell; the others follow.</param>
    /// <param name="values">The values.</param>
    /// <param name="position">Their position along the reduced dimension.</param>
    public abstract void AddCells(int cell, ReadOnlySpan<double> values, int position);

    /// <summary>What another has seen of the same cells, later in order.</summary>
    public abstract void Merge(Accumulator other);

    /// <summary>The result of a cell that has seen a value.</summary>
    public abstract double Value(int cell);

    /// <summary>The result of a cell, by the options' rules on missing values.</summary>
    public double Value(int cell, ReductionOptions options, long total)
    {
        var count = Counts[cell];
        return this switch
        {
            CountAccumulator => count,
            PositionAccumulator chosen => count > 0 ? Value(cell) : chosen.Missing,
            _ => (!options.SkipMissing && count < total) || count < options.MinCount || (count == 0 && this is not (SumAccumulator { IsMean: false } or ProductAccumulator)) ? double.NaN : Value(cell),
        };
    }

    protected void CountRow(int cell, ReadOnlySpan<double> values)
    {
        var present = Vector<double>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var v = new Vector<double>(values[i..]);
            present += Vector.ConditionalSelect(Vector.Equals(v, v), Vector<double>.One, Vector<double>.Zero);
        }

        var count = Vector.Sum(present);
        for (; i < values.Length; i++)
        {
            count += double.IsNaN(values[i]) ? 0 : 1;
        }

        Counts[cell] += count;
    }

    protected void CountCells(int cell, ReadOnlySpan<double> values)
    {
        var counts = Counts.AsSpan(cell, values.Length);
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var v = new Vector<double>(values[i..]);
            (new Vector<double>(counts[i..]) + Vector.ConditionalSelect(Vector.Equals(v, v), Vector<double>.One, Vector<double>.Zero)).CopyTo(counts[i..]);
        }

        for (; i < values.Length; i++)
        {
            counts[i] += double.IsNaN(values[i]) ? 0 : 1;
        }
    }

    protected void MergeCounts(Accumulator other) => System.Numerics.Tensors.TensorPrimitives.Add(Counts, other.Counts, Counts);
}
