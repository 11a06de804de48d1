namespace Isopleth.Atmosphere;

/// <summary>Touching pixels whose spectra the model does not expect.</summary>
public sealed record SpectralEvent
{
    /// <summary>Indices of its pixels (row × columns + column), ascending.</summary>
    public required int[] Pixels { get; init; }

    /// <summary>First row [1].</summary>
    public required int FirstRow { get; init; }

    /// <summary>Last row, which is part of it [1].</summary>
    public required int LastRow { get; init; }

    /// <summary>First column [1].</summary>
    public required int FirstColumn { get; init; }

    /// <summary>Last column, which is part of it [1].</summary>
    public required int LastColumn { get; init; }

    /// <summary>Index of the pixel with the highest standard score.</summary>
    public required int PeakPixel { get; init; }

    /// <summary>Standard score of the peak [1]: standard deviations of the squared reconstruction score above its mean.</summary>
    public required double PeakScore { get; init; }

    /// <summary>Reconstruction score of the peak [1]; about 1 for noise alone.</summary>
    public required double PeakReconstructionScore { get; init; }

    /// <summary>Latitude of the peak [degree north]; null when the scene has none.</summary>
    public double? Latitude { get; init; }

    /// <summary>Longitude of the peak [degree east]; null when the scene has none.</summary>
    public double? Longitude { get; init; }

    /// <summary>Mean residual of its pixels, in standard deviations of one spectrum's noise [1], shape [used channel].</summary>
    public required double[] Residual { get; init; }

    /// <summary>Mean spectrum of its pixels, in the scene's unit, shape [used channel]; NaN where all are missing.</summary>
    public required double[] Spectrum { get; init; }

    /// <summary>Number of its pixels with a value [1], shape [used channel].</summary>
    internal int[] Counts { get; init; } = [];

    /// <summary>Mean hyperspectral range index of its pixels [1], shape [species of <see cref="PcaScreeningOptions.Jacobians"/>]; a pixel with missing channels counts as 0.</summary>
    public double[] RangeIndex { get; init; } = [];

    /// <summary>The species whose indicator channels stand out most, else the one whose mean range index is highest above its threshold; null when none is, or none were given.</summary>
    public string? Species { get; init; }

    /// <summary>Standard score of each species at its indicator channels [1], the highest first: about N(0, 1) for noise alone.</summary>
    public IReadOnlyList<(string Species, double Score)> SpeciesScores { get; init; } = [];

    /// <summary>Probability that the named species would stay ahead of the next one (or of none) if the noise were drawn anew [1]; 0 when no species is named.</summary>
    public double Confidence { get; init; }
}
