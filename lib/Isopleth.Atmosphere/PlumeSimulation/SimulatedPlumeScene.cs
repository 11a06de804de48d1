namespace Isopleth.Atmosphere;

/// <summary>A simulated scene and everything that is known of it.</summary>
public sealed record SimulatedPlumeScene
{
    /// <summary>What the satellite sees.</summary>
    public required PlumeScene Scene { get; init; }

    /// <summary>The sources that were simulated, in the order of the options' emissions.</summary>
    public required IReadOnlyList<PlumeSource> Sources { get; init; }

    /// <summary>Column that each source adds to each pixel, without noise [mol m-2], shape [source][n].</summary>
    public required IReadOnlyList<double[]> Contributions { get; init; }

    /// <summary>Whether each pixel truly belongs to a plume, shape [n]; true means plume.</summary>
    public required bool[] PlumeMask { get; init; }

    /// <summary>Noise that was drawn from, one standard deviation [mol m-2], shape [n].</summary>
    public required double[] Noise { get; init; }

    /// <summary>Scan line of each pixel, counted along the flight, shape [n].</summary>
    public required int[] ScanLine { get; init; }

    /// <summary>Ground pixel of each pixel, counted to the right of the flight from the track, shape [n].</summary>
    public required int[] GroundPixel { get; init; }

    /// <summary>How well a mask agrees with the truth, over the pixels that have a column.</summary>
    /// <param name="mask">The mask to judge, shape [n]; true means plume.</param>
    /// <returns>Precision: the part of the mask that is truly plume. Recall: the part of the true plume that is in the mask. Both [1]; NaN for 0 of 0.</returns>
    /// <exception cref="ArgumentException">The mask has another length than the scene.</exception>
    public (double Precision, double Recall) Score(bool[] mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        if (mask.Length != PlumeMask.Length)
        {
            throw new ArgumentException($"The mask has {mask.Length} values but the scene has {PlumeMask.Length} pixels; give the mask that was found in this scene.", nameof(mask));
        }

        var (hits, found, truth) = (0, 0, 0);
        for (var i = 0; i < mask.Length; i++)
        {
            if (double.IsFinite(Scene.Column[i]))
            {
                hits += mask[i] && PlumeMask[i] ? 1 : 0;
                found += mask[i] ? 1 : 0;
                truth += PlumeMask[i] ? 1 : 0;
            }
        }

        return ((double)hits / found, (double)hits / truth);
    }
}
