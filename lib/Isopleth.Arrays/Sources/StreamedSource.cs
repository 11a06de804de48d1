namespace Isopleth.Arrays;

/// <summary>Values that are computed part by part whenever they are read, because all of them would be too many to keep.</summary>
/// <param name="type">Their type.</param>
/// <param name="shape">Their shape.</param>
/// <param name="chunks">The blocks in which they are best asked for.</param>
/// <param name="compute">Makes one hyperslab, in row-major order.</param>
internal sealed class StreamedSource(Type type, int[] shape, IReadOnlyList<int>? chunks, Func<DimensionSlice[], double[]> compute) : IArraySource
{
    public Type ElementType => type;

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks => chunks;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        foreach (var (block, offset, length) in Blocks.Of(slab.ToArray(), chunks))
        {
            int[] counts = [.. block.Select(s => s.Count)];
            ComputedSource.Keep(type, compute([.. block]), counts).Read([.. counts.Select(DimensionSlice.All)], destination.Slice(offset, length));
        }
    }
}
