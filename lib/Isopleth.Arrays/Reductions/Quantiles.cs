namespace Isopleth.Arrays;

/// <summary>Quantiles, linear between the two nearest values (Hyndman and Fan's seventh, doi:10.1080/00031305.1996.10473566).</summary>
internal static class Quantiles
{
    public static double Check(double quantile) => quantile is >= 0 and <= 1
        ? quantile
        : throw new ArgumentOutOfRangeException(nameof(quantile), $"A quantile lies between 0 and 1, not {Describe.Number(quantile)}; percents are divided by 100.");

    /// <summary>A quantile of values, none of them missing; they are sorted on the way.</summary>
    public static double Of(Span<double> values, double quantile)
    {
        values.Sort();
        var at = quantile * (values.Length - 1);
        var below = (int)at;
        return at == below ? values[below] : values[below] + ((values[below + 1] - values[below]) * (at - below));
    }

    /// <summary>A quantile of weighted values; missing ones and those without weight count nothing. Both are sorted on the way.</summary>
    public static double Of(Span<double> values, Span<double> weights, double quantile)
    {
        var count = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]) && weights[i] != 0)
            {
                (values[count], weights[count++]) = (values[i], weights[i]);
            }
        }

        values[..count].Sort(weights[..count]);
        var (sum, squares) = (0.0, 0.0);
        foreach (var weight in weights[..count])
        {
            sum += weight;
            squares += weight * weight;
        }

        // As many values of equal weight as say as much (Kish).
        var effective = sum * sum / squares;
        var at = (effective - 1) * quantile;
        var (below, reached, result) = (0.0, 0.0, 0.0);
        for (var i = 0; i < count; i++)
        {
            below += weights[i] / sum;
            var upTo = Math.Clamp(below * effective, at, at + 1) - at;
            result += values[i] * (upTo - reached);
            reached = upTo;
        }

        return count == 0 ? double.NaN : result;
    }
}
