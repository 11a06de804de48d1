namespace Isopleth.Atmosphere;

/// <summary>Smooth random fields: sums of waves of 50 to 400 km with random directions.</summary>
internal static class RandomField
{
    private const int Waves = 40;
    private const double ShortestWave = 50_000;
    private const double LongestWave = 400_000;

    /// <summary>Draws a field of mean 0 and standard deviation 1 [1], shape [n].</summary>
    public static double[] Smooth(SimulatedSwath swath, Random random)
    {
        var waves = Enumerable.Range(0, Waves).Select(_ => (
            Number: 2 * Math.PI / (ShortestWave * Math.Pow(LongestWave / ShortestWave, random.NextDouble())),
            Direction: 2 * Math.PI * random.NextDouble(),
            Phase: 2 * Math.PI * random.NextDouble())).ToArray();
        var field = new double[swath.Latitude.Length];
        Parallel.For(0, field.Length, i =>
        {
            var y = Sphere.Radius * Sphere.Radians(swath.Latitude[i]);
            var x = Sphere.Radius * Sphere.Radians(swath.Longitude[i]) * Math.Cos(Sphere.Radians(swath.Latitude[0]));
            foreach (var (number, direction, phase) in waves)
            {
                field[i] += Math.Sqrt(2.0 / Waves) * Math.Cos((number * ((x * Math.Cos(direction)) + (y * Math.Sin(direction)))) + phase);
            }
        });
        return field;
    }

    /// <summary>Draws a cloud fraction [1], shape [n]: above 0 in the given part of the pixels, up to 1.</summary>
    public static double[] Clouds(SimulatedSwath swath, Random random, double cover)
    {
        var field = Smooth(swath, random);
        var sorted = field.Order().ToArray();
        var clear = (int)((1 - cover) * sorted.Length);
        var threshold = clear < sorted.Length ? sorted[clear] : double.PositiveInfinity;
        return Array.ConvertAll(field, value => value < threshold ? 0 : Math.Min(1, value - threshold));
    }
}
