using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Simulated spectra as level-1b granules in TROPOMI's layout: groups, dimensions, types, fill values and units, the truth in a group of its own.</summary>
/// <remarks>
/// After the product specification and a header of KNMI's (S5P_L1B_RA_BD6.cdl of the ESDSWG's Dataset Interoperability Working Group). Left out are what the
/// simulation does not know: the variables of compound and variable-length types (instrument_configuration, instrument_settings, housekeeping_data,
/// binning_table, measurement_to_detector_row_table, small_pixel_radiance), processing_class, the irradiance's noise and quality, and ESA's metadata.
/// </remarks>
public static class TropomiLevel1
{
    private const float Fill = 9.96921e36f;
    private const sbyte NoDecibel = -127;
    private const int MillisecondsPerScanLine = 840;
    private static readonly string[] Lines = ["time", "scanline"];
    private static readonly string[] Pixels = ["time", "scanline", "ground_pixel"];
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
                [radiance + "/STANDARD_MODE/OBSERVATIONS"] = Observations(simulated),
                [radiance + "/STANDARD_MODE/GEODATA"] = Geolocation(simulated),
                [radiance + "/STANDARD_MODE/INSTRUMENT"] = new([
                    Wavelengths("nominal_wavelength", "ground_pixel", simulated),
                    Of("sample_cycle", Lines, [1, options.Rows], new int[options.Rows], "sample cycle", "1", int.MinValue + 1),
                    Of("sample_cycle_length", Lines, [1, options.Rows], Repeat(MillisecondsPerScanLine, options.Rows), "length of sample cycle", "ms", int.MinValue + 1),
                ]),
                [irradiance + "/STANDARD_MODE/OBSERVATIONS"] = new([
                    Of("irradiance", ["time", "scanline", "pixel", "spectral_channel"], [1, 1, options.Columns, options.Channels], simulated.Irradiance, "spectral photon irradiance", "mol.m-2.nm-1.s-1", Fill),
                    Time(options),
                    Of("delta_time", Lines, [1, 1], [(int)(options.Time - options.Time.Date).TotalMilliseconds], "offset from the reference start time of measurement", Since(options), int.MinValue + 1),
                ], [Index("scanline", 1), Index("pixel", options.Columns), Index("spectral_channel", options.Channels)]),
                [irradiance + "/STANDARD_MODE/INSTRUMENT"] = new([Wavelengths("calibrated_wavelength", "pixel", simulated), Wavelengths("nominal_wavelength", "pixel", simulated)]),
                ["/TRUTH"] = Truth(simulated),
            },
            new NetCdfWriteOptions
            {
                Chunks = new Dictionary<string, int>(StringComparer.Ordinal) { ["scanline"] = 8 },
                SharedDimensions = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal)
                {
                    [radiance + "/STANDARD_MODE"] = ["time", "scanline", "spectral_channel", "ground_pixel", "ncorner"],
                    [irradiance + "/STANDARD_MODE"] = ["time", "pixel", "spectral_channel", "scanline"],
                },
            });
    }

    private static Dataset Observations(SimulatedSpectralScene simulated)
    {
        var o = simulated.Options;
        int[] value = [1, o.Rows, o.Columns, o.Channels];
        string[] values = [.. Pixels, "spectral_channel"];
        var decibels = Array.ConvertAll(simulated.RadianceNoise, b => b <= sbyte.MaxValue ? (sbyte)b : NoDecibel);
        var bad = new byte[decibels.Length];
        foreach (var dead in o.DeadChannels)
        {
            for (var i = dead; i < bad.Length; i += o.Channels)
            {
                bad[i] = 2; // bad_pixel
            }
        }

        var start = (int)(o.Time - o.Time.Date).TotalMilliseconds;
        return new Dataset([
            Time(o),
            Of("delta_time", Lines, [1, o.Rows], [.. Enumerable.Range(0, o.Rows).Select(row => start + (row * MillisecondsPerScanLine))], "offset from the reference start time of measurement", Since(o), int.MinValue + 1),
            Of("radiance", values, value, simulated.Radiance, "spectral photon radiance", "mol.m-2.nm-1.sr-1.s-1", Fill),
            Of("radiance_noise", values, value, decibels, "spectral photon radiance noise, one standard deviation", "1", NoDecibel,
                ("comment", "Decibel: 10 times the base-10 logarithm of the ratio between the radiance and its random error.")),
            Of("radiance_error", values, value, decibels, "spectral photon radiance error, one standard deviation", "1", NoDecibel,
                ("comment", "Decibel: 10 times the base-10 logarithm of the ratio between the radiance and the error of its bias.")),
            Flags<byte>("spectral_channel_quality", values, value, bad, byte.MaxValue, [0, 1, 2, 8, 16, 32, 64, 128], "no_error missing bad_pixel processing_error saturated transient rts underflow"),
            Of("quality_level", values, value, Array.ConvertAll(bad, b => b == 0 ? (byte)100 : (byte)0), "quality level of spectral channel", "1", byte.MaxValue),
            Flags<byte>("ground_pixel_quality", Pixels, [1, o.Rows, o.Columns], new byte[simulated.Scene.Count], byte.MaxValue, [0, 1, 2, 4, 8, 16, 128], "no_error solar_eclipse sun_glint_possible descending night geo_boundary_crossing geolocation_error"),
            Flags<ushort>("measurement_quality", Lines, [1, o.Rows], new ushort[o.Rows], ushort.MaxValue, [0, 1, 2, 16, 32, 128, 256, 4096], "no_error proc_skipped no_residual saa spacecraft_manoeuvre sub_grp irr_out_of_range sub_group"),
            Flags<ushort>("detector_row_qualification", Pixels, [1, o.Rows, o.Columns], new ushort[simulated.Scene.Count], ushort.MaxValue, [0, 1, 2, 4, 8, 16, 256, 4096, 8192], "no_qualification uvn_ror uvn_dump uvn_covered uvn_overscan uvn_higain swir_reference gen_transistion gen_non_illuminated"),
            Flags<ushort>("detector_column_qualification", ["time", "scanline", "spectral_channel"], [1, o.Rows, o.Channels], new ushort[o.Rows * o.Channels], ushort.MaxValue, [0, 1, 16, 32, 64, 256, 512, 1024, 2048], "no_qualification skipped uvn_odd uvn_prepost uvn_overscan swir_adc0 swir_adc1 swir_adc2 swir_adc3"),
        ], [Index("scanline", o.Rows), Index("ground_pixel", o.Columns), Index("spectral_channel", o.Channels)]);
    }

    private static Dataset Geolocation(SimulatedSpectralScene simulated)
    {
        const double altitude = 824_000, orbit = 6090; // [m], [s]: the satellite's
        var o = simulated.Options;
        var (latitude, longitude) = (simulated.Scene.Latitude!, simulated.Scene.Longitude!);
        var (north, east) = (o.Rows > 1 ? latitude[o.Columns] - latitude[0] : 0.05, o.Columns > 1 ? longitude[1] - longitude[0] : 0.07);
        DataArray OfPixels(string name, Func<int, double> value, string units, string standardName, string meaning) =>
            Of(name, Pixels, [1, o.Rows, o.Columns], Floats(simulated.Scene.Count, value), meaning, units, Fill, ("standard_name", standardName));
        DataArray OfCorners(string name, double[] centre, double step, int[] sides, string units) =>
            Of(name, [.. Pixels, "ncorner"], [1, o.Rows, o.Columns, 4], Floats(centre.Length * 4, i => centre[i / 4] + (sides[i % 4] * step / 2)), name.Replace('_', ' '), units, Fill);
        DataArray OfLines(string name, Func<int, double> value, string units, string meaning) => Of(name, Lines, [1, o.Rows], Floats(o.Rows, value), meaning, units, Fill);
        int Below(int row) => (row * o.Columns) + (o.Columns / 2);
        return new Dataset([
            OfPixels("latitude", i => latitude[i], "degrees_north", "latitude", "pixel center latitude"),
            OfPixels("longitude", i => longitude[i], "degrees_east", "longitude", "pixel center longitude"),
            OfCorners("latitude_bounds", latitude, north, [-1, -1, 1, 1], "degrees_north"),
            OfCorners("longitude_bounds", longitude, east, [-1, 1, 1, -1], "degrees_east"),
            OfPixels("solar_zenith_angle", i => simulated.SolarZenithAngle[i], "degree", "solar_zenith_angle", "solar zenith angle"),
            OfPixels("solar_azimuth_angle", _ => 180, "degree", "solar_azimuth_angle", "solar azimuth angle"),
            OfPixels("viewing_zenith_angle", i => simulated.ViewingZenithAngle[i], "degree", "platform_zenith_angle", "viewing zenith angle"),
            OfPixels("viewing_azimuth_angle", i => i % o.Columns < o.Columns / 2 ? 90 : 270, "degree", "platform_azimuth_angle", "viewing azimuth angle"),
            OfLines("satellite_latitude", row => latitude[Below(row)], "degrees_north", "sub-satellite latitude"),
            OfLines("satellite_longitude", row => longitude[Below(row)], "degrees_east", "sub-satellite longitude"),
            OfLines("satellite_altitude", _ => altitude, "m", "satellite altitude"),
            OfLines("satellite_orbit_phase", row => row * MillisecondsPerScanLine / 1000.0 / orbit, "1", "fractional satellite orbit phase"),
            Of("earth_sun_distance", ["time"], [1], [(float)(1 - (0.0167 * Math.Cos(2 * Math.PI * (o.Time.DayOfYear - 4) / 365.25)))], "distance between the earth and the sun", "ua", Fill),
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

    private static DataArray Time(SpectralSimulationOptions o) => DataArray.Create(
        "time", ["time"], [1], new[] { (int)(o.Time.Date - Epoch).TotalSeconds }, NamedAttributes.Of(("long_name", "reference start time of measurement"), ("standard_name", "time"), ("units", "seconds since 2010-01-01 00:00:00")));

    private static string Since(SpectralSimulationOptions o) => o.Time.ToString("'milliseconds since' yyyy-MM-dd '00:00:00'", CultureInfo.InvariantCulture);

    private static DataArray Wavelengths(string name, string pixel, SimulatedSpectralScene simulated)
    {
        var (columns, channels) = (simulated.Options.Columns, simulated.Options.Channels);
        return Of(name, ["time", pixel, "spectral_channel"], [1, columns, channels], Floats(columns * channels, i => simulated.Scene.Wavelength[i % channels]), "spectral channel " + name.Replace('_', ' '), "nm", Fill, ("standard_name", "radiation_wavelength"));
    }

    private static DataArray Flags<T>(string name, string[] dimensions, int[] shape, T[] values, T fill, T[] masks, string meanings) where T : unmanaged =>
        Of(name, dimensions, shape, values, name.Replace('_', ' ') + " flag", "1", fill, ("flag_values", masks), ("flag_masks", masks), ("flag_meanings", meanings));

    private static DataArray Of<T>(string name, string[] dimensions, int[] shape, T[] values, string meaning, string units, T fill, params (string, object)[] attributes) where T : unmanaged =>
        DataArray.Create(name, dimensions, shape, values, NamedAttributes.Of([("long_name", meaning), ("units", units), .. attributes])).WithEncoding(new StorageEncoding(typeof(T), NamedAttributes.Of(("_FillValue", fill))));

    private static float[] Floats(int count, Func<int, double> value) => [.. Enumerable.Range(0, count).Select(i => (float)value(i))];

    private static int[] Repeat(int value, int count) => [.. Enumerable.Repeat(value, count)];
}
