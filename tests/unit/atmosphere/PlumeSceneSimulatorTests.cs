using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class PlumeSceneSimulatorTests
{
    [Fact]
    public void Simulate_Defaults_FoundByDetection()
    {
        var simulated = PlumeSceneSimulator.Simulate();
        var result = PlumeDetection.Detect(simulated.Scene, simulated.Sources);
        var (precision, recall) = simulated.Score(result.Mask);
        TestContext.Current.TestOutputHelper!.WriteLine($"{simulated.Scene.Count} pixels, {result.PlumePixelCount} flagged, {simulated.PlumeMask.Count(m => m)} true, precision {precision:F3}, recall {recall:F3}, iterations {result.Iterations}");
        Assert.True(precision > 0.8);
        Assert.True(recall > 0.6);
        Assert.True(result.Plumes[0].IsAttached);
    }
}
