namespace Isopleth.Atmosphere;

/// <summary>A source that emits at a known rate.</summary>
/// <param name="Source">Where it is.</param>
/// <param name="Rate">Emission while it lasts [kg s-1].</param>
/// <param name="StoppedFor">Time since it stopped [s]; with more than 0 its plume drifts free.</param>
/// <param name="Lasted">Time for which it emitted [s]; infinity for a steady source.</param>
public sealed record SimulatedEmission(PlumeSource Source, double Rate, double StoppedFor = 0, double Lasted = double.PositiveInfinity);

/// <summary>A satellite's view of a region, made up but with known truth. The defaults are a TROPOMI overpass of Etna.</summary>
public sealed record PlumeSimulationOptions
{
    /// <summary>Seed of the random numbers: the same seed and options give the same scene, bit for bit.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Southern edge of the scene [degree north]. The default box is that of the Etna samples.</summary>
    public double South { get; init; } = 33.2;

    /// <summary>Northern edge of the scene [degree north].</summary>
    public double North { get; init; } = 38;

    /// <summary>Western edge of the scene [degree east].</summary>
    public double West { get; init; } = 14;

    /// <summary>Eastern edge of the scene [degree east].</summary>
    public double East { get; init; } = 19.3;

    /// <summary>The emitting sources. 40 kg s-1, 3,500 t per day, is what Etna emits in a strong phase of degassing.</summary>
    public IReadOnlyList<SimulatedEmission> Emissions { get; init; } = [new(new PlumeSource("Etna", 37.751, 14.993), 40)];

    /// <summary>Eastward wind (to) [m s-1].</summary>
    public double WindEast { get; init; } = 3;

    /// <summary>Northward wind (to) [m s-1].</summary>
    public double WindNorth { get; init; } = -4;

    /// <summary>Horizontal eddy diffusivity [m2 s-1]. 2,000 makes a plume 20 km wide (2σ) after 100 km, as those over Etna are.</summary>
    public double Diffusivity { get; init; } = 2000;

    /// <summary>Life time of the gas [s]. A day: SO2 in the free troposphere.</summary>
    public double LifeTime { get; init; } = 86_400;

    /// <summary>Largest swing of the plume's axis to either side [m]; 0 for a straight plume.</summary>
    public double MeanderAmplitude { get; init; } = 15_000;

    /// <summary>Length of one full swing of the axis [m].</summary>
    public double MeanderLength { get; init; } = 250_000;

    /// <summary>Molar mass of the gas [kg mol-1]. SO2.</summary>
    public double MolarMass { get; init; } = 0.064066;

    /// <summary>Distance of the scene's centre from the satellite's ground track, positive to the right of the flight [m]. Pixels are smallest on the track.</summary>
    public double TrackOffset { get; init; } = 400_000;

    /// <summary>Direction of flight, clockwise from north [degree]. An ascending TROPOMI track at 36° N.</summary>
    public double Heading { get; init; } = 346;

    /// <summary>Distance between scan lines [m]. TROPOMI since August 2019.</summary>
    public double ScanLineSpacing { get; init; } = 5_600;

    /// <summary>Angle of view of one ground pixel [degree]. TROPOMI: 3.5 km below the satellite.</summary>
    public double PixelAngle { get; init; } = 0.243;

    /// <summary>Height of the orbit [m]. Sentinel-5P.</summary>
    public double OrbitHeight { get; init; } = 824_000;

    /// <summary>Standard deviation of a single clear column's noise [mol m-2]; 2.0e-4 to 3.1e-4 in the Etna samples, nearly the same across the swath.</summary>
    public double Noise { get; init; } = 2.6e-4;

    /// <summary>Mean column where there is no plume [mol m-2]; -5e-5 to 1.5e-4 in the Etna samples.</summary>
    public double BackgroundBias { get; init; } = 2e-5;

    /// <summary>Standard deviation of the background's smooth variation [mol m-2]; 2e-5 to 5e-5 in the Etna samples, over 20 to 80 km.</summary>
    public double BackgroundVariation { get; init; } = 4e-5;

