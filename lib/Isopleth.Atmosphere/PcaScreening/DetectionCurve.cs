namespace Isopleth.Atmosphere;

/// <summary>How many events a score detects against how many false alarms it raises, for every threshold.</summary>
/// <param name="FalseAlarmRate">Part of the event-free pixels above each threshold [1], ascending from 0 to 1.</param>
/// <param name="DetectionRate">Part of the pixels with an event above it [1].</param>
/// <param name="Area">Area under the curve [1]: the probability that an event scores higher than a pixel without one; 0.5 for a score that tells nothing.</param>
public sealed record DetectionCurve(double[] FalseAlarmRate, double[] DetectionRate, double Area)
{
    /// <summary>The curve of scores whose truth is known.</summary>
    /// <param name="events">Scores of pixels with an event [1], in any order; NaN is left out.</param>
    /// <param name="background">Scores of pixels without [1].</param>
    /// <exception cref="ArgumentException">One of them has no score.</exception>
    public static DetectionCurve Of(IEnumerable<float> events, IEnumerable<float> background)
    {
        var (positive, negative) = (Descending(events), Descending(background));
        if (positive.Length == 0 || negative.Length == 0)
        {
            throw new ArgumentException($"A curve needs scores with and without an event; there are {positive.Length} and {negative.Length}.");
        }

        var (falseAlarms, detections, area) = (new List<double> { 0 }, new List<double> { 0 }, 0.0);
        var (p, n) = (0, 0);
        while (p < positive.Length || n < negative.Length)
        {
            // All scores at the next threshold together: ties count half, as the trapezium does.
            var threshold = Math.Max(p < positive.Length ? positive[p] : float.NegativeInfinity, n < negative.Length ? negative[n] : float.NegativeInfinity);
            while (p < positive.Length && positive[p] >= threshold)
            {
                p++;
            }

            while (n < negative.Length && negative[n] >= threshold)
            {
                n++;
            }

            falseAlarms.Add((double)n / negative.Length);
            detections.Add((double)p / positive.Length);
            area += (falseAlarms[^1] - falseAlarms[^2]) * (detections[^1] + detections[^2]) / 2;
        }

        return new([.. falseAlarms], [.. detections], area);
    }

    private static float[] Descending(IEnumerable<float> scores) => [.. scores.Where(score => !float.IsNaN(score)).OrderDescending()];
}
