using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>How spectra change with the amounts of species, from a table: a column <c>wavelength</c> [nm] or <c>wavenumber</c> [cm-1], ascending, and one for each species.</summary>
public static class JacobianTable
{
    /// <summary>Reads a table (CSV, Parquet, NetCDF) for a model's channels; between its rows it is linear, outside it nothing changes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model whose range index they are for.</param>
    /// <returns>A Jacobian for each species.</returns>
    /// <exception cref="DataFormatException">The file cannot be read or is no such table.</exception>
    public static IReadOnlyList<SpeciesJacobian> Read(string path, PcaModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var data = DataStore.Open(path);
        var name = model.SpectralUnit == "cm-1" ? "wavenumber" : "wavelength";
        if (!data.Contains(name))
        {
            throw new DataFormatException($"The table has no '{name}' [{model.SpectralUnit}], in which the model's channels are; it has {string.Join(", ", data.Variables.Keys)}.", path, name);
        }

        var positions = data[name].ToDoubles();
        var species = data.Variables.Keys.Where(key => key != name && data[key].Size == positions.Length && data[key].ElementType != typeof(string)).ToArray();
        if (species.Length == 0 || positions.Zip(positions.Skip(1)).Any(pair => !(pair.First < pair.Second)))
        {
            throw new DataFormatException($"Expected ascending '{name}' and a column of numbers for each species; there are {species.Length} of these.", path, name);
        }

        return [.. species.Select(each => new SpeciesJacobian(each, Interpolate(positions, data[each].ToDoubles(), model.Wavelength)))];
    }

    private static double[] Interpolate(double[] positions, double[] values, double[] at) => Array.ConvertAll(at, x =>
    {
        var right = Array.BinarySearch(positions, x);
        if (right >= 0)
        {
            return values[right];
        }

        right = ~right;
        return right == 0 || right == positions.Length ? 0 : values[right - 1] + ((values[right] - values[right - 1]) * (x - positions[right - 1]) / (positions[right] - positions[right - 1]));
    });
}
