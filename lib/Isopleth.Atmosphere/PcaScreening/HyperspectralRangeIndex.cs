using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>The matched filter for a species of known Jacobian: HRI = Kᵀ S⁻¹ (y - ȳ) / √(Kᵀ S⁻¹ K).</summary>
/// <remarks>
/// About N(0, 1) for spectra without an excess, whose covariance is S; y = ȳ + c K gives c √(Kᵀ S⁻¹ K). Walker et al. (2011, doi:10.5194/amt-4-1567-2011),
/// Van Damme et al. (2014, doi:10.5194/acp-14-2905-2014).
/// </remarks>
public static class HyperspectralRangeIndex
{
    /// <summary>The weights w of the channels, so that HRI = wᵀ (y - ȳ).</summary>
    /// <param name="jacobian">Change of the spectrum per amount K, in the spectra's unit, shape [m].</param>
    /// <param name="covariance">Covariance S of event-free spectra, in the square of the spectra's unit, shape [m, m].</param>
    /// <returns>Shape [m].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, S has an eigenvalue that is not positive, or K is zero.</exception>
    public static double[] Weights(ReadOnlySpan<double> jacobian, ReadOnlySpan<double> covariance)
    {
        var m = jacobian.Length;
        if (covariance.Length != m * m)
        {
            throw new ArgumentException($"The covariance has {covariance.Length} values; a Jacobian of {m} channels needs shape [{m}, {m}].", nameof(covariance));
        }

        var vectors = covariance.ToArray();
        var values = DenseAlgebra.Best.SymmetricEigen(m, vectors);
        if (m == 0 || values[0] <= 0)
        {
            throw new ArgumentException($"The covariance has the eigenvalue {(m == 0 ? 0 : values[0]):G3}; expected positive ones. Add the noise to it, or use more spectra than channels.", nameof(covariance));
        }

        var solved = new double[m];
        for (var k = 0; k < m; k++)
        {
            var vector = vectors.AsSpan(k * m, m);
            var factor = Dot(vector, jacobian) / values[k];
            for (var i = 0; i < m; i++)
            {
                solved[i] += factor * vector[i];
            }
        }

        return Normalised(solved, jacobian);
    }

    /// <summary>The weights of normalised spectra N⁻¹ (y - ȳ), with a model's own covariance: its components, and the noise floor at right angles to them.</summary>
    internal static double[] Weights(PcaModel model, NoiseNormalisation noise, SpeciesJacobian jacobian)
    {
        var m = model.Channels.Length;
        var normalised = Normalise(model, noise, jacobian);
        var solved = Array.ConvertAll(normalised, value => value / model.NoiseFloor);
        for (var k = 0; k < model.Components; k++)
        {
            var vector = model.Eigenvectors.AsSpan(k * m, m);
            var factor = Dot(vector, normalised) * ((1 / model.Eigenvalues[k]) - (1 / model.NoiseFloor));
            for (var i = 0; i < m; i++)
            {
                solved[i] += factor * vector[i];
            }
        }

        return Normalised(solved, normalised);
    }

    /// <summary>N⁻¹ K of the used channels, shape [m].</summary>
    internal static double[] Normalise(PcaModel model, NoiseNormalisation noise, SpeciesJacobian jacobian) => jacobian.Values.Length == model.Wavelength.Length
        ? noise.Apply(Array.ConvertAll(model.Channels, channel => jacobian.Values[channel]))
        : throw new ArgumentException($"The Jacobian of {jacobian.Species} has {jacobian.Values.Length} values; the model's instrument has {model.Wavelength.Length} channels.", nameof(jacobian));

    /// <summary>S⁻¹ K / √(Kᵀ S⁻¹ K).</summary>
    private static double[] Normalised(double[] solved, ReadOnlySpan<double> jacobian)
    {
        var square = Dot(solved, jacobian);
        return square > 0 ? Array.ConvertAll(solved, value => value / Math.Sqrt(square)) : throw new ArgumentException("The Jacobian is zero in all channels that are used; give one that is not.");
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
}
