namespace Isopleth.Atmosphere;

/// <summary>Robust middles and spreads. Every method may rearrange the values it is given.</summary>
internal static class OrderStatistics
{
    /// <summary>What turns a median absolute deviation into the standard deviation of a Gaussian: 1 / Φ⁻¹(3/4).</summary>
    public const double GaussianFromMad = 1.4826022185056018;

    /// <summary>Median, and Gaussian-equivalent median absolute deviation: right as long as less than half the values are foreign.</summary>
    public static (double Middle, double Spread) MedianAndDeviation(double[] values)
    {
        var median = Median(values);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(values[i] - median);
        }

        return (median, GaussianFromMad * Median(values));
    }

    /// <summary>
    /// Middle of the shortest interval that holds a quarter of the values, and the Gaussian-equivalent deviation of those below it:
    /// right as long as the foreign values lie above and leave a quarter that is denser than any of them.
    /// </summary>
    public static (double Middle, double Spread) DensestQuarter(double[] values)
    {
        Array.Sort(values);
        var quarter = Math.Max(1, values.Length / 4);
        var densest = Enumerable.Range(0, values.Length - quarter).MinBy(i => values[i + quarter] - values[i]);
        var middle = (values[densest] + values[densest + quarter]) / 2;
        double[] below = [.. values.TakeWhile(value => value <= middle).Select(value => middle - value)];
        return (middle, GaussianFromMad * Median(below));
    }

    /// <summary>The median; the mean of the middle two for an even number. The values are rearranged.</summary>
    public static double Median(Span<double> values)
    {
        var middle = values.Length / 2;
        var upper = Select(values, middle);
        if (values.Length % 2 == 1)
        {
            return upper;
        }

        var lower = double.NegativeInfinity;
        foreach (var value in values[..middle])
        {
            lower = Math.Max(lower, value);
        }

        return (lower + upper) / 2;
    }

    /// <summary>Hoare's selection: afterwards the value of that rank stands at its place, smaller ones before it.</summary>
    private static double Select(Span<double> values, int rank)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = values[low + ((high - low) / 2)];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
            {
                high = j;
            }
            else if (rank >= i)
            {
                low = i;
            }
            else
            {
                break;
            }
        }

        return values[rank];
    }
}
