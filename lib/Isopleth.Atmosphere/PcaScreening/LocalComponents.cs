using System.Numerics.Tensors;
using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>Components of what a model leaves of one scene: instrument states and surfaces that the training had not.</summary>
internal static class LocalComponents
{
    /// <summary>
    /// Least mean that a component adds to the standard score throughout the scene [1]. Below a half the score tells no difference, and what there is
    /// of it may be a gas that varies a little, or the edge of a plume, in whose direction a plume would then be lost.
    /// </summary>
    private const double LeastShift = 0.5;

    /// <summary>The model with those of the leading eigenvectors of the residuals, of the spectra that do not stand out among the scene's own, that the scene has throughout.</summary>
    public static (PcaModel Model, LocalComponent[] Found) Extend(PcaModel model, SpectralScene scene, float[] standardScore, PcaScreeningOptions options)
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
        var (floor, freedom) = (options.UseNoiseFloor ? model.NoiseFloor : 1, m - model.Components);
        var found = new LocalComponent[count];
        var (kept, variances) = (new List<double>(), new List<double>());
        for (var k = 0; k < count; k++)
        {
            var vector = vectors[((m - 1 - k) * m)..((m - k) * m)];
            PcaDecomposition.FixSign(vector);
            var single = Array.ConvertAll(vector, value => (float)value);
            var size = OrderStatistics.GaussianFromMad * OrderStatistics.Median([.. Enumerable.Range(0, scene.Count).Where(pixel => float.IsFinite(standardScore[pixel]))
                .Select(pixel => Math.Abs((double)TensorPrimitives.Dot(residuals.AsSpan(pixel * m, m), single)))]);
            var variance = size * size / floor;
            found[k] = new(variance, variance - 1 >= LeastShift * Math.Sqrt(2.0 * freedom));
            if (found[k].IsKept)
            {
                kept.AddRange(vector);
                variances.Add(values[m - 1 - k]);
            }
        }

        return (kept.Count == 0 ? model : model.ExtendedBy([.. kept], [.. variances]), found);
    }
}
