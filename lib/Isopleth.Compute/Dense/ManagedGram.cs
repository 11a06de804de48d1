using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Isopleth.Compute;

/// <summary>The product of a tall matrix with itself, upper triangle: few columns, any number of rows.</summary>
/// <remarks>
/// A BLAS packs the matrix twice, once for either side of the product, and computes squares along the diagonal. Here one packed copy serves both sides, and
/// what lies below the diagonal is left out to a vector. Sums run over <see cref="Depth"/> rows in registers before they are added to C.
/// </remarks>
internal static unsafe class ManagedGram
{
    /// <summary>A tile is 8 rows of C by 3 vectors: 24 accumulators hide the multiplier's latency, 11 loads feed 24 multiplications.</summary>
    private const int TileRows = 8;
    private const int TileVectors = 3;

    /// <summary>Rows of A whose strip of three vectors (36 KB) stays in a level-1 cache while the tiles of its columns are computed.</summary>
    private const int Depth = 192;

    /// <summary>C = Aᵀ A + beta C; see <see cref="DenseAlgebra.Gram(int, int, ReadOnlySpan{float}, int, float, Span{float}, int)"/>.</summary>
    public static void Compute<T>(int n, int k, ReadOnlySpan<T> a, int strideA, T beta, Span<T> c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < n; i++)
        {
            ManagedProduct.Scale(c.Slice((i * strideC) + i, n - i), beta);
        }

        var width = TileVectors * Vector512<T>.Count;
        var room = ArrayPool<T>.Shared.Rent(checked(((n + width - 1) / width * width * Depth) + Vector512<T>.Count));
        fixed (T* start = room, pc = c)
        {
            var packed = (T*)(((nuint)start + 63) & ~(nuint)63); // a vector that lies across two lines of the cache costs two loads
            for (var from = 0; from < k; from += Depth)
            {
                var depth = Math.Min(Depth, k - from);
                Pack(packed, a[(from * strideA)..], strideA, n, depth);
                AddProducts(packed, n, depth, pc, strideC);
            }
        }

