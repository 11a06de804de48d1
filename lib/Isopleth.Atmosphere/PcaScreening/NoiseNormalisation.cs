using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>The noise normalisation N, diagonal or the symmetric square root of a covariance, and its inverse.</summary>
internal sealed class NoiseNormalisation
{
    private NoiseNormalisation(double[] sigma, double[]? root, double[]? inverse) => (Sigma, Root, Inverse) = (sigma, root, inverse);

    /// <summary>Standard deviations, shape [m].</summary>
    public double[] Sigma { get; }

    /// <summary>N, shape [m, m]; null when it is the diagonal of <see cref="Sigma"/>.</summary>
    public double[]? Root { get; }

    /// <summary>N⁻¹, shape [m, m], symmetric; null when N is diagonal.</summary>
    public double[]? Inverse { get; }

    /// <exception cref="ArgumentException">The noise does not have the channels' shape, or is not positive.</exception>
    public static NoiseNormalisation Create(double[]? sigma, double[]? covariance, int channels, DenseAlgebra algebra)
    {
        if (covariance is null)
        {
            return sigma is { } given && given.Length == channels && given.All(value => value > 0 && double.IsFinite(value))
                ? new(given, null, null)
                : throw new ArgumentException($"The noise has {sigma?.Length} values, of which {sigma?.Count(value => value > 0 && double.IsFinite(value))} are positive numbers; expected {channels}, one for each used channel. Leave out dead channels.");
        }

        if (covariance.Length != channels * channels)
        {
            throw new ArgumentException($"The covariance of the noise has {covariance.Length} values; {channels} used channels need shape [{channels}, {channels}].");
        }

        var vectors = (double[])covariance.Clone();
        var values = algebra.SymmetricEigen(channels, vectors);
        return values[0] > values[^1] * 1e-12
            ? new([.. Enumerable.Range(0, channels).Select(i => Math.Sqrt(covariance[(i * channels) + i]))], Power(vectors, values, 0.5, algebra), Power(vectors, values, -0.5, algebra))
            : throw new ArgumentException($"The covariance of the noise has eigenvalues from {values[0]:G3} to {values[^1]:G3}; expected positive ones, the least above 1e-12 of the largest. Estimate it from more spectra than channels, or give {nameof(PcaFitOptions.Noise)}.");
    }

    /// <summary>That of a model.</summary>
    public static NoiseNormalisation Of(PcaModel model, DenseAlgebra algebra)
    {
        if (model.NoiseRoot is not { } root)
        {
            return new(model.Noise, null, null);
        }

        var vectors = (double[])root.Clone();
        var values = algebra.SymmetricEigen(model.Channels.Length, vectors);
        return new(model.Noise, root, Power(vectors, values, -1, algebra));
    }

    /// <summary>C becomes N⁻¹ C N⁻¹.</summary>
    public void Normalise(double[] covariance, DenseAlgebra algebra)
    {
        var m = Sigma.Length;
        if (Inverse is null)
        {
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < m; j++)
                {
                    covariance[(i * m) + j] /= Sigma[i] * Sigma[j];
                }
            }

            return;
        }

        var half = new double[m * m];
        algebra.Multiply(false, false, m, m, m, 1.0, Inverse, m, covariance, m, 0.0, half, m);
        algebra.Multiply(false, false, m, m, m, 1.0, half, m, Inverse, m, 0.0, covariance, m);
    }

    /// <summary>N⁻¹ x.</summary>
    public double[] Apply(double[] x)
    {
        var m = Sigma.Length;
        if (Inverse is null)
        {
            return [.. x.Zip(Sigma, (value, sigma) => value / sigma)];
        }

        var result = new double[m];
        for (var i = 0; i < m; i++)
        {
            result[i] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(Inverse.AsSpan(i * m, m), x);
        }

        return result;
    }

    /// <summary>V diag(λ^power) Vᵀ, of eigenvectors in rows.</summary>
    private static double[] Power(double[] vectors, double[] values, double power, DenseAlgebra algebra)
    {
        var m = values.Length;
        var (scaled, result) = (new double[m * m], new double[m * m]);
        for (var k = 0; k < m; k++)
        {
            var factor = Math.Pow(values[k], power);
            for (var i = 0; i < m; i++)
            {
                scaled[(k * m) + i] = vectors[(k * m) + i] * factor;
            }
        }

        algebra.Multiply(true, false, m, m, m, 1.0, vectors, m, scaled, m, 0.0, result, m);
        return result;
    }
}
