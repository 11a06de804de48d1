using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Isopleth.Compute;

/// <summary>Products by <see cref="ManagedProduct"/> and <see cref="ManagedGram"/>, eigenvectors by MathNet.Numerics.</summary>
internal sealed class ManagedAlgebra : DenseAlgebra
{
    public override string Name => $"C#, {System.Runtime.Intrinsics.Vector512<float>.Count * 32 / (System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated ? 1 : 2)} bit";

    protected override void MultiplyCore(bool transposeA, bool transposeB, int m, int n, int k, float alpha, ReadOnlySpan<float> a, int strideA, ReadOnlySpan<float> b, int strideB, float beta, Span<float> c, int strideC) =>
        ManagedProduct.Multiply(transposeA, transposeB, m, n, k, alpha, a, strideA, b, strideB, beta, c, strideC);

    protected override void MultiplyCore(bool transposeA, bool transposeB, int m, int n, int k, double alpha, ReadOnlySpan<double> a, int strideA, ReadOnlySpan<double> b, int strideB, double beta, Span<double> c, int strideC) =>
        ManagedProduct.Multiply(transposeA, transposeB, m, n, k, alpha, a, strideA, b, strideB, beta, c, strideC);

    protected override void GramCore(int n, int k, ReadOnlySpan<float> a, int strideA, float beta, Span<float> c, int strideC) =>
        ManagedGram.Compute(n, k, a, strideA, beta, c, strideC);

    protected override void GramCore(int n, int k, ReadOnlySpan<double> a, int strideA, double beta, Span<double> c, int strideC) =>
        ManagedGram.Compute(n, k, a, strideA, beta, c, strideC);

    protected override double[] SymmetricEigenCore(int n, Span<double> matrix)
    {
        if (n == 0)
        {
            return [];
        }

        var whole = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = i; j < n; j++)
            {
                whole[(i * n) + j] = whole[(j * n) + i] = matrix[(i * n) + j];
            }
        }

        var decomposition = new DenseMatrix(n, n, whole).Evd(Symmetricity.Symmetric);
        ((DenseMatrix)decomposition.EigenVectors).Values.CopyTo(matrix); // by columns there: our rows
        return [.. decomposition.EigenValues.Select(value => value.Real)];
    }
}
