using System.Numerics.Tensors;
using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>Takes spectra apart into what a model expects of them and the rest: in blocks and single precision for many, in double for one.</summary>
internal sealed class SpectralProjector
{
    /// <summary>Spectra of a block: few enough that what is computed of them stays in a level-2 cache.</summary>
    private const int BlockRows = 192;

    /// <summary>
    /// Where the residual is less than this part of the square of the spectrum, it is computed element by element: the difference of two sums in single
    /// precision, which is right to about 4e-7 of them, would be off by more than 0.4 % of it.
    /// </summary>
    private const float SafeDifference = 1e-4f;

    private readonly PcaModel _model;
    private readonly DenseAlgebra _algebra;
    private readonly int _threads;
    private readonly NoiseNormalisation _noise;
    private readonly UsedChannels _used;
    private readonly float[] _mean;
    private readonly float[] _inverseNoise;
    private readonly float[]? _whitening;
    private readonly float[] _rows;
    private readonly PackedRows _packed;
    private readonly int _rowCount;
    private readonly int _mostMissing;

    /// <summary>Prepares a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to project.</param>
    public SpectralProjector(PcaModel model, PcaScreeningOptions options)
    {
        _model = model;
        _algebra = options.Algebra ?? DenseAlgebra.Best;
        _threads = options.Threads ?? SpectralParallel.Processors;
        _noise = NoiseNormalisation.Of(model, _algebra);
        _used = new(model.Channels, model.Wavelength.Length);
        _mean = Array.ConvertAll(model.Mean, value => (float)value);
        _inverseNoise = Array.ConvertAll(model.Noise, sigma => (float)(1 / sigma));
        _whitening = _noise.Inverse is { } inverse ? Array.ConvertAll(inverse, value => (float)value) : null;
        double[] rows = [.. model.Eigenvectors, .. options.Jacobians.SelectMany(jacobian => HyperspectralRangeIndex.Weights(model, _noise, jacobian))];
        _rows = Array.ConvertAll(rows, value => (float)value);
        _rowCount = model.Components + options.Jacobians.Count;
        _packed = new(_rows, _rowCount, M, _algebra);
        // With a full noise covariance every normalised value depends on every channel: a spectrum is complete or missing.
        _mostMissing = _whitening is null ? (int)(options.MaximumMissing * M) : 0;
    }

    private int M => _model.Channels.Length;

    private int P => _model.Components;

