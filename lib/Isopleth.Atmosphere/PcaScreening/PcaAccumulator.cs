using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>Mean and covariance of a stream of spectra, from which a model is made; two of them merge into that of all their spectra.</summary>
/// <remarks>
/// With <see cref="PcaPrecision.Double"/> the law holds that any partition of the spectra among accumulators, in any order, gives the same model to 1e-12
/// of the largest eigenvalue. Memory: channels² × 8 bytes per thread, whatever the number of spectra. One thread at a time may call it; it uses several itself.
/// </remarks>
public sealed class PcaAccumulator
{
    private readonly DenseAlgebra _algebra;
    private readonly UsedChannels _used;
    private readonly PcaPrecision _precision;
    private readonly int _threads;
    private readonly List<SpectralMoments> _workers = [];
    private double[]? _shift;
    private DateTime? _from;
    private DateTime? _to;

    /// <summary>An accumulator of the spectra of scenes that are like a given one.</summary>
    /// <param name="like">A scene of the instrument; its spectra are not added.</param>
    /// <param name="options">Channels, precision, algebra and threads are used of it; null for the defaults.</param>
    /// <exception cref="ArgumentException">The scene or an option does not hold what it must, or a channel is not of the scene.</exception>
    public PcaAccumulator(SpectralScene like, PcaFitOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(like);
        options ??= new();
        options.Validate();
        Like = like with { Spectra = default, Noise = null, Valid = null, Latitude = null, Longitude = null, Rows = 0, Time = null };
        Channels = options.Channels ?? like.UsableChannels();
        if (Channels.Length == 0)
        {
            throw new ArgumentException($"No channel has values in the {like.Count} spectra; all are fill values, or not valid. Give a scene with spectra.", nameof(options));
        }

        if (Channels.Length < 2 || Channels[0] < 0 || Channels[^1] >= like.Channels || Channels.Zip(Channels.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException($"A model needs at least two channels, ascending, within 0 to {like.Channels - 1}; there are {Channels.Length}. Choose {nameof(PcaFitOptions.Channels)}, or give a scene with more values.", nameof(options));
        }

        _used = new(Channels, like.Channels);
        _algebra = options.Algebra ?? DenseAlgebra.Best;
        _precision = options.Precision;
        _threads = options.Threads ?? SpectralParallel.Processors;
    }

    /// <summary>Index of each channel that is used, ascending, shape [m].</summary>
    public int[] Channels { get; }

    /// <summary>Number of spectra that were added [1].</summary>
    public long Count => _workers.Sum(worker => worker.Count);

    /// <summary>Number of spectra that were left out [1]: not valid, or without a number in a used channel.</summary>
    public long Skipped { get; private set; }

    private SpectralScene Like { get; }

    /// <summary>Adds the valid and complete spectra of a scene.</summary>
    /// <param name="scene">The scene.</param>
    /// <exception cref="ArgumentException">The scene does not hold what it must, or is of another instrument or other channels.</exception>
    public void Add(SpectralScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        scene.Validate();
        ExpectSame(scene, nameof(scene));
        var before = Count;
        var shift = _shift ??= SpectralMoments.Shift(scene, _used);
        var workers = SpectralParallel.Split(scene.Count, SpectralMoments.LeastRows, _threads);
        while (_workers.Count < workers.Length)
        {
            _workers.Add(new SpectralMoments(shift, _precision, _algebra));
        }

        SpectralParallel.Run(workers.Length, _threads, i => _workers[i].Add(scene, _used, workers[i]));
        Skipped += scene.Count - (Count - before);
        if (Count > before && scene.Time is { } time)
        {
            (_from, _to) = (_from < time ? _from : time, _to > time ? _to : time);
        }
    }

    /// <summary>Adds all that another accumulator has seen; that one stays as it is.</summary>
    /// <param name="other">One of the same instrument and channels.</param>
    /// <exception cref="ArgumentException">It is of another instrument or of other channels.</exception>
    public void Merge(PcaAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        ExpectSame(other.Like, nameof(other));
        if (!other.Channels.AsSpan().SequenceEqual(Channels))
        {
            throw new ArgumentException($"The accumulators use different channels ({Channels.Length} and {other.Channels.Length}); make both with the same {nameof(PcaFitOptions.Channels)}.", nameof(other));
        }

        Skipped += other.Skipped;
        (_from, _to) = (_from < other._from || other._from is null ? _from : other._from, _to > other._to || other._to is null ? _to : other._to);
        if (other._shift is not null)
        {
            _shift ??= other._shift;
            if (_workers.Count == 0)
            {
                _workers.Add(new SpectralMoments(_shift, _precision, _algebra));
            }

            foreach (var worker in other._workers)
            {
                _workers[0].Merge(worker);
            }
        }
    }

    /// <summary>The model of all spectra so far.</summary>
    /// <param name="options">Components and noise are used of it; null for the defaults. The noise is that of the scenes unless it says otherwise.</param>
    /// <exception cref="ArgumentException">There are too few spectra, no noise is known, or an option does not hold what it must.</exception>
    public PcaModel ToModel(PcaFitOptions? options = null)
    {
        options ??= new();
        options.Validate();
        var moments = Sum();
        var (mean, covariance) = moments.MeanAndCovariance();
        var noise = options.Noise ?? moments.MeanNoise() ?? (options.NoiseCovariance is null
            ? throw new ArgumentException($"The scenes tell no noise; give {nameof(PcaFitOptions.Noise)}, for example from {nameof(SpectralNoise)}.{nameof(SpectralNoise.FromNeighbours)}.", nameof(options))
            : null);
        var normalisation = NoiseNormalisation.Create(noise, options.NoiseCovariance, Channels.Length, _algebra);
        normalisation.Normalise(covariance, _algebra);
        return PcaDecomposition.ToModel(Like, Channels, mean, normalisation, covariance, Count, _from, _to, options, _algebra);
    }

    /// <summary>Mean spectrum and covariance so far, in the unit of the spectra and its square.</summary>
    /// <returns>Shapes [m] and [m, m], the latter symmetric.</returns>
    /// <exception cref="ArgumentException">There are fewer than two spectra.</exception>
    public (double[] Mean, double[] Covariance) Moments() => Sum().MeanAndCovariance();

    private SpectralMoments Sum()
    {
        if (Count < 2)
        {
            throw new ArgumentException($"A covariance needs two spectra at least; {Count} were added and {Skipped} skipped (not valid, or without a number in one of the {Channels.Length} used channels).");
        }

        var sum = new SpectralMoments(_shift!, _precision, _algebra);
        foreach (var worker in _workers)
        {
            sum.Merge(worker);
        }

        return sum;
    }

    private void ExpectSame(SpectralScene scene, string name) => ExpectSame(scene, Like, name);

    /// <summary>Refuses a scene of another instrument, quantity or other channels than the first one's.</summary>
    internal static void ExpectSame(SpectralScene scene, SpectralScene first, string name)
    {
        if (scene.Instrument != first.Instrument)
        {
            throw new ArgumentException($"The spectra so far are of {first.Instrument}; these are of {scene.Instrument}. A model is of one instrument and band.", name);
        }

        if (!SpectralGrid.SameUnit(scene.Quantity, first.Quantity))
        {
            throw new ArgumentException($"The spectra so far are {first.Quantity}; these are {scene.Quantity}. A model is of one quantity; give all or none an irradiance (--irradiance).", name);
        }

        if (!SpectralGrid.Same(scene.Wavelength, first.Wavelength, null, out var difference))
        {
            throw new ArgumentException($"The channels so far and these are not the same: {difference}. A model is of one set of channels.", name);
        }
    }
}
