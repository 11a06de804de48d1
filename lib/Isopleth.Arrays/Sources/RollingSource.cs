namespace Isopleth.Arrays;

/// <summary>For each position along an axis what an accumulator makes of the values around it, computed when read; a block is read with the values before and after it.</summary>
internal sealed class RollingSource(IArraySource source, int axis, int before, int after, Func<int, Accumulator> make, ReductionOptions options) : IArraySource
{
    public Type ElementType => typeof(double);

    public IReadOnlyList<int> Shape => source.Shape;

    public IReadOnlyList<int>? Chunks => source.Chunks;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        var wanted = slab[axis];
        var length = Shape[axis];
        var first = Math.Max(0, wanted.Start - before);
        var end = Math.Min(length, wanted.Start + ((wanted.Count - 1) * wanted.Stride) + after + 1);
        var own = slab.ToArray();
        own[axis] = new DimensionSlice(first, end - first, 1);
        var values = new double[DimensionSlice.Size(own)];
        SourceReader.Read<double>(source, own, values);
        var inner = (int)DimensionSlice.Size(slab[(axis + 1)..]);
        var results = make(destination.Length);
        for (var row = 0; row < destination.Length / inner; row++)
        {
            var (outer, i) = Math.DivRem(row, wanted.Count);
            var position = wanted.Start + (i * wanted.Stride);
            var (from, to) = (Math.Max(0, position - before), Math.Min(length, position + after + 1));
            var start = ((outer * (end - first)) + from - first) * inner;
            if (inner == 1)
            {
                results.AddRow(row, values.AsSpan(start, to - from), 0);
                continue;
            }

            for (var k = 0; k < to - from; k++)
            {
                results.AddCells(row * inner, values.AsSpan(start + (k * inner), inner), 0);
            }
        }

        var target = SourceReader.Reinterpret<T, double>(destination);
        for (var cell = 0; cell < target.Length; cell++)
        {
            target[cell] = results.Value(cell, options, 0);
        }
    }
}
