using Isopleth.Arrays;

namespace Isopleth.Atmosphere;

public sealed partial record SimulatedSpectralScene
{
    /// <summary>The fill value of level-1 products: 0x1.ep+122.</summary>
    private const float Fill = 9.9692099683868690e36f;

    private const byte ByteFill = 255;

    private static readonly string[] OfChannels = ["time", "scanline", "ground_pixel", "spectral_channel"];
    private static readonly string[] OfPixels = ["time", "scanline", "ground_pixel"];
    private static readonly string[] OfCorners = ["time", "scanline", "ground_pixel", "ncorner"];
    private static readonly DateTime Epoch = new(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The scene as the radiance file of a TROPOMI level-1b product is laid out.</summary>
    /// <returns>
    /// Data sets by group: <c>/BAND7_RADIANCE/STANDARD_MODE/OBSERVATIONS</c> (<c>radiance</c>, <c>radiance_noise</c> and <c>radiance_error</c> in dB, the quality bits, <c>delta_time</c>),
    /// <c>…/GEODATA</c> and <c>…/INSTRUMENT</c> (<c>nominal_wavelength</c>). Arrays have a leading dimension <c>time</c> of length 1 and hold fill values, not NaN.
    /// </returns>
    public IReadOnlyDictionary<string, Dataset> ToRadianceGroups()
    {
        var (rows, columns, channels) = (Scene.Rows, Scene.Columns, Scene.Channels);
        var mode = $"/BAND{Options.Band}_RADIANCE/STANDARD_MODE";
        int[] ofChannels = [1, rows, columns, channels], ofPixels = [1, rows, columns];
        var dead = Options.DeadChannels.ToHashSet();
        var time = Create("time", ["time"], [1], [(int)(Options.Time.Date - Epoch).TotalSeconds], ("units", "seconds since 2010-01-01 00:00:00"), ("long_name", "reference time of the measurements"));
        return new OrderedDictionary<string, Dataset>(StringComparer.Ordinal)
        {
            ["/"] = new([], [], new OrderedDictionary<string, object>(StringComparer.Ordinal)
            {
                ["Conventions"] = "CF-1.6",
                ["title"] = $"TROPOMI/S5P L1B radiance product (band {Options.Band}), simulated",
                ["institution"] = "simulated by Isopleth; no measurement",
                ["time_coverage_start"] = Options.Time.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            }),
            [$"{mode}/OBSERVATIONS"] = new(
            [
                Create("radiance", OfChannels, ofChannels, Array.ConvertAll(Radiance, value => float.IsNaN(value) ? Fill : value), ("_FillValue", Fill), ("units", "mol.m-2.nm-1.sr-1.s-1"), ("long_name", "spectral photon radiance")),
                Create("radiance_noise", OfChannels, ofChannels, RadianceNoise, ("_FillValue", ByteFill), ("units", "dB"), ("long_name", "spectral photon radiance noise, one standard deviation: 10 log10(radiance / noise)")),
                Create("radiance_error", OfChannels, ofChannels, RadianceNoise, ("_FillValue", ByteFill), ("units", "dB"), ("long_name", "spectral photon radiance error, one standard deviation: 10 log10(radiance / error)")),
                Create("quality_level", OfChannels, ofChannels, Array.ConvertAll(Radiance, value => (byte)(float.IsNaN(value) ? 0 : 100)), ("long_name", "overall quality of the radiance, 0 to 100")),
                Create("spectral_channel_quality", OfChannels, ofChannels, [.. Enumerable.Range(0, Radiance.Length).Select(i => (byte)(dead.Contains(i % channels) ? 2 : float.IsNaN(Radiance[i]) ? 1 : 0))],
                    ("flag_masks", new byte[] { 1, 2, 8, 16, 32, 64, 128 }), ("flag_meanings", "missing bad_pixel processing_error saturated transient rts underflow")),
                Create("ground_pixel_quality", OfPixels, ofPixels, new byte[rows * columns],
                    ("flag_masks", new byte[] { 1, 2, 4, 8, 16, 128 }), ("flag_meanings", "solar_eclipse sun_glint descending night geo_boundary_crossing geolocation_error")),
                Create("delta_time", ["time", "scanline"], [1, rows], [.. Enumerable.Range(0, rows).Select(row => (int)(Options.Time.TimeOfDay.TotalMilliseconds + (840 * row)))], ("units", "milliseconds"), ("long_name", "offset from the reference time")),
            ],
                [time]),
            [$"{mode}/GEODATA"] = new(
            [
                Create("latitude", OfPixels, ofPixels, ToSingle(Scene.Latitude!), ("units", "degrees_north"), ("standard_name", "latitude"), ("bounds", "latitude_bounds")),
                Create("longitude", OfPixels, ofPixels, ToSingle(Scene.Longitude!), ("units", "degrees_east"), ("standard_name", "longitude"), ("bounds", "longitude_bounds")),
                Create("latitude_bounds", OfCorners, [.. ofPixels, 4], Corners(Scene.Latitude!, -0.025, -0.025, 0.025, 0.025), ("units", "degrees_north")),
                Create("longitude_bounds", OfCorners, [.. ofPixels, 4], Corners(Scene.Longitude!, -0.035, 0.035, 0.035, -0.035), ("units", "degrees_east")),
                Create("solar_zenith_angle", OfPixels, ofPixels, SolarZenithAngle, ("units", "degree"), ("standard_name", "solar_zenith_angle")),
                Create("viewing_zenith_angle", OfPixels, ofPixels, ViewingZenithAngle, ("units", "degree"), ("standard_name", "sensor_zenith_angle")),
                Create("satellite_latitude", ["time", "scanline"], [1, rows], [.. Enumerable.Range(0, rows).Select(row => (float)Scene.Latitude![row * columns])], ("units", "degrees_north")),
            ],
                [time]),
            [$"{mode}/INSTRUMENT"] = new(
            [
                Create("nominal_wavelength", ["time", "ground_pixel", "spectral_channel"], [1, columns, channels], Wavelengths(), ("units", "nm"), ("long_name", "nominal spectral wavelength")),
            ],
                [time]),
        };
    }

    /// <summary>The sun's irradiance as the irradiance file of a TROPOMI level-1b product is laid out.</summary>
    /// <returns>Data sets by group: <c>/BAND7_IRRADIANCE/STANDARD_MODE/OBSERVATIONS</c> (<c>irradiance</c>, <c>irradiance_noise</c> in dB) and <c>…/INSTRUMENT</c> (<c>calibrated_wavelength</c>).</returns>
    public IReadOnlyDictionary<string, Dataset> ToIrradianceGroups()
    {
        var (columns, channels) = (Scene.Columns, Scene.Channels);
        var mode = $"/BAND{Options.Band}_IRRADIANCE/STANDARD_MODE";
        string[] dimensions = ["time", "scanline", "pixel", "spectral_channel"];
        int[] shape = [1, 1, columns, channels];
        var quiet = new byte[columns * channels];
        Array.Fill(quiet, (byte)40);
        return new OrderedDictionary<string, Dataset>(StringComparer.Ordinal)
        {
            [$"{mode}/OBSERVATIONS"] = new(
            [
                Create("irradiance", dimensions, shape, Irradiance, ("_FillValue", Fill), ("units", "mol.m-2.nm-1.s-1"), ("long_name", "spectral photon irradiance")),
                Create("irradiance_noise", dimensions, shape, quiet, ("_FillValue", ByteFill), ("units", "dB"), ("long_name", "spectral photon irradiance noise: 10 log10(irradiance / noise)")),
            ]),
            [$"{mode}/INSTRUMENT"] = new(
            [
                Create("calibrated_wavelength", ["time", "pixel", "spectral_channel"], [1, columns, channels], Wavelengths(), ("units", "nm"), ("long_name", "spectral wavelength calibrated on the sun")),
            ]),
        };
    }

    private float[] Wavelengths() => [.. Enumerable.Range(0, Scene.Columns).SelectMany(_ => ToSingle(Scene.Wavelength))];

    private static float[] ToSingle(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static float[] Corners(double[] centres, params double[] offsets) => [.. centres.SelectMany(centre => offsets.Select(offset => (float)(centre + offset)))];

    private static DataArray Create<T>(string name, string[] dimensions, int[] shape, T[] values, params (string Name, object Value)[] attributes) =>
        DataArray.Create(name, dimensions, shape, values, new OrderedDictionary<string, object>(attributes.Select(a => KeyValuePair.Create(a.Name, a.Value)), StringComparer.Ordinal));
}
