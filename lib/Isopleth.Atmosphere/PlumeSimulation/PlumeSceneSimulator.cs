namespace Isopleth.Atmosphere;

/// <summary>Simulates what a push-broom spectrometer such as TROPOMI sees of a region with known sources.</summary>
/// <remarks>
/// Gaussian plumes in a uniform wind, their axes swinging; averaged over each pixel, so that the amount of gas is kept. Noise is Gaussian and
/// independent from pixel to pixel, less under cloud; the background varies smoothly and from ground pixel to ground pixel (stripes). All sizes
/// are those measured on the Etna samples away from plumes. Clouds do not hide the plume; averaging kernels and the plume's height are not simulated.
/// </remarks>
public static class PlumeSceneSimulator
{
    /// <summary>Points per pixel edge over which a plume is averaged: a pixel is many times wider than a plume near its source.</summary>
    private const int PointsPerEdge = 12;

    /// <summary>Noise of a fully clouded pixel relative to a clear one: bright scenes have more light. As in the samples.</summary>
    private const double NoiseUnderCloud = 0.75;

    /// <summary>Validity of doubtful pixels [percent]: as in the real product, those under cloud and those in a strong plume.</summary>
    private const double LowValidity = 40;

    /// <summary>Cloud fraction above which a pixel is doubtful [1].</summary>
    private const double DoubtfulCloud = 0.3;

    /// <summary>Plume above which a pixel is doubtful, in units of the noise [1].</summary>
    private const double DoubtfulPlume = 20;

    /// <summary>Simulates one scene.</summary>
    /// <param name="options">The scene; null for Etna's default.</param>
    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public static SimulatedPlumeScene Simulate(PlumeSimulationOptions? options = null)
    {
        options ??= new PlumeSimulationOptions();
        options.Validate();
        var swath = SimulatedSwath.Cover(options);
        var random = new Random(options.Seed);
        var contributions = options.Emissions.Select(emission => Contribution(swath, emission, options)).ToArray();
        var count = swath.Latitude.Length;
        var cloud = RandomField.Clouds(swath, random, options.CloudCover);
        var variation = RandomField.Smooth(swath, random);
        var stripes = swath.GroundPixel.Distinct().Order().ToDictionary(pixel => pixel, _ => options.StripeNoise * Gaussian(random));
        var (column, noise, validity, mask) = (new double[count], new double[count], new double[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            var plume = contributions.Sum(contribution => contribution[i]);
            mask[i] = plume > options.TruthColumn;
            noise[i] = options.Noise * (1 - ((1 - NoiseUnderCloud) * cloud[i]));
            column[i] = options.BackgroundBias + (options.BackgroundVariation * variation[i]) + stripes[swath.GroundPixel[i]] + plume + (noise[i] * Gaussian(random));
            var isGap = random.NextDouble() < options.CloudGaps && cloud[i] > 0.5;
            column[i] = isGap ? double.NaN : column[i];
            validity[i] = isGap ? 0 : cloud[i] > DoubtfulCloud || plume > DoubtfulPlume * options.Noise ? LowValidity : 100;
        }

        return new SimulatedPlumeScene
        {
            Scene = new PlumeScene
            {
                Column = column,
                Latitude = swath.Latitude,
                Longitude = swath.Longitude,
                LatitudeBounds = swath.LatitudeBounds,
                LongitudeBounds = swath.LongitudeBounds,
                Validity = validity,
                CloudFraction = cloud,
                WindEast = Constant(count, options.WindEast),
                WindNorth = Constant(count, options.WindNorth),
            },
            Sources = [.. options.Emissions.Select(emission => emission.Source)],
            Contributions = contributions,
            PlumeMask = mask,
            Noise = noise,
            ScanLine = swath.ScanLine,
            GroundPixel = swath.GroundPixel,
        };
    }

    /// <summary>Column that one source adds to each pixel [mol m-2]: the mean over points spread evenly in the pixel.</summary>
    private static double[] Contribution(SimulatedSwath swath, SimulatedEmission emission, PlumeSimulationOptions options)
    {
        var speed = Math.Sqrt((options.WindEast * options.WindEast) + (options.WindNorth * options.WindNorth));
        var (east, north) = (options.WindEast / speed, options.WindNorth / speed);
        var plume = new GaussianPlume(emission.Rate, speed, options.Diffusivity, options.LifeTime);
        var source = emission.Source;
        var (tail, head) = (speed * emission.StoppedFor, speed * (emission.StoppedFor + emission.Lasted));
        var contribution = new double[swath.Latitude.Length];
        Parallel.For(0, contribution.Length, i =>
        {
            var sum = 0.0;
            for (var p = 0; p < PointsPerEdge * PointsPerEdge; p++)
            {
                var (latitude, longitude) = swath.Point(i, ((p % PointsPerEdge) + 0.5) / PointsPerEdge, ((p / PointsPerEdge) + 0.5) / PointsPerEdge);
                var x = Sphere.Radius * Sphere.Radians(longitude - source.Longitude) * Math.Cos(Sphere.Radians((latitude + source.Latitude) / 2));
                var y = Sphere.Radius * Sphere.Radians(latitude - source.Latitude);
                var downwind = (x * east) + (y * north);
                sum += downwind >= tail && downwind <= head ? plume.Column(downwind, (y * east) - (x * north) - Axis(downwind, options)) : 0;
            }

            contribution[i] = sum / (PointsPerEdge * PointsPerEdge) / options.MolarMass;
        });
        return contribution;
    }

    /// <summary>Offset of the plume's axis to the left of the wind [m]; it starts at the source, along the wind.</summary>
    private static double Axis(double downwind, PlumeSimulationOptions options)
    {
        var phase = 2 * Math.PI * downwind / options.MeanderLength;
        return options.MeanderAmplitude * Math.Sin(phase) * (1 - Math.Exp(-Math.Max(0, phase)));
    }

    /// <summary>A standard normal number (Box and Muller).</summary>
    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] Constant(int count, double value)
    {
        var values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
