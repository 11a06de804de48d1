using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>A file of Argo, its values decoded and as they are stored.</summary>
internal sealed record ArgoFile(Dataset Decoded, Dataset Stored) : IDisposable
{
    /// <summary>Stored numbers, NaN where they are the fill value.</summary>
    public float[] Numbers(string name)
    {
        var values = Stored[name].To<float>();
        var fill = Convert.ToSingle(Stored[name].Attributes.GetValueOrDefault("_FillValue") ?? 99999f, CultureInfo.InvariantCulture);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = values[i] == fill ? float.NaN : values[i];
        }

        return values;
    }

    public void Dispose()
    {
        Decoded.Dispose();
        Stored.Dispose();
    }
}
