using System.Text.Json;

namespace Isopleth.Charts.Plotly;

/// <summary>What plotly's JSON needs again and again.</summary>
internal static class PlotlyJson
{
    /// <summary>Writes numbers, rounded where <paramref name="decimals"/> says so; NaN and infinities become null, which plotly takes for a gap.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, ReadOnlySpan<double> values, int? decimals = null)
    {
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
