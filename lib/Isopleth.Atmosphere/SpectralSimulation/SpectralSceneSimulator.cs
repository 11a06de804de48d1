using System.Numerics.Tensors;

namespace Isopleth.Atmosphere;

/// <summary>Simulates what a short-wave infrared spectrometer sees: sunlight reflected by a varied surface through gases with lines, with noise.</summary>
/// <remarks>
/// L = a(λ) E(λ) cos θ / π · exp(-A Σ c τ(λ)) with the surface's reflectance a, falling or rising and slightly curved over the band, the light's path A = 1/cos θ + 1/cos θᵥ
/// and for each gas its column c over the mean and the optical depth τ of <see cref="ShortWaveLines"/>; the planted excess lies near the surface, where lines are wider.
/// Surface, angles and background columns vary smoothly. The noise has a part that grows with the light and one that does not. No clouds, no scattering, no stray light.
/// </remarks>
public static class SpectralSceneSimulator
{
    /// <summary>Radiance of a pixel of reflectance 0.2, the sun at 45°, over irradiance [sr-1].</summary>
    private const double ReferenceLight = 0.2 * 0.70710678118654757 / Math.PI;

    /// <summary>Part of the reference pixel's noise variance that does not depend on the light [1].</summary>
    private const double ReadNoise = 0.3;

    /// <summary>A fill value in a byte of decibels.</summary>
    private const byte NoDecibel = 255;

    /// <summary>Half width by collisions of the lines near the surface [nm].</summary>
    private const double NearSurface = 0.06;

    /// <summary>Simulates one scene.</summary>
    /// <param name="options">The scene; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static SimulatedSpectralScene Simulate(SpectralSimulationOptions? options = null)
    {
        options ??= new();
        options.Validate();
        var (rows, columns, channels) = (options.Rows, options.Columns, options.Channels);
        var count = rows * columns;
        var wavelength = Enumerable.Range(0, channels).Select(j => options.FirstWavelength + ((options.LastWavelength - options.FirstWavelength) * j / (channels - 1))).ToArray();
        var random = new Random(options.Seed);
        double[] Field() => SmoothField(rows, columns, random);
        var (albedo, slope, curvature, sun) = (Field(), Field(), Field(), Field());
        var columnOf = new[] { Array.ConvertAll(Field(), f => 1 + (options.VariationCo * f)), Array.ConvertAll(Field(), f => 1 + (options.VariationCh4 * f)), Array.ConvertAll(Field(), f => Math.Exp(options.VariationH2o * f)) };
        var depth = ShortWaveLines.Species.Select(species => Single(ShortWaveLines.OpticalDepth(species, wavelength))).ToArray();
        var depthNear = ShortWaveLines.Species.Select(species => Single(ShortWaveLines.OpticalDepth(species, wavelength, NearSurface))).ToArray();
        var sunlight = Irradiance(wavelength);
        var across = Enumerable.Range(0, channels).Select(j => (float)(((2.0 * j) / (channels - 1)) - 1)).ToArray();
        var excess = Excess(options);
        var seeds = Enumerable.Range(0, rows).Select(_ => random.Next()).ToArray();

        var (radiance, decibel, spectra, noise) = (new float[count * channels], new byte[count * channels], new float[count * channels], new float[count * channels]);
        var (solar, viewing, spike) = (new float[count], new float[count], new int[count]);
        Parallel.For(0, rows, row =>
        {
            var (draw, light) = (new Random(seeds[row]), new float[channels]);
            for (var column = 0; column < columns; column++)
            {
                var pixel = (row * columns) + column;
                var (zenith, view) = (45 + (8 * sun[pixel]), 60 * Math.Abs(((column + 0.5) / columns) - 0.5));
                (solar[pixel], viewing[pixel]) = ((float)zenith, (float)view);
                var (cosine, path) = (Math.Cos(Sphere.Radians(zenith)), (1 / Math.Cos(Sphere.Radians(zenith))) + (1 / Math.Cos(Sphere.Radians(view))));
                light.AsSpan().Clear();
                for (var gas = 0; gas < depth.Length; gas++)
                {
                    TensorPrimitives.MultiplyAdd(depth[gas], (float)(-path * columnOf[gas][pixel]), light, light);
                    if (excess[(gas * count) + pixel] is > 0 and var planted)
                    {
                        TensorPrimitives.MultiplyAdd(depthNear[gas], (float)(-path * planted), light, light);
                    }
                }

                TensorPrimitives.Exp<float>(light, light);
                var (reflectance, tilt, bend) = (Math.Min(0.9, 0.18 * Math.Exp(0.5 * albedo[pixel])), (float)(0.06 * slope[pixel]), (float)(0.02 * curvature[pixel]));
                for (var j = 0; j < channels; j++)
                {
                    light[j] *= 1 + (tilt * across[j]) + (bend * across[j] * across[j]);
                }

                TensorPrimitives.Multiply(light, (float)(reflectance * cosine / Math.PI), light);
                spike[pixel] = draw.NextDouble() < options.SpikeRate ? draw.Next(channels) : -1;
                var isFill = draw.NextDouble() < options.FillRate;
                for (var j = 0; j < channels; j++)
                {
                    // light is radiance over irradiance here.
                    var sigma = ReferenceLight / options.SignalToNoise * Math.Sqrt(ReadNoise + ((1 - ReadNoise) * light[j] / ReferenceLight));
                    var measured = light[j] + (sigma * (Gaussian(draw) + (j == spike[pixel] ? options.SpikeHeight : 0)));
                    var at = (pixel * channels) + j;
                    radiance[at] = isFill ? float.NaN : (float)(measured * sunlight[j]);
                    decibel[at] = isFill || measured <= 0 ? NoDecibel : (byte)Math.Clamp(Math.Round(10 * Math.Log10(measured / sigma)), 0, NoDecibel - 1);
                    var perReflectance = Math.PI / cosine;
                    spectra[at] = isFill ? float.NaN : (float)(measured * perReflectance);
                    noise[at] = decibel[at] == NoDecibel ? float.NaN : (float)(measured * Math.Pow(10, -decibel[at] / 10.0) * perReflectance);
                }

                foreach (var dead in options.DeadChannels)
                {
                    var at = (pixel * channels) + dead;
                    (radiance[at], spectra[at], noise[at], decibel[at]) = (float.NaN, float.NaN, float.NaN, NoDecibel);
                }
            }
        });

        return new SimulatedSpectralScene
        {
            Options = options,
            Scene = new SpectralScene
            {
                Spectra = spectra,
                Noise = noise,
                Rows = rows,
                Columns = columns,
                Wavelength = wavelength,
                Instrument = $"TROPOMI BAND{options.Band}",
                Quantity = "reflectance [1]",
                Latitude = [.. Enumerable.Range(0, count).Select(pixel => options.Latitude + (pixel / columns * 0.05))],
                Longitude = [.. Enumerable.Range(0, count).Select(pixel => options.Longitude + (pixel % columns * 0.07))],
                Time = options.Time,
            },
            Radiance = radiance,
            RadianceNoise = decibel,
            Irradiance = [.. Enumerable.Range(0, columns).SelectMany(_ => sunlight)],
            SolarZenithAngle = solar,
            ViewingZenithAngle = viewing,
            Excess = excess,
            SpikeChannel = spike,
        };
    }

