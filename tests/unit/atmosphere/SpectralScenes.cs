using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>Spectra of known components and noise.</summary>
internal static class SpectralScenes
{
    /// <summary>Spectra of <paramref name="components"/> smooth components of falling strength, and white noise of a standard deviation that grows from channel to channel.</summary>
    public static SpectralScene Create(int rows, int columns, int channels, int components, int seed, double signal = 30)
    {
        var random = new Random(seed);
        var spectra = new float[rows * columns * channels];
        for (var pixel = 0; pixel < rows * columns; pixel++)
        {
            var weights = Enumerable.Range(0, components).Select(k => signal / (k + 1) * Gaussian(random)).ToArray();
            for (var j = 0; j < channels; j++)
            {
                var value = 100 + (20 * Math.Cos(6.0 * j / channels));
                for (var k = 0; k < components; k++)
                {
                    value += weights[k] * Sigma(j, channels) * Math.Cos(Math.PI * (k + 1) * (j + 0.5) / channels);
                }

                spectra[(pixel * channels) + j] = (float)(value + (Sigma(j, channels) * Gaussian(random)));
            }
        }

        return new SpectralScene { Spectra = spectra, Rows = rows, Columns = columns, Wavelength = [.. Enumerable.Range(0, channels).Select(j => 2300.0 + (0.1 * j))], Instrument = "test" };
    }

    /// <summary>Standard deviation of the noise of a channel.</summary>
    public static double Sigma(int channel, int channels) => 0.5 + ((double)channel / channels);

    public static double[] Noise(int channels) => [.. Enumerable.Range(0, channels).Select(j => Sigma(j, channels))];

    public static float[] Copy(SpectralScene scene) => scene.Spectra.ToArray();

    public static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
