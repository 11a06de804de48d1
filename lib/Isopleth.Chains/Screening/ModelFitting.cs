using Isopleth.Arrays;
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
    /// <exception cref="ArgumentException">The granules have too few spectra, or an option does not hold what it must.</exception>
    /// <exception cref="DataFormatException">A granule cannot be read, has no values, or is of another instrument or other channels than those before it; the message names it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PcaModel Fit(IReadOnlyList<string> granules, PcaFitOptions? options = null, SpectralReadOptions? reading = null, int blockRows = 128, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(granules);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockRows, 1);
        string? at = null;
        try
        {
            return PcaScreening.Fit(Scenes(granules, reading, blockRows, path => at = path, cancellationToken), options);
        }
        catch (ArgumentException e) when (at is not null)
        {
            throw new DataFormatException(e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal), at, innerException: e);
        }
    }

    /// <summary>The granules block by block, read anew whenever they are gone through, all into the same memory; of which granule the block is, is told.</summary>
    private static IEnumerable<SpectralScene> Scenes(IReadOnlyList<string> granules, SpectralReadOptions? reading, int blockRows, Action<string?> tell, CancellationToken cancellationToken)
    {
        var buffers = new SpectralBuffers();
        foreach (var path in granules)
        {
            tell(path);
            using var granule = SpectralGranule.Open(path, reading);
            for (var row = 0; row < granule.Rows; row += blockRows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return granule.Read(row, Math.Min(blockRows, granule.Rows - row), buffers);
            }
        }

        tell(null);
    }
}
