namespace Isopleth.Arrays;

/// <summary>Where a variable's values come from: a file, a store, or memory. A format plugs in by implementing this.</summary>
/// <remarks>Implementations are safe to call from several threads at once.</remarks>
public interface IArraySource
{
    /// <summary>The type of the values as they are delivered: one of the ten numeric types, <see cref="char"/> (one byte of text each), <see cref="string"/>, or <see cref="object"/> when they cannot be read.</summary>
    Type ElementType { get; }

    /// <summary>The number of values along each dimension, slowest first; empty for a scalar.</summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>The shape of the blocks in which values lie together, or null when they lie in one piece. Reading along it avoids unpacking a block twice.</summary>
    IReadOnlyList<int>? Chunks { get; }

    /// <summary>Whether the values are in memory already, so that reading them costs nothing.</summary>
    bool InMemory { get; }

    /// <summary>Reads one hyperslab in row-major order.</summary>
    /// <typeparam name="T">Exactly <see cref="ElementType"/>.</typeparam>
    /// <param name="slab">One slice for each dimension, within <see cref="Shape"/>.</param>
    /// <param name="destination">As many elements as the slab has.</param>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination);
}
