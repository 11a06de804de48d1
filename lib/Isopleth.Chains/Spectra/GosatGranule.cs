using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Level-1 spectra of GOSAT's interferometer as ACOS stores them: a row is a sounding, the two columns are the polarisations P and S.</summary>
/// <remarks>
/// The noise is the file's own: one value [V/cm-1] for the spectrum, times the conversion of each channel to radiance, as the radiance is the signal times it
/// (NIES, radiometric conversion coefficients of TANSO-FTS). Of the samples that tell a signal-to-noise ratio, the brightest channel's agrees with it to 15 %.
/// </remarks>
internal sealed class GosatGranule : WholeGranule
{
    private static readonly string[] Bands = ["o2", "weak_co2", "strong_co2"];
    private readonly string _band;

    public GosatGranule(string path, SpectralReadOptions options)
        : base(path)
    {
        _band = options.Band ?? Bands[0];
        if (!Bands.Contains(_band))
        {
            throw new DataFormatException($"The file has no band '{_band}'; GOSAT's are {string.Join(", ", Bands)}.", path);
        }
    }

    protected override SpectralScene Load()
    {
        using var spectra = NetCdf.Open(Path, "/SoundingSpectra");
        using var header = NetCdf.Open(Path, "/SoundingHeader");
        using var footprints = NetCdf.Open(Path, "/FootprintGeometry");
        var radiance = spectra["radiance_" + _band];
        var (soundings, columns, channels) = (radiance.Shape[0], radiance.Shape[1], radiance.Shape[2]);
        var coefficients = header["wavenumber_coefficients"];
        // Shape [sounding, band, polarisation, (offset, step)]; the first sounding's first polarisation stands for all.
        var at = coefficients.ToDoubles().AsSpan(Array.IndexOf(Bands, _band) * coefficients.Shape[2] * 2, 2);
        var (offset, step) = (at[0], at[1]);
        return new SpectralScene
        {
            Spectra = radiance.To<float>(),
            Noise = Noise(spectra, header, soundings * columns, channels),
            Rows = soundings,
            Columns = columns,
            Wavelength = [.. Enumerable.Range(0, channels).Select(c => offset + (step * c))],
            SpectralUnit = "cm-1",
            Instrument = $"GOSAT TANSO-FTS {_band}",
            Quantity = $"radiance [{radiance.Units ?? "1"}]",
            Latitude = Footprint(footprints, "footprint_latitude", soundings, columns),
            Longitude = Footprint(footprints, "footprint_longitude", soundings, columns),
            Time = Time((header, "sounding_time_tai93"), (footprints, "footprint_time_tai93"), (footprints, "footprint_time")),
        };
    }

    /// <summary>Values of shape [sounding, band, polarisation] for the band, shape [sounding, polarisation]; null where the file does not tell.</summary>
    private double[]? Footprint(Dataset footprints, string name, int soundings, int columns)
    {
        if (!footprints.Contains(name) || footprints[name].Size != soundings * Bands.Length * columns)
        {
            return null;
        }

        var (values, band) = (footprints[name].ToDoubles(), Array.IndexOf(Bands, _band));
        return [.. Enumerable.Range(0, soundings * columns).Select(i => values[(((i / columns * Bands.Length) + band) * columns) + (i % columns)])];
    }

    private float[]? Noise(Dataset spectra, Dataset header, int count, int channels)
    {
        using var instrument = NetCdf.Open(Path, "/InstrumentHeader");
        var name = ((string[])[$"noise_{_band}_l1b", $"noise_{_band}"]).FirstOrDefault(spectra.Contains);
        var (high, medium) = ($"cnv_coef_highgain_{_band}", $"cnv_coef_medgain_{_band}");
        if (name is null || !instrument.Contains(high) || !instrument.Contains(medium) || spectra[name].Size != count)
        {
            return null;
        }

        var (volts, gains) = (spectra[name].To<float>(), header.Contains("gain_swir") ? header["gain_swir"].To<string>() : []);
        var (ofHigh, ofMedium) = (instrument[high].To<float>(), instrument[medium].To<float>());
        var noise = new float[count * channels];
        for (var i = 0; i < noise.Length; i++)
        {
            var spectrum = i / channels;
            noise[i] = volts[spectrum] * (spectrum < gains.Length && gains[spectrum].StartsWith('M') ? ofMedium : ofHigh)[i];
        }

        return noise;
    }

    /// <summary>The file counts seconds since 1993 with leap seconds (7 by 2009), which are left in: a screening needs no more.</summary>
    private static DateTime? Time(params (Dataset Group, string Name)[] places)
    {
        foreach (var (group, name) in places)
        {
            if (group.Contains(name) && group[name].ToDoubles() is [var seconds, ..] && double.IsFinite(seconds))
            {
                return new DateTime(1993, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds);
            }
        }

        return null;
    }
}
