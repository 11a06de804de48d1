using Isopleth.Native;

namespace Isopleth.Compute;

/// <summary>Products and eigenvectors of dense row-major matrices: by OpenBLAS, or in C# alone.</summary>
/// <remarks>
/// Each call runs on the calling thread; a method that wants more cores divides its rows among them and calls from each.
/// A stride is the distance between the starts of two rows [elements].
/// </remarks>
public abstract class DenseAlgebra
{
    /// <summary>C# alone: SIMD products, MathNet.Numerics' eigenvectors. Runs everywhere.</summary>
    public static DenseAlgebra Managed { get; } = new ManagedAlgebra();

    private static readonly Lazy<DenseAlgebra> Blas = new(() => new OpenBlasAlgebra());
    private static readonly Lazy<DenseAlgebra> BestHere = new(() => NativeLibraries.IsAvailable(OpenBlasLibrary.Native, out _) ? Blas.Value : Managed);

    /// <summary>OpenBLAS.</summary>
    /// <exception cref="NativeLibraryMissingException">It is not on this machine; the message names the command that installs it.</exception>
    public static DenseAlgebra OpenBlas => Blas.Value;

    /// <summary>OpenBLAS where it is installed, else <see cref="Managed"/>.</summary>
    public static DenseAlgebra Best => BestHere.Value;

    /// <summary>The library, its version and the processor it computes for, for a result's diagnostics.</summary>
    public abstract string Name { get; }

    /// <summary>C = alpha op(A) op(B) + beta C, single precision.</summary>
    /// <param name="transposeA">Whether op(A) is the transpose of A.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of B.</param>
    /// <param name="m">Rows of C and of op(A).</param>
    /// <param name="n">Columns of C and of op(B).</param>
    /// <param name="k">Columns of op(A), rows of op(B).</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">A, shape [m, k], or [k, m] when it is transposed.</param>
    /// <param name="strideA">Stride of A.</param>
    /// <param name="b">B, shape [k, n], or [n, k] when it is transposed.</param>
    /// <param name="strideB">Stride of B.</param>
    /// <param name="beta">Factor of what C holds before; at 0 it is not read.</param>
    /// <param name="c">C, shape [m, n].</param>
    /// <param name="strideC">Stride of C.</param>
    /// <exception cref="ArgumentException">A matrix does not fit its span or its stride.</exception>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int strideA, ReadOnlySpan<float> b, int strideB, float beta, Span<float> c, int strideC)
    {
        ExpectProduct(transposeA, transposeB, m, n, k, a.Length, strideA, b.Length, strideB, c.Length, strideC);
        MultiplyCore(transposeA, transposeB, m, n, k, alpha, a, strideA, b, strideB, beta, c, strideC);
    }

