using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class PlumeSceneSimulatorTests
{
    private const double EarthRadius = 6_371_008.8;
    private static readonly PlumeSource Etna = new("Etna", 37.751, 14.993);

    [Fact]
    public void Simulate_SameSeed_IsTheSameBitForBit()
    {
        var (first, second) = (PlumeSceneSimulator.Simulate(), PlumeSceneSimulator.Simulate());
        Assert.Equal(first.Scene.Column, second.Scene.Column);
        Assert.Equal(first.Scene.CloudFraction, second.Scene.CloudFraction);
        Assert.NotEqual(first.Scene.Column, PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { Seed = 2 }).Scene.Column);
    }

    [Fact]
    public void Simulate_Swath_HasTropomisPixels()
    {
        // Below the satellite 3.5 km across and 5.6 km along; neighbours share their corners exactly.
        var nadir = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { TrackOffset = 0 });
        Assert.InRange(Edges(nadir, Array.FindIndex(nadir.GroundPixel, p => p == 0)).Across, 3400, 3600);
        Assert.InRange(Edges(nadir, 0).Along, 5540, 5660);
        var oblique = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { TrackOffset = 1_000_000 });
        Assert.InRange(Edges(oblique, 0).Across, 7000, 15_000);
        var corners = nadir.Scene.LatitudeBounds.Zip(nadir.Scene.LongitudeBounds).CountBy(corner => corner).ToDictionary();
        Assert.InRange((double)corners.Count / nadir.Scene.Count, 1, 1.1);
        Assert.Equal(4, corners.Values.Max());

        static (double Across, double Along) Edges(SimulatedPlumeScene simulated, int i) => (Length(simulated.Scene, i, 0, 1), Length(simulated.Scene, i, 1, 2));
    }

    [Fact]
    public void Simulate_SteadyPlume_HoldsEmissionTimesTime()
    {
        // Inside the box along 300 km of wind: Q L / U, less what has decayed on the way.
        var emission = new SimulatedEmission(new PlumeSource("Middle", 37, 15.5), 100, Lasted: 60_000);
        var simulated = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { Emissions = [emission], WindEast = 3, WindNorth = -4, LifeTime = 86_400 });
        var mass = Enumerable.Range(0, simulated.Scene.Count).Sum(i => simulated.Contributions[0][i] * Area(simulated.Scene, i)) * 0.064066;
        var expected = 100 * 86_400 * (1 - Math.Exp(-60_000.0 / 86_400));
        Assert.Equal(1, mass / expected, 0.01);
    }

    [Fact]
    public void Simulate_StoppedSource_DriftsFree()
    {
        var simulated = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { Emissions = [new(Etna, 200, StoppedFor: 6 * 3600, Lasted: 3 * 3600)] });
        var plume = PlumeDetection.Detect(simulated.Scene, simulated.Sources).Plumes[0];
        Assert.False(plume.IsAttached);
        Assert.True(plume.PixelCount >= 50);
        Assert.InRange(plume.DistanceToSource, 80_000, 140_000);
    }

    [Fact]
    public void Simulate_TwoSources_AddTheirColumns()
    {
        var stromboli = new PlumeSource("Stromboli", 37.0, 16.0);
        var options = new PlumeSimulationOptions { Emissions = [new(Etna, 40), new(stromboli, 10)], Noise = 0, BackgroundBias = 0, BackgroundVariation = 0, StripeNoise = 0, CloudGaps = 0 };
        var simulated = PlumeSceneSimulator.Simulate(options);
        for (var i = 0; i < simulated.Scene.Count; i++)
        {
            Assert.Equal(simulated.Contributions[0][i] + simulated.Contributions[1][i], simulated.Scene.Column[i], 1e-18);
            Assert.Equal(simulated.Scene.Column[i] > options.TruthColumn, simulated.PlumeMask[i]);
        }

        var alone = PlumeSceneSimulator.Simulate(options with { Emissions = [new(stromboli, 20)] });
        Assert.Equal(simulated.Contributions[1].Sum() * 2, alone.Contributions[0].Sum(), 1e-12);
    }

    [Fact]
    public void Simulate_Noise_IsThatOfTheOptions()
    {
        var simulated = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { Emissions = [], CloudCover = 0, BackgroundVariation = 0, StripeNoise = 0, BackgroundBias = 1e-4 });
        var column = simulated.Scene.Column;
        Assert.Equal(1e-4, column.Average(), 1e-5);
        Assert.Equal(2.6e-4, Math.Sqrt(column.Average(c => (c - 1e-4) * (c - 1e-4))), 5e-6);
        Assert.DoesNotContain(true, simulated.PlumeMask);
    }

    [Fact]
    public void Simulate_Clouds_CoverTheirPartAndOpenGaps()
    {
        var simulated = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { CloudCover = 0.4, CloudGaps = 0.5 });
        Assert.Equal(0.4, simulated.Scene.CloudFraction!.Count(c => c > 0) / (double)simulated.Scene.Count, 0.01);
        Assert.All(simulated.Scene.CloudFraction!, c => Assert.InRange(c, 0, 1));
        var thick = Enumerable.Range(0, simulated.Scene.Count).Where(i => simulated.Scene.CloudFraction![i] > 0.5).ToArray();
        Assert.Equal(0.5, thick.Count(i => double.IsNaN(simulated.Scene.Column[i])) / (double)thick.Length, 0.05);
        Assert.Equal(thick.Count(i => double.IsNaN(simulated.Scene.Column[i])), simulated.Scene.Column.Count(double.IsNaN));
    }

    [Fact]
    public void Score_KnownMask_CountsHits()
    {
        var simulated = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { CloudGaps = 0 });
        Assert.Equal((1, 1), simulated.Score(simulated.PlumeMask));
        var (precision, recall) = simulated.Score([.. simulated.PlumeMask.Select(_ => true)]);
        Assert.Equal(simulated.PlumeMask.Count(m => m) / (double)simulated.Scene.Count, precision, 1e-12);
        Assert.Equal(1, recall);
        Assert.Contains("The mask has 1 values", Assert.Throws<ArgumentException>(() => simulated.Score([true])).Message);
    }

    public static TheoryData<string, PlumeSimulationOptions> BadOptions => new()
    {
        { "South is 40", new() { South = 40 } },
        { "West is 30", new() { West = 30 } },
        { "a steady plume needs wind", new() { WindEast = 0, WindNorth = 0 } },
        { "Diffusivity is 0", new() { Diffusivity = 0 } },
        { "LifeTime is -1", new() { LifeTime = -1 } },
        { "MeanderAmplitude is -1", new() { MeanderAmplitude = -1 } },
        { "MeanderLength is 0", new() { MeanderLength = 0 } },
        { "MolarMass is 0", new() { MolarMass = 0 } },
        { "TrackOffset is 2000000", new() { TrackOffset = 2_000_000 } },
        { "Heading is NaN", new() { Heading = double.NaN } },
        { "ScanLineSpacing is 1", new() { ScanLineSpacing = 1 } },
        { "PixelAngle is 0", new() { PixelAngle = 0 } },
        { "OrbitHeight is 0", new() { OrbitHeight = 0 } },
        { "Noise is -1", new() { Noise = -1 } },
        { "BackgroundBias is NaN", new() { BackgroundBias = double.NaN } },
        { "BackgroundVariation is -1", new() { BackgroundVariation = -1 } },
        { "StripeNoise is -1", new() { StripeNoise = -1 } },
        { "CloudCover is 2", new() { CloudCover = 2 } },
        { "CloudGaps is 2", new() { CloudGaps = 2 } },
        { "TruthColumn is 0", new() { TruthColumn = 0 } },
        { "The emission of 'Etna' is -1", new() { Emissions = [new(Etna, -1)] } },
        { "'Etna' has stopped is -1", new() { Emissions = [new(Etna, 1, StoppedFor: -1)] } },
        { "'Etna' emitted is 0", new() { Emissions = [new(Etna, 1, Lasted: 0)] } },
        { "No pixel of the swath", new() { South = 35, North = 35.0001, West = 15, East = 15.0001 } },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Simulate_OptionOutsideItsRange_NamesValueAndRange(string expected, PlumeSimulationOptions options) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => PlumeSceneSimulator.Simulate(options)).Message);

    private static double Length(PlumeScene scene, int pixel, int from, int to)
    {
        var north = (scene.LatitudeBounds[(4 * pixel) + to] - scene.LatitudeBounds[(4 * pixel) + from]) * Math.PI / 180 * EarthRadius;
        var east = (scene.LongitudeBounds[(4 * pixel) + to] - scene.LongitudeBounds[(4 * pixel) + from]) * Math.PI / 180 * EarthRadius * Math.Cos(scene.Latitude[pixel] * Math.PI / 180);
        return Math.Sqrt((north * north) + (east * east));
    }

    private static double Area(PlumeScene scene, int pixel) => Length(scene, pixel, 0, 1) * Length(scene, pixel, 1, 2);
}