    /// <summary>Projects all spectra of a scene.</summary>
    public ProjectedSpectra Project(SpectralScene scene, bool keepScores, bool keepResiduals)
    {
        var result = new ProjectedSpectra(scene.Count, M, P, _rowCount - P, keepScores, keepResiduals);
        var blocks = (scene.Count + BlockRows - 1) / BlockRows;
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = _threads }, () => new Buffers(M, _packed.Stride, _whitening is not null), (block, _, buffers) =>
        {
            var first = block * BlockRows;
            ProjectBlock(scene, first, Math.Min(BlockRows, scene.Count - first), buffers, result);
            return buffers;
        }, static _ => { });
        return result;
    }

    /// <summary>Takes one spectrum apart, in double precision.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="pixel">Its index.</param>
    /// <param name="dropped">Used channels to treat as missing, or none.</param>
    /// <param name="missing">Number of used channels without a value.</param>
    /// <returns>The residual, divided by the spectrum's own noise where the scene tells it [1], shape [m]; 0 at missing channels.</returns>
    public double[] Residual(SpectralScene scene, int pixel, IReadOnlyCollection<int> dropped, out int missing)
    {
        var spectrum = scene.Spectrum(pixel);
        var (z, absent) = (new double[M], new List<int>(dropped));
        for (var i = 0; i < M; i++)
        {
            z[i] = spectrum[_model.Channels[i]] - _model.Mean[i];
            if (!double.IsFinite(z[i]))
            {
                absent.Add(i);
            }
        }

        foreach (var i in absent)
        {
            z[i] = 0;
        }

        z = _noise.Apply(z);
        var scores = new double[P];
        for (var k = 0; k < P; k++)
        {
            scores[k] = TensorPrimitives.Dot<double>(z, Vector(k));
        }

        if (absent.Count > 0)
        {
            absent.Sort();
            foreach (var (channel, value) in absent.Zip(Fill(absent, scores)))
            {
                for (var k = 0; k < P; k++)
                {
                    scores[k] += value * Vector(k)[channel];
                }
            }
        }

        for (var k = 0; k < P; k++)
        {
            TensorPrimitives.MultiplyAdd(Vector(k), -scores[k], z, z);
        }

        foreach (var i in absent)
        {
            z[i] = 0;
        }

        var scale = NoiseScale(scene, pixel, new float[M]);
        TensorPrimitives.Divide(z, scale, z);
        missing = absent.Count;
        return z;
    }

    private ReadOnlySpan<double> Vector(int component) => _model.Eigenvectors.AsSpan(component * M, M);

    private void ProjectBlock(SpectralScene scene, int first, int count, Buffers buffers, ProjectedSpectra result)
    {
        var (m, p, n, stride) = (M, P, _rowCount, _packed.Stride);
        var z = buffers.Normalised;
        buffers.Absent.Clear();
        for (var row = 0; row < count; row++)
        {
            var isThere = scene.Valid?[first + row] != false && Normalise(scene.Spectrum(first + row), z.AsSpan(row * m, m), buffers, row);
            result.Available[first + row] = isThere ? m : 0;
            if (!isThere)
            {
                z.AsSpan(row * m, m).Clear();
            }
        }

        if (_whitening is not null)
        {
            _algebra.Multiply(false, false, count, m, m, 1f, z, m, _whitening, m, 0f, buffers.Whitened!, m);
            z = buffers.Whitened!;
        }

        var scores = buffers.Scores;
        _packed.Multiply(count, z, scores);
        FillAbsent(buffers, z, first, result);
        buffers.Unsafe.Clear();
        for (var row = 0; row < count; row++)
        {
            var square = TensorPrimitives.SumOfSquares<float>(z.AsSpan(row * m, m));
            buffers.Rest[row] = square - TensorPrimitives.SumOfSquares<float>(scores.AsSpan(row * stride, p));
            if (buffers.Rest[row] < SafeDifference * square)
            {
                buffers.Unsafe.Add(row);
            }
        }

        SubtractReconstruction(z, count, buffers, result.Residuals.Length > 0);
        for (var row = 0; row < count; row++)
        {
            var pixel = first + row;
            if (!float.IsFinite(buffers.Rest[row]))
            {
                result.Available[pixel] = 0; // values whose squares are no numbers are no measurement, as fill values that the file does not tell
            }

            var isThere = result.Available[pixel] > 0;
            var scale = isThere ? NoiseScale(scene, pixel, buffers.Room) : 1;
            result.Square[pixel] = isThere ? (float)(buffers.Rest[row] / (scale * scale)) : float.NaN;
            for (var s = p; s < n; s++)
            {
                result.RangeIndex[((s - p) * scene.Count) + pixel] = result.Available[pixel] == m ? (float)(scores[(row * stride) + s] / scale) : float.NaN;
            }

            if (result.Scores.Length > 0)
            {
                scores.AsSpan(row * stride, p).CopyTo(result.Scores.AsSpan(pixel * p, p));
            }

            if (result.Residuals.Length > 0)
            {
                TensorPrimitives.Divide(z.AsSpan(row * m, m), (float)scale, result.Residuals.AsSpan(pixel * m, m));
            }
        }
    }

    /// <summary>What is left element by element: of all spectra of the block where all residuals are wanted or many need it, else of those alone that do.</summary>
    private void SubtractReconstruction(float[] z, int count, Buffers buffers, bool ofAll)
    {
        const int few = BlockRows / 8; // one product for all costs as much as this many rows by themselves
        var (m, p, stride) = (M, P, _packed.Stride);
        if (ofAll || buffers.Unsafe.Count > few)
        {
            _algebra.Multiply(false, false, count, m, p, -1f, buffers.Scores, stride, _rows, m, 1f, z, m);
            if (ofAll)
            {
                buffers.Unsafe.Clear();
                buffers.Unsafe.AddRange(Enumerable.Range(0, count));
            }
        }
        else
        {
            foreach (var row in buffers.Unsafe)
            {
                var rest = z.AsSpan(row * m, m);
                for (var k = 0; k < p; k++)
                {
                    TensorPrimitives.MultiplyAdd(_rows.AsSpan(k * m, m), -buffers.Scores[(row * stride) + k], rest, rest);
                }
            }
        }

        foreach (var (row, channels) in buffers.Absent)
        {
            foreach (var channel in channels)
            {
                z[(row * m) + channel] = 0;
            }
        }

        foreach (var row in buffers.Unsafe)
        {
            buffers.Rest[row] = TensorPrimitives.SumOfSquares<float>(z.AsSpan(row * m, m));
        }
    }

    /// <summary>(y - ȳ) / σ of the used channels; a missing one becomes 0 and is noted. False when too many are missing.</summary>
    private bool Normalise(ReadOnlySpan<float> spectrum, Span<float> z, Buffers buffers, int row)
    {
        TensorPrimitives.Subtract(_used.Of(spectrum, z), _mean, z);
        if (_whitening is null)
        {
            TensorPrimitives.Multiply(z, _inverseNoise, z);
        }

        if (float.IsFinite(TensorPrimitives.Sum<float>(z)))
        {
            return true;
        }

        var absent = new List<int>();
        for (var i = 0; i < z.Length && absent.Count <= _mostMissing; i++)
        {
            if (!float.IsFinite(z[i]))
            {
                absent.Add(i);
                z[i] = 0;
            }
        }

        if (absent.Count > _mostMissing)
        {
            return false;
        }

        buffers.Absent.Add((row, absent));
        return true;
    }

    /// <summary>Spectra with missing channels: the scores that fit the others best, which are those of the spectrum with the reconstruction in its gaps.</summary>
    private void FillAbsent(Buffers buffers, float[] z, int first, ProjectedSpectra result)
    {
        var (m, p, n) = (M, P, _rowCount);
        foreach (var (row, absent) in buffers.Absent)
        {
            var scores = buffers.Scores.AsSpan(row * _packed.Stride, n);
            var fill = Fill(absent, Array.ConvertAll(scores[..p].ToArray(), score => (double)score));
            for (var i = 0; i < absent.Count; i++)
            {
                z[(row * m) + absent[i]] = (float)fill[i];
                for (var k = 0; k < n; k++)
                {
                    scores[k] += (float)(fill[i] * _rows[(k * m) + absent[i]]);
                }
            }

            result.Available[first + row] = m - absent.Count;
        }
    }

    /// <summary>
    /// The values c at missing channels that the scores of the rest, least squares, predict there: (I - E_m E_mᵀ) c = E_m p₀, with the rows E_m of E
    /// at the missing channels and the scores p₀ with zeros there (Woodbury's identity makes it a system of as many unknowns as are missing).
    /// </summary>
    private double[] Fill(List<int> absent, double[] scores)
    {
        var count = absent.Count;
        var (system, right) = (new double[count, count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            system[i, i] = 1;
            for (var k = 0; k < P; k++)
            {
                var vector = Vector(k);
                right[i] += vector[absent[i]] * scores[k];
                for (var j = 0; j < count; j++)
                {
                    system[i, j] -= vector[absent[i]] * vector[absent[j]];
                }
            }
        }

        return [.. MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(system).Solve(new MathNet.Numerics.LinearAlgebra.Double.DenseVector(right))];
    }

    /// <summary>Root of the mean square of the spectrum's own noise over the model's [1]; 1 where the scene tells none.</summary>
    public double NoiseScale(SpectralScene scene, int pixel, float[] room)
    {
        if (scene.Noise is not { } noise)
        {
            return 1;
        }

        var ratio = _used.Of(noise.Span.Slice(pixel * scene.Channels, scene.Channels), room);
        TensorPrimitives.Multiply(ratio, _inverseNoise, room);
        var square = TensorPrimitives.SumOfSquares<float>(room);
        var count = M;
        if (!float.IsFinite(square))
        {
            var finite = room.Where(float.IsFinite).ToArray();
            (square, count) = (TensorPrimitives.SumOfSquares<float>(finite), finite.Length);
        }

        return square > 0 ? Math.Sqrt(square / count) : 1;
    }

    private sealed class Buffers(int m, int stride, bool whitens)
    {
        public float[] Normalised { get; } = new float[BlockRows * m];

        public float[]? Whitened { get; } = whitens ? new float[BlockRows * m] : null;

        public float[] Scores { get; } = new float[BlockRows * stride];

        public float[] Room { get; } = new float[m];

        public float[] Rest { get; } = new float[BlockRows];

        public List<(int Row, List<int> Channels)> Absent { get; } = [];

        public List<int> Unsafe { get; } = [];
    }
}

