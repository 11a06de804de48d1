using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Level-1 spectra of GOSAT's interferometer as ACOS stores them: a row is a sounding, the two columns are the polarisations P and S.</summary>
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
        using var geometry = NetCdf.Open(Path, "/SoundingGeometry");
        var radiance = spectra["radiance_" + _band];
        var (soundings, columns, channels) = (radiance.Shape[0], radiance.Shape[1], radiance.Shape[2]);
        var coefficients = header["wavenumber_coefficients"];
        // Shape [sounding, band, polarisation, (offset, step)]; the first sounding's first polarisation stands for all.
        var at = coefficients.ToDoubles().AsSpan(Array.IndexOf(Bands, _band) * coefficients.Shape[2] * 2, 2);
        var (offset, step) = (at[0], at[1]);
        var latitude = PerSounding(geometry, "sounding_latitude", soundings, columns);
        return new SpectralScene
        {
            Spectra = radiance.To<float>(),
            Rows = soundings,
            Columns = columns,
            Wavelength = [.. Enumerable.Range(0, channels).Select(c => offset + (step * c))],
            SpectralUnit = "cm-1",
            Instrument = $"GOSAT TANSO-FTS {_band}",
            Quantity = $"radiance [{radiance.Units ?? "1"}]",
            Latitude = latitude,
            Longitude = PerSounding(geometry, "sounding_longitude", soundings, columns),
            Time = Time(header),
        };
    }

    private static double[]? PerSounding(Dataset geometry, string name, int soundings, int columns)
    {
        if (!geometry.Contains(name) || geometry[name].Size != soundings)
        {
            return null;
        }

        var values = geometry[name].ToDoubles();
        return [.. Enumerable.Range(0, soundings * columns).Select(i => values[i / columns])];
    }

    /// <summary>The file counts seconds since 1993 with leap seconds (7 by 2009), which are left in: a screening needs no more.</summary>
    private static DateTime? Time(Dataset header)
    {
        const string name = "sounding_time_tai93";
        return header.Contains(name) && header[name].ToDoubles() is [var seconds, ..] && double.IsFinite(seconds) ? new DateTime(1993, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds) : null;
    }
}
