namespace Isopleth.Arrays;

/// <summary>A part of a source: one slice of each of its dimensions, some of them dropped. Slices of slices become one slice.</summary>
internal sealed class SlicedSource : IArraySource
{
    private readonly IArraySource _source;
    private readonly DimensionSlice[] _slab;
    private readonly int[] _axes;

    private SlicedSource(IArraySource source, DimensionSlice[] slab, int[] axes)
    {
        _source = source;
        _slab = slab;
        _axes = axes;
        Shape = [.. axes.Select(a => slab[a].Count)];
        Chunks = source.Chunks is { } chunks ? [.. axes.Select(a => Math.Max(1, chunks[a] / slab[a].Stride))] : null;
    }

    public Type ElementType => _source.ElementType;

    public IReadOnlyList<int> Shape { get; }

    public IReadOnlyList<int>? Chunks { get; }

    public bool InMemory => _source.InMemory;

    /// <summary>A slice along one dimension.</summary>
    public static SlicedSource Of(IArraySource source, int axis, DimensionSlice slice, bool dropDimension)
    {
        var whole = source as SlicedSource
            ?? new SlicedSource(source, [.. source.Shape.Select(DimensionSlice.All)], [.. Enumerable.Range(0, source.Shape.Count)]);
        var narrowed = (DimensionSlice[])whole._slab.Clone();
        narrowed[whole._axes[axis]] = whole._slab[whole._axes[axis]].Then(slice);
        return new SlicedSource(whole._source, narrowed, dropDimension ? [.. whole._axes.Where((_, i) => i != axis)] : whole._axes);
    }

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        var full = (DimensionSlice[])_slab.Clone();
        for (var i = 0; i < _axes.Length; i++)
        {
            full[_axes[i]] = _slab[_axes[i]].Then(slab[i]);
        }

        _source.Read(full, destination);
    }
}
