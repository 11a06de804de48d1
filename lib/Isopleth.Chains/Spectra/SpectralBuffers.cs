namespace Isopleth.Chains;

/// <summary>Memory for the large arrays of one block of spectra, to be used again for another.</summary>
internal sealed class SpectralBuffers
{
    private float[] _spectra = [];
    private float[] _noise = [];
    private byte[] _decibels = [];
    private byte[] _quality = [];

    public Memory<float> Spectra(int count) => Of(ref _spectra, count);

    public Memory<float> Noise(int count) => Of(ref _noise, count);

    public Memory<byte> Decibels(int count) => Of(ref _decibels, count);

    public Memory<byte> Quality(int count) => Of(ref _quality, count);

    private static Memory<T> Of<T>(ref T[] array, int count)
    {
        if (array.Length < count)
        {
            array = GC.AllocateUninitializedArray<T>(count);
        }

        return array.AsMemory(0, count);
    }
}