        ArrayPool<T>.Shared.Return(room);
    }

    /// <summary>Strips of three vectors, the rows one after the other in each, the last strip filled with zeros.</summary>
    private static void Pack<T>(T* to, ReadOnlySpan<T> a, int strideA, int n, int depth)
        where T : unmanaged
    {
        var width = TileVectors * Vector512<T>.Count;
        for (var column = 0; column < n; column += width)
        {
            var filled = Math.Min(width, n - column);
            for (var row = 0; row < depth; row++, to += width)
            {
                a.Slice((row * strideA) + column, filled).CopyTo(new Span<T>(to, width));
                new Span<T>(to + filled, width - filled).Clear();
            }
        }
    }

    private static void AddProducts<T>(T* packed, int n, int depth, T* c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (lanes, width) = (Vector512<T>.Count, TileVectors * Vector512<T>.Count);
        var spare = stackalloc T[TileRows * width];
        for (var column = 0; column < n; column += width)
        {
            var right = packed + ((long)column * depth);
            for (var row = 0; row < n && row < column + width; row += TileRows)
            {
                var (strip, at) = Math.DivRem(row, width);
                var left = packed + ((long)strip * width * depth) + at;
                if (row + TileRows <= column && column + width <= n)
                {
                    AddTile(depth, left, right, c + ((long)row * strideC) + column, strideC);
                    continue;
                }

                // At the diagonal and at the edge: into a spare tile, of which the upper triangle counts.
                var first = row < column ? 0 : at / lanes * lanes;
                new Span<T>(spare, TileRows * width).Clear();
                if (first == 0)
                {
                    AddTile(depth, left, right, spare, width);
                }
                else
                {
                    for (var vector = first; vector < width; vector += lanes)
                    {
                        AddColumn(depth, left, right + vector, spare + vector, width);
                    }
                }

                for (var y = row; y < Math.Min(row + TileRows, n); y++)
                {
                    var from = Math.Max(y, column);
                    var sum = new Span<T>(c + ((long)y * strideC) + from, Math.Min(column + width, n) - from);
                    TensorPrimitives.Add(sum, new ReadOnlySpan<T>(spare + ((y - row) * width) + from - column, sum.Length), sum);
                }
            }
        }
    }

    /// <summary>Adds to a tile of 8 rows and three vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile<T>(int depth, T* a, T* b, T* c, int stride)
        where T : unmanaged
    {
        var count = Vector512<T>.Count;
        Vector512<T> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default, c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        Vector512<T> c40 = default, c41 = default, c42 = default, c50 = default, c51 = default, c52 = default, c60 = default, c61 = default, c62 = default, c70 = default, c71 = default, c72 = default;
        for (var d = 0; d < depth; d++, a += TileVectors * count, b += TileVectors * count)
        {
            var (b0, b1, b2) = (Vector512.Load(b), Vector512.Load(b + count), Vector512.Load(b + (2 * count)));
            var x = Vector512.Create(a[0]);
            (c00, c01, c02) = (ManagedProduct.Fused(x, b0, c00), ManagedProduct.Fused(x, b1, c01), ManagedProduct.Fused(x, b2, c02));
            x = Vector512.Create(a[1]);
            (c10, c11, c12) = (ManagedProduct.Fused(x, b0, c10), ManagedProduct.Fused(x, b1, c11), ManagedProduct.Fused(x, b2, c12));
            x = Vector512.Create(a[2]);
            (c20, c21, c22) = (ManagedProduct.Fused(x, b0, c20), ManagedProduct.Fused(x, b1, c21), ManagedProduct.Fused(x, b2, c22));
            x = Vector512.Create(a[3]);
            (c30, c31, c32) = (ManagedProduct.Fused(x, b0, c30), ManagedProduct.Fused(x, b1, c31), ManagedProduct.Fused(x, b2, c32));
            x = Vector512.Create(a[4]);
            (c40, c41, c42) = (ManagedProduct.Fused(x, b0, c40), ManagedProduct.Fused(x, b1, c41), ManagedProduct.Fused(x, b2, c42));
            x = Vector512.Create(a[5]);
            (c50, c51, c52) = (ManagedProduct.Fused(x, b0, c50), ManagedProduct.Fused(x, b1, c51), ManagedProduct.Fused(x, b2, c52));
            x = Vector512.Create(a[6]);
            (c60, c61, c62) = (ManagedProduct.Fused(x, b0, c60), ManagedProduct.Fused(x, b1, c61), ManagedProduct.Fused(x, b2, c62));
            x = Vector512.Create(a[7]);
            (c70, c71, c72) = (ManagedProduct.Fused(x, b0, c70), ManagedProduct.Fused(x, b1, c71), ManagedProduct.Fused(x, b2, c72));
        }

        ManagedProduct.AddRow(c, count, c00, c01, c02);
        ManagedProduct.AddRow(c + (1L * stride), count, c10, c11, c12);
        ManagedProduct.AddRow(c + (2L * stride), count, c20, c21, c22);
        ManagedProduct.AddRow(c + (3L * stride), count, c30, c31, c32);
        ManagedProduct.AddRow(c + (4L * stride), count, c40, c41, c42);
        ManagedProduct.AddRow(c + (5L * stride), count, c50, c51, c52);
        ManagedProduct.AddRow(c + (6L * stride), count, c60, c61, c62);
        ManagedProduct.AddRow(c + (7L * stride), count, c70, c71, c72);
    }

    /// <summary>Adds to a tile of 8 rows and one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumn<T>(int depth, T* a, T* b, T* c, int stride)
        where T : unmanaged
    {
        var count = Vector512<T>.Count;
        Vector512<T> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (var d = 0; d < depth; d++, a += TileVectors * count, b += TileVectors * count)
        {
            var x = Vector512.Load(b);
            c0 = ManagedProduct.Fused(Vector512.Create(a[0]), x, c0);
            c1 = ManagedProduct.Fused(Vector512.Create(a[1]), x, c1);
            c2 = ManagedProduct.Fused(Vector512.Create(a[2]), x, c2);
            c3 = ManagedProduct.Fused(Vector512.Create(a[3]), x, c3);
            c4 = ManagedProduct.Fused(Vector512.Create(a[4]), x, c4);
            c5 = ManagedProduct.Fused(Vector512.Create(a[5]), x, c5);
            c6 = ManagedProduct.Fused(Vector512.Create(a[6]), x, c6);
            c7 = ManagedProduct.Fused(Vector512.Create(a[7]), x, c7);
        }

        c0.Store(c);
        c1.Store(c + (1L * stride));
        c2.Store(c + (2L * stride));
        c3.Store(c + (3L * stride));
        c4.Store(c + (4L * stride));
        c5.Store(c + (5L * stride));
        c6.Store(c + (6L * stride));
        c7.Store(c + (7L * stride));
    }
}
