using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>How a model is made of spectra.</summary>
public sealed record PcaFitOptions
{
    /// <summary>Number of principal components to keep [1]; null for as many as Malinowski's indicator finds (<see cref="PcaComponents.Malinowski"/>) and the training needs (<see cref="MostUndescribed"/>).</summary>
    public int? Components { get; init; }

    /// <summary>
    /// Part of the training's spectra that may stand out for want of a component [1]; null to keep all that the indicator finds. The indicator tells what is
    /// signal, down to less than the noise: the daily variation of a gas is such a component, and with it among the components a fire's carbon monoxide does
    /// not show. A refit therefore leaves out the last components that hardly any spectrum needs. 0.0001 is a hundredth of the one per cent a screening is to keep.
    /// </summary>
    public double? MostUndescribed { get; init; } = 0.0001;

    /// <summary>Most components that the indicator may choose [1]. 200 is twice what any published SWIR or IASI band keeps; more would fit events away.</summary>
    public int MaximumComponents { get; init; } = 200;

    /// <summary>Channels to use, ascending; null for all those with numbers in at least nine of ten pixels.</summary>
    public int[]? Channels { get; init; }

    /// <summary>Noise of each used channel, one standard deviation, in the unit of the spectra, shape [used channel]; null for the scenes' own noise, or where they have none for the differences of neighbouring pixels.</summary>
    public double[]? Noise { get; init; }

    /// <summary>Covariance of the noise, in the square of the spectra's unit, shape [used channel, used channel]; null for a diagonal one (<see cref="Noise"/>).</summary>
    public double[]? NoiseCovariance { get; init; }

    /// <summary>Times the model is made again without the spectra it does not describe [1]. Once, because a few events among thousands of spectra bend one component at most. A refit that would leave out more than half is not made.</summary>
    public int Refits { get; init; } = 1;

    /// <summary>Standard score above which a spectrum is left out of a refit [1]; as a screening's threshold, so that what would be flagged does not train.</summary>
    public double RefitThreshold { get; init; } = 7;

    /// <summary>Standard deviations of any of its scores beyond which a spectrum is left out of a refit too [1]: a few events that bend a component to themselves have such scores, a varied background has not. 10 spares all but the most extreme surfaces.</summary>
    public double RefitScoreThreshold { get; init; } = 10;

    /// <summary>Numbers in which products are summed. Double, because merging is then exact.</summary>
    public PcaPrecision Precision { get; init; } = PcaPrecision.Double;

    /// <summary>Channels from which on the covariance is not formed but its leading components found by a randomised decomposition [1]. At 3000 a covariance takes 72 MB and its eigenvectors ten seconds.</summary>
    public int RandomisedFrom { get; init; } = 3000;

    /// <summary>Seed of the randomised decomposition.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>What computes; null for the best there is on this machine.</summary>
    public DenseAlgebra? Algebra { get; init; }

    /// <summary>Most threads to use [1]; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Checks every option against its range.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Option.Expect(Components is null or >= 1, nameof(Components), Components ?? 0, "1 or more, or null");
        Option.Expect(MaximumComponents >= 1, nameof(MaximumComponents), MaximumComponents, "1 or more");
        Option.Expect(MostUndescribed is null or (>= 0 and < 1), nameof(MostUndescribed), MostUndescribed ?? 0, "0 to less than 1, or null");
        Option.Expect(Refits >= 0, nameof(Refits), Refits, "0 or more");
        Option.Expect(RefitThreshold > 0, nameof(RefitThreshold), RefitThreshold, "more than 0");
        Option.Expect(RefitScoreThreshold > 0, nameof(RefitScoreThreshold), RefitScoreThreshold, "more than 0");
        Option.Expect(RandomisedFrom >= 2, nameof(RandomisedFrom), RandomisedFrom, "2 or more");
        Option.Expect(Threads is null or >= 1, nameof(Threads), Threads ?? 0, "1 or more, or null");
    }
}
