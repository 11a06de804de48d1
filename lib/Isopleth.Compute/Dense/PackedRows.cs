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

    /// <summary>Terms that are summed before their sum is added to the others: of so few, and so few such sums, single precision loses a few units of its last place.</summary>
    private const int Terms = 64;

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

        var spare = stackalloc float[Lanes];
        fixed (float* pa = a, pb = _packed, pc = c)
        {
            for (var row = 0; row < rows; row += TileRows)
            {
                for (var lane = 0; lane < Stride; lane += Lanes)
                {
                    for (var term = 0; term < _depth; term += Terms)
                    {
                        MultiplyTile(
                            pa + ((long)row * _depth) + term, _depth, pb + ((((long)lane / Lanes * _depth) + term) * Lanes), Math.Min(Terms, _depth - term), term > 0,
                            pc + ((long)row * Stride) + lane, Stride, Math.Min(TileRows, rows - row) - 1, spare);
                    }
                }
            }
        }
    }

    /// <summary>One tile of C, or its next terms; a row beyond the <paramref name="last"/> is that one once more, and goes to the spare row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyTile(float* a, int strideA, float* b, int depth, bool adds, float* c, int stride, int last, float* spare)
    {
        float* a1 = a + (Math.Min(1, last) * (long)strideA), a2 = a + (Math.Min(2, last) * (long)strideA), a3 = a + (Math.Min(3, last) * (long)strideA), a4 = a + (Math.Min(4, last) * (long)strideA), a5 = a + (Math.Min(5, last) * (long)strideA), a6 = a + (Math.Min(6, last) * (long)strideA), a7 = a + (Math.Min(7, last) * (long)strideA);
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

        Store(c, adds, c00, c01);
        Store(last < 1 ? spare : c + (1L * stride), adds, c10, c11);
        Store(last < 2 ? spare : c + (2L * stride), adds, c20, c21);
        Store(last < 3 ? spare : c + (3L * stride), adds, c30, c31);
        Store(last < 4 ? spare : c + (4L * stride), adds, c40, c41);
        Store(last < 5 ? spare : c + (5L * stride), adds, c50, c51);
        Store(last < 6 ? spare : c + (6L * stride), adds, c60, c61);
        Store(last < 7 ? spare : c + (7L * stride), adds, c70, c71);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float x, Vector512<float> left, Vector512<float> right, ref Vector512<float> sumLeft, ref Vector512<float> sumRight)
    {
        var all = Vector512.Create(x);
        sumLeft = Vector512.FusedMultiplyAdd(all, left, sumLeft);
        sumRight = Vector512.FusedMultiplyAdd(all, right, sumRight);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* c, bool adds, Vector512<float> left, Vector512<float> right)
    {
        if (adds)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + Vector512<float>.Count);
        }

        left.Store(c);
        right.Store(c + Vector512<float>.Count);
    }
}
