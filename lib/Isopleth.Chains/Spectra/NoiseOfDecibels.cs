using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Isopleth.Chains;

/// <summary>The noise of radiances whose ratio to it is stored as a byte of decibels: radiance × 10^(-dB/10).</summary>
internal sealed class NoiseOfDecibels
{
    // A byte's 256 factors are the products of 16 of its high half and 16 of its low one, and such a table fits a register.
    private readonly float[] _high = new float[16];
    private readonly float[] _low = new float[16];
    private readonly float[] _all = new float[256];
    private readonly int _fill;

    /// <summary>Prepares the factors.</summary>
    /// <param name="isSigned">Whether the bytes have a sign.</param>
    /// <param name="fill">The value that stands for none; the noise there is NaN.</param>
    public NoiseOfDecibels(bool isSigned, int fill)
    {
        for (var i = 0; i < 16; i++)
        {
            _high[i] = (float)Math.Pow(10, -(isSigned ? (sbyte)(i << 4) : i << 4) / 10.0);
            _low[i] = (float)Math.Pow(10, -i / 10.0);
        }

        _fill = fill >= (isSigned ? sbyte.MinValue : byte.MinValue) && fill <= (isSigned ? sbyte.MaxValue : byte.MaxValue) ? fill & byte.MaxValue : -1;
        for (var b = 0; b < _all.Length; b++)
        {
            _all[b] = b == _fill ? float.NaN : _high[b >> 4] * _low[b & 15];
        }
    }

    /// <summary>Computes the noise of a spectrum.</summary>
    /// <param name="spectrum">The radiances, or what is proportional to them; shape [channel].</param>
    /// <param name="decibels">The stored bytes, shape [channel].</param>
    /// <param name="noise">Where the noise goes, in the unit of the spectrum; shape [channel].</param>
    public void Of(ReadOnlySpan<float> spectrum, ReadOnlySpan<byte> decibels, Span<float> noise)
    {
        var i = 0;
        if (Avx512F.IsSupported)
        {
            var (high, low) = (Vector512.LoadUnsafe(ref _high[0]), Vector512.LoadUnsafe(ref _low[0]));
            var (fill, none) = (Vector512.Create(_fill), Vector512.Create(float.NaN));
            for (; i <= spectrum.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                var stored = Avx512F.ConvertToVector512Int32(Vector128.Create(decibels.Slice(i, 16)));
                var factor = Avx512F.PermuteVar16x32(high, stored >> 4) * Avx512F.PermuteVar16x32(low, stored);
                (Vector512.Create(spectrum.Slice(i, 16)) * Vector512.ConditionalSelect(Vector512.Equals(stored, fill).AsSingle(), none, factor)).CopyTo(noise[i..]);
            }
        }

        for (; i < spectrum.Length; i++)
        {
            noise[i] = spectrum[i] * _all[decibels[i]];
        }
    }
}
