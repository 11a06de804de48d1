namespace Isopleth.Atmosphere;

/// <summary>How plumes are told from the background.</summary>
public sealed record PlumeDetectionOptions
{
    /// <summary>Standard deviation of the Gaussian smoothing kernel [pixel]. 0.5 leaves the resolution nearly as it is and lowers white noise by 0.64 (Kuhlmann et al. 2019).</summary>
    public double SmoothingSigma { get; init; } = 0.5;

    /// <summary>Radius of the neighbourhood in which background and noise are estimated [m]. 150 km is several times a plume's width and much less than the scale on which retrieval biases vary.</summary>
    public double BackgroundRadius { get; init; } = 150_000;

    /// <summary>z value that a pixel must exceed to start a plume [1]. At 5, Gaussian noise starts one in about 300 scenes of 12,000 pixels; on the negative side, where no plume is, 25 orbits over Etna reach -3.8.</summary>
    public double SeedThreshold { get; init; } = 5;

    /// <summary>z value down to which a plume grows from its seeds through touching pixels [1]. Φ⁻¹(0.99), the significance of Kuhlmann et al. (2019).</summary>
    public double GrowThreshold { get; init; } = 2.3263478740408408;

    /// <summary>Systematic error of the difference to the background [mol m-2], added in quadrature to the noise of the smoothed column. Over Etna 2e-5 to 5e-5 remain in means over 20 km without a plume, and stripes reach 3e-4 in a few rows: 1e-4 keeps both out.</summary>
    public double SystematicError { get; init; } = 1e-4;

    /// <summary>Smallest number of touching pixels that counts as a plume [1]. Noise makes groups of up to 4, a single bad pixel one of 5 (through the kernel).</summary>
    public int MinimumPixels { get; init; } = 10;

    /// <summary>A plume within this many pixels of a source is attached to it [1], or within half the source's diameter where that is more. 3, as in Kuhlmann et al. (2021): the position of a plume's head is uncertain by the pixel and the wind since the emission.</summary>
    public double SourceRadius { get; init; } = 3;

    /// <summary>Validity below which a pixel's quality is <see cref="PlumeQuality.LowValidity"/> [percent], as the product's users are told to ask for. It never takes a pixel from the mask: strong volcanic plumes have low validity.</summary>
    public double MinimumValidity { get; init; } = 50;

    /// <summary>Cloud fraction above which a pixel's quality is <see cref="PlumeQuality.Cloudy"/> [1]: above it the column below the cloud is mostly guessed. It never takes a pixel from the mask.</summary>
    public double MaximumCloudFraction { get; init; } = 0.3;

    /// <summary>Checks every option against its range.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Option.Expect(SmoothingSigma is >= 0.1 and <= 5, nameof(SmoothingSigma), SmoothingSigma, "0.1 to 5 pixels");
        Option.Expect(BackgroundRadius is >= 10_000 and <= 2_000_000, nameof(BackgroundRadius), BackgroundRadius, "10,000 to 2,000,000 m");
        Option.Expect(GrowThreshold > 0, nameof(GrowThreshold), GrowThreshold, "more than 0");
        Option.Expect(SeedThreshold >= GrowThreshold, nameof(SeedThreshold), SeedThreshold, $"at least GrowThreshold ({GrowThreshold})");
        Option.Expect(SystematicError >= 0, nameof(SystematicError), SystematicError, "0 mol m-2 or more");
        Option.Expect(MinimumPixels >= 1, nameof(MinimumPixels), MinimumPixels, "1 or more");
        Option.Expect(SourceRadius >= 0, nameof(SourceRadius), SourceRadius, "0 pixels or more");
        Option.Expect(MinimumValidity is >= 0 and <= 100, nameof(MinimumValidity), MinimumValidity, "0 to 100 percent");
        Option.Expect(MaximumCloudFraction is >= 0 and <= 1, nameof(MaximumCloudFraction), MaximumCloudFraction, "0 to 1");
    }
}
