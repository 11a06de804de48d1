using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class SpectralSceneSimulatorTests
{
    private static readonly SpectralSimulationOptions Small = new() { Rows = 6, Columns = 5 };

    [Fact]
    public void Simulate_SameSeed_IsTheSameBitForBit()
    {
        var (first, second, other) = (SpectralSceneSimulator.Simulate(Small), SpectralSceneSimulator.Simulate(Small), SpectralSceneSimulator.Simulate(Small with { Seed = 2 }));

        Assert.Equal(first.Radiance, second.Radiance);
        Assert.NotEqual(first.Radiance, other.Radiance);
    }

    [Fact]
    public void Simulate_Excess_FollowsBeerAndLambert()
    {
        // Without noise, ln L falls by path × excess × optical depth.
        var quiet = Small with { SignalToNoise = 1e7 };
        var (without, with) = (SpectralSceneSimulator.Simulate(quiet), SpectralSceneSimulator.Simulate(quiet with { Plumes = [new("CO", 3, 2, 1, 2)] }));
        var depth = ShortWaveLines.OpticalDepth("CO", without.Scene.Wavelength, pressureWidth: 0.06);
        const int centre = (3 * 5) + 2;
        var path = 1 / Cosine(with.SolarZenithAngle[centre]) + (1 / Cosine(with.ViewingZenithAngle[centre]));

        Assert.Equal(2, with.ExcessOf("CO")[centre], 1e-12);
        for (var j = 0; j < depth.Length; j++)
        {
            Assert.Equal(-path * 2 * depth[j], Math.Log(with.Radiance[(centre * 480) + j] / without.Radiance[(centre * 480) + j]), 2e-5);
        }

        static double Cosine(double degrees) => Math.Cos(degrees * Math.PI / 180);
    }

    [Fact]
    public void Simulate_Noise_IsWhatTheDecibelsSay()
    {
        // Against the same scene with hardly any noise: the deviations over the told noise have mean square 1, but for the rounding to whole decibels.
        var noisy = SpectralSceneSimulator.Simulate(Small).Scene;
        var quiet = SpectralSceneSimulator.Simulate(Small with { SignalToNoise = 1e7 }).Scene;
        var square = Enumerable.Range(0, noisy.Spectra.Length).Average(i => Math.Pow((noisy.Spectra.Span[i] - quiet.Spectra.Span[i]) / noisy.Noise!.Value.Span[i], 2));

        Assert.Equal(1, square, 0.1);
    }

    [Fact]
    public void OpticalDepth_CarbonMonoxide_HasTheLinesOfItsBand()
    {
        // R(0) … R(5) of the 2-0 band [cm-1], as measured; the molecule's constants give them to a few hundredths.
        foreach (var wavenumber in new[] { 4263.837, 4267.542, 4271.177, 4274.741, 4278.234, 4281.657 })
        {
            var nm = Enumerable.Range(-60, 121).Select(i => (1e7 / wavenumber) + (i * 0.005)).ToArray();
            var depth = ShortWaveLines.OpticalDepth("CO", nm);

            Assert.Equal(1e7 / wavenumber, nm[Array.IndexOf(depth, depth.Max())], 0.05);
        }
    }

    [Fact]
    public void Simulate_Scene_IsWhatAReaderMakesOfTheMeasurements()
    {
        // π L / (E cos θ), and the noise from the decibels; fill values and the dead channel are NaN.
        var simulated = SpectralSceneSimulator.Simulate(Small with { DeadChannels = [7], FillRate = 0.2 });
        var (scene, compared) = (simulated.Scene, 0);
        for (var i = 0; i < simulated.Radiance.Length; i++)
        {
            Assert.Equal(float.IsNaN(simulated.Radiance[i]), float.IsNaN(scene.Spectra.Span[i]));
            Assert.Equal(simulated.RadianceNoise[i] == 255, float.IsNaN(scene.Noise!.Value.Span[i]));
            if (!float.IsNaN(scene.Spectra.Span[i]))
            {
                var reflectance = Math.PI * simulated.Radiance[i] / (simulated.Irradiance[i % (5 * 480)] * Math.Cos(simulated.SolarZenithAngle[i / 480] * Math.PI / 180));
                Assert.Equal(reflectance, scene.Spectra.Span[i], 1e-5 * reflectance);
                Assert.Equal(reflectance * Math.Pow(10, -simulated.RadianceNoise[i] / 10.0), scene.Noise!.Value.Span[i], 1e-5 * reflectance);
                compared++;
            }
        }

        Assert.InRange(compared, 10 * 479, 29 * 479);
        Assert.Equal(30 * 480 - compared, simulated.Radiance.Count(float.IsNaN));
        Assert.All(Enumerable.Range(0, 30), pixel => Assert.True(float.IsNaN(simulated.Radiance[(pixel * 480) + 7])));
    }

    [Theory]
    [InlineData("NO2", 1.0, "NO2")]
    [InlineData("CO", 0.0, "more than 0 pixels")]
    public void Simulate_WrongPlume_SaysWhatIsExpected(string species, double radius, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => SpectralSceneSimulator.Simulate(Small with { Plumes = [new(species, 1, 1, radius, 1)] })).Message, StringComparison.Ordinal);
}
