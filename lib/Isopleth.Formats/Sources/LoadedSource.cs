using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Values that their format gives only whole: they are read when the first of them is asked for, and kept.</summary>
internal sealed class LoadedSource<TElement>(IReadOnlyList<int> shape, Func<TElement[]> load) : IArraySource
{
    private readonly Lazy<MemorySource<TElement>> _loaded = new(() => new MemorySource<TElement>(load(), shape));

    public Type ElementType => typeof(TElement);

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks => null;

    public bool InMemory => _loaded.IsValueCreated;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination) => _loaded.Value.Read(slab, destination);
}

/// <summary>Values of a kind that cannot be read; they are listed all the same, and say so when they are asked for.</summary>
internal sealed class UnreadableSource(IReadOnlyList<int> shape, string path, string name, string kind) : IArraySource
{
    public Type ElementType => typeof(object);

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks => null;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination) =>
        throw new DataFormatException($"Values of the {kind} cannot be read; numbers, characters and texts can.", path, name);
}
