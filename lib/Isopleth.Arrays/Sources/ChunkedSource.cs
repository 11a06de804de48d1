namespace Isopleth.Arrays;

/// <summary>A source that is to be read in blocks of a given shape, only when asked for, wherever it lies.</summary>
internal sealed class ChunkedSource(IArraySource source, IReadOnlyList<int> chunks) : IArraySource
{
    public Type ElementType => source.ElementType;

    public IReadOnlyList<int> Shape => source.Shape;

    public IReadOnlyList<int>? Chunks => chunks;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination) => source.Read(slab, destination);
}
