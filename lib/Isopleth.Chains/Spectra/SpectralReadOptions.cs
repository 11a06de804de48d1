namespace Isopleth.Chains;

/// <summary>Which spectra of a file are read, and how.</summary>
public sealed record SpectralReadOptions
{
    /// <summary>Which band, where a file holds several: <c>7</c> or <c>BAND7</c> of TROPOMI, <c>o2</c>, <c>weak_co2</c> or <c>strong_co2</c> of GOSAT; null for the first.</summary>
    public string? Band { get; init; }

    /// <summary>A TROPOMI level-1 file with the irradiance, to turn radiance into reflectance; null for the granule's own, and where it has none, for radiance.</summary>
    public string? IrradiancePath { get; init; }

    /// <summary>Bits of <c>ground_pixel_quality</c> that make a pixel invalid: solar eclipse (1), night (8), geolocation error (128).</summary>
    public byte PixelQualityMask { get; init; } = 1 | 8 | 128;

    /// <summary>Bits of <c>spectral_channel_quality</c> that make a value missing: all of them, for each says that the detector or the processor failed there.</summary>
    public byte ChannelQualityMask { get; init; } = 0xff;

    /// <summary>Largest solar zenith angle of a valid pixel [degree]; above 80 the light is too little and its path too long.</summary>
    public double MaximumSolarZenith { get; init; } = 80;
}
