using Isopleth.Atmosphere;
using Isopleth.Chains;

namespace Isopleth.Tests.Chains;

/// <summary>Small simulated granules, and the model of their background.</summary>
internal static class ScreeningScenes
{
    public static SpectralSimulationOptions Background(int seed) => new() { Seed = seed, Rows = 40, Columns = 32, Channels = 240, Time = new DateTime(2021, 1, 1, 11, 30, 0, DateTimeKind.Utc).AddMinutes(seed) };

    public static SpectralSimulationOptions Eventful(int seed) => Background(seed) with
    {
        Plumes = [new("CO", 10 + (seed % 7), 8, 2, 4), new("CH4", 30, 24, 2, 3)],
        SpikeRate = 0.002,
        FillRate = 0.01,
        DeadChannels = [17],
    };

    /// <summary>A model of two granules without events.</summary>
    public static PcaModel Model() => ModelFitting.Fit([WriteBackground(101), WriteBackground(102)], new PcaFitOptions());

    private static string WriteBackground(int seed)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("isopleth-chains-").FullName, $"background{seed}.nc");
        TropomiLevel1.Write(path, SpectralSceneSimulator.Simulate(Background(seed) with { DeadChannels = [17] }));
        return path;
    }
}
