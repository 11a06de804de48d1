using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Isopleth.Compute;

/// <summary>A blocked matrix product: panels of A and B are packed so that a small kernel, all in registers, walks through them in order.</summary>
internal static unsafe class ManagedProduct
{
    /// <summary>Rows of the kernel's tile.</summary>
    private const int TileRows = 4;

    /// <summary>Vectors of 512 bits in a row of the kernel's tile: 4 × 3 accumulators hide the multiplier's latency.</summary>
    private const int TileVectors = 3;

    /// <summary>Depth and rows of a packed panel of A: with the panel of B in use, half of a level-2 cache.</summary>
    private const int Depth = 384;
    private const int PanelRows = 96;

    /// <summary>C = alpha op(A) op(B) + beta C; see <see cref="DenseAlgebra"/>.</summary>
    public static void Multiply<T>(bool transposeA, bool transposeB, int m, int n, int k, T alpha, ReadOnlySpan<T> a, int strideA, ReadOnlySpan<T> b, int strideB, T beta, Span<T> c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < m; i++)
        {
            Scale(c.Slice(i * strideC, n), beta);
        }

        var tileColumns = TileVectors * Vector512<T>.Count;
        var width = (n + tileColumns - 1) / tileColumns * tileColumns;
        var packedB = (T*)NativeMemory.AlignedAlloc((nuint)(Depth * width * sizeof(T)), 64);
        var packedA = (T*)NativeMemory.AlignedAlloc((nuint)(Depth * PanelRows * sizeof(T)), 64);
        try
        {
            fixed (T* pa = a, pb = b, pc = c)
            {
                for (var depth = 0; depth < k; depth += Depth)
                {
                    var count = Math.Min(Depth, k - depth);
                    Pack(packedB, pb, strideB, !transposeB, n, tileColumns, depth, count, T.One);
                    for (var top = 0; top < m; top += PanelRows)
                    {
                        var rows = Math.Min(PanelRows, m - top);
                        Pack(packedA, pa + (transposeA ? top : (long)top * strideA), strideA, transposeA, rows, TileRows, depth, count, alpha);
                        MultiplyPanel(packedA, packedB, rows, n, count, pc + ((long)top * strideC), strideC);
                    }
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(packedB);
            NativeMemory.AlignedFree(packedA);
        }
    }

    /// <summary>Multiplies by beta; at 0 what was there is not read.</summary>
    public static void Scale<T>(Span<T> row, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (beta == T.Zero)
        {
            row.Clear();
        }
        else if (beta != T.One)
        {
            foreach (ref var value in row)
            {
                value *= beta;
            }
        }
    }

    /// <summary>x y + sum, of the two types there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Fused<T>(Vector512<T> x, Vector512<T> y, Vector512<T> sum) =>
        typeof(T) == typeof(float)
            ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    /// <summary>Adds three vectors to a row of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddRow<T>(T* c, int count, Vector512<T> v0, Vector512<T> v1, Vector512<T> v2)
        where T : unmanaged
    {
        (Vector512.Load(c) + v0).Store(c);
        (Vector512.Load(c + count) + v1).Store(c + count);
        (Vector512.Load(c + (2 * count)) + v2).Store(c + (2 * count));
    }

    /// <summary>Packs <paramref name="lanes"/> rows or columns in strips of <paramref name="strip"/>, the depth outermost, the last strip filled with zeros.</summary>
    /// <param name="to">The panel.</param>
    /// <param name="from">The matrix.</param>
    /// <param name="stride">Its stride.</param>
    /// <param name="isDepthByRow">Whether the depth runs from row to row of the matrix, not along them.</param>
    /// <param name="lanes">How many there are.</param>
    /// <param name="strip">Lanes of a strip.</param>
    /// <param name="depth">First of the depth.</param>
    /// <param name="count">How deep.</param>
    /// <param name="factor">What every element is multiplied by.</param>
    private static void Pack<T>(T* to, T* from, int stride, bool isDepthByRow, int lanes, int strip, int depth, int count, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (alongLane, alongDepth) = isDepthByRow ? (1L, (long)stride) : (stride, 1L);
        for (var first = 0; first < lanes; first += strip)
        {
            var filled = Math.Min(strip, lanes - first);
            var source = from + (first * alongLane) + (depth * alongDepth);
            for (var d = 0; d < count; d++, to += strip, source += alongDepth)
            {
                for (var lane = 0; lane < filled; lane++)
                {
                    to[lane] = factor * source[lane * alongLane];
                }

                new Span<T>(to + filled, strip - filled).Clear();
            }
        }
    }

    private static void MultiplyPanel<T>(T* a, T* b, int rows, int columns, int depth, T* c, int strideC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tileColumns = TileVectors * Vector512<T>.Count;
        var edge = stackalloc T[TileRows * tileColumns];
        for (var j = 0; j < columns; j += tileColumns)
        {
            for (var i = 0; i < rows; i += TileRows)
            {
                var (height, width) = (Math.Min(TileRows, rows - i), Math.Min(tileColumns, columns - j));
                var corner = c + ((long)i * strideC) + j;
                if (height == TileRows && width == tileColumns)
                {
                    AddTile(depth, a + (i * depth), b + (j * depth), corner, strideC);
                    continue;
                }

                new Span<T>(edge, TileRows * tileColumns).Clear();
                AddTile(depth, a + (i * depth), b + (j * depth), edge, tileColumns);
                for (var y = 0; y < height; y++)
                {
                    for (var x = 0; x < width; x++)
                    {
                        corner[((long)y * strideC) + x] += edge[(y * tileColumns) + x];
                    }
                }
            }
        }
    }

    /// <summary>Adds the product of two packed strips to a tile of C.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTile<T>(int depth, T* a, T* b, T* c, int stride)
        where T : unmanaged
    {
        var count = Vector512<T>.Count;
        Vector512<T> c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        Vector512<T> c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        for (var d = 0; d < depth; d++, a += TileRows, b += TileVectors * count)
        {
            var (b0, b1, b2) = (Vector512.Load(b), Vector512.Load(b + count), Vector512.Load(b + (2 * count)));
            var x = Vector512.Create(a[0]);
            c00 = Fused(x, b0, c00);
            c01 = Fused(x, b1, c01);
            c02 = Fused(x, b2, c02);
            x = Vector512.Create(a[1]);
            c10 = Fused(x, b0, c10);
            c11 = Fused(x, b1, c11);
            c12 = Fused(x, b2, c12);
            x = Vector512.Create(a[2]);
            c20 = Fused(x, b0, c20);
            c21 = Fused(x, b1, c21);
            c22 = Fused(x, b2, c22);
            x = Vector512.Create(a[3]);
            c30 = Fused(x, b0, c30);
            c31 = Fused(x, b1, c31);
            c32 = Fused(x, b2, c32);
        }

        AddRow(c, count, c00, c01, c02);
        AddRow(c + stride, count, c10, c11, c12);
        AddRow(c + (2L * stride), count, c20, c21, c22);
        AddRow(c + (3L * stride), count, c30, c31, c32);
    }
}
