namespace Isopleth.Arrays;

/// <summary>Values held in one row-major array.</summary>
/// <typeparam name="TElement">The element type.</typeparam>
internal sealed class MemorySource<TElement>(TElement[] values, IReadOnlyList<int> shape) : IArraySource
{
    public Type ElementType => typeof(TElement);

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks => null;

    public bool InMemory => true;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        var target = SourceReader.Reinterpret<T, TElement>(destination);
        if (slab.IsEmpty)
        {
            target[0] = values[0];
        }
        else
        {
            Copy(slab, 0, 0, target);
        }
    }

    private void Copy(ReadOnlySpan<DimensionSlice> slab, int dimension, int offset, Span<TElement> target)
    {
        var slice = slab[dimension];
        if (slice.Count == 0)
        {
            return;
        }

        if (dimension == slab.Length - 1)
        {
            CopyRow(slice, offset * shape[dimension], target);
            return;
        }

        var inner = target.Length / slice.Count;
        for (var i = 0; i < slice.Count; i++)
        {
            var position = (offset * shape[dimension]) + slice.Start + (i * slice.Stride);
            Copy(slab, dimension + 1, position, target.Slice(i * inner, inner));
        }
    }

    private void CopyRow(DimensionSlice slice, int row, Span<TElement> target)
    {
        if (slice.Stride == 1)
        {
            values.AsSpan(row + slice.Start, slice.Count).CopyTo(target);
            return;
        }

        for (int i = 0, position = row + slice.Start; i < slice.Count; i++, position += slice.Stride)
        {
            target[i] = values[position];
        }
    }
}
