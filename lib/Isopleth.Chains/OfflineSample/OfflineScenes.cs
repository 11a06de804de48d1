using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>The scenes of the offline sample: one for each thing that can happen, all of them over Sicily at the resolution of TROPOMI.</summary>
internal static class OfflineScenes
{
    private static readonly PlumeSource Etna = new("Etna", 37.751, 14.993);
    private static readonly PlumeSource Stromboli = new("Stromboli", 38.789, 15.213);

    /// <summary>The scenes by name, as the parameter <c>scene</c> of the entry <c>simulated.so2.etna</c> names them.</summary>
    public static IReadOnlyList<(string Name, PlumeSimulationOptions Options)> All { get; } =
    [
        ("one_source", new() { Seed = 1, CloudCover = 0.1 }),
        ("two_sources", new() { Seed = 2, North = 39.2, CloudCover = 0.1, Emissions = [new(Etna, 40), new(Stromboli, 20)] }),
        ("quiet", new() { Seed = 3, Emissions = [new(Etna, 0)] }),
        ("cloudy", new() { Seed = 4, CloudCover = 0.5, Emissions = [new(Etna, 60)] }),
        ("drifting", new() { Seed = 5, CloudCover = 0.1, Emissions = [new(Etna, 60, StoppedFor: 12_000, Lasted: 20_000)] }),
    ];
}