    /// <summary>How the reflectance changes with a gas's column, about the mean of a scene: the Jacobian of its range index.</summary>
    /// <param name="species">The gas, one of <see cref="ShortWaveLines.Species"/>.</param>
    /// <param name="scene">The scene, for its channels and its mean reflectance.</param>
    /// <param name="path">Length of the light's path over the vertical one [1]: 1/cos of the sun's zenith angle + 1/cos of the view's.</param>
    /// <returns>Change of the reflectance per mean column [1].</returns>
    /// <exception cref="ArgumentException">There is no such gas.</exception>
    public static SpeciesJacobian Jacobian(string species, SpectralScene scene, double path = 2.5)
    {
        ArgumentNullException.ThrowIfNull(scene);
        var depth = ShortWaveLines.OpticalDepth(species, scene.Wavelength, NearSurface);
        var mean = new double[scene.Channels];
        for (var pixel = 0; pixel < scene.Count; pixel++)
        {
            var spectrum = scene.Spectrum(pixel);
            if (SpectralMoments.IsComplete(spectrum))
            {
                for (var j = 0; j < mean.Length; j++)
                {
                    mean[j] += spectrum[j] / scene.Count;
                }
            }
        }

        return new(species, [.. depth.Zip(mean, (tau, reflectance) => -path * tau * reflectance)]);
    }

    private static float[] Single(double[] values) => Array.ConvertAll(values, value => (float)value);

    /// <summary>Sunlight, nearly constant over the band, with a few weak lines of the sun's own atmosphere [mol m-2 nm-1 s-1].</summary>
    private static float[] Irradiance(double[] wavelength)
    {
        var random = new Random(23);
        var lines = Enumerable.Range(0, 12).Select(_ => (Position: 2290 + (110 * random.NextDouble()), Depth: 0.08 * random.NextDouble())).ToArray();
        return [.. wavelength.Select(nm => (float)(1.16e-6 * (1 - (0.0012 * (nm - 2340))) * (1 - lines.Sum(line => line.Depth * Math.Exp(-Math.Pow((nm - line.Position) / 0.15, 2))))))];
    }

    private static double[] Excess(SpectralSimulationOptions options)
    {
        var count = options.Rows * options.Columns;
        var excess = new double[ShortWaveLines.Species.Count * count];
        foreach (var plume in options.Plumes)
        {
            var of = excess.AsSpan(ShortWaveLines.Index(plume.Species) * count, count);
            for (var pixel = 0; pixel < count; pixel++)
            {
                var (y, x) = ((pixel / options.Columns) - plume.Row, (pixel % options.Columns) - plume.Column);
                of[pixel] += plume.Strength * Math.Exp(-((x * x) + (y * y)) / (2 * plume.Radius * plume.Radius));
            }
        }

        return excess;
    }

    /// <summary>A field of mean 0 and standard deviation 1: waves of 8 to 80 pixels with random directions.</summary>
    private static double[] SmoothField(int rows, int columns, Random random)
    {
        const int waves = 12;
        var field = new double[rows * columns];
        for (var wave = 0; wave < waves; wave++)
        {
            var (number, direction, phase) = (2 * Math.PI / (8 * Math.Pow(10, random.NextDouble())), 2 * Math.PI * random.NextDouble(), 2 * Math.PI * random.NextDouble());
            var (alongRow, alongColumn) = (number * Math.Cos(direction), number * Math.Sin(direction));
            for (var pixel = 0; pixel < field.Length; pixel++)
            {
                field[pixel] += Math.Sqrt(2.0 / waves) * Math.Cos((alongRow * (pixel / columns)) + (alongColumn * (pixel % columns)) + phase);
            }
        }

        return field;
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
