using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>Makes a model of granules that need not fit into memory together.</summary>
public static class ModelFitting
{
    /// <summary>Reads the granules block by block into a covariance, or for many channels several times into a randomised decomposition (<see cref="PcaFitOptions.RandomisedFrom"/>), and again without the spectra that the first model does not describe.</summary>
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
        return PcaScreening.Fit(Scenes(granules, reading, blockRows, cancellationToken), options);
    }

    /// <summary>The granules block by block, read anew whenever they are gone through, all into the same memory.</summary>
    private static IEnumerable<SpectralScene> Scenes(IReadOnlyList<string> granules, SpectralReadOptions? reading, int blockRows, CancellationToken cancellationToken)
    {
        var buffers = new SpectralBuffers();
        foreach (var path in granules)
        {
            using var granule = SpectralGranule.Open(path, reading);
            for (var row = 0; row < granule.Rows; row += blockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return granule.Read(row, Math.Min(blockRows, granule.Rows - row), buffers);
            }
        }
    }
}
