using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>Leading eigenvectors of the covariance of many-channel spectra without forming it.</summary>
/// <remarks>
/// Halko, Martinsson and Tropp (2011, doi:10.1137/090771806), algorithms 4.4 and 5.1: the normalised spectra X times random vectors, <see cref="Powers"/> times through Xᵀ X,
/// then the eigenvectors of the small matrix that is left. For leading eigenvalues that stand out from the next ones the error is far below the noise of the estimate itself.
/// The spectra are read as often as there are products; noise is diagonal.
/// </remarks>
internal static class RandomisedDecomposition
{
    /// <summary>Random vectors over the components that are wanted.</summary>
    private const int Oversampling = 10;

    /// <summary>Power iterations.</summary>
    private const int Powers = 2;

    /// <summary>Spectra of a block.</summary>
    private const int BlockRows = 256;

    /// <summary>Makes a model of the leading components.</summary>
    /// <param name="scenes">The scenes, gone through once for the mean and once for each product.</param>
    /// <param name="options">How; <see cref="PcaFitOptions.Channels"/> is there, and the noise where the scenes tell none.</param>
    /// <param name="least">Spectra below which no model is made.</param>
    /// <returns>The model; null when there are fewer spectra than the least.</returns>
    /// <exception cref="ArgumentException">There are too few spectra, or a full noise covariance was given.</exception>
    public static PcaModel? Fit(IEnumerable<SpectralScene> scenes, PcaFitOptions options, long least)
    {
        if (options.NoiseCovariance is not null)
        {
            throw new ArgumentException($"A randomised decomposition normalises by a diagonal noise; give {nameof(PcaFitOptions.Noise)}, or raise {nameof(PcaFitOptions.RandomisedFrom)} above {options.Channels!.Length} channels.", nameof(options));
        }

        var (channels, algebra) = (options.Channels!, options.Algebra ?? DenseAlgebra.Best);
        var (like, mean, variance, noise, count, from, to) = FirstPass(scenes, channels, options.Noise, least);
        if (like is null)
        {
            return null;
        }

        var used = new UsedChannels(channels, like.Channels);
        var m = channels.Length;
        var wanted = Math.Min(options.Components ?? options.MaximumComponents, PcaDecomposition.Most(m, count, options));

        var sketch = (int)Math.Min(Math.Min(wanted + Oversampling, m), count - 1);
        var random = new Random(options.Seed);
        var basis = new double[sketch * m];
        for (var i = 0; i < basis.Length; i++)
        {
            basis[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        var source = new Source(scenes, used, mean, noise, algebra, options.Threads ?? SpectralParallel.Processors);
        for (var power = 0; power <= Powers; power++)
        {
            Orthonormalise(basis, sketch, m, algebra);
            basis = source.Covariance(basis, sketch, count);
        }

        // The covariance within the span: eigenvectors there, turned back.
        Orthonormalise(basis, sketch, m, algebra);
        var image = source.Covariance(basis, sketch, count);
        var small = new double[sketch * sketch];
        algebra.Multiply(false, true, sketch, sketch, m, 1.0, basis, m, image, m, 0.0, small, sketch);
        var ascending = algebra.SymmetricEigen(sketch, small);
        var vectors = new double[sketch * m];
        algebra.Multiply(false, false, sketch, m, sketch, 1.0, small, sketch, basis, m, 0.0, vectors, m);
        var values = Enumerable.Range(0, wanted).Select(k => ascending[sketch - 1 - k]).ToArray();
        var total = variance.Zip(noise, (v, sigma) => v / (sigma * sigma)).Sum();
        var components = options.Components ?? Choose(values, total, m, count);
        var leading = new double[components * m];
        for (var k = 0; k < components; k++)
        {
            vectors.AsSpan((sketch - 1 - k) * m, m).CopyTo(leading.AsSpan(k * m, m));
            PcaDecomposition.FixSign(leading.AsSpan(k * m, m));
        }

        return new(new PcaModelParts
        {
            Instrument = like.Instrument,
            Quantity = like.Quantity,
            Wavelength = like.Wavelength,
            SpectralUnit = like.SpectralUnit,
            Channels = channels,
            Mean = mean,
            Noise = noise,
            Eigenvalues = values,
            Eigenvectors = leading,
            Components = components,
            TotalVariance = total,
            SpectraCount = count,
            TrainedFrom = from,
            TrainedTo = to,
        });
    }

    /// <summary>The indicator over the values there are; the rest, of which only the sum is known, is taken to be even.</summary>
    private static int Choose(double[] values, double total, int m, long count)
    {
        var rest = Math.Max(0, total - values.Sum()) / (m - values.Length);
        return PcaComponents.Malinowski([.. values, .. Enumerable.Repeat(rest, m - values.Length)], count, values.Length);
    }

    private static (SpectralScene? Like, double[] Mean, double[] Variance, double[] Noise, long Count, DateTime? From, DateTime? To) FirstPass(
        IEnumerable<SpectralScene> scenes, int[] channels, double[]? noise, long least)
    {
        var m = channels.Length;
        var (sum, squares, noiseVariance, withNoise, count, room) = (new double[m], new double[m], new double[m], 0L, 0L, new float[m]);
        var (like, shift, used, from, to) = ((SpectralScene?)null, (double[]?)null, (UsedChannels?)null, (DateTime?)null, (DateTime?)null);
        foreach (var scene in scenes)
        {
            scene.Validate();
            like ??= scene with { Spectra = default, Noise = null, Valid = null, Latitude = null, Longitude = null, Rows = 0, Time = null };
            used ??= new(channels, scene.Channels);
            shift ??= SpectralMoments.Shift(scene, used);
            PcaAccumulator.ExpectSame(scene, like, nameof(scenes));
            var before = count;
            for (var pixel = 0; pixel < scene.Count; pixel++)
            {
                var spectrum = used.Of(scene.Spectrum(pixel), room);
                if (scene.Valid?[pixel] == false || !SpectralMoments.IsComplete(spectrum))
                {
                    continue;
                }

                count++;
                for (var j = 0; j < m; j++)
                {
                    var difference = spectrum[j] - shift[j];
                    sum[j] += difference;
                    squares[j] += difference * difference;
                }

                if (noise is null && scene.Noise is { } told)
                {
                    var sigma = used.Of(told.Span.Slice(pixel * scene.Channels, scene.Channels), room);
                    if (SpectralMoments.IsComplete(sigma))
                    {
                        withNoise++;
                        for (var j = 0; j < m; j++)
                        {
                            noiseVariance[j] += (double)sigma[j] * sigma[j];
                        }
                    }
                }
            }

            if (count > before && scene.Time is { } time)
            {
                (from, to) = (from < time ? from : time, to > time ? to : time);
            }
        }

        if (count < least)
        {
            return (null, [], [], [], count, from, to);
        }

        if (count < 2)
        {
            throw new ArgumentException($"A decomposition needs two complete spectra at least; there are {count} (valid, with a number in each of the {m} used channels).", nameof(scenes));
        }

        var normalisation = NoiseNormalisation.Create(noise ?? Array.ConvertAll(noiseVariance, v => Math.Sqrt(v / withNoise)), null, m, DenseAlgebra.Managed);
        return (like, [.. shift!.Zip(sum, (s, d) => s + (d / count))], [.. squares.Zip(sum, (s, d) => (s - (d * d / count)) / (count - 1))], normalisation.Sigma, count, from, to);
    }

    /// <summary>Makes the rows of a matrix orthonormal, or zero where it has fewer directions, by the eigenvectors of their products, twice for the rounding of the first.</summary>
    private static void Orthonormalise(double[] rows, int count, int m, DenseAlgebra algebra)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            var products = new double[count * count];
            algebra.Multiply(false, true, count, count, m, 1.0, rows, m, rows, m, 0.0, products, count);
            _ = algebra.SymmetricEigen(count, products);
            var turned = new double[rows.Length];
            algebra.Multiply(false, false, count, m, count, 1.0, products, count, rows, m, 0.0, turned, m);
            for (var k = 0; k < count; k++)
            {
                // By its own length: where there are fewer directions than rows, the eigenvalue of the others is rounding, of any sign.
                var row = turned.AsSpan(k * m, m);
                var length = System.Numerics.Tensors.TensorPrimitives.Norm<double>(row);
                System.Numerics.Tensors.TensorPrimitives.Multiply(row, length > 0 ? 1 / length : 0, rows.AsSpan(k * m, m));
            }
        }
    }

