namespace Isopleth.Atmosphere;

/// <summary>What a fit does once more with a model: leaves out the spectra that it does not describe, and finds how many of its components the others need.</summary>
/// <remarks>Feed it the training's scenes, any number of them, make the next model of what it gives back, and trim that. It keeps counts alone. One thread at a time may call it.</remarks>
/// <param name="model">The model so far.</param>
/// <param name="options">The thresholds of a refit and the choice of components are used of it.</param>
public sealed class PcaRefit(PcaModel model, PcaFitOptions options)
{
    /// <summary>Spectra that stand out when only the first k + 1 components are kept, of <see cref="_count"/>.</summary>
    private readonly long[] _outstanding = new long[model.Components];

    private readonly (double PerSquare, double Offset)[] _standard = Standard(model);
    private readonly double[] _limits = [.. model.Eigenvalues.Take(model.Components).Select(value => options.RefitScoreThreshold * Math.Sqrt(value))];
    private long _count;

    /// <summary>The fewest components with which hardly more of the spectra so far stand out than with all [1].</summary>
    public int Needed
    {
        get
        {
            var needed = model.Components;
            while (needed > 1 && _outstanding[needed - 2] <= options.MostUndescribed * _count)
            {
                needed--;
            }

            return needed;
        }
    }

    /// <summary>The scene with those spectra valid alone that the model describes, and describes as others: neither their residual nor any of their scores stands out.</summary>
    /// <param name="scene">A scene that the model is made of.</param>
    /// <exception cref="ArgumentException">The scene does not hold what it must.</exception>
    public SpectralScene Described(SpectralScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        scene.Validate();
        var projected = PcaScreening.Project(scene, model, new PcaScreeningOptions { MaximumMissing = 0, Algebra = options.Algebra, Threads = options.Threads }, false);
        var (valid, room) = (new bool[scene.Count], new float[model.Channels.Length]);
        for (var pixel = 0; pixel < valid.Length; pixel++)
        {
            var scores = projected.Spectra.Scores.AsSpan(pixel * _limits.Length, _limits.Length);
            valid[pixel] = projected.StandardScore[pixel] <= options.RefitThreshold && IsWithin(scores);
            if (valid[pixel])
            {
                Count(projected.Spectra.Square[pixel], scores, projected.Projector.NoiseScale(scene, pixel, room));
            }
        }

        return scene with { Valid = valid };
    }

    /// <summary>The model that was made of the described spectra, with the components they need, unless the options say how many.</summary>
    /// <param name="refitted">The next model.</param>
    public PcaModel Trim(PcaModel refitted)
    {
        ArgumentNullException.ThrowIfNull(refitted);
        return options.Components is null && options.MostUndescribed is not null && Needed < refitted.Components ? refitted.WithComponents(Needed) : refitted;
    }

    private bool IsWithin(ReadOnlySpan<float> scores)
    {
        for (var k = 0; k < scores.Length; k++)
        {
            if (Math.Abs(scores[k]) > _limits[k])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What one component less leaves is the residual and the score on it.</summary>
    private void Count(double square, ReadOnlySpan<float> scores, double noiseScale)
    {
        _count++;
        for (var kept = scores.Length - 1; kept >= 1; kept--)
        {
            var score = scores[kept] / noiseScale;
            square += score * score;
            var (perSquare, offset) = _standard[kept - 1];
            _outstanding[kept - 1] += (square * perSquare) - offset > options.RefitThreshold ? 1 : 0;
        }
    }

    /// <summary>How |r|² becomes standard deviations above its mean when the first k + 1 components are kept.</summary>
    private static (double PerSquare, double Offset)[] Standard(PcaModel model) => [.. Enumerable.Range(1, model.Components).Select(kept =>
    {
        double freedom = model.Channels.Length - kept;
        var rest = model.TotalVariance - model.Eigenvalues.Take(kept).Sum();
        return (Math.Sqrt(freedom / 2) / rest, Math.Sqrt(freedom / 2));
    })];
}
