using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The stored values of some bands, shape [band, y, x], or of one, shape [y, x].</summary>
internal sealed unsafe class RasterSource(RasterFile file, string name, int type, Type element, int[] bands, int[] shape, int[] chunks) : IArraySource
{
    public Type ElementType => element;

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks => chunks;

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        SourceReader.Demand<T>(element, name);
        if (destination.IsEmpty)
        {
            return;
        }

        var some = slab.Length == 3 ? Enumerable.Range(0, slab[0].Count).Select(Chosen(slab[0])).ToArray() : bands;
        var (rows, columns) = (slab[^2], slab[^1]);
        fixed (byte* p = &Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(destination)))
        {
            if (rows.Stride == 1 && columns.Stride == 1)
            {
                file.Read(some, rows, columns, type, Unsafe.SizeOf<T>(), p, name);
                return;
            }

            // Every so-many-th pixel: a row at a time, since GDAL would resample as it sees fit.
            var whole = new DimensionSlice(columns.Start, ((columns.Count - 1) * columns.Stride) + 1, 1);
            var line = new T[whole.Count * some.Length];
            fixed (byte* scratch = &Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(line)))
            {
                for (var row = 0; row < rows.Count; row++)
                {
                    file.Read(some, new DimensionSlice(rows.Start + (row * rows.Stride), 1, 1), whole, type, Unsafe.SizeOf<T>(), scratch, name);
                    for (var i = 0; i < some.Length; i++)
                    {
                        for (var column = 0; column < columns.Count; column++)
                        {
                            destination[(((i * rows.Count) + row) * columns.Count) + column] = line[(i * whole.Count) + (column * columns.Stride)];
                        }
                    }
                }
            }
        }
    }

    private Func<int, int> Chosen(DimensionSlice slice)
    {
        var (start, stride) = (slice.Start, slice.Stride);
        return i => bands[start + (i * stride)];
    }
}
