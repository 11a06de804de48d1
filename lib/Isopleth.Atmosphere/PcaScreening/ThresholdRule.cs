namespace Isopleth.Atmosphere;

/// <summary>How the score above which a pixel stands out is chosen.</summary>
public enum ThresholdRule
{
    /// <summary>So many standard deviations of the squared reconstruction score above its mean, both as noise alone gives them.</summary>
    Sigma,

    /// <summary>The quantile of the chi-square distribution, which m RS² of noise alone has, for a false alarm rate.</summary>
    ChiSquare,

    /// <summary>The quantile of the scores themselves, or of reference scores: a fixed part of the data is kept.</summary>
    Quantile,
}
