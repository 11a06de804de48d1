namespace Isopleth.Atmosphere;

/// <summary>Simulates what a push-broom spectrometer such as TROPOMI sees of a region with known sources.</summary>
/// <remarks>
/// Gaussian plumes in a uniform wind, their axes swinging; averaged over each pixel, so that the amount of gas is kept. Noise is Gaussian and
/// grows with the obliqueness of the view; clouds are a smooth random field. Chemistry, averaging kernels and the height of the plume are not simulated.
/// </remarks>
public static class PlumeSceneSimulator
{
    /// <summary>Points per pixel edge over which a plume is averaged: a pixel is many times wider than a plume near its source.</summary>
    private const int PointsPerEdge = 12;

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
        var (column, noise, cloud, validity) = (new double[count], new double[count], CloudField.Draw(swath, random, options.CloudCover), new double[count]);
        var mask = new bool[count];
        for (var i = 0; i < count; i++)
        {
            var plume = contributions.Sum(contribution => contribution[i]);
            mask[i] = plume > options.TruthColumn;
            noise[i] = options.Noise * swath.NoiseFactor[i];
            column[i] = options.BackgroundBias + plume + (noise[i] * Gaussian(random));
            var isGap = random.NextDouble() < options.CloudGaps && cloud[i] > 0.5;
            column[i] = isGap ? double.NaN : column[i];
            validity[i] = isGap ? 0 : Math.Round(100 * (1 - (0.6 * cloud[i])) * (plume > 10 * options.Noise ? 0.4 : 1));
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
                sum += plume.Column(downwind, (y * east) - (x * north) - Axis(downwind, options));
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
