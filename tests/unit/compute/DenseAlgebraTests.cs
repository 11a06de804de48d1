using System.Runtime.Intrinsics;
using Isopleth.Compute;

namespace Isopleth.Tests;

/// <summary>Both algebras against sums written out, against each other, and where the answer is known.</summary>
public class DenseAlgebraTests
{
    public static TheoryData<string> Algebras => ["managed", "openblas"];

    /// <summary>Shapes below, at and above the blocks of the managed product: 4 × 48 tiles, panels of 96 rows, a depth of 384.</summary>
    public static TheoryData<string, int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (var algebra in new[] { "managed", "openblas" })
            {
                foreach (var (m, n, k) in new[] { (1, 1, 1), (3, 5, 7), (4, 48, 384), (96, 24, 385), (97, 49, 400), (131, 100, 17), (5, 7, 0) })
                {
                    data.Add(algebra, m, n, k);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Multiply_AllTransposes_EqualsTheSums(string name, int m, int n, int k)
    {
        var algebra = Algebra(name);
        foreach (var (transposeA, transposeB, beta) in new[] { (false, false, 0.0), (true, false, 1.0), (false, true, -0.5), (true, true, 1.0) })
        {
            var (strideA, strideB, strideC) = ((transposeA ? m : k) + 2, (transposeB ? k : n) + 1, n + 3);
            var a = Values(1, (transposeA ? k : m) * strideA);
            var b = Values(2, (transposeB ? n : k) * strideB);
            var before = Values(3, m * strideC);
            var c = (double[])before.Clone();
            var single = Array.ConvertAll(before, x => (float)x);

            algebra.Multiply(transposeA, transposeB, m, n, k, 1.5, a, strideA, b, strideB, beta, c, strideC);
            algebra.Multiply(transposeA, transposeB, m, n, k, 1.5f, Array.ConvertAll(a, x => (float)x), strideA, Array.ConvertAll(b, x => (float)x), strideB, (float)beta, single, strideC);

            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var sum = beta * before[(i * strideC) + j];
                    for (var d = 0; d < k; d++)
                    {
                        sum += 1.5 * a[transposeA ? (d * strideA) + i : (i * strideA) + d] * b[transposeB ? (j * strideB) + d : (d * strideB) + j];
                    }

                    Assert.Equal(sum, c[(i * strideC) + j], 1e-12);
                    Assert.Equal(sum, single[(i * strideC) + j], 1e-4);
                }
            }
        }
    }

    [Fact]
    public void Multiply_BetaZero_DoesNotReadWhatWasThere()
    {
        foreach (var name in Algebras)
        {
            double[] c = [double.NaN];

            Algebra((string)name).Multiply(false, false, 1, 1, 1, 2, [3], 1, [4], 1, 0, c, 1);

            Assert.Equal(24, c[0]);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 33)]
    [InlineData(8, 50, 32)]
    [InlineData(193, 480, 50)]
    public void PackedRows_Multiply_EqualsTheSumsAndNoRowDependsOnItsNeighbours(int rows, int depth, int count)
    {
        var random = new Random(rows);
        var a = Enumerable.Range(0, rows * depth).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        var b = Enumerable.Range(0, count * depth).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        var packed = new PackedRows(b, count, depth, DenseAlgebra.Managed);
        var c = new float[rows * packed.Stride];

        packed.Multiply(rows, a, c);

        var alone = new float[packed.Stride];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < count; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < depth; k++)
                {
                    sum += (double)a[(i * depth) + k] * b[(j * depth) + k];
                }

