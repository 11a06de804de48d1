namespace Isopleth.Atmosphere;

/// <summary>What a screening found in a scene, and what it was decided by. Arrays have shape [row, column] of the scene, flattened, unless another one is told.</summary>
public sealed record PcaScreeningResult
{
    /// <summary>Whether the scene was screened. If not, <see cref="Message"/> says why, all arrays are empty and there are no events.</summary>
    public required ScreeningStatus Status { get; init; }

    /// <summary>The status in words, with what was found and what was expected; empty when the scene was screened.</summary>
    public string Message { get; init; } = "";

    /// <summary>What to know of a scene that was screened: that it lies far from the model's training in time. Empty for nothing.</summary>
    public string Warning { get; init; } = "";

    /// <summary>What each pixel is.</summary>
    public PixelScreening[] Flags { get; init; } = [];

    /// <summary>Reconstruction score RS = √(rᵀr / m) [1], divided by the spectrum's own noise where the scene tells it; NaN for missing pixels.</summary>
    public float[] ReconstructionScore { get; init; } = [];

    /// <summary>Standard deviations of RS² above its mean, both as noise alone gives them [1]; NaN for missing pixels.</summary>
    public float[] StandardScore { get; init; } = [];

    /// <summary>Scores p = Eᵀ N⁻¹ (y - ȳ) [1], shape [row, column, component]; empty unless they were to be kept.</summary>
    public float[] Scores { get; init; } = [];

    /// <summary>Residuals N⁻¹ (y - ȳ) - E p [1], shape [row, column, used channel]; empty unless they were to be kept. 0 at missing channels.</summary>
    public float[] Residuals { get; init; } = [];

    /// <summary>Hyperspectral range index of each species [1], shape [species, row, column]; about N(0, 1) without the species' excess. Empty without Jacobians.</summary>
    public float[] RangeIndex { get; init; } = [];

    /// <summary>Index into <see cref="Events"/> of the event each pixel is part of; -1 outside.</summary>
    public int[] EventIndex { get; init; } = [];

    /// <summary>The events, the highest peak first.</summary>
    public IReadOnlyList<SpectralEvent> Events { get; init; } = [];

    /// <summary>Standard score above which a pixel was flagged [1].</summary>
    public double Threshold { get; init; }

    /// <summary>Reconstruction score of a complete spectrum at the threshold [1].</summary>
    public double ReconstructionThreshold { get; init; }

    /// <summary>Reconstruction score that noise alone gives a complete spectrum: the root of its mean square [1].</summary>
    public double ExpectedReconstructionScore { get; init; }

    /// <summary>Number of spectra that were screened [1].</summary>
    public int Screened { get; init; }

    /// <summary>Number of pixels flagged as events [1].</summary>
    public int Flagged => Flags.Count(flag => (flag & (PixelScreening.Event | PixelScreening.RangeIndex)) != PixelScreening.Expected);

    /// <summary>Part of the screened spectra that is flagged [1]; 0 when none were screened.</summary>
    public double FlaggedFraction => Screened == 0 ? 0 : (double)Flagged / Screened;

    /// <summary>The local components that were looked at, the strongest first; empty unless they were asked for.</summary>
    public IReadOnlyList<LocalComponent> LocalComponents { get; init; } = [];

    /// <summary>Number of spectra that stood out before the local components were taken away, and not after [1].</summary>
    public int ExplainedLocally { get; init; }

    /// <summary>The model the scene was screened with, with the local components if there were any.</summary>
    public required PcaModel Model { get; init; }

    /// <summary>What computed, for example <c>OpenBLAS 0.3.21, SkylakeX</c>.</summary>
    public string Algebra { get; init; } = "";
}
