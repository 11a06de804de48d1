using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>Components of what a model leaves of one scene: instrument states and surfaces that the training had not.</summary>
internal static class LocalComponents
{
    /// <summary>The model with the leading eigenvectors of the residuals of the spectra that do not stand out among the scene's own.</summary>
    public static PcaModel Extend(PcaModel model, SpectralScene scene, float[] standardScore, PcaScreeningOptions options)
    {
        var (m, count) = (model.Channels.Length, options.LocalComponents);
        var algebra = options.Algebra ?? DenseAlgebra.Best;
        var residuals = new SpectralProjector(model, options).Project(scene, false, true).Residuals;
        var (middle, spread) = OrderStatistics.MedianAndDeviation([.. standardScore.Where(float.IsFinite).Select(score => (double)score)]);
        var limit = middle + (options.Sigma * Math.Max(1, spread));
        var grid = scene with
        {
            Spectra = residuals,
            Wavelength = model.UsedWavelength,
            Noise = null,
            Valid = Array.ConvertAll(standardScore, score => score <= limit),
        };
        var moments = new SpectralMoments(new double[m], PcaPrecision.Double, algebra);
        moments.Add(grid, new([.. Enumerable.Range(0, m)], m), ..);
        var (_, vectors) = moments.MeanAndCovariance();
        var values = algebra.SymmetricEigen(m, vectors);
        var leading = new double[count * m];
        for (var k = 0; k < count; k++)
        {
            vectors.AsSpan((m - 1 - k) * m, m).CopyTo(leading.AsSpan(k * m, m));
            PcaDecomposition.FixSign(leading.AsSpan(k * m, m));
        }

        return model.ExtendedBy(leading, [.. Enumerable.Range(0, count).Select(k => values[m - 1 - k])]);
    }
}
