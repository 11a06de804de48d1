namespace Isopleth.Atmosphere;

/// <summary>Spectra of one instrument on a grid of rows and columns: a granule, a cube, or a list of spectra (one column).</summary>
/// <remarks>The arrays are not copied. Sentinels are NaN by now; what the numbers are (radiance, reflectance, its logarithm) is the same for a model and the scenes it screens.</remarks>
public sealed partial record SpectralScene
{
    /// <summary>The spectra, shape [<see cref="Rows"/>, <see cref="Columns"/>, channel] row-major; NaN where there is no value.</summary>
    public required ReadOnlyMemory<float> Spectra { get; init; }

    /// <summary>Rows of the grid [1]: scan lines, along track.</summary>
    public required int Rows { get; init; }

    /// <summary>Columns of the grid [1]: ground pixels, across track.</summary>
    public required int Columns { get; init; }

    /// <summary>Position of each channel [<see cref="SpectralUnit"/>], shape [channel].</summary>
    public required double[] Wavelength { get; init; }

    /// <summary>Unit of <see cref="Wavelength"/>: <c>nm</c>, or <c>cm-1</c> for an interferometer's wavenumbers.</summary>
    public string SpectralUnit { get; init; } = "nm";

    /// <summary>The instrument and its band, for example <c>TROPOMI BAND7</c>; a model screens the scenes of its own instrument only.</summary>
    public required string Instrument { get; init; }

    /// <summary>What the spectra are, with the unit, for example <c>radiance [mol m-2 nm-1 sr-1 s-1]</c>.</summary>
    public string Quantity { get; init; } = "";

    /// <summary>Standard deviation of each value's noise, in the unit of <see cref="Spectra"/> and of its shape; null when unknown.</summary>
    public ReadOnlyMemory<float>? Noise { get; init; }

    /// <summary>Which pixels are to be used, shape [<see cref="Rows"/>, <see cref="Columns"/>]; true means valid. Null for all.</summary>
    public bool[]? Valid { get; init; }

    /// <summary>Latitude of the pixel centres [degree north], shape [<see cref="Rows"/>, <see cref="Columns"/>]; null when unknown.</summary>
    public double[]? Latitude { get; init; }

    /// <summary>Longitude of the pixel centres [degree east], shape [<see cref="Rows"/>, <see cref="Columns"/>]; null when unknown.</summary>
    public double[]? Longitude { get; init; }

    /// <summary>Start of the measurement, UTC; null when unknown.</summary>
    public DateTime? Time { get; init; }

    /// <summary>Number of pixels [1].</summary>
    public int Count => Rows * Columns;

    /// <summary>Number of channels [1].</summary>
    public int Channels => Wavelength.Length;

    /// <summary>The spectrum of one pixel, shape [channel].</summary>
    /// <param name="pixel">Row × <see cref="Columns"/> + column.</param>
    public ReadOnlySpan<float> Spectrum(int pixel) => Spectra.Span.Slice(pixel * Channels, Channels);

    /// <summary>The channels that hold a number in enough of the valid pixels: those a model can be made of.</summary>
    /// <param name="fraction">The least fraction of the valid pixels with a number [1].</param>
    /// <returns>The channels' indices, ascending.</returns>
    /// <exception cref="ArgumentException">An array does not fit the scene.</exception>
    public int[] UsableChannels(double fraction = 0.9)
    {
        Validate();
        var (finite, pixels) = (new int[Channels], 0);
        for (var pixel = 0; pixel < Count; pixel++)
        {
            if (Valid?[pixel] == false)
            {
                continue;
            }

            pixels++;
            var spectrum = Spectrum(pixel);
            for (var channel = 0; channel < finite.Length; channel++)
            {
                finite[channel] += float.IsFinite(spectrum[channel]) ? 1 : 0;
            }
        }

        return [.. Enumerable.Range(0, Channels).Where(channel => finite[channel] > 0 && finite[channel] >= fraction * pixels)];
    }

    /// <summary>Checks that all arrays describe the same pixels and channels.</summary>
    /// <exception cref="ArgumentException">An array has another length than the scene, or the scene has no pixel or no channel.</exception>
    public void Validate()
    {
        if (Rows < 1 || Columns < 1 || Channels < 1)
        {
            throw new ArgumentException($"The scene has {Rows} rows, {Columns} columns and {Channels} channels; expected at least one of each.");
        }

        var values = (long)Rows * Columns * Channels;
        Expect(Spectra.Length, nameof(Spectra), values);
        Expect(Noise?.Length, nameof(Noise), values);
        Expect(Valid?.Length, nameof(Valid), Count);
        Expect(Latitude?.Length, nameof(Latitude), Count);
        Expect(Longitude?.Length, nameof(Longitude), Count);
    }

    private void Expect(int? length, string name, long expected)
    {
        if (length is { } found && found != expected)
        {
            throw new ArgumentException($"{name} has {found} values; a scene of {Rows} rows, {Columns} columns and {Channels} channels needs {expected}. Read all arrays from the same selection.");
        }
    }
}
