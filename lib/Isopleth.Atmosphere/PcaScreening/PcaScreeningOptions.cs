using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>What counts as unexpected, and how it is characterised.</summary>
public sealed record PcaScreeningOptions
{
    /// <summary>How the threshold is chosen.</summary>
    public ThresholdRule Threshold { get; init; } = ThresholdRule.Sigma;

    /// <summary>For <see cref="ThresholdRule.Sigma"/>: standard deviations above the mean [1]. At 7, noise alone flags fewer than one spectrum in a million; 5 to 10 are usual.</summary>
    public double Sigma { get; init; } = 7;

    /// <summary>For <see cref="ThresholdRule.ChiSquare"/>: part of event-free spectra that may be flagged [1].</summary>
    public double FalseAlarmRate { get; init; } = 1e-6;

    /// <summary>For <see cref="ThresholdRule.Quantile"/>: part of the spectra that is not flagged [1]. 0.99 keeps the one per cent that a screening of a whole mission is to keep.</summary>
    public double Quantile { get; init; } = 0.99;

    /// <summary>For <see cref="ThresholdRule.Quantile"/>: standard scores of event-free spectra [1]; null to take the scene's own, of which a part is then always flagged.</summary>
    public double[]? ReferenceScores { get; init; }

    /// <summary>Whether the residual variance that noise gives is the model's own (<see cref="PcaModel.NoiseFloor"/>), not 1 [1]. It corrects a noise that is known up to a factor.</summary>
    public bool UseNoiseFloor { get; init; } = true;

    /// <summary>Components found in the residuals of the scene's own spectra, but for its outliers, and taken away as well [1]: what the scene has throughout and the training had not. Of them those are kept that add half a standard deviation to the score of most spectra; weaker ones hide events. EUMETSAT's "hybrid" compression takes 5; 0 for none.</summary>
    public int LocalComponents { get; init; }

    /// <summary>Largest part of a spectrum's used channels that may be missing [1]; the scores then come from the rest.</summary>
    public double MaximumMissing { get; init; } = 0.1;

    /// <summary>Most channels whose values may be discarded to explain a flagged spectrum by spikes (hot pixels, particle hits) instead of an event [1]; 0 to take spikes for events.</summary>
    public int MaximumSpikes { get; init; } = 3;

    /// <summary>Fewest touching flagged pixels that make an event [1].</summary>
    public int MinimumPixels { get; init; } = 1;

    /// <summary>Channels at which species show, to name events by; empty to name none.</summary>
    public IReadOnlyList<IndicatorChannel> Indicators { get; init; } = [];

    /// <summary>Standard score that a species must reach to name an event [1]; below it the event is unknown.</summary>
    public double SpeciesThreshold { get; init; } = 4;

    /// <summary>Jacobians of species, for the hyperspectral range index of every spectrum; empty for none.</summary>
    public IReadOnlyList<SpeciesJacobian> Jacobians { get; init; } = [];

    /// <summary>Hyperspectral range index above which a pixel is flagged too [1]; null to flag by the reconstruction score alone.</summary>
    public double? RangeIndexThreshold { get; init; }

    /// <summary>Whether the scores of all spectra are kept in the result, 4 × components bytes each.</summary>
    public bool KeepScores { get; init; } = true;

    /// <summary>Whether the residuals of all spectra are kept in the result, 4 × used channels bytes each.</summary>
    public bool KeepResiduals { get; init; }

    /// <summary>Largest distance between a channel's position and the model's [unit of the wavelengths]; null for a quarter of the spacing.</summary>
    public double? WavelengthTolerance { get; init; }

    /// <summary>Time between a scene and the model's training above which the result warns. 92 days: a season further, surface, sun and water vapour are others, and detectors drift.</summary>
    public TimeSpan TrainingReach { get; init; } = TimeSpan.FromDays(92);

    /// <summary>What computes; null for the best there is on this machine.</summary>
    public DenseAlgebra? Algebra { get; init; }

    /// <summary>Most threads to use [1]; null for one per processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Checks every option against its range.</summary>
    /// <exception cref="ArgumentException">An option is outside its range; the message names it, its value and the range.</exception>
    public void Validate()
    {
        Option.Expect(Sigma > 0, nameof(Sigma), Sigma, "more than 0");
        Option.Expect(FalseAlarmRate is > 0 and < 1, nameof(FalseAlarmRate), FalseAlarmRate, "between 0 and 1");
        Option.Expect(Quantile is > 0 and < 1, nameof(Quantile), Quantile, "between 0 and 1");
        Option.Expect(LocalComponents >= 0, nameof(LocalComponents), LocalComponents, "0 or more");
        Option.Expect(MaximumMissing is >= 0 and <= 0.5, nameof(MaximumMissing), MaximumMissing, "0 to 0.5");
        Option.Expect(MaximumSpikes >= 0, nameof(MaximumSpikes), MaximumSpikes, "0 or more");
        Option.Expect(MinimumPixels >= 1, nameof(MinimumPixels), MinimumPixels, "1 or more");
        Option.Expect(SpeciesThreshold >= 0, nameof(SpeciesThreshold), SpeciesThreshold, "0 or more");
        Option.Expect(RangeIndexThreshold is null or > 0, nameof(RangeIndexThreshold), RangeIndexThreshold ?? 0, "more than 0, or null");
        Option.Expect(WavelengthTolerance is null or >= 0, nameof(WavelengthTolerance), WavelengthTolerance ?? 0, "0 or more, or null");
        Option.Expect(TrainingReach >= TimeSpan.Zero, nameof(TrainingReach), TrainingReach.TotalDays, "0 days or more");
        Option.Expect(Threads is null or >= 1, nameof(Threads), Threads ?? 0, "1 or more, or null");
    }
}
