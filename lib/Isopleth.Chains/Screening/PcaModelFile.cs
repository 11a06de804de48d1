using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Models as files: NetCDF, versioned, with a checksum over everything in them.</summary>
public static class PcaModelFile
{
    /// <summary>Writes a model.</summary>
    /// <param name="path">The file; one that is there is replaced only when the new one is whole.</param>
    /// <param name="model">The model.</param>
    /// <param name="hidden">What its components hold of species' signals, for those who look at the file (attribute <c>hidden_signal</c>); null to tell nothing.</param>
    /// <exception cref="DataFormatException">The file cannot be written.</exception>
    public static void Write(string path, PcaModel model, IReadOnlyList<HiddenSignal>? hidden = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var data = model.ToDataset();
        var attributes = new OrderedDictionary<string, object>(data.Attributes, StringComparer.Ordinal);
        if (hidden is { Count: > 0 })
        {
            attributes["hidden_signal"] = string.Join("\n", hidden);
        }

        NetCdf.Write(path, new Dataset(data.Variables.Values, data.Coordinates.Values, attributes));
    }

    /// <summary>Reads a model, and checks its version, its parts and its checksum.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The model.</returns>
    /// <exception cref="DataFormatException">The file is missing, damaged, no model, or of another version.</exception>
    public static PcaModel Read(string path)
    {
        using var data = NetCdf.Open(path);
        return PcaModel.FromDataset(data);
    }
}
