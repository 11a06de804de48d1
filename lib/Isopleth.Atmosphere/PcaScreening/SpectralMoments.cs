using System.Numerics.Tensors;
using Isopleth.Compute;

namespace Isopleth.Atmosphere;

/// <summary>Count, sum and sums of products of spectra about a fixed shift, in double; one thread's share.</summary>
/// <remarks>The shift, a typical spectrum, keeps the products small against what they are the difference of.</remarks>
internal sealed class SpectralMoments
{
    /// <summary>Spectra below which another thread is not worth its sums.</summary>
    public const int LeastRows = 2048;

    /// <summary>Shifted spectra of a block: they stay in a level-2 cache while their products are summed.</summary>
    private const int BlockRows = 192;

    /// <summary>Spectra whose products are summed in single precision before they are added in double: the error of a sum grows with the root of it.</summary>
    private const int SingleRows = 4096;

    private readonly double[] _shift;
    private readonly float[] _singleShift;
    private readonly PcaPrecision _precision;
    private readonly DenseAlgebra _algebra;
    private readonly double[] _sum;
    private readonly double[] _products;
    private readonly double[] _noiseVariance;
    private readonly double[] _scratch;
    private readonly float[] _room;
    private long _withNoise;

    public SpectralMoments(double[] shift, PcaPrecision precision, DenseAlgebra algebra)
    {
        var m = shift.Length;
        (_shift, _singleShift, _precision, _algebra) = (shift, Array.ConvertAll(shift, value => (float)value), precision, algebra);
        (_sum, _products, _noiseVariance, _scratch, _room) = (new double[m], new double[m * m], new double[m], new double[m], new float[m]);
    }

    public long Count { get; private set; }

    private int M => _shift.Length;

    /// <summary>The mean of the first complete spectra, as whole single-precision numbers; zero when there is none.</summary>
    public static double[] Shift(SpectralScene scene, UsedChannels channels)
    {
        const int enough = 1000;
        var (sum, count, room) = (new double[channels.Count], 0, new float[channels.Count]);
        for (var pixel = 0; pixel < scene.Count && count < enough; pixel++)
        {
            var spectrum = channels.Of(scene.Spectrum(pixel), room);
            if (scene.Valid?[pixel] != false && IsComplete(spectrum))
            {
                count++;
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += spectrum[i];
                }
            }
        }

