using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>From a normalised covariance to a model.</summary>
internal static class PcaDecomposition
{
    public static PcaModel ToModel(
        SpectralScene like, int[] channels, double[] mean, NoiseNormalisation noise, double[] covariance, long count, DateTime? from, DateTime? to, PcaFitOptions options, DenseAlgebra algebra)
    {
        var m = channels.Length;
        var ascending = algebra.SymmetricEigen(m, covariance);
        var values = Enumerable.Reverse(ascending).ToArray();
        var components = Components(values, m, count, options);
        var vectors = new double[components * m];
        for (var k = 0; k < components; k++)
        {
            covariance.AsSpan((m - 1 - k) * m, m).CopyTo(vectors.AsSpan(k * m, m));
            FixSign(vectors.AsSpan(k * m, m));
        }

        return new(new PcaModelParts
        {
            Instrument = like.Instrument,
            Quantity = like.Quantity,
            Wavelength = like.Wavelength,
            SpectralUnit = like.SpectralUnit,
            Channels = channels,
            Mean = mean,
            Noise = noise.Sigma,
            NoiseRoot = noise.Root,
            Eigenvalues = values,
            Eigenvectors = vectors,
            Components = components,
            TotalVariance = values.Sum(),
            SpectraCount = count,
            TrainedFrom = from,
            TrainedTo = to,
        });
    }

    /// <summary>The number asked for, or the indicator's, within what the spectra determine: one direction at least must be left for the noise.</summary>
    private static int Components(double[] values, int m, long count, PcaFitOptions options)
    {
        var most = Most(m, count, options);
        return options.Components ?? PcaComponents.Malinowski(values, count, Math.Min(options.MaximumComponents, most));
    }

    /// <summary>Most components that so many spectra determine.</summary>
    /// <exception cref="ArgumentException">More are asked for; or none are, and the spectra are too few to choose.</exception>
    public static int Most(int m, long count, PcaFitOptions options)
    {
        var most = (int)Math.Min(m - 1, count - 2);
        return most < 1 ? throw new ArgumentException($"{count} complete spectra of {m} used channels are too few for a model, which needs three at least, best three times as many spectra as channels; give more of them.", nameof(options))
            : options.Components > most ? throw new ArgumentException($"{options.Components} components were asked for; {count} spectra of {m} used channels determine {most} at most.", nameof(options))
            : options.Components is null && count <= m ? throw new ArgumentException(
                $"{count} complete spectra of {m} used channels do not tell how many components hold signal: that needs more spectra than channels, best three times as many. Give more spectra, or choose the number of components ({nameof(PcaFitOptions.Components)}, --components), {most} at most.", nameof(options))
            : most;
    }

    /// <summary>An eigenvector's sign is arbitrary: its largest element is made positive, so that the same spectra give the same model everywhere.</summary>
    public static void FixSign(Span<double> vector)
    {
        var largest = 0;
        for (var i = 1; i < vector.Length; i++)
        {
            largest = Math.Abs(vector[i]) > Math.Abs(vector[largest]) ? i : largest;
        }

        if (vector[largest] < 0)
        {
            foreach (ref var value in vector)
            {
                value = -value;
            }
        }
    }
}
