using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>A cube of the unmixing benchmarks (Samson, Jasper Ridge): <c>Y</c> of shape [channel, pixel], pixels down the columns of an image of <c>lines</c> × <c>cols</c>.</summary>
internal sealed class UnmixingCubeGranule(string path) : WholeGranule(path)
{
    protected override SpectralScene Load()
    {
        using var cube = Mat.Open(Path);
        var (channels, rows, columns) = (cube["Y"].Shape[0], cube["lines"].Item<int>(), cube["cols"].Item<int>());
        var down = ChannelsLast(cube["Y"].To<float>(), channels);
        var spectra = new float[down.Length];
        for (var pixel = 0; pixel < rows * columns; pixel++)
        {
            // MATLAB counts down the columns.
            down.AsSpan(((pixel % columns * rows) + (pixel / columns)) * channels, channels).CopyTo(spectra.AsSpan(pixel * channels));
        }

        return new SpectralScene
        {
            Spectra = spectra,
            Rows = rows,
            Columns = columns,
            Wavelength = [.. Enumerable.Range(1, channels).Select(c => (double)c)],
            SpectralUnit = "band number",
            Instrument = $"{System.IO.Path.GetFileNameWithoutExtension(Path)}, {channels} bands",
            Quantity = "reflectance [1]",
        };
    }
}
