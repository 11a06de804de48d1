namespace Isopleth.Atmosphere;

/// <summary>One plume: touching pixels whose column stands out of the background.</summary>
public sealed record DetectedPlume
{
    /// <summary>Number of the plume's pixels [1].</summary>
    public required int PixelCount { get; init; }

    /// <summary>Index into the scene of the pixel with the largest column.</summary>
    public required int MaximumPixel { get; init; }

    /// <summary>Largest column [mol m-2].</summary>
    public required double MaximumColumn { get; init; }

    /// <summary>Latitude of the mask's centroid, each pixel counting the same [degree north].</summary>
    public required double CentroidLatitude { get; init; }

    /// <summary>Longitude of the mask's centroid, each pixel counting the same [degree east].</summary>
    public required double CentroidLongitude { get; init; }

    /// <summary>Ground area of the plume's pixels [m2].</summary>
    public required double Area { get; init; }

    /// <summary>Amount of gas above the background, the column integrated over the pixels' area [mol].</summary>
    public required double Amount { get; init; }

    /// <summary>The sources it is attached to, the nearest first; empty when it drifts free.</summary>
    public required IReadOnlyList<PlumeSource> AttachedSources { get; init; }

    /// <summary>The nearest of the known sources, attached or not; null when none are known.</summary>
    public required PlumeSource? NearestSource { get; init; }

    /// <summary>Distance from that source to the nearest pixel centre of the plume [m]; NaN without a source.</summary>
    public required double DistanceToSource { get; init; }

    /// <summary>Whether it touches a known source; otherwise it drifts free of all of them.</summary>
    public bool IsAttached => AttachedSources.Count > 0;

    /// <summary>Initial bearing from the nearest source to the centroid, clockwise from north [degree], 0 to 360; NaN without a source.</summary>
    public double Bearing => NearestSource is null ? double.NaN : BearingFrom(NearestSource);

    /// <summary>Initial bearing of the great circle from a source to the centroid, clockwise from north [degree], 0 to 360.</summary>
    /// <param name="source">Where to look from; not necessarily a source the plume is attached to.</param>
    public double BearingFrom(PlumeSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Sphere.Bearing(source.Latitude, source.Longitude, Sphere.Position(CentroidLatitude, CentroidLongitude));
    }
}
