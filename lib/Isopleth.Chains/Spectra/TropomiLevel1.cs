using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Simulated spectra as level-1b granules in TROPOMI's layout: groups, dimensions, types, fill values and units, the truth in a group of its own.</summary>
/// <remarks>Left out of the real layout are the variables that no reader of spectra needs, among them the compound ones (instrument_configuration, instrument_settings).</remarks>
public static class TropomiLevel1
{
    private const float Fill = 9.96921e36f;
    private const sbyte NoDecibel = -127;
    private const int MillisecondsPerScanLine = 840;
    private static readonly DateTime Epoch = new(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Writes a granule with radiance, irradiance and truth.</summary>
    /// <param name="path">The file; one that is there is replaced only when the new one is whole.</param>
    /// <param name="simulated">The scene.</param>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, SimulatedSpectralScene simulated)
    {
        ArgumentNullException.ThrowIfNull(simulated);
        var options = simulated.Options;
        var (radiance, irradiance) = ($"/BAND{options.Band}_RADIANCE", $"/BAND{options.Band}_IRRADIANCE");
        NetCdf.Write(
            path,
            new Dictionary<string, Dataset>(StringComparer.Ordinal)
            {
                ["/"] = new([], attributes: NamedAttributes.Of(
                    ("Conventions", "CF-1.6"),
                    ("title", "Simulated TROPOMI level 1b radiance"),
                    ("source", "Isopleth.Atmosphere.SpectralSceneSimulator"),
                    ("time_coverage_start", options.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)))),
                [radiance + "/STANDARD_MODE"] = new([], [
                    Index("scanline", options.Rows), Index("ground_pixel", options.Columns), Index("spectral_channel", options.Channels),
                ]),
                [radiance + "/STANDARD_MODE/OBSERVATIONS"] = Observations(simulated),
                [radiance + "/STANDARD_MODE/GEODATA"] = Geolocation(simulated),
                [radiance + "/STANDARD_MODE/INSTRUMENT"] = new([Wavelengths("nominal_wavelength", "ground_pixel", simulated)]),
                [irradiance + "/STANDARD_MODE/OBSERVATIONS"] = new([
                    Stored(
                        DataArray.Create("irradiance", ["time", "scanline", "pixel", "spectral_channel"], [1, 1, options.Columns, options.Channels], simulated.Irradiance,
                            NamedAttributes.Of(("long_name", "spectral photon irradiance"), ("units", "mol.m-2.nm-1.s-1"))), Fill),
                ]),
                [irradiance + "/STANDARD_MODE/INSTRUMENT"] = new([Wavelengths("calibrated_wavelength", "pixel", simulated)]),
                ["/TRUTH"] = Truth(simulated),
            },
            new NetCdfWriteOptions { Chunks = new Dictionary<string, int>(StringComparer.Ordinal) { ["scanline"] = 8 } });
    }

