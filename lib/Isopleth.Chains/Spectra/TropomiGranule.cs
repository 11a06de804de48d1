using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>A level-1b radiance granule in TROPOMI's group layout, read by scan lines.</summary>
/// <remarks>
/// With an irradiance the spectra are reflectances π L / (E cos θ); the noise is radiance × 10^(-dB/10), scaled alike. Channels are the detector's:
/// their wavelengths are the mean over the ground pixels, whose spectral smile, some hundredths of a nanometre, is left in the data.
/// </remarks>
internal sealed class TropomiGranule : SpectralGranule
{
    private static readonly DateTime Epoch = new(2010, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Dataset _opened;
    private readonly Dataset _observations;
    private readonly Dataset _geolocation;
    private readonly SpectralReadOptions _options;
    private readonly string _band;
    private readonly double[] _wavelength;

    /// <summary>π / E [m2 nm s mol-1 sr-1], shape [ground pixel, channel].</summary>
    private readonly float[]? _reflectance;
    private readonly NoiseOfDecibels _noise;
    private readonly DateTime _day;
    private readonly double[] _milliseconds;

    /// <summary>Opens a granule.</summary>
    /// <param name="path">The file.</param>
    /// <param name="opened">Its root group; disposed with the granule, or when there is none.</param>
    /// <param name="options">How it is read.</param>
    public TropomiGranule(string path, Dataset opened, SpectralReadOptions options)
        : base(path)
    {
        (_opened, _options) = (opened, options);
        try
        {
            var bands = opened.Groups.Where(g => g.EndsWith("_RADIANCE", StringComparison.Ordinal)).Select(g => g[1..^"_RADIANCE".Length]).ToList();
            var asked = options.Band is { } band ? band.StartsWith("BAND", StringComparison.OrdinalIgnoreCase) ? band.ToUpperInvariant() : "BAND" + band : bands[0];
            _band = bands.Contains(asked) ? asked : throw new DataFormatException($"The granule has no {asked}; it has {string.Join(", ", bands)}.", path);
            var mode = $"/{_band}_RADIANCE/STANDARD_MODE";
            _observations = NetCdf.OpenGroup(opened, mode + "/OBSERVATIONS", decode: false);
            _geolocation = NetCdf.OpenGroup(opened, mode + "/GEODATA");
            var instrument = NetCdf.OpenGroup(opened, mode + "/INSTRUMENT");
            var radiance = Variable(_observations, "radiance");
            if (radiance.Rank != 4)
            {
                throw new DataFormatException($"The radiance has {radiance.Rank} dimensions; time, scan line, ground pixel and channel were expected.", path, "radiance");
            }

            (Rows, Columns, Channels) = (radiance.Shape[1], radiance.Shape[2], radiance.Shape[3]);
            var wavelengths = Variable(instrument, "nominal_wavelength").ToDoubles();
            _wavelength = Mean(wavelengths, Channels);
            _reflectance = Reflectance(wavelengths);
            _noise = Noise();
            _day = Epoch.AddSeconds(Variable(_observations, "time").ToDoubles()[0]);
            _milliseconds = Variable(_observations, "delta_time").ToDoubles();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override int Rows { get; }

    public override int Columns { get; }

    public override int Channels { get; }

    public override DateTime? TimeOf(int row) => _day.AddMilliseconds(_milliseconds[Math.Min(row, _milliseconds.Length - 1)]);

    public override void Dispose() => _opened.Dispose();

    private protected override SpectralScene ReadRows(int first, int count, SpectralBuffers buffers)
    {
        DataArray Lines(Dataset data, string name) => Variable(data, name).Isel(("time", 0), ("scanline", first..(first + count)));
        var (pixels, fill) = (count * Columns, 1e30f);
        var (spectra, noise, decibels) = (buffers.Spectra(pixels * Channels), buffers.Noise(pixels * Channels), buffers.Decibels(pixels * Channels));
        var hasQuality = _observations.Contains("spectral_channel_quality");
        var qualities = buffers.Quality(hasQuality ? pixels * Channels : 0);
        var pixelQuality = _observations.Contains("ground_pixel_quality") ? new byte[pixels] : null;
        Lines(_observations, "radiance").CopyTo(spectra.Span);
        CopyBytes(Lines(_observations, "radiance_noise"), decibels.Span);
        if (hasQuality)
        {
            CopyBytes(Lines(_observations, "spectral_channel_quality"), qualities.Span);
        }

        if (pixelQuality is not null)
        {
            CopyBytes(Lines(_observations, "ground_pixel_quality"), pixelQuality);
        }

        var zenith = Lines(_geolocation, "solar_zenith_angle").ToDoubles();
        var valid = new bool[pixels];
        Parallel.For(0, pixels, pixel =>
        {
            var spectrum = spectra.Span.Slice(pixel * Channels, Channels);
            var sigma = noise.Span.Slice(pixel * Channels, Channels);
            var decibel = decibels.Span.Slice(pixel * Channels, Channels);
            var quality = hasQuality ? qualities.Span.Slice(pixel * Channels, Channels) : default;
            valid[pixel] = zenith[pixel] <= _options.MaximumSolarZenith && (pixelQuality is null || pixelQuality[pixel] == byte.MaxValue || (pixelQuality[pixel] & _options.PixelQualityMask) == 0);
            var isClean = TensorPrimitives.MaxNumber<float>(spectrum) <= fill && !quality.ContainsAnyExcept((byte)0);
            for (var c = 0; c < spectrum.Length && !isClean; c++)
            {
                // A fill value is larger than any radiance; NaN passes.
                spectrum[c] = spectrum[c] > fill || (!quality.IsEmpty && (quality[c] & _options.ChannelQualityMask) != 0) ? float.NaN : spectrum[c];
            }

            if (_reflectance is not null)
            {
                TensorPrimitives.Multiply(spectrum, _reflectance.AsSpan(pixel % Columns * Channels, Channels), spectrum);
                TensorPrimitives.Multiply(spectrum, (float)(1 / Math.Cos(double.DegreesToRadians(zenith[pixel]))), spectrum);
            }

            _noise.Of(spectrum, decibel, sigma);
        });

        return new SpectralScene
        {
            Spectra = spectra,
            Noise = noise,
            Rows = count,
            Columns = Columns,
            Wavelength = _wavelength,
            Instrument = $"TROPOMI {_band}",
            Quantity = _reflectance is null ? "radiance [mol m-2 nm-1 sr-1 s-1]" : "reflectance [1]",
            Valid = valid,
            Latitude = Lines(_geolocation, "latitude").ToDoubles(),
            Longitude = Lines(_geolocation, "longitude").ToDoubles(),
            Time = TimeOf(first),
        };
    }

    private static DataArray Variable(Dataset data, string name) => data.Contains(name) ? data[name] : throw new DataFormatException($"The granule has no '{name}'.", data.Source, name);

    /// <summary>Values of one byte, whatever their sign.</summary>
    private static void CopyBytes(DataArray array, Span<byte> destination)
    {
        if (array.ElementType == typeof(sbyte))
        {
            array.CopyTo(MemoryMarshal.Cast<byte, sbyte>(destination));
        }
        else
        {
            array.CopyTo(destination);
        }
    }

    private static double[] Mean(double[] values, int channels)
    {
        var mean = new double[channels];
        var rows = values.Length / channels;
        for (var i = 0; i < values.Length; i++)
        {
            mean[i % channels] += values[i] / rows;
        }

        return mean;
    }

    private NoiseOfDecibels Noise()
    {
        var stored = Variable(_observations, "radiance_noise");
        var isSigned = stored.ElementType == typeof(sbyte);
        var fill = stored.Attributes.GetValueOrDefault("_FillValue") is { } value ? Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture) : isSigned ? -127 : 255;
        return new NoiseOfDecibels(isSigned, fill);
    }

    /// <summary>π over the irradiance at the radiance's wavelengths; null where the file has no irradiance.</summary>
    private float[]? Reflectance(double[] wavelengths)
    {
        using var other = _options.IrradiancePath is { } path ? NetCdf.Open(path) : null;
        var file = other ?? _opened;
        var group = $"/{_band}_IRRADIANCE/STANDARD_MODE";
        if (!file.Groups.Contains(group))
        {
            return other is null ? null : throw new DataFormatException($"The file has no irradiance of {_band}.", _options.IrradiancePath);
        }

        var irradiance = Variable(NetCdf.OpenGroup(file, group + "/OBSERVATIONS"), "irradiance").ToDoubles();
        var at = Variable(NetCdf.OpenGroup(file, group + "/INSTRUMENT"), "calibrated_wavelength").ToDoubles();
        if (irradiance.Length != Columns * Channels || at.Length != irradiance.Length || wavelengths.Length != irradiance.Length)
        {
            throw new DataFormatException($"The irradiance has {irradiance.Length} values; {Columns} ground pixels × {Channels} channels need {Columns * Channels}.", file.Source, "irradiance");
        }

        var result = new float[irradiance.Length];
        for (var pixel = 0; pixel < Columns; pixel++)
        {
            var x = at.AsSpan(pixel * Channels, Channels);
            var y = irradiance.AsSpan(pixel * Channels, Channels);
            var wanted = wavelengths.AsSpan(pixel * Channels, Channels);
            for (var c = 0; c < Channels; c++)
            {
                result[(pixel * Channels) + c] = (float)(Math.PI / (x[c] == wanted[c] ? y[c] : Interpolate(x, y, wanted[c])));
            }
        }

        return result;
    }

    private static double Interpolate(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double at)
    {
        var right = x.BinarySearch(at);
        if (right >= 0)
        {
            return y[right];
        }

        right = Math.Clamp(~right, 1, x.Length - 1);
        var weight = (at - x[right - 1]) / (x[right] - x[right - 1]);
        return y[right - 1] + (weight * (y[right] - y[right - 1]));
    }
}
