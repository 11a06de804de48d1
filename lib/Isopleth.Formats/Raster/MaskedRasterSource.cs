using System.Numerics;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The values of a raster as floating-point numbers, missing where the mask beside its bands says that there are none.</summary>
internal sealed unsafe class MaskedRasterSource(RasterFile file, string name, RasterSource values) : IArraySource
{
    public Type ElementType { get; } = Promotion.Floating(values.ElementType);

    public IReadOnlyList<int> Shape => values.Shape;

    public IReadOnlyList<int>? Chunks => values.Chunks;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        if (typeof(T) == typeof(float))
        {
            Masked(slab, SourceReader.Reinterpret<T, float>(destination));
        }
        else
        {
            Masked(slab, SourceReader.Reinterpret<T, double>(destination));
        }
    }

    private void Masked<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (destination.IsEmpty)
        {
            return;
        }

        SourceReader.Read(values, slab, destination);
        var (rows, columns) = (slab[^2], slab[^1]);
        var mask = new byte[((columns.Count - 1) * columns.Stride) + 1];
        fixed (byte* p = mask)
        {
            for (var row = 0; row < rows.Count; row++)
            {
                file.ReadMask(new DimensionSlice(rows.Start + (row * rows.Stride), 1, 1), new DimensionSlice(columns.Start, mask.Length, 1), p, name);
                for (var start = row * columns.Count; start < destination.Length; start += rows.Count * columns.Count)
                {
                    for (var column = 0; column < columns.Count; column++)
                    {
                        destination[start + column] = mask[column * columns.Stride] == 0 ? T.NaN : destination[start + column];
                    }
                }
            }
        }
    }
}
