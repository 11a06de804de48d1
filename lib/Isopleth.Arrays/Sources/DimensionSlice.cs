using System.Runtime.InteropServices;

namespace Isopleth.Arrays;

/// <summary>The positions taken along one dimension: <c>Start, Start + Stride, …</c>, <c>Count</c> of them.</summary>
/// <param name="Start">The first position, from 0.</param>
/// <param name="Count">How many positions; may be 0.</param>
/// <param name="Stride">The step between positions, at least 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DimensionSlice(int Start, int Count, int Stride)
{
    /// <summary>All positions of a dimension of a given length.</summary>
    /// <param name="length">The dimension's length.</param>
    /// <returns>The whole dimension.</returns>
    public static DimensionSlice All(int length) => new(0, length, 1);

    /// <summary>The slice of this slice: positions are counted within this one.</summary>
    /// <param name="inner">Positions within this slice.</param>
    /// <returns>The same positions, counted in the dimension itself.</returns>
    public DimensionSlice Then(DimensionSlice inner) => new(Start + (inner.Start * Stride), inner.Count, Stride * inner.Stride);

    /// <summary>The number of elements of a hyperslab.</summary>
    /// <param name="slab">One slice for each dimension.</param>
    /// <returns>The product of the counts; 1 for a scalar.</returns>
    public static long Size(ReadOnlySpan<DimensionSlice> slab)
    {
        var size = 1L;
        foreach (var slice in slab)
        {
            size *= slice.Count;
        }

        return size;
    }
}
