namespace Isopleth.Atmosphere;

/// <summary>How many principal components hold signal.</summary>
public static class PcaComponents
{
    /// <summary>Malinowski's indicator function for each number of components: smallest where the rest is noise.</summary>
    /// <param name="eigenvalues">All eigenvalues of the normalised covariance [1], descending, shape [c].</param>
    /// <param name="count">Number n of spectra [1]. The indicator is meant for more than three times as many spectra as channels.</param>
    /// <returns>IND(k) [1] for k = 1 … c - 1, at index k - 1.</returns>
    /// <remarks>RE(k) = √(Σ_{j&gt;k} λ_j / (n (c - k))), IND = RE / (c - k)² (Malinowski 1977, doi:10.1021/ac50012a027; Turner et al. 2006, doi:10.1175/JTECH1906.1).</remarks>
    /// <exception cref="ArgumentException">There are fewer than two eigenvalues, or no spectra.</exception>
    public static double[] Indicator(ReadOnlySpan<double> eigenvalues, long count)
    {
        if (eigenvalues.Length < 2 || count < 1)
        {
            throw new ArgumentException($"The indicator needs two eigenvalues and a spectrum at least; there are {eigenvalues.Length} and {count}.");
        }

        var indicator = new double[eigenvalues.Length - 1];
        var rest = 0.0;
        for (var k = eigenvalues.Length - 1; k >= 1; k--)
        {
            rest += Math.Max(0, eigenvalues[k]); // rounding makes the least ones slightly negative
            double free = eigenvalues.Length - k;
            indicator[k - 1] = Math.Sqrt(rest / (count * free)) / (free * free);
        }

        return indicator;
    }

    /// <summary>The number of components at which Malinowski's indicator is smallest.</summary>
    /// <inheritdoc cref="Indicator"/>
    /// <param name="eigenvalues">All eigenvalues of the normalised covariance [1], descending, shape [c].</param>
    /// <param name="count">Number n of spectra [1].</param>
    /// <param name="most">Most components to choose [1].</param>
    /// <returns>The number of components [1].</returns>
    public static int Malinowski(ReadOnlySpan<double> eigenvalues, long count, int most = int.MaxValue)
    {
        var indicator = Indicator(eigenvalues, count);
        var best = 0;
        for (var k = 1; k < Math.Min(indicator.Length, most); k++)
        {
            best = indicator[k] < indicator[best] ? k : best;
        }

        return best + 1;
    }

    /// <summary>Variance that the first k components hold, for k = 1 … c [percent].</summary>
    /// <param name="eigenvalues">The eigenvalues [1], descending, shape [c].</param>
    public static double[] CumulativeVariance(ReadOnlySpan<double> eigenvalues)
    {
        var cumulative = new double[eigenvalues.Length];
        var sum = 0.0;
        for (var k = 0; k < cumulative.Length; k++)
        {
            cumulative[k] = sum += eigenvalues[k];
        }

        for (var k = 0; k < cumulative.Length; k++)
        {
            cumulative[k] *= 100 / sum;
        }

        return cumulative;
    }
}
