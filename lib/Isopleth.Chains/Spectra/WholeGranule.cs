using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>A small file of spectra, held in memory as a whole.</summary>
internal abstract class WholeGranule(string path) : SpectralGranule(path)
{
    private SpectralScene? _scene;

    public override int Rows => Scene.Rows;

    public override int Columns => Scene.Columns;

    public override int Channels => Scene.Channels;

    private SpectralScene Scene => _scene ??= Load();

    public override DateTime? TimeOf(int row) => Scene.Time;

    public override void Dispose() => _scene = null;

    protected abstract SpectralScene Load();

    private protected override SpectralScene ReadRows(int first, int count, SpectralBuffers buffers)
    {
        var (from, pixels) = (first * Columns, count * Columns);
        return Scene with
        {
            Rows = count,
            Spectra = Scene.Spectra.Slice(from * Channels, pixels * Channels),
            Noise = Scene.Noise?.Slice(from * Channels, pixels * Channels),
            Valid = Scene.Valid?.AsSpan(from, pixels).ToArray(),
            Latitude = Scene.Latitude?.AsSpan(from, pixels).ToArray(),
            Longitude = Scene.Longitude?.AsSpan(from, pixels).ToArray(),
        };
    }

    /// <summary>Values of shape [channel, pixel] as [pixel, channel].</summary>
    protected static float[] ChannelsLast(ReadOnlySpan<float> values, int channels)
    {
        var pixels = values.Length / channels;
        var turned = new float[values.Length];
        for (var c = 0; c < channels; c++)
        {
            var channel = values.Slice(c * pixels, pixels);
            for (var p = 0; p < pixels; p++)
            {
                turned[(p * channels) + c] = channel[p];
            }
        }

        return turned;
    }
}
