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
}