                Assert.Equal(sum, c[(i * packed.Stride) + j], 1e-4);
            }

            if (Vector512.IsHardwareAccelerated)
            {
                packed.Multiply(1, a.AsSpan(i * depth, depth), alone);
                Assert.Equal(alone[..count], c.AsSpan(i * packed.Stride, count).ToArray());
            }
        }
    }

    [Fact]
    public void PackedRows_SpanTooShort_SaysWhichShape()
    {
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => new PackedRows(new float[5], 2, 3, DenseAlgebra.Managed)).Message, StringComparison.Ordinal);
        var packed = new PackedRows(new float[6], 2, 3, DenseAlgebra.Managed);
        Assert.Contains("[4, 3]", Assert.Throws<ArgumentException>(() => packed.Multiply(4, new float[11], new float[4 * packed.Stride])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("managed", 5, 9)]
    [InlineData("managed", 97, 400)]
    [InlineData("managed", 200, 50)]
    [InlineData("managed", 480, 192)]
    [InlineData("openblas", 97, 400)]
    [InlineData("openblas", 480, 192)]
    public void Gram_UpperTriangle_EqualsTheProduct(string name, int n, int k)
    {
        var algebra = Algebra(name);
        var a = Values(4, k * n);
        var before = Values(5, n * n);
        var (expected, c, single) = ((double[])before.Clone(), (double[])before.Clone(), Array.ConvertAll(before, x => (float)x));
        DenseAlgebra.OpenBlas.Multiply(true, false, n, n, k, 1.0, a, n, a, n, 1, expected, n);

        algebra.Gram(n, k, a, n, 1.0, c, n);
        algebra.Gram(n, k, Array.ConvertAll(a, x => (float)x), n, 1f, single, n);

        for (var i = 0; i < n; i++)
        {
            for (var j = i; j < n; j++)
            {
                Assert.Equal(expected[(i * n) + j], c[(i * n) + j], 1e-12);
                Assert.Equal(expected[(i * n) + j], single[(i * n) + j], 2e-4);
            }

            Assert.Equal(before.AsSpan(i * n, i), c.AsSpan(i * n, i)); // below the diagonal nothing is touched
        }
    }

    [Theory]
    [MemberData(nameof(Algebras))]
    public void SymmetricEigen_SecondDifferences_HasTheKnownValues(string name)
    {
        // The matrix (-1, 2, -1) has the eigenvalues 2 - 2 cos(k pi / (n + 1)) and sines for eigenvectors.
        const int n = 60;
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            matrix[(i * n) + i] = 2;
            if (i + 1 < n)
            {
                matrix[(i * n) + i + 1] = -1; // the upper triangle alone is read
            }
        }

        var values = Algebra(name).SymmetricEigen(n, matrix);

        for (var k = 1; k <= n; k++)
        {
            Assert.Equal(2 - (2 * Math.Cos(k * Math.PI / (n + 1))), values[k - 1], 1e-12);
            var sign = Math.Sign(matrix[(k - 1) * n]);
            for (var i = 0; i < n; i++)
            {
                Assert.Equal(sign * Math.Sqrt(2.0 / (n + 1)) * Math.Sin(k * (i + 1) * Math.PI / (n + 1)), matrix[((k - 1) * n) + i], 1e-10);
            }
        }
    }

    [Fact]
    public void SymmetricEigen_BothAlgebras_AgreeAndRebuildTheMatrix()
    {
        const int n = 120;
        var a = Values(6, 300 * n);
        var matrix = new double[n * n];
        DenseAlgebra.Managed.Gram(n, 300, a, n, 0.0, matrix, n);
        double[] managed = (double[])matrix.Clone(), native = (double[])matrix.Clone();

        var managedValues = DenseAlgebra.Managed.SymmetricEigen(n, managed);
        var nativeValues = DenseAlgebra.OpenBlas.SymmetricEigen(n, native);

        for (var k = 0; k < n; k++)
        {
            Assert.Equal(nativeValues[k], managedValues[k], 1e-9 * nativeValues[^1]);
        }

        foreach (var (values, vectors) in new[] { (managedValues, managed), (nativeValues, native) })
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = i; j < n; j++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < n; k++)
                    {
                        sum += values[k] * vectors[(k * n) + i] * vectors[(k * n) + j];
                    }

                    Assert.Equal(matrix[(i * n) + j], sum, 1e-9 * nativeValues[^1]);
                }
            }
        }
    }

    [Fact]
    public void SymmetricEigen_NotFinite_SaysWhere()
    {
        var error = Assert.Throws<ArgumentException>(() => DenseAlgebra.Managed.SymmetricEigen(2, new double[] { 1, double.NaN, 0, 1 }));

        Assert.Contains("[0, 1]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_SpanTooShort_SaysWhichMatrix()
    {
        var error = Assert.Throws<ArgumentException>(() => DenseAlgebra.Managed.Multiply(false, false, 2, 2, 2, 1.0, new double[4], 2, new double[3], 2, 0.0, new double[4], 2));

        Assert.Contains("B of shape [2, 2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Best_HereOpenBlas_SaysVersionAndProcessor()
    {
        Assert.Same(DenseAlgebra.OpenBlas, DenseAlgebra.Best);
        Assert.Matches(@"^OpenBLAS \d+\.\d+\.\d+, \w+$", DenseAlgebra.Best.Name);
        Assert.Equal(1, OpenBlasLibrary.Threads);
        Assert.StartsWith("C#, ", DenseAlgebra.Managed.Name, StringComparison.Ordinal);
    }

    /// <summary>What <see cref="ProcessorTests"/> asks the runtime for happens.</summary>
    [Fact]
    public void Name_Managed_SaysTheBitsInUse() =>
        Assert.Equal(Vector512.IsHardwareAccelerated && Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") != "0" ? "C#, 512 bit" : "C#, 256 bit", DenseAlgebra.Managed.Name);

    [Fact]
    public void Threads_LessThanOne_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => OpenBlasLibrary.Threads = 0);

    private static DenseAlgebra Algebra(string name) => name == "managed" ? DenseAlgebra.Managed : DenseAlgebra.OpenBlas;

    private static double[] Values(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}
