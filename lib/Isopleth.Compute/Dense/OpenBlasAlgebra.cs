using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Isopleth.Compute;

/// <summary>CBLAS products and LAPACK's divide-and-conquer eigenvectors (<c>dsyevd</c>) of OpenBLAS.</summary>
/// <remarks>Where the processor has instructions of 512 bits, <see cref="ManagedGram"/> multiplies a matrix by itself: it beats every symmetric product of OpenBLAS there, twice where that takes the processor for an older one.</remarks>
internal sealed unsafe partial class OpenBlasAlgebra : DenseAlgebra
{
    private const string Library = "openblas";
    private const int RowMajor = 101;
    private const int Upper = 121;

    public OpenBlasAlgebra()
    {
        OpenBlasLibrary.Threads = 1;
        Name = $"{OpenBlasLibrary.Version}, {OpenBlasLibrary.Core}";
    }

    public override string Name { get; }

    protected override void MultiplyCore(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int strideA, ReadOnlySpan<float> b, int strideB, float beta, Span<float> c, int strideC)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            cblas_sgemm(RowMajor, Operation(transposeA), Operation(transposeB), m, n, k, alpha, pa, strideA, pb, strideB, beta, pc, strideC);
        }
    }

    protected override void MultiplyCore(bool transposeA, bool transposeB, int m, int n, int k, double alpha, ReadOnlySpan<double> a, int strideA, ReadOnlySpan<double> b, int strideB, double beta, Span<double> c, int strideC)
    {
        fixed (double* pa = a, pb = b, pc = c)
        {
            cblas_dgemm(RowMajor, Operation(transposeA), Operation(transposeB), m, n, k, alpha, pa, strideA, pb, strideB, beta, pc, strideC);
        }
    }

    protected override void GramCore(int n, int k, ReadOnlySpan<float> a, int strideA, float beta, Span<float> c, int strideC)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ManagedGram.Compute(n, k, a, strideA, beta, c, strideC);
            return;
        }

        fixed (float* pa = a, pc = c)
        {
            cblas_ssyrk(RowMajor, Upper, Operation(true), n, k, 1, pa, strideA, beta, pc, strideC);
        }
    }

    protected override void GramCore(int n, int k, ReadOnlySpan<double> a, int strideA, double beta, Span<double> c, int strideC)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            ManagedGram.Compute(n, k, a, strideA, beta, c, strideC);
            return;
        }

        fixed (double* pa = a, pc = c)
        {
            cblas_dsyrk(RowMajor, Upper, Operation(true), n, k, 1, pa, strideA, beta, pc, strideC);
        }
    }

    protected override double[] SymmetricEigenCore(int n, Span<double> matrix)
    {
        var values = new double[n];
        if (n == 0)
        {
            return values;
        }

        // LAPACK counts in columns: our upper triangle is its lower one, and the eigenvectors in its columns are our rows.
        var (vectors, lower) = ((byte)'V', (byte)'L');
        var (query, size, integers, status) = (-1, 0.0, 0, 0);
        fixed (double* a = matrix, w = values)
        {
            dsyevd_(&vectors, &lower, &n, a, &n, w, &size, &query, &integers, &query, &status);
            var length = (int)size;
            fixed (double* work = new double[length])
            fixed (int* integerWork = new int[integers])
            {
                dsyevd_(&vectors, &lower, &n, a, &n, w, work, &length, integerWork, &integers, &status);
            }
        }

        return status == 0 ? values : throw new ArithmeticException($"LAPACK's dsyevd gave up on a matrix of {n} rows with status {status}.");
    }

    private static int Operation(bool transpose) => transpose ? 112 : 111;

    [LibraryImport(Library)]
    private static partial void cblas_sgemm(int order, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta, float* c, int ldc);

    [LibraryImport(Library)]
    private static partial void cblas_dgemm(int order, int transposeA, int transposeB, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc);

    [LibraryImport(Library)]
    private static partial void cblas_ssyrk(int order, int triangle, int transpose, int n, int k, float alpha, float* a, int lda, float beta, float* c, int ldc);

    [LibraryImport(Library)]
    private static partial void cblas_dsyrk(int order, int triangle, int transpose, int n, int k, double alpha, double* a, int lda, double beta, double* c, int ldc);

    [LibraryImport(Library)]
    private static partial void dsyevd_(byte* vectors, byte* triangle, int* n, double* a, int* lda, double* values, double* work, int* workLength, int* integerWork, int* integerLength, int* status);
}