        return Array.ConvertAll(sum, value => (double)(float)(value / Math.Max(1, count)));
    }

    public void Add(SpectralScene scene, UsedChannels channels, Range pixels)
    {
        var (from, length) = pixels.GetOffsetAndLength(scene.Count);
        if (_precision == PcaPrecision.Double)
        {
            AddDouble(scene, channels, from, from + length);
        }
        else
        {
            AddSingle(scene, channels, from, from + length);
        }
    }

    /// <summary>Adds another's sums, moved to this one's shift: exact but for rounding.</summary>
    public void Merge(SpectralMoments other)
    {
        var m = M;
        for (var i = 0; i < m; i++)
        {
            _noiseVariance[i] += other._noiseVariance[i];
            var shift = other._shift[i] - _shift[i];
            for (var j = i; j < m; j++)
            {
                var shiftJ = other._shift[j] - _shift[j];
                _products[(i * m) + j] += other._products[(i * m) + j] + (other._sum[i] * shiftJ) + (shift * other._sum[j]) + (other.Count * shift * shiftJ);
            }
        }

        for (var i = 0; i < m; i++)
        {
            _sum[i] += other._sum[i] + (other.Count * (other._shift[i] - _shift[i]));
        }

        _withNoise += other._withNoise;
        Count += other.Count;
    }

    /// <summary>The mean and the covariance (over n - 1), both triangles.</summary>
    public (double[] Mean, double[] Covariance) MeanAndCovariance()
    {
        var m = M;
        var (mean, covariance) = (new double[m], new double[m * m]);
        for (var i = 0; i < m; i++)
        {
            mean[i] = _shift[i] + (_sum[i] / Count);
            for (var j = i; j < m; j++)
            {
                covariance[(i * m) + j] = covariance[(j * m) + i] = (_products[(i * m) + j] - (_sum[i] * (_sum[j] / Count))) / (Count - 1);
            }
        }

        return (mean, covariance);
    }

    /// <summary>Root of the mean variance of the noise that came with the spectra; null when none did.</summary>
    public double[]? MeanNoise() => _withNoise == 0 ? null : Array.ConvertAll(_noiseVariance, sum => Math.Sqrt(sum / _withNoise));

    public static bool IsComplete(ReadOnlySpan<float> spectrum) => float.IsFinite(TensorPrimitives.Sum(spectrum));

    private void AddDouble(SpectralScene scene, UsedChannels channels, int from, int to)
    {
        var m = M;
        var block = new double[BlockRows * m];
        while (from < to)
        {
            var filled = 0;
            for (; filled < BlockRows && from < to; from++)
            {
                var row = block.AsSpan(filled * m, m);
                filled += Take(scene, channels, from, row) ? 1 : 0;
            }

            _algebra.Gram(m, filled, block, m, 1.0, _products, m);
            Count += filled;
        }
    }

    private void AddSingle(SpectralScene scene, UsedChannels channels, int from, int to)
    {
        var m = M;
        var (block, products, sum) = (new float[BlockRows * m], new float[m * m], new float[m]);
        var pending = 0;
        while (from < to)
        {
            var filled = 0;
            for (; filled < BlockRows && from < to; from++)
            {
                var row = block.AsSpan(filled * m, m);
                filled += Take(scene, channels, from, row, sum) ? 1 : 0;
            }

            TensorPrimitives.ConvertTruncating<float, double>(sum, _scratch);
            TensorPrimitives.Add(_sum, _scratch, _sum);
            Array.Clear(sum);
            _algebra.Gram(m, filled, block, m, pending == 0 ? 0f : 1f, products, m);
            pending += filled;
            Count += filled;
            if (pending >= SingleRows || from == to)
            {
                AddProducts(products);
                pending = 0;
            }
        }
    }

    private void AddProducts(float[] products)
    {
        var m = M;
        for (var i = 0; i < m; i++)
        {
            var (from, length) = ((i * m) + i, m - i);
            TensorPrimitives.ConvertTruncating<float, double>(products.AsSpan(from, length), _scratch);
            TensorPrimitives.Add(_products.AsSpan(from, length), _scratch.AsSpan(0, length), _products.AsSpan(from, length));
        }
    }

    /// <summary>Shifts one spectrum into a row of the block and adds it to the sum, if it is valid and complete.</summary>
    private bool Take(SpectralScene scene, UsedChannels channels, int pixel, Span<double> row)
    {
        if (scene.Valid?[pixel] == false)
        {
            return false;
        }

        TensorPrimitives.ConvertTruncating(channels.Of(scene.Spectrum(pixel), _room), row);
        TensorPrimitives.Subtract(row, _shift, row);
        if (!double.IsFinite(TensorPrimitives.Sum<double>(row)))
        {
            return false;
        }

        TensorPrimitives.Add(_sum, row, _sum);
        TakeNoise(scene, channels, pixel);
        return true;
    }

    /// <summary>Shifts one spectrum into a row of the block and adds it to the block's sum, if it is valid and complete.</summary>
    private bool Take(SpectralScene scene, UsedChannels channels, int pixel, Span<float> row, Span<float> sum)
    {
        if (scene.Valid?[pixel] == false)
        {
            return false;
        }

        TensorPrimitives.Subtract(channels.Of(scene.Spectrum(pixel), _room), _singleShift, row);
        if (!IsComplete(row))
        {
            return false;
        }

        TensorPrimitives.Add(sum, row, sum);
        TakeNoise(scene, channels, pixel);
        return true;
    }

    private void TakeNoise(SpectralScene scene, UsedChannels channels, int pixel)
    {
        if (scene.Noise is not { } noise)
        {
            return;
        }

        var sigma = channels.Of(noise.Span.Slice(pixel * scene.Channels, scene.Channels), _room);
        if (IsComplete(sigma))
        {
            _withNoise++;
            TensorPrimitives.ConvertTruncating(sigma, _scratch);
            TensorPrimitives.MultiplyAdd<double>(_scratch, _scratch, _noiseVariance, _noiseVariance);
        }
    }
}