    private static Dataset Observations(SimulatedSpectralScene simulated)
    {
        var o = simulated.Options;
        var day = o.Time.Date;
        int[] pixel = [1, o.Rows, o.Columns];
        int[] value = [1, o.Rows, o.Columns, o.Channels];
        string[] values = ["time", "scanline", "ground_pixel", "spectral_channel"];
        var decibels = Array.ConvertAll(simulated.RadianceNoise, b => b <= sbyte.MaxValue ? (sbyte)b : NoDecibel);
        var bad = new byte[decibels.Length];
        foreach (var dead in o.DeadChannels)
        {
            for (var i = dead; i < bad.Length; i += o.Channels)
            {
                bad[i] = 2; // bad_pixel
            }
        }

        DataArray Decibels(string name, string meaning) => Stored(DataArray.Create(name, values, value, decibels, NamedAttributes.Of(("long_name", meaning), ("units", "dB"))), NoDecibel);
        return new Dataset([
            DataArray.Create("time", ["time"], [1], new[] { (int)(day - Epoch).TotalSeconds }, NamedAttributes.Of(("long_name", "reference time of the measurements"), ("units", "seconds since 2010-01-01"))),
            DataArray.Create("delta_time", ["time", "scanline"], [1, o.Rows], [.. Enumerable.Range(0, o.Rows).Select(row => (int)(o.Time - day).TotalMilliseconds + (row * MillisecondsPerScanLine))],
                NamedAttributes.Of(("long_name", "offset of the scan line from the reference time"), ("units", "milliseconds"))),
            Stored(DataArray.Create("radiance", values, value, simulated.Radiance, NamedAttributes.Of(("long_name", "spectral photon radiance"), ("units", "mol.m-2.nm-1.sr-1.s-1"))), Fill),
            Decibels("radiance_noise", "ratio of the radiance to its noise"),
            Decibels("radiance_error", "ratio of the radiance to its systematic error"),
            DataArray.Create("spectral_channel_quality", values, value, bad, NamedAttributes.Of(
                ("flag_masks", new byte[] { 1, 2, 4, 8, 16, 32, 64 }), ("flag_meanings", "missing bad_pixel processing_error saturated transient rts underflow"))),
            DataArray.Create("quality_level", values, value, Array.ConvertAll(bad, b => b == 0 ? (byte)100 : (byte)0), NamedAttributes.Of(("long_name", "quality, 0 to 100"))),
            DataArray.Create("ground_pixel_quality", ["time", "scanline", "ground_pixel"], pixel, new byte[simulated.Scene.Count], NamedAttributes.Of(
                ("flag_masks", new byte[] { 1, 2, 4, 8, 16, 128 }), ("flag_meanings", "solar_eclipse sun_glint descending night geo_boundary_crossing geolocation_error"))),
        ]);
    }

    private static Dataset Geolocation(SimulatedSpectralScene simulated)
    {
        var o = simulated.Options;
        DataArray Pixels(string name, string units, Func<int, double> value, string standardName) => Stored(
            DataArray.Create(name, ["time", "scanline", "ground_pixel"], [1, o.Rows, o.Columns], [.. Enumerable.Range(0, simulated.Scene.Count).Select(i => (float)value(i))],
                NamedAttributes.Of(("standard_name", standardName), ("units", units))), Fill);
        return new Dataset([
            Pixels("latitude", "degrees_north", i => simulated.Scene.Latitude![i], "latitude"),
            Pixels("longitude", "degrees_east", i => simulated.Scene.Longitude![i], "longitude"),
            Pixels("solar_zenith_angle", "degree", i => simulated.SolarZenithAngle[i], "solar_zenith_angle"),
            Pixels("viewing_zenith_angle", "degree", i => simulated.ViewingZenithAngle[i], "sensor_zenith_angle"),
        ]);
    }

    private static Dataset Truth(SimulatedSpectralScene simulated)
    {
        var o = simulated.Options;
        return new Dataset([
            .. ShortWaveLines.Species.Select(species => DataArray.Create($"excess_{species}", ["scanline", "ground_pixel"], [o.Rows, o.Columns], simulated.ExcessOf(species).ToArray(),
                NamedAttributes.Of(("long_name", $"planted excess of {species} as a part of its background column"), ("units", "1")))),
            DataArray.Create("spike_channel", ["scanline", "ground_pixel"], [o.Rows, o.Columns], simulated.SpikeChannel, NamedAttributes.Of(("long_name", "channel with a planted spike; -1 where none is"), ("units", "1"))),
        ]);
    }

    private static DataArray Index(string name, int count) => DataArray.Create(name, [name], [count], Enumerable.Range(0, count).ToArray(), NamedAttributes.Of(("units", "1")));

    private static DataArray Wavelengths(string name, string pixel, SimulatedSpectralScene simulated)
    {
        var o = simulated.Options;
        return Stored(
            DataArray.Create(name, ["time", pixel, "spectral_channel"], [1, o.Columns, o.Channels], [.. Enumerable.Range(0, o.Columns).SelectMany(_ => simulated.Scene.Wavelength.Select(w => (float)w))],
                NamedAttributes.Of(("long_name", "wavelength of the channel's centre"), ("units", "nm"))), Fill);
    }

    private static DataArray Stored<T>(DataArray array, T fill) where T : unmanaged =>
        array.WithEncoding(new StorageEncoding(typeof(T), NamedAttributes.Of(("_FillValue", fill))));
}
