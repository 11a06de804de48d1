namespace Isopleth.Arrays;

/// <summary>A part of a source: one slice of each of its dimensions, some of them dropped. Slices of slices become one slice.</summary>
internal sealed class SlicedSource : IArraySource
{
    private readonly IArraySource source;
    private readonly DimensionSlice[] slab;
    private readonly int[] axes;

    private SlicedSource(IArraySource source, DimensionSlice[] slab, int[] axes)
    {
        this.source = source;
        this.slab = slab;
        this.axes = axes;
        Shape = [.. axes.Select(a => slab[a].Count)];
        Chunks = source.Chunks is { } chunks ? [.. axes.Select(a => Math.Max(1, chunks[a] / slab[a].Stride))] : null;
    }

    public Type ElementType => source.ElementType;

    public IReadOnlyList<int> Shape { get; }

    public IReadOnlyList<int>? Chunks { get; }

    public bool InMemory => source.InMemory;

    /// <summary>A slice along one dimension.</summary>
    public static SlicedSource Of(IArraySource source, int axis, DimensionSlice slice, bool dropDimension)
    {
        var whole = source as SlicedSource
            ?? new SlicedSource(source, [.. source.Shape.Select(DimensionSlice.All)], [.. Enumerable.Range(0, source.Shape.Count)]);
        var narrowed = (DimensionSlice[])whole.slab.Clone();
        narrowed[whole.axes[axis]] = whole.slab[whole.axes[axis]].Then(slice);
        return new SlicedSource(whole.source, narrowed, dropDimension ? [.. whole.axes.Where((_, i) => i != axis)] : whole.axes);
    }

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        var full = (DimensionSlice[])this.slab.Clone();
        for (var i = 0; i < axes.Length; i++)
        {
            full[axes[i]] = this.slab[axes[i]].Then(slab[i]);
        }

        source.Read(full, destination);
    }
}
