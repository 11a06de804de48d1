namespace Isopleth.Charts.Marks;

/// <summary>Counts values in bins of equal width.</summary>
internal static class Binning
{
    private const int MostBins = 200;

    public static (double[] Edges, double[] Counts) Count(IEnumerable<double> values, int bins)
    {
        var sorted = values.Where(double.IsFinite).ToArray();
        if (sorted.Length == 0)
        {
            throw new ArgumentException("'values' has no finite value; a histogram needs at least one.", nameof(values));
        }

        if (bins < 0)
        {
            throw new ArgumentException($"A histogram cannot have {bins} bins; give a number above zero, or 0 to choose it from the data.", nameof(bins));
        }

        Array.Sort(sorted);
        var (low, high) = (sorted[0], sorted[^1]);
        if (low == high)
        {
            (low, high) = (low - 0.5, high + 0.5);
        }

        var count = bins > 0 ? bins : FreedmanDiaconis(sorted, high - low);
        double[] edges = [.. Enumerable.Range(0, count + 1).Select(i => low + ((high - low) * i / count))];
        var counts = new double[count];
        foreach (var value in sorted)
        {
            counts[Math.Min((int)((value - low) / (high - low) * count), count - 1)]++;
        }

        return (edges, counts);
    }

    /// <summary>Bin width 2 IQR / n^(1/3), DOI 10.1007/BF01025868.</summary>
    private static int FreedmanDiaconis(double[] sorted, double range)
    {
        var quartiles = sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4];
        var width = 2 * quartiles / Math.Cbrt(sorted.Length);
        return width > 0 ? Math.Clamp((int)Math.Ceiling(range / width), 1, MostBins) : Math.Min(10, sorted.Length);
    }
}
