using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>How well plumes of known truth are found; the bounds are what is reached, with a little room.</summary>
public class PlumeDetectionSkillTests
{
    private static readonly PlumeSource Etna = new("Etna", 37.751, 14.993);

    [Theory]
    [InlineData(10, 0.95, 0.50)]
    [InlineData(20, 0.95, 0.70)]
    [InlineData(40, 0.95, 0.83)]
    [InlineData(100, 0.95, 0.90)]
    [InlineData(500, 0.94, 0.94)]
    public void Detect_SimulatedScenes_ReachPrecisionAndRecall(double emission, double precision, double recall)
    {
        var (precisions, recalls) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= 6; seed++)
        {
            var simulated = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { Seed = seed, Emissions = [new(Etna, emission)], WindEast = 6 - (2 * seed), TrackOffset = 200_000 * (seed - 3) });
            var result = PlumeDetection.Detect(simulated.Scene, simulated.Sources);
            var score = simulated.Score(result.Mask);
            precisions.Add(score.Precision);
            recalls.Add(score.Recall);
            Assert.True(result.Plumes[0].IsAttached, $"seed {seed}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{emission} kg/s: precision {precisions.Min():F3} to {precisions.Max():F3}, mean {precisions.Average():F3}; recall {recalls.Min():F3} to {recalls.Max():F3}, mean {recalls.Average():F3}");
        Assert.True(precisions.Average() >= precision, $"precision {precisions.Average():F3}");
        Assert.True(recalls.Average() >= recall, $"recall {recalls.Average():F3}");
    }

    [Fact]
    public void Detect_SimulatedScenesWithoutEmission_FindNothing()
    {
        for (var seed = 1; seed <= 8; seed++)
        {
            var simulated = PlumeSceneSimulator.Simulate(new PlumeSimulationOptions { Seed = seed, Emissions = [] });
            Assert.Empty(PlumeDetection.Detect(simulated.Scene, [Etna]).Plumes);
        }
    }
}
