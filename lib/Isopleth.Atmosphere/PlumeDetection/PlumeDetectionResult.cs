namespace Isopleth.Atmosphere;

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
