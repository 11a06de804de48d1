using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>A file of spectra, opened: what it holds, and its rows, any number of them at a time.</summary>
/// <remarks>Read are level-1 granules laid out as TROPOMI's, GOSAT's level-1 samples, rasters whose bands have wavelengths (EnMAP), and the cubes of unmixing benchmarks in MATLAB files.</remarks>
public abstract class SpectralGranule : IDisposable
{
    private protected SpectralGranule(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Rows of the grid: scan lines, along track.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of the grid: ground pixels, across track.</summary>
    public abstract int Columns { get; }

    /// <summary>Spectral channels.</summary>
    public abstract int Channels { get; }

    /// <summary>Opens a file of spectra of any of the kinds that are read; what it is, its contents tell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Band, normalisation, quality; the defaults when null.</param>
    /// <returns>The granule; dispose it to close the file.</returns>
    /// <exception cref="DataFormatException">It is missing, truncated, damaged, or holds no spectra; the message says what it holds.</exception>
    public static SpectralGranule Open(string path, SpectralReadOptions? options = null)
    {
        options ??= new SpectralReadOptions();
        var opened = DataStore.Open(path);
        if (opened.Groups.Any(g => g.EndsWith("_RADIANCE", StringComparison.Ordinal)))
        {
            return new TropomiGranule(path, opened, options);
        }

        using var data = opened;
        if (data.Groups.Contains("/SoundingSpectra"))
        {
            return new GosatGranule(path, options);
        }

        if (data.Contains("wavelength") && data.Contains("band_data"))
        {
            return new RasterGranule(path);
        }

        if (data.Contains("Y") && data.Contains("lines") && data.Contains("cols"))
        {
            return new UnmixingCubeGranule(path);
        }

        var holds = data.Variables.Keys.Concat(data.Groups).Take(8).ToList();
        throw new DataFormatException(
            $"There are no spectra in this file; it holds {(holds.Count == 0 ? "nothing" : string.Join(", ", holds))}.", path,
            hint: "Read are TROPOMI level 1 (groups BANDn_RADIANCE), GOSAT level 1 (SoundingSpectra), rasters whose bands have wavelengths, and MATLAB cubes (Y, lines, cols).");
    }

    /// <summary>Reads some rows.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    /// <returns>The scene: sentinels are NaN, invalid pixels marked.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many rows.</exception>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    public SpectralScene Read(int first, int count) => Read(first, count, new SpectralBuffers());

    /// <summary>Reads some rows into memory that is there already; the scene is good until that is used again.</summary>
    internal SpectralScene Read(int first, int count, SpectralBuffers buffers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, Rows, nameof(count));
        return ReadRows(first, count, buffers);
    }

    /// <summary>Reads all rows.</summary>
    /// <returns>The scene.</returns>
    public SpectralScene Read() => Read(0, Rows);

    /// <summary>When a row was measured, UTC; null where the file does not tell.</summary>
    /// <param name="row">The row.</param>
    public abstract DateTime? TimeOf(int row);

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();

    private protected abstract SpectralScene ReadRows(int first, int count, SpectralBuffers buffers);
}
