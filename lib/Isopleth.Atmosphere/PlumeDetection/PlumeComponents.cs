namespace Isopleth.Atmosphere;

/// <summary>Groups of touching pixels above a threshold, kept when one of them is above a higher one.</summary>
internal static class PlumeComponents
{
    /// <summary>Numbers the plumes, the largest first (equal ones by their smallest pixel index).</summary>
    /// <param name="zScore">z value of each pixel [1], shape [n]; NaN is below every threshold.</param>
    /// <param name="neighbours">Which pixels touch.</param>
    /// <param name="options">Thresholds and the smallest size.</param>
    /// <returns>Number of each pixel's plume, -1 outside, shape [n].</returns>
    public static int[] Label(double[] zScore, PixelNeighbours neighbours, PlumeDetectionOptions options)
    {
        var parent = new int[zScore.Length];
        for (var i = 0; i < parent.Length; i++)
        {
            parent[i] = i;
        }

        for (var i = 0; i < parent.Length; i++)
        {
            for (var slot = neighbours.TouchStart[i]; slot < neighbours.TouchStart[i + 1]; slot++)
            {
                var j = neighbours.Touch[slot];
                if (zScore[i] > options.GrowThreshold && zScore[j] > options.GrowThreshold)
                {
                    var (a, b) = (Root(parent, i), Root(parent, j));
                    parent[Math.Max(a, b)] = Math.Min(a, b);
                }
            }
        }

        var groups = Enumerable.Range(0, parent.Length)
            .Where(i => zScore[i] > options.GrowThreshold)
            .GroupBy(i => Root(parent, i))
            .Where(group => group.Count() >= options.MinimumPixels && group.Any(i => zScore[i] > options.SeedThreshold))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key);
        var label = new int[parent.Length];
        Array.Fill(label, -1);
        foreach (var (number, group) in groups.Index())
        {
            foreach (var i in group)
            {
                label[i] = number;
            }
        }

        return label;
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }
}