/// <summary>What is left of the spectra of a scene, and what was taken.</summary>
internal sealed class ProjectedSpectra(int count, int m, int p, int species, bool keepScores, bool keepResiduals)
{
    public int Channels => m;

    /// <summary>|r|², shape [pixel]; NaN where there is no spectrum.</summary>
    public float[] Square { get; } = GC.AllocateUninitializedArray<float>(count);

    /// <summary>Channels with a value, shape [pixel]; 0 where there is no spectrum.</summary>
    public int[] Available { get; } = GC.AllocateUninitializedArray<int>(count);

    public float[] Scores { get; } = GC.AllocateUninitializedArray<float>(checked(keepScores ? count * p : 0));

    public float[] Residuals { get; } = GC.AllocateUninitializedArray<float>(checked(keepResiduals ? count * m : 0));

    public float[] RangeIndex { get; } = GC.AllocateUninitializedArray<float>(checked(count * species));

    /// <summary>√(|r|² / m), shape [pixel]; NaN where there is no spectrum.</summary>
    public float[] ReconstructionScore()
    {
        var score = GC.AllocateUninitializedArray<float>(count);
        TensorPrimitives.ConvertTruncating<int, float>(Available, score);
        TensorPrimitives.Divide(Square, score, score);
        TensorPrimitives.Sqrt(score, score);
        return score;
    }
}
