using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Isopleth.Compute;

/// <summary>A matrix B that many others are multiplied by, laid out for it once: C = A Bᵀ, single precision.</summary>
/// <remarks>
/// For few rows of B and very many of A: a general product lays out B anew at each call, and copies A, which costs as much as multiplying by some fifty rows.
/// Without instructions of 512 bits it is the algebra's product. With them, a row of C does not depend on the rows beside it, to the last bit.
/// </remarks>
public sealed unsafe class PackedRows
{
    /// <summary>A tile is 8 rows of A by 32 of B: 16 accumulators hide the multiplier's latency, 10 loads feed 16 multiplications.</summary>
    private const int TileRows = 8;
    private const int Lanes = 32;

    private readonly DenseAlgebra _algebra;
    private readonly float[] _rows;
    private readonly float[]? _packed;
    private readonly int _count;
    private readonly int _depth;

    /// <summary>Lays out a matrix.</summary>
    /// <param name="rows">B, shape [count, depth].</param>
    /// <param name="count">Rows of B.</param>
    /// <param name="depth">Columns of B, and of every A.</param>
    /// <param name="algebra">What multiplies where the processor has no instructions of 512 bits.</param>
    /// <exception cref="ArgumentException">B has not count × depth elements.</exception>
    public PackedRows(float[] rows, int count, int depth, DenseAlgebra algebra)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(algebra);
        if (count < 1 || depth < 1 || rows.Length != (long)count * depth)
        {
            throw new ArgumentException($"B has {rows.Length} elements; [{count}, {depth}] was expected, at least one of each.", nameof(rows));
        }

        (_algebra, _rows, _count, _depth) = (algebra, rows, count, depth);
        Stride = (count + Lanes - 1) / Lanes * Lanes;
        if (!Vector512.IsHardwareAccelerated)
        {
            return;
        }

        _packed = new float[Stride * depth];
        for (var row = 0; row < count; row++)
        {
            var (strip, lane) = Math.DivRem(row, Lanes);
            for (var d = 0; d < depth; d++)
            {
                _packed[(((strip * depth) + d) * Lanes) + lane] = rows[(row * depth) + d];
            }
        }
    }

    /// <summary>Distance between the starts of two rows of C [elements]: the rows of B, rounded up.</summary>
    public int Stride { get; }

    /// <summary>C = A Bᵀ.</summary>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="a">A, shape [rows, depth].</param>
    /// <param name="c">C, shape [rows, <see cref="Stride"/>], of which the first columns, as many as B has rows, are set.</param>
    /// <exception cref="ArgumentException">A matrix does not fit its span.</exception>
    public void Multiply(int rows, ReadOnlySpan<float> a, Span<float> c)
    {
        if (rows < 0 || a.Length < (long)rows * _depth || c.Length < (long)rows * Stride)
        {
            throw new ArgumentException($"A of shape [{rows}, {_depth}] and C of [{rows}, {Stride}] do not fit spans of {a.Length} and {c.Length} elements.");
        }

        if (_packed is null)
        {
            _algebra.Multiply(false, true, rows, _count, _depth, 1f, a, _depth, _rows, _depth, 0f, c, Stride);
            return;
        }

        fixed (float* pa = a, pb = _packed, pc = c)
        {
            for (var row = 0; row < rows; row += TileRows)
            {
                for (var lane = 0; lane < Stride; lane += Lanes)
                {
                    MultiplyTile(pa + ((long)row * _depth), pb + ((long)lane * _depth), _depth, pc + ((long)row * Stride) + lane, Stride, Math.Min(TileRows, rows - row) - 1);
                }
            }
        }
    }

    /// <summary>One tile of C; a row beyond the <paramref name="last"/> is that one once more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(float* a, float* b, int depth, float* c, int stride, int last)
    {
        long r1 = Math.Min(1, last), r2 = Math.Min(2, last), r3 = Math.Min(3, last), r4 = Math.Min(4, last), r5 = Math.Min(5, last), r6 = Math.Min(6, last), r7 = Math.Min(7, last);
        float* a1 = a + (r1 * depth), a2 = a + (r2 * depth), a3 = a + (r3 * depth), a4 = a + (r4 * depth), a5 = a + (r5 * depth), a6 = a + (r6 * depth), a7 = a + (r7 * depth);
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default, c60 = default, c61 = default, c70 = default, c71 = default;
        for (long d = 0; d < depth; d++, b += Lanes)
        {
            var (left, right) = (Vector512.Load(b), Vector512.Load(b + Vector512<float>.Count));
            Add(a[d], left, right, ref c00, ref c01);
            Add(a1[d], left, right, ref c10, ref c11);
            Add(a2[d], left, right, ref c20, ref c21);
            Add(a3[d], left, right, ref c30, ref c31);
            Add(a4[d], left, right, ref c40, ref c41);
            Add(a5[d], left, right, ref c50, ref c51);
            Add(a6[d], left, right, ref c60, ref c61);
            Add(a7[d], left, right, ref c70, ref c71);
        }

        Store(c, c00, c01);
        Store(c + (r1 * stride), c10, c11);
        Store(c + (r2 * stride), c20, c21);
        Store(c + (r3 * stride), c30, c31);
        Store(c + (r4 * stride), c40, c41);
        Store(c + (r5 * stride), c50, c51);
        Store(c + (r6 * stride), c60, c61);
        Store(c + (r7 * stride), c70, c71);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float x, Vector512<float> left, Vector512<float> right, ref Vector512<float> sumLeft, ref Vector512<float> sumRight)
    {
        var all = Vector512.Create(x);
        sumLeft = Vector512.FusedMultiplyAdd(all, left, sumLeft);
        sumRight = Vector512.FusedMultiplyAdd(all, right, sumRight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, Vector512<float> left, Vector512<float> right)
    {
        left.Store(c);
        right.Store(c + Vector512<float>.Count);
    }
}
