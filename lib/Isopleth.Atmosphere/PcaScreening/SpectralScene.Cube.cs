using Isopleth.Arrays;

namespace Isopleth.Atmosphere;

public sealed partial record SpectralScene
{
    /// <summary>A scene from an array with a spectral dimension, whatever their order: an image of many bands, or a table of spectra.</summary>
    /// <param name="cube">The values, of two or three dimensions. What is missing is NaN in it.</param>
    /// <param name="wavelength">Position of each channel [nm], shape [channel].</param>
    /// <param name="instrument">The instrument.</param>
    /// <param name="dimension">The spectral dimension; the others are rows and, where there are two, columns, in their order.</param>
    /// <returns>The scene; its values are a copy in the order [row, column, channel].</returns>
    /// <exception cref="ArgumentException">The array has no such dimension, another number of dimensions, or another number of channels than there are positions.</exception>
    public static SpectralScene FromCube(DataArray cube, double[] wavelength, string instrument, string dimension = "band")
    {
        ArgumentNullException.ThrowIfNull(cube);
        ArgumentNullException.ThrowIfNull(wavelength);
        var axis = cube.Dimensions.ToList().IndexOf(dimension);
        if (axis < 0 || cube.Rank is < 2 or > 3 || cube.Shape[axis] != wavelength.Length)
        {
            throw new ArgumentException($"'{cube.Name}' has the dimensions {string.Join(", ", cube.Dimensions.Zip(cube.Shape, (name, length) => $"{name}: {length}"))}; expected two or three, with {wavelength.Length} channels along '{dimension}'. Name the spectral dimension, or give its wavelengths.", nameof(cube));
        }

        var (values, shape) = (cube.To<float>(), cube.Shape);
        var channels = wavelength.Length;
        // Positions along the dimensions before the spectral one, and after it.
        var inner = shape[(axis + 1)..].Aggregate(1, (product, length) => product * length);
        var outer = values.Length / (channels * inner);
        var spectra = new float[values.Length];
        Parallel.For(0, outer, o =>
        {
            for (var j = 0; j < channels; j++)
            {
                for (var i = 0; i < inner; i++)
                {
                    spectra[(((o * inner) + i) * channels) + j] = values[(((o * channels) + j) * inner) + i];
                }
            }
        });
        int[] grid = [.. shape.Where((_, i) => i != axis), 1];
        return new SpectralScene { Spectra = spectra, Rows = grid[0], Columns = grid[1], Wavelength = wavelength, Instrument = instrument, Quantity = cube.Units is { } units ? $"{cube.Name} [{units}]" : cube.Name };
    }
}
