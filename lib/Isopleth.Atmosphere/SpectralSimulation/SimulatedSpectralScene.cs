namespace Isopleth.Atmosphere;

/// <summary>A simulated scene of spectra and the truth behind it. Arrays over pixels have shape [row, column], flattened.</summary>
public sealed record SimulatedSpectralScene
{
    /// <summary>What it was made from.</summary>
    public required SpectralSimulationOptions Options { get; init; }

    /// <summary>The reflectances π L / (E cos θ) [1] with their noise, as a reader of the level-1 file makes them; fill values are NaN.</summary>
    public required SpectralScene Scene { get; init; }

    /// <summary>Radiance L [mol m-2 nm-1 sr-1 s-1], shape [row, column, channel]; NaN at fill values.</summary>
    public required float[] Radiance { get; init; }

    /// <summary>Ratio of the radiance to its noise [dB], whole, shape [row, column, channel]; 255 at fill values. The noise is L 10^(-dB/10).</summary>
    public required byte[] RadianceNoise { get; init; }

    /// <summary>Irradiance of the sun E [mol m-2 nm-1 s-1], shape [column, channel].</summary>
    public required float[] Irradiance { get; init; }

    /// <summary>Solar zenith angle [degree].</summary>
    public required float[] SolarZenithAngle { get; init; }

    /// <summary>Viewing zenith angle [degree].</summary>
    public required float[] ViewingZenithAngle { get; init; }

    /// <summary>Planted excess of each gas of <see cref="ShortWaveLines.Species"/>, as a part of its background column [1], shape [species, row, column].</summary>
    public required double[] Excess { get; init; }

    /// <summary>Channel of the spike in each spectrum; -1 where there is none.</summary>
    public required int[] SpikeChannel { get; init; }

    /// <summary>The planted excess of one gas [1], shape [row, column].</summary>
    /// <param name="species">The gas, one of <see cref="ShortWaveLines.Species"/>.</param>
    /// <exception cref="ArgumentException">There is no such gas.</exception>
    public ReadOnlySpan<double> ExcessOf(string species) => Excess.AsSpan(ShortWaveLines.Index(species) * Scene.Count, Scene.Count);
}