    /// <summary>Standard deviation of the ground pixels' own offsets, the stripes along the flight [mol m-2]; 2e-5 to 5e-5 in the Etna samples.</summary>
    public double StripeNoise { get; init; } = 3e-5;

    /// <summary>Part of the scene under cloud [1].</summary>
    public double CloudCover { get; init; } = 0.2;

    /// <summary>Part of the cloudy pixels that have no column [1].</summary>
    public double CloudGaps { get; init; } = 0.1;

    /// <summary>Column from the sources above which a pixel truly belongs to a plume [mol m-2]. The noise of a single column: less is not in the data.</summary>
    public double TruthColumn { get; init; } = 2.6e-4;

    /// <summary>Checks every option against its range.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Option.Expect(South >= -80 && North <= 80 && South < North, nameof(South), South, $"at least -80 and below North ({North}, at most 80)");
        Option.Expect(West >= -360 && East <= 360 && West < East && East - West <= 40, nameof(West), West, $"below East ({East}) by at most 40 degrees");
        Option.Expect(Math.Sqrt((WindEast * WindEast) + (WindNorth * WindNorth)) >= 0.1, nameof(WindEast), WindEast, "together with WindNorth a speed of at least 0.1 m s-1: a steady plume needs wind");
        Option.Expect(Diffusivity > 0, nameof(Diffusivity), Diffusivity, "more than 0 m2 s-1");
        Option.Expect(LifeTime > 0, nameof(LifeTime), LifeTime, "more than 0 s");
        Option.Expect(MeanderAmplitude >= 0, nameof(MeanderAmplitude), MeanderAmplitude, "0 m or more");
        Option.Expect(MeanderLength > 0, nameof(MeanderLength), MeanderLength, "more than 0 m");
        Option.Expect(MolarMass > 0, nameof(MolarMass), MolarMass, "more than 0 kg mol-1");
        Option.Expect(Math.Abs(TrackOffset) <= 1_000_000, nameof(TrackOffset), TrackOffset, "-1,000,000 to 1,000,000 m: inside the swath");
        Option.Expect(double.IsFinite(Heading), nameof(Heading), Heading, "a finite angle");
        Option.Expect(ScanLineSpacing is >= 500 and <= 100_000, nameof(ScanLineSpacing), ScanLineSpacing, "500 to 100,000 m");
        Option.Expect(PixelAngle is >= 0.02 and <= 5, nameof(PixelAngle), PixelAngle, "0.02 to 5 degrees");
        Option.Expect(OrbitHeight is >= 200_000 and <= 2_000_000, nameof(OrbitHeight), OrbitHeight, "200,000 to 2,000,000 m");
        Option.Expect(Noise >= 0, nameof(Noise), Noise, "0 mol m-2 or more");
        Option.Expect(BackgroundVariation >= 0, nameof(BackgroundVariation), BackgroundVariation, "0 mol m-2 or more");
        Option.Expect(StripeNoise >= 0, nameof(StripeNoise), StripeNoise, "0 mol m-2 or more");
        Option.Expect(double.IsFinite(BackgroundBias), nameof(BackgroundBias), BackgroundBias, "a finite column");
        Option.Expect(CloudCover is >= 0 and <= 1, nameof(CloudCover), CloudCover, "0 to 1");
        Option.Expect(CloudGaps is >= 0 and <= 1, nameof(CloudGaps), CloudGaps, "0 to 1");
        Option.Expect(TruthColumn > 0, nameof(TruthColumn), TruthColumn, "more than 0 mol m-2");
        foreach (var emission in Emissions)
        {
            emission.Source.Validate();
            Option.Expect(emission.Rate >= 0 && double.IsFinite(emission.Rate), $"The emission of '{emission.Source.Name}'", emission.Rate, "0 kg s-1 or more");
            Option.Expect(emission.StoppedFor >= 0 && double.IsFinite(emission.StoppedFor), $"The time for which '{emission.Source.Name}' has stopped", emission.StoppedFor, "0 s or more");
            Option.Expect(emission.Lasted > 0, $"The time for which '{emission.Source.Name}' emitted", emission.Lasted, "more than 0 s");
        }
    }
}
