namespace Isopleth.Atmosphere;

/// <summary>The noise of spectra, estimated from the spectra themselves.</summary>
public static class SpectralNoise
{
    /// <summary>Standard deviation of each channel's noise, from the differences of neighbours along a row.</summary>
    /// <param name="scene">A scene of more than one column; of one column, neighbours along it are taken.</param>
    /// <param name="channels">The channels, or null for all usable ones.</param>
    /// <returns>In the unit of the spectra, shape [channel of <paramref name="channels"/>].</returns>
    /// <remarks>
    /// The median of the absolute differences, so that edges and events count little; still, what truly varies from pixel to pixel is taken for noise.
    /// As in the maximum noise fraction transform (Green et al. 1988, doi:10.1109/36.3001).
    /// </remarks>
    /// <exception cref="ArgumentException">The scene does not hold what it must, or a channel has no two neighbours with different numbers.</exception>
    public static double[] FromNeighbours(SpectralScene scene, int[]? channels = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        channels ??= scene.UsableChannels();
        scene.Validate();
        var pairs = Pairs(scene);
        var noise = new double[channels.Length];
        Parallel.For(0, channels.Length, i =>
        {
            var spectra = scene.Spectra.Span;
            var channel = channels[i];
            var differences = new List<float>(pairs.Count);
            foreach (var (first, second) in pairs)
            {
                var difference = Math.Abs(spectra[(second * scene.Channels) + channel] - spectra[(first * scene.Channels) + channel]);
                if (float.IsFinite(difference))
                {
                    differences.Add(difference);
                }
            }

            noise[i] = differences.Count == 0 ? 0 : OrderStatistics.GaussianFromMad / Math.Sqrt(2) * OrderStatistics.Median([.. differences.Select(d => (double)d)]);
        });
        var without = Array.FindIndex(noise, sigma => !(sigma > 0));
        return without < 0 ? noise : throw new ArgumentException($"Channel {channels[without]} has no two valid neighbours with different numbers; leave it out, or give the noise.", nameof(scene));
    }

    /// <summary>Covariance of the noise, from the differences of neighbours along a row.</summary>
    /// <inheritdoc cref="FromNeighbours"/>
    /// <returns>In the square of the spectra's unit, shape [channel, channel] of <paramref name="channels"/>.</returns>
    /// <remarks>A plain mean over the pairs: smooth or mask a scene with strong edges first. It needs more pairs than channels.</remarks>
    public static double[] CovarianceFromNeighbours(SpectralScene scene, int[]? channels = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        channels ??= scene.UsableChannels();
        scene.Validate();
        var (m, used) = (channels.Length, new UsedChannels(channels, scene.Channels));
        var pairs = Pairs(scene).Where(pair => IsComplete(pair.First) && IsComplete(pair.Second)).ToArray();
        if (pairs.Length <= m)
        {
            throw new ArgumentException($"{pairs.Length} pairs of complete neighbours do not determine the covariance of {m} channels; give a larger scene.", nameof(scene));
        }

        var differences = new double[pairs.Length * m];
        for (var row = 0; row < pairs.Length; row++)
        {
            var first = scene.Spectrum(pairs[row].First);
            var second = scene.Spectrum(pairs[row].Second);
            for (var i = 0; i < m; i++)
            {
                differences[(row * m) + i] = (second[channels[i]] - (double)first[channels[i]]) / Math.Sqrt(2 * pairs.Length);
            }
        }

        var covariance = new double[m * m];
        Compute.DenseAlgebra.Best.Gram(m, pairs.Length, differences, m, 0.0, covariance, m);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < i; j++)
            {
                covariance[(i * m) + j] = covariance[(j * m) + i];
            }
        }

        return covariance;

        bool IsComplete(int pixel) => SpectralMoments.IsComplete(used.Of(scene.Spectrum(pixel), new float[m]));
    }

    /// <summary>Valid pixels beside each other, every pixel in one pair only, so that the differences are independent.</summary>
    private static List<(int First, int Second)> Pairs(SpectralScene scene)
    {
        var pairs = new List<(int, int)>(scene.Count / 2);
        var length = scene.Columns > 1 ? scene.Columns : scene.Count;
        for (var start = 0; start < scene.Count; start += length)
        {
            for (var pixel = start; pixel + 1 < start + length; pixel += 2)
            {
                if (scene.Valid?[pixel] != false && scene.Valid?[pixel + 1] != false)
                {
                    pairs.Add((pixel, pixel + 1));
                }
            }
        }

        return pairs;
    }
}
