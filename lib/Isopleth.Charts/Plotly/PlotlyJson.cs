using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Isopleth.Charts.Plotly;

/// <summary>What plotly's JSON needs again and again.</summary>
internal static class PlotlyJson
{
    // From here on a typed array is the shorter form.
    private const int LongestList = 64;

    /// <summary>Writes numbers; NaN and infinities are gaps.</summary>
    /// <remarks>
    /// A short list is written as numbers, a long one as plotly's typed array (base64): one line in a notebook, a third of the text, and nothing for the reader to parse.
    /// Where <paramref name="decimals"/> says how many are wanted, single precision is enough for a typed array.
    /// </remarks>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, ReadOnlySpan<double> values, int? decimals = null)
    {
        if (values.Length > LongestList)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", decimals is null ? "f8" : "f4");
            json.WriteBase64String("bdata", decimals is null ? MemoryMarshal.AsBytes(values) : MemoryMarshal.AsBytes(Single(values).AsSpan()));
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteNumberOrNull(value, decimals);
        }

        json.WriteEndArray();
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter json, double value, int? decimals = null)
    {
        if (!double.IsFinite(value))
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(decimals is { } d and <= 15 ? Math.Round(value, d) : value);
        }
    }

    private static float[] Single(ReadOnlySpan<double> values)
    {
        var single = new float[values.Length];
        TensorPrimitives.ConvertTruncating<double, float>(values, single);
        return single;
    }

    /// <summary>Begins a scatter trace; the caller adds its coordinates and ends it.</summary>
    public static void WriteStartScatter(this Utf8JsonWriter json, string mode, string name, bool hover)
    {
        json.WriteStartObject();
        json.WriteString("type", "scatter");
        json.WriteString("mode", mode);
        json.WriteString("name", Escape(name));
        json.WriteBoolean("showlegend", name.Length > 0);
        if (!hover)
        {
            json.WriteString("hoverinfo", "skip");
        }
    }

    public static void WriteLine(this Utf8JsonWriter json, Color color, double width, bool dashed = false)
    {
        json.WriteStartObject("line");
        json.WriteString("color", color.ToString());
        json.WriteNumber("width", width);
        if (dashed)
        {
            json.WriteString("dash", "dash");
        }

        json.WriteEndObject();
    }

    /// <summary>Plotly reads a little HTML in texts: what the user wrote is shown as written.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
