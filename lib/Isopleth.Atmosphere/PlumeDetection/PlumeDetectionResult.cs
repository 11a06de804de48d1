namespace Isopleth.Atmosphere;

/// <summary>What a pixel is.</summary>
public enum PixelRole : byte
{
    /// <summary>Background.</summary>
    None = 0,

    /// <summary>Part of a plume.</summary>
    Plume = 1,

    /// <summary>The pixel that holds a known source, whether or not it emits.</summary>
    Source = 2,
}

/// <summary>How far a pixel's flag can be trusted; 0 is good.</summary>
[Flags]
public enum PlumeQuality : byte
{
    /// <summary>Nothing speaks against the flag.</summary>
    Good = 0,

    /// <summary>The product's validity is below the option's minimum, as it often is in strong volcanic plumes.</summary>
    LowValidity = 1,

    /// <summary>Cloud hides part of the column below it.</summary>
    Cloudy = 2,

    /// <summary>The pixel has no column.</summary>
    NoColumn = 4,

    /// <summary>Too few pixels around it for a background of its own: the scene's background stands in.</summary>
    SparseBackground = 8,
}

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

    /// <summary>Initial bearing from that source to the centroid, clockwise from north [degree], 0 to 360; NaN without a source.</summary>
    public required double Bearing { get; init; }

    /// <summary>Whether it touches a known source; otherwise it drifts free of all of them.</summary>
    public bool IsAttached => AttachedSources.Count > 0;
}

/// <summary>The pixels' flags, the plumes, and what they were decided by. All arrays have shape [n], as the scene's.</summary>
public sealed record PlumeDetectionResult
{
    /// <summary>What each pixel is.</summary>
    public required PixelRole[] Flags { get; init; }

    /// <summary>How far each flag can be trusted.</summary>
    public required PlumeQuality[] Quality { get; init; }

    /// <summary>Index into <see cref="Plumes"/> of the plume each pixel is part of; -1 outside.</summary>
    public required int[] PlumeIndex { get; init; }

    /// <summary>Great-circle distance to the nearest known source [m]; NaN when none are known.</summary>
    public required double[] DistanceToSource { get; init; }

    /// <summary>Local background [mol m-2].</summary>
    public required double[] Background { get; init; }

    /// <summary>Local noise of a single column, one standard deviation [mol m-2].</summary>
    public required double[] Noise { get; init; }

    /// <summary>The smoothed column's distance to the background in standard deviations [1]; NaN without a column.</summary>
    public required double[] ZScore { get; init; }

    /// <summary>The plumes, the largest (by pixels) first.</summary>
    public required IReadOnlyList<DetectedPlume> Plumes { get; init; }

    /// <summary>Index of the pixel with the scene's largest column; -1 when no pixel has one.</summary>
    public required int MaximumPixel { get; init; }

    /// <summary>Number of times background and mask were estimated in turn until the mask stood still [1].</summary>
    public required int Iterations { get; init; }

    /// <summary>Whether each pixel is part of a plume, shape [n]; true means plume.</summary>
    public bool[] Mask => Array.ConvertAll(PlumeIndex, index => index >= 0);

    /// <summary>Number of pixels in plumes [1].</summary>
    public int PlumePixelCount => PlumeIndex.Count(index => index >= 0);

    /// <summary>Whether the scene's largest column lies in a plume.</summary>
    public bool MaximumIsInPlume => MaximumPixel >= 0 && PlumeIndex[MaximumPixel] >= 0;
}
