using System.Globalization;
using Isopleth.Compute;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Isopleth.Atmosphere;

/// <summary>Finds spectra that are not, or hardly, among those a model was made of: fires, eruptions, leaks, failing detectors.</summary>
/// <remarks>
/// <para>
/// The part of a spectrum that the leading principal components do not describe, in units of the noise, is noise alone for everything the training had.
/// Its root mean square, the reconstruction score, tells the unexpected; its shape tells the species. After Vu Van et al. (2023, doi:10.5194/amt-16-2107-2023)
/// and the PC compression of EUMETSAT's IASI products; number of components by Malinowski's indicator (Turner et al. 2006).
/// </para>
/// <para>
/// Limits: what the training has seen often is expected, however strong; the part of a signature that lies among the components does not show; a noise
/// that is known badly moves the threshold (see <see cref="PcaScreeningOptions.UseNoiseFloor"/>).
/// </para>
/// </remarks>
public static class PcaScreening
{
    /// <summary>Residual above which a single channel can be a spike [1]: noise alone reaches it once in 5e8 values.</summary>
    private const double SpikeResidual = 6;

    /// <summary>Makes a model of scenes, again without the spectra it does not describe as often as the options say.</summary>
    /// <param name="scenes">
    /// Scenes of one instrument and band. Where they tell no noise, and the options neither, it is estimated from the first one's neighbouring pixels. They are gone through twice, or
    /// twelve times where the decomposition is randomised, each done with before the next is asked for: scenes that are read as they are asked for need not fit into memory together.
    /// </param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The model.</returns>
    /// <exception cref="ArgumentException">The scenes or an option do not hold what they must, or there are too few spectra.</exception>
    public static PcaModel Fit(IEnumerable<SpectralScene> scenes, PcaFitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scenes);
        options ??= new();
        options.Validate();
        var first = scenes.FirstOrDefault() ?? throw new ArgumentException("A model needs a scene at least; the list is empty.", nameof(scenes));
        options = options with { Channels = options.Channels ?? first.UsableChannels() };
        if (options.Noise is null && options.NoiseCovariance is null && first.Noise is null)
        {
            options = options with { Noise = SpectralNoise.FromNeighbours(first, options.Channels) };
        }

        var model = FitOnce(scenes, options, 0)!;
        for (var i = 0; i < options.Refits; i++)
        {
            // One byte for each spectrum, so that a decomposition of many passes judges it once.
            var (refit, described) = (new PcaRefit(model, options), new List<bool[]>());
            var next = FitOnce(
                scenes.Select((scene, index) =>
                {
                    if (index == described.Count)
                    {
                        described.Add(refit.Described(scene).Valid!);
                    }

                    return scene with { Valid = described[index] };
                }),
                options,
                model.SpectraCount / 2);
            if (next is null)
            {
                break; // What most spectra are is no outlier: the components are too few or the noise too small, which a refit does not mend.
            }

            model = refit.Trim(next);
        }