    /// <summary>The normalised spectra, block by block.</summary>
    private sealed class Source(IEnumerable<SpectralScene> scenes, UsedChannels used, double[] mean, double[] noise, DenseAlgebra algebra, int threads)
    {
        private readonly float[] _mean = Array.ConvertAll(mean, value => (float)value);
        private readonly float[] _inverse = Array.ConvertAll(noise, sigma => (float)(1 / sigma));

        /// <summary>Rows times the covariance Xᵀ X / (n - 1) of the normalised spectra.</summary>
        public double[] Covariance(double[] rows, int count, long spectra)
        {
            var m = used.Count;
            var single = Array.ConvertAll(rows, value => (float)value);
            var total = new double[count * m];
            foreach (var scene in scenes)
            {
                var parts = SpectralParallel.Split(scene.Count, BlockRows, threads);
                var sums = new double[parts.Length][];
                SpectralParallel.Run(parts.Length, threads, part => sums[part] = Add(scene, parts[part], single, count));
                foreach (var sum in sums)
                {
                    System.Numerics.Tensors.TensorPrimitives.Add(total, sum, total);
                }
            }

            System.Numerics.Tensors.TensorPrimitives.Divide(total, spectra - 1, total);
            return total;
        }

        private double[] Add(SpectralScene scene, Range pixels, float[] rows, int count)
        {
            var m = used.Count;
            var (sum, block, scores, product) = (new double[count * m], new float[BlockRows * m], new float[BlockRows * count], new float[count * m]);
            var (pixel, end) = (pixels.Start.Value, pixels.End.Value);
            while (pixel < end)
            {
                var filled = 0;
                for (; filled < BlockRows && pixel < end; pixel++)
                {
                    var row = block.AsSpan(filled * m, m);
                    if (scene.Valid?[pixel] == false)
                    {
                        continue;
                    }

                    System.Numerics.Tensors.TensorPrimitives.Subtract(used.Of(scene.Spectrum(pixel), row), _mean, row);
                    System.Numerics.Tensors.TensorPrimitives.Multiply(row, _inverse, row);
                    filled += SpectralMoments.IsComplete(row) ? 1 : 0;
                }

                if (filled == 0)
                {
                    break;
                }

                algebra.Multiply(false, true, filled, count, m, 1f, block, m, rows, m, 0f, scores, count);
                algebra.Multiply(true, false, count, m, filled, 1f, scores, count, block, m, 0f, product, m);
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += product[i];
                }
            }

            return sum;
        }
    }
}
