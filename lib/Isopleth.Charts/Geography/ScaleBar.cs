namespace Isopleth.Charts.Geography;

/// <summary>The length of a map's scale bar.</summary>
internal static class ScaleBar
{
    /// <summary>Kilometres along a degree of a great circle (mean Earth radius 6371 km).</summary>
    private const double KilometresPerDegree = 6371 * Math.PI / 180;

    /// <summary>A round length of about a fifth of the map's width, measured in its middle.</summary>
    /// <returns>The length [km] and the degrees of longitude that it spans.</returns>
    public static (double Kilometres, double Degrees) For(MapExtent extent)
    {
        var perDegree = KilometresPerDegree / extent.Aspect;
        var wanted = (extent.East - extent.West) * perDegree / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(wanted)));
        var kilometres = power * (wanted >= 5 * power ? 5 : wanted >= 2 * power ? 2 : 1);
        return (kilometres, kilometres / perDegree);
    }
}
