namespace Isopleth.Atmosphere;

/// <summary>An excess of a gas over its background, planted in a simulated scene: a round cloud with a Gaussian profile.</summary>
/// <param name="Species">The gas: <c>CO</c>, <c>CH4</c> or <c>H2O</c>.</param>
/// <param name="Row">Row of its centre [1].</param>
/// <param name="Column">Column of its centre [1].</param>
/// <param name="Radius">Standard deviation of its profile in pixels [1].</param>
/// <param name="Strength">Excess at its centre, as a part of the background column [1]: 2 for three times as much gas.</param>
public sealed record SpectralPlume(string Species, double Row, double Column, double Radius, double Strength);

/// <summary>A short-wave infrared band of a spectrometer such as TROPOMI over a region, made up but with known truth. The defaults are TROPOMI's band 7.</summary>
public sealed record SpectralSimulationOptions
{
    /// <summary>Seed of the random numbers: the same seed and options give the same scene, bit for bit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of the detector's band, for the instrument's name and the groups of a level-1 file [1].</summary>
    public int Band { get; init; } = 7;

    /// <summary>Scan lines [1].</summary>
    public int Rows { get; init; } = 64;

    /// <summary>Ground pixels across track [1]. TROPOMI has 215 in this band.</summary>
    public int Columns { get; init; } = 64;

    /// <summary>Spectral channels [1].</summary>
    public int Channels { get; init; } = 480;

    /// <summary>Wavelength of the first channel [nm].</summary>
    public double FirstWavelength { get; init; } = 2305;

    /// <summary>Wavelength of the last channel [nm].</summary>
    public double LastWavelength { get; init; } = 2345;

    /// <summary>Signal to noise of a pixel of reflectance 0.2 between the lines, the sun at 45° [1]. TROPOMI's requirement is 100 for a darker one.</summary>
    public double SignalToNoise { get; init; } = 120;

    /// <summary>Standard deviation of the background's carbon monoxide, as a part of its mean [1].</summary>
    public double VariationCo { get; init; } = 0.1;

    /// <summary>Standard deviation of the background's methane, as a part of its mean [1]; most of it is the surface's height.</summary>
    public double VariationCh4 { get; init; } = 0.02;

    /// <summary>Standard deviation of the logarithm of the water vapour column [1].</summary>
    public double VariationH2o { get; init; } = 0.4;

    /// <summary>The planted excesses.</summary>
    public IReadOnlyList<SpectralPlume> Plumes { get; init; } = [];

    /// <summary>Part of the spectra with a spike in one channel, as a particle leaves behind [1].</summary>
    public double SpikeRate { get; init; }

    /// <summary>Height of a spike in standard deviations of the noise [1].</summary>
    public double SpikeHeight { get; init; } = 40;

    /// <summary>Part of the spectra that are fill values as a whole [1].</summary>
    public double FillRate { get; init; }

    /// <summary>Channels whose detector pixel is dead: fill values in every spectrum, flagged in <c>spectral_channel_quality</c>.</summary>
    public IReadOnlyList<int> DeadChannels { get; init; } = [];

    /// <summary>Latitude of the first row [degree north].</summary>
    public double Latitude { get; init; } = 20;

    /// <summary>Longitude of the first column [degree east].</summary>
    public double Longitude { get; init; } = 5;

    /// <summary>Start of the first scan line, UTC.</summary>
    public DateTime Time { get; init; } = new(2021, 1, 1, 11, 30, 0, DateTimeKind.Utc);

    /// <summary>Checks every option against its range.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Option.Expect(Rows >= 1, nameof(Rows), Rows, "1 or more");
        Option.Expect(Columns >= 1, nameof(Columns), Columns, "1 or more");
        Option.Expect(Channels >= 2, nameof(Channels), Channels, "2 or more");
        Option.Expect(FirstWavelength is >= 2280 and <= 2400, nameof(FirstWavelength), FirstWavelength, "2280 to 2400 nm, where the lines are known");
        Option.Expect(LastWavelength > FirstWavelength && LastWavelength <= 2400, nameof(LastWavelength), LastWavelength, $"more than FirstWavelength ({FirstWavelength}), up to 2400 nm");
        Option.Expect(SignalToNoise > 0, nameof(SignalToNoise), SignalToNoise, "more than 0");
        Option.Expect(VariationCo >= 0, nameof(VariationCo), VariationCo, "0 or more");
        Option.Expect(VariationCh4 >= 0, nameof(VariationCh4), VariationCh4, "0 or more");
        Option.Expect(VariationH2o >= 0, nameof(VariationH2o), VariationH2o, "0 or more");
        Option.Expect(SpikeRate is >= 0 and <= 1, nameof(SpikeRate), SpikeRate, "0 to 1");
        Option.Expect(FillRate is >= 0 and <= 1, nameof(FillRate), FillRate, "0 to 1");
        foreach (var channel in DeadChannels)
        {
            Option.Expect(channel >= 0 && channel < Channels, nameof(DeadChannels), channel, $"0 to {Channels - 1}");
        }

        foreach (var plume in Plumes)
        {
            Option.Expect(plume.Radius > 0, $"the radius of the plume of {plume.Species}", plume.Radius, "more than 0 pixels");
            _ = ShortWaveLines.Index(plume.Species);
        }
    }
}