    /// <summary>C = alpha op(A) op(B) + beta C, double precision.</summary>
    /// <inheritdoc cref="Multiply(bool, bool, int, int, int, float, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, float, Span{float}, int)"/>
    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, double alpha, ReadOnlySpan<double> a, int strideA, ReadOnlySpan<double> b, int strideB, double beta, Span<double> c, int strideC)
    {
        ExpectProduct(transposeA, transposeB, m, n, k, a.Length, strideA, b.Length, strideB, c.Length, strideC);
        MultiplyCore(transposeA, transposeB, m, n, k, alpha, a, strideA, b, strideB, beta, c, strideC);
    }

    /// <summary>C = Aᵀ A + beta C, single precision; only the upper triangle of C is computed.</summary>
    /// <param name="n">Rows and columns of C, columns of A.</param>
    /// <param name="k">Rows of A.</param>
    /// <param name="a">A, shape [k, n].</param>
    /// <param name="strideA">Stride of A.</param>
    /// <param name="beta">Factor of what C holds before; at 0 it is not read.</param>
    /// <param name="c">C, shape [n, n].</param>
    /// <param name="strideC">Stride of C.</param>
    /// <exception cref="ArgumentException">A matrix does not fit its span or its stride.</exception>
    public void Gram(int n, int k, ReadOnlySpan<float> a, int strideA, float beta, Span<float> c, int strideC)
    {
        Expect("A", k, n, a.Length, strideA);
        Expect("C", n, n, c.Length, strideC);
        GramCore(n, k, a, strideA, beta, c, strideC);
    }

    /// <summary>C = Aᵀ A + beta C, double precision; only the upper triangle of C is computed.</summary>
    /// <inheritdoc cref="Gram(int, int, ReadOnlySpan{float}, int, float, Span{float}, int)"/>
    public void Gram(int n, int k, ReadOnlySpan<double> a, int strideA, double beta, Span<double> c, int strideC)
    {
        Expect("A", k, n, a.Length, strideA);
        Expect("C", n, n, c.Length, strideC);
        GramCore(n, k, a, strideA, beta, c, strideC);
    }

    /// <summary>All eigenvalues and eigenvectors of a symmetric matrix.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <param name="matrix">The matrix, shape [n, n], of which the upper triangle is read. On return its rows are the eigenvectors, of length 1, in the order of the values.</param>
    /// <returns>The eigenvalues, ascending, shape [n].</returns>
    /// <exception cref="ArgumentException">The matrix does not fit its span, or holds a number that is not finite.</exception>
    public double[] SymmetricEigen(int n, Span<double> matrix)
    {
        Expect("The matrix", n, n, matrix.Length, n);
        for (var i = 0; i < n; i++)
        {
            for (var j = i; j < n; j++)
            {
                if (!double.IsFinite(matrix[(i * n) + j]))
                {
                    throw new ArgumentException($"The matrix holds {matrix[(i * n) + j]} at [{i}, {j}]; eigenvectors need finite numbers.", nameof(matrix));
                }
            }
        }

        return SymmetricEigenCore(n, matrix);
    }

    /// <inheritdoc cref="Multiply(bool, bool, int, int, int, float, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, float, Span{float}, int)"/>
    protected abstract void MultiplyCore(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int strideA, ReadOnlySpan<float> b, int strideB, float beta, Span<float> c, int strideC);

    /// <inheritdoc cref="Multiply(bool, bool, int, int, int, float, ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, float, Span{float}, int)"/>
    protected abstract void MultiplyCore(bool transposeA, bool transposeB, int m, int n, int k, double alpha, ReadOnlySpan<double> a, int strideA, ReadOnlySpan<double> b, int strideB, double beta, Span<double> c, int strideC);

    /// <inheritdoc cref="Gram(int, int, ReadOnlySpan{float}, int, float, Span{float}, int)"/>
    protected abstract void GramCore(int n, int k, ReadOnlySpan<float> a, int strideA, float beta, Span<float> c, int strideC);

    /// <inheritdoc cref="Gram(int, int, ReadOnlySpan{float}, int, float, Span{float}, int)"/>
    protected abstract void GramCore(int n, int k, ReadOnlySpan<double> a, int strideA, double beta, Span<double> c, int strideC);

    /// <inheritdoc cref="SymmetricEigen"/>
    protected abstract double[] SymmetricEigenCore(int n, Span<double> matrix);

    private static void ExpectProduct(bool transposeA, bool transposeB, int m, int n, int k, int a, int strideA, int b, int strideB, int c, int strideC)
    {
        Expect("A", transposeA ? k : m, transposeA ? m : k, a, strideA);
        Expect("B", transposeB ? n : k, transposeB ? k : n, b, strideB);
        Expect("C", m, n, c, strideC);
    }

    private static void Expect(string name, int rows, int columns, int length, int stride)
    {
        if (rows < 0 || columns < 0 || stride < columns || (rows > 0 && ((long)(rows - 1) * stride) + columns > length))
        {
            throw new ArgumentException($"{name} of shape [{rows}, {columns}] and stride {stride} does not fit a span of {length} elements.");
        }
    }
}
