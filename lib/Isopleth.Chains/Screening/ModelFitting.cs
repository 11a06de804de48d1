using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>Makes a model of granules that need not fit into memory together.</summary>
public static class ModelFitting
{
    /// <summary>Reads the granules block by block into a covariance, and again without the spectra that the first model does not describe.</summary>
    /// <param name="granules">The files.</param>
    /// <param name="options">How the model is made; the defaults when null.</param>
    /// <param name="reading">Band, normalisation and quality; the defaults when null.</param>
    /// <param name="blockRows">Scan lines in memory at a time.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The granules are of different instruments or channels, or have too few spectra.</exception>
    /// <exception cref="Arrays.DataFormatException">A granule cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PcaModel Fit(IReadOnlyList<string> granules, PcaFitOptions? options = null, SpectralReadOptions? reading = null, int blockRows = 128, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(granules);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRows, 1);
        options ??= new();
        options.Validate();
        PcaModel? model = null;
        var buffers = new SpectralBuffers();
        for (var pass = 0; pass <= options.Refits; pass++)
        {
            PcaAccumulator? accumulator = null;
            var refit = model is null ? null : new PcaRefit(model, options);
            foreach (var path in granules)
            {
                using var granule = SpectralGranule.Open(path, reading);
                for (var row = 0; row < granule.Rows; row += blockRows)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var scene = granule.Read(row, Math.Min(blockRows, granule.Rows - row), buffers);
                    options = options with { Channels = options.Channels ?? scene.UsableChannels() };
                    if (scene.Noise is null && options.Noise is null && options.NoiseCovariance is null)
                    {
                        options = options with { Noise = SpectralNoise.FromNeighbours(scene, options.Channels) };
                    }

                    accumulator ??= new PcaAccumulator(scene, options);
                    accumulator.Add(refit?.Described(scene) ?? scene);
                }
            }

            var fitted = (accumulator ?? throw new ArgumentException("A model needs a granule at least; the list is empty.", nameof(granules))).ToModel(options);
            model = refit?.Trim(fitted) ?? fitted;
        }

        return model!;
    }
}
