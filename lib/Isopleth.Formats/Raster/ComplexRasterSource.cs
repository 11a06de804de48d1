using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>One half of complex pixels, as radar has them: the real or the imaginary numbers.</summary>
internal sealed unsafe class ComplexRasterSource(RasterFile file, string name, int[] bands, int[] shape, int[] block, bool isImaginary) : IArraySource
{
    private const int Complex64 = 11;

    public string Name => name;

    public Type ElementType => typeof(double);

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks => block;

    public bool InMemory => false;

    /// <summary>Whether GDAL's type is one of complex numbers.</summary>
    public static bool Is(int type) => type is >= 8 and <= Complex64;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        var target = SourceReader.Reinterpret<T, double>(destination);
        if (target.IsEmpty)
        {
            return;
        }

        // Windows without steps are read, both halves of them, and picked from.
        DimensionSlice Cover(DimensionSlice s) => new(s.Start, ((s.Count - 1) * s.Stride) + 1, 1);
        var (chosen, rows, columns) = (slab[0], Cover(slab[1]), Cover(slab[2]));
        var numbers = new int[chosen.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = bands[chosen.Start + (i * chosen.Stride)];
        }

        var values = new double[checked(2L * numbers.Length * rows.Count * columns.Count)];
        fixed (double* p = values)
        {
            file.Read(numbers, rows, columns, Complex64, 2 * sizeof(double), p, name);
        }

        var at = 0;
        for (var band = 0; band < numbers.Length; band++)
        {
            for (var row = 0; row < slab[1].Count; row++)
            {
                for (var column = 0; column < slab[2].Count; column++)
                {
                    target[at++] = values[(2L * ((((long)band * rows.Count) + (row * slab[1].Stride)) * columns.Count + (column * slab[2].Stride))) + (isImaginary ? 1 : 0)];
                }
            }
        }
    }
}