        return model;
    }

    /// <summary>Makes a model of one scene.</summary>
    /// <inheritdoc cref="Fit(IEnumerable{SpectralScene}, PcaFitOptions?)"/>
    /// <param name="scene">The scene.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static PcaModel Fit(SpectralScene scene, PcaFitOptions? options = null) => Fit([scene], options);

    /// <summary>Screens the spectra of a scene.</summary>
    /// <param name="scene">The scene, of the model's instrument and channels.</param>
    /// <param name="model">What is expected.</param>
    /// <param name="options">What counts as unexpected; null for the defaults.</param>
    /// <returns>Scores, flags and events; or, where the scene cannot be screened, the status that says why.</returns>
    /// <exception cref="ArgumentException">An option does not hold what it must, or an array of the scene other than the spectra does not fit it.</exception>
    public static PcaScreeningResult Screen(SpectralScene scene, PcaModel model, PcaScreeningOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        options.Validate();
        if (Refuse(scene, model, options) is { } refusal)
        {
            return refusal;
        }

        scene.Validate();
        var projected = Project(scene, model, options, options.KeepResiduals && options.LocalComponents == 0);
        var screened = projected.StandardScore.Count(float.IsFinite);
        if (screened == 0)
        {
            return Refused(model, ScreeningStatus.AllFill, $"None of the {scene.Count} spectra has values in {1 - options.MaximumMissing:P0} of the {model.Channels.Length} channels used; all are fill values, or not valid.");
        }

        var needed = options.LocalComponents > 0 ? 3 * options.LocalComponents : options.Threshold == ThresholdRule.Quantile && options.ReferenceScores is null ? (int)Math.Ceiling(1 / (1 - options.Quantile)) : 1;
        if (screened < needed)
        {
            return Refused(model, ScreeningStatus.TooFewSpectra, $"{screened} of {scene.Count} spectra can be screened; {(options.LocalComponents > 0 ? $"{options.LocalComponents} local components need" : $"a quantile of {options.Quantile} of the scene's own scores needs")} {needed}.");
        }

        var (local, explained) = (Array.Empty<LocalComponent>(), 0);
        if (options.LocalComponents > 0)
        {
            var before = Outstanding();
            (model, local) = LocalComponents.Extend(model, scene, projected.StandardScore, options);
            projected = Project(scene, model, options, options.KeepResiduals);
            explained = before.Zip(Outstanding()).Count(pixel => pixel is (true, false));
        }

        var (expected, freedom) = Expectation(model, model.Channels.Length, options);
        var threshold = Threshold(projected.StandardScore, freedom, options);
        var flags = Flag(scene, projected, threshold, options);
        var labelling = new SpectralEvents(scene, model, projected.Projector, projected.StandardScore, projected.Spectra.RangeIndex, options);
        Despike(scene, model, projected, flags, threshold, options);
        var (events, index) = labelling.Find(flags, projected.Spectra.Square);
        return new PcaScreeningResult
        {
            Status = ScreeningStatus.Screened,
            Model = model,
            Algebra = (options.Algebra ?? DenseAlgebra.Best).Name,
            Flags = flags,
            ReconstructionScore = projected.Spectra.ReconstructionScore(),
            StandardScore = projected.StandardScore,
            Scores = projected.Spectra.Scores,
            Residuals = projected.Spectra.Residuals,
            RangeIndex = projected.Spectra.RangeIndex,
            EventIndex = index,
            Events = events,
            Threshold = threshold,
            ReconstructionThreshold = Math.Sqrt(expected * Math.Max(0, 1 + (threshold * Math.Sqrt(2 / freedom)))),
            ExpectedReconstructionScore = Math.Sqrt(expected),
            Screened = screened,
            LocalComponents = local,
            ExplainedLocally = explained,
            Warning = OutsideTraining(scene, model, options),
        };

        bool[] Outstanding()
        {
            var limit = Threshold(projected.StandardScore, model.Channels.Length - model.Components, options);
            return Array.ConvertAll(projected.StandardScore, score => score > limit);
        }
    }

    /// <summary>E[RS²] of noise alone, and its degrees of freedom m - p.</summary>
    internal static (double Expected, double Freedom) Expectation(PcaModel model, int available, PcaScreeningOptions options)
    {
        double freedom = available - model.Components;
        return ((options.UseNoiseFloor ? model.NoiseFloor : 1) * freedom / available, freedom);
    }

    private static PcaModel? FitOnce(IEnumerable<SpectralScene> scenes, PcaFitOptions options, long least)
    {
        if (options.Channels!.Length >= options.RandomisedFrom)
        {
            return RandomisedDecomposition.Fit(scenes, options, least);
        }

        PcaAccumulator? accumulator = null;
        foreach (var scene in scenes)
        {
            accumulator ??= new PcaAccumulator(scene, options);
            accumulator.Add(scene);
        }

        return accumulator!.Count < least ? null : accumulator.ToModel(options);
    }

    private static PcaScreeningResult? Refuse(SpectralScene scene, PcaModel model, PcaScreeningOptions options)
    {
        if (scene.Instrument != model.Instrument)
        {
            return Refused(model, ScreeningStatus.OtherInstrument, $"The scene is of {scene.Instrument}, the model of {model.Instrument}; give the model of the scene's instrument and band.");
        }

        if (!SpectralGrid.SameUnit(scene.Quantity, model.Quantity))
        {
            return Refused(model, ScreeningStatus.OtherQuantity, $"The scene is {scene.Quantity}, the model {model.Quantity}; give spectra of the model's quantity. Level-1 radiances become reflectances by an irradiance, of the granule or a file of its own (--irradiance).");
        }

        if (!SpectralGrid.Same(scene.Wavelength, model.Wavelength, options.WavelengthTolerance, out var difference))
        {
            return Refused(model, ScreeningStatus.WrongChannels, $"The scene does not have the model's channels: {difference} [{model.SpectralUnit}].");
        }

        var expected = (long)scene.Rows * scene.Columns * scene.Channels;
        return scene.Spectra.Length >= expected && expected > 0
            ? null
            : Refused(model, ScreeningStatus.Truncated, $"The scene has {scene.Spectra.Length} values; {scene.Rows} rows × {scene.Columns} columns × {scene.Channels} channels need {expected}. The granule was cut off.");
    }

    /// <summary>What to tell of a scene that was measured long before or after all that the model knows; empty when it was not, or nobody knows.</summary>
    private static string OutsideTraining(SpectralScene scene, PcaModel model, PcaScreeningOptions options)
    {
        if (scene.Time is not { } time || model.TrainedFrom is not { } from || model.TrainedTo is not { } to)
        {
            return "";
        }

        var (distance, side) = time < from ? (from - time, "before") : (time - to, "after");
        return distance > options.TrainingReach
            ? string.Create(CultureInfo.InvariantCulture, $"The scene of {time:yyyy-MM-dd} lies {distance.TotalDays:0} days {side} the model's training ({from:yyyy-MM-dd} to {to:yyyy-MM-dd}); season and detector may differ, and what is flagged may be nothing but that. Train a model on scenes within {options.TrainingReach.TotalDays:0} days.")
            : "";
    }

    private static PcaScreeningResult Refused(PcaModel model, ScreeningStatus status, string message) => new() { Status = status, Message = message, Model = model };

    internal static Projection Project(SpectralScene scene, PcaModel model, PcaScreeningOptions options, bool keepResiduals)
    {
        var projector = new SpectralProjector(model, options);
        var spectra = projector.Project(scene, options.KeepScores, keepResiduals);
        var standard = new float[scene.Count];
        // Of complete spectra, which mostly all are, the expectation is the same.
        var (expected, freedom) = Expectation(model, spectra.Channels, options);
        var (slope, offset) = (Math.Sqrt(freedom / 2) / (spectra.Channels * expected), Math.Sqrt(freedom / 2));
        for (var i = 0; i < standard.Length; i++)
        {
            standard[i] = (float)(spectra.Available[i] == spectra.Channels ? (spectra.Square[i] * slope) - offset : StandardScore(model, spectra.Square[i], spectra.Available[i], options));
        }

        return new(projector, spectra, standard);
    }

    /// <summary>(RS² / E[RS²] - 1) √((m - p) / 2): standard deviations above the mean.</summary>
    private static double StandardScore(PcaModel model, double square, int available, PcaScreeningOptions options)
    {
        var (expected, freedom) = Expectation(model, available, options);
        return ((square / available / expected) - 1) * Math.Sqrt(freedom / 2);
    }

    private static double Threshold(float[] scores, double freedom, PcaScreeningOptions options) => options.Threshold switch
    {
        ThresholdRule.Sigma => options.Sigma,
        ThresholdRule.ChiSquare => ((ChiSquared.InvCDF(freedom, 1 - options.FalseAlarmRate) / freedom) - 1) * Math.Sqrt(freedom / 2),
        _ => Statistics.QuantileCustom(options.ReferenceScores ?? scores.Where(float.IsFinite).Select(score => (double)score), options.Quantile, QuantileDefinition.R7),
    };

    private static PixelScreening[] Flag(SpectralScene scene, Projection projected, double threshold, PcaScreeningOptions options)
    {
        var flags = new PixelScreening[scene.Count];
        for (var i = 0; i < flags.Length; i++)
        {
            var available = projected.Spectra.Available[i];
            flags[i] = available == 0 ? PixelScreening.Missing
                : (projected.StandardScore[i] > threshold ? PixelScreening.Event : PixelScreening.Expected)
                | (available < projected.Channels ? PixelScreening.Partial : PixelScreening.Expected);
            for (var s = 0; s < options.Jacobians.Count; s++)
            {
                flags[i] |= projected.Spectra.RangeIndex[(s * scene.Count) + i] > options.RangeIndexThreshold ? PixelScreening.RangeIndex : PixelScreening.Expected;
            }
        }

        return flags;
    }

    /// <summary>A flagged spectrum that the model expects once a few channels with outstanding residuals are left out has spikes there.</summary>
    private static void Despike(SpectralScene scene, PcaModel model, Projection projected, PixelScreening[] flags, double threshold, PcaScreeningOptions options)
    {
        if (options.MaximumSpikes == 0 || model.NoiseRoot is not null)
        {
            return;
        }

        var limit = SpikeResidual * Math.Sqrt(options.UseNoiseFloor ? model.NoiseFloor : 1);
        Parallel.For(0, flags.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Threads ?? -1 }, pixel =>
        {
            var dropped = new List<int>();
            while (flags[pixel].HasFlag(PixelScreening.Event) && dropped.Count <= options.MaximumSpikes)
            {
                var residual = projected.Projector.Residual(scene, pixel, dropped, out var missing);
                var square = System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(residual);
                if (dropped.Count > 0 && StandardScore(model, square, residual.Length - missing, options) <= threshold)
                {
                    flags[pixel] = (flags[pixel] & ~PixelScreening.Event) | PixelScreening.Spike;
                }

                var largest = System.Numerics.Tensors.TensorPrimitives.IndexOfMaxMagnitude<double>(residual);
                if (Math.Abs(residual[largest]) < limit)
                {
                    break;
                }

                dropped.Add(largest);
            }
        });
    }

    internal sealed record Projection(SpectralProjector Projector, ProjectedSpectra Spectra, float[] StandardScore)
    {
        public int Channels => Spectra.Channels;
    }
}
