using System.Globalization;
using System.Text.Json;
using Isopleth.Charts.Drawing;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Plotly;

/// <summary>Writes a scene as a plotly figure: <c>{"data": […], "layout": {…}, "config": {…}}</c>, valid for plotly.js 2 to 4.</summary>
internal static class PlotlyFigure
{
    public static byte[] Write(Scene scene, Layout layout)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            foreach (var mark in scene.Marks)
            {
                mark.WriteTraces(json, scene);
            }

            if (scene.Colors is not null)
            {
                WriteColorBarTrace(json);
            }

            json.WriteEndArray();
            WriteLayout(json, scene, layout);
            json.WriteStartObject("config");
            json.WriteBoolean("displaylogo", false);
            json.WriteBoolean("responsive", false);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteLayout(Utf8JsonWriter json, Scene scene, Layout layout)
    {
        var area = layout.Frame.Area;
        json.WriteStartObject("layout");
        json.WriteNumber("width", layout.Width);
        json.WriteNumber("height", layout.Height);
        json.WriteString("paper_bgcolor", "#ffffff");
        json.WriteString("plot_bgcolor", scene.Ground.ToString());
        json.WriteString("hovermode", "closest");
        WriteFont(json, Layout.TickSize);
        WriteHeading(json, scene, layout);
        json.WriteStartObject("margin");
        json.WriteNumber("l", area.Left);
        json.WriteNumber("r", layout.Width - area.Right);
        json.WriteNumber("t", area.Top);
        json.WriteNumber("b", layout.Height - area.Bottom);
        json.WriteEndObject();
        json.WriteStartObject("legend");
        json.WriteString("orientation", "h");
        json.WriteNumber("x", 0);
        json.WriteNumber("y", 1);
        json.WriteString("yanchor", "bottom");
        json.WriteString("bgcolor", "rgba(0,0,0,0)");
        json.WriteEndObject();
        WriteAxis(json, "xaxis", scene.X, layout.TicksX, null);
        WriteAxis(json, "yaxis", scene.Y, layout.TicksY, scene.Aspect);
        if (scene.Colors is not null)
        {
            WriteColorAxis(json, scene.Colors, area);
        }

        json.WriteStartArray("images");
        foreach (var mark in scene.Marks)
        {
            mark.WriteImages(json, layout.Frame);
        }

        json.WriteEndArray();
        json.WriteStartArray("annotations");
        foreach (var mark in scene.Marks)
        {
            mark.WriteAnnotations(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Title and subtitle stand where the static picture has them: above the left edge of the plotting area.</summary>
    private static void WriteHeading(Utf8JsonWriter json, Scene scene, Layout layout)
    {
        json.WriteStartObject("title");
        json.WriteString("text", scene.Title.Length > 0 ? $"<b>{PlotlyJson.Escape(scene.Title)}</b>" : "");
        json.WriteNumber("x", layout.Frame.Area.Left / layout.Width);
        json.WriteString("xanchor", "left");
        json.WriteNumber("y", 1 - (10.0 / layout.Height));
        json.WriteString("yanchor", "top");
        WriteFont(json, Layout.TitleSize);
        json.WriteStartObject("subtitle");
        json.WriteString("text", PlotlyJson.Escape(scene.Subtitle));
        WriteFont(json, Layout.LabelSize);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFont(Utf8JsonWriter json, double size)
    {
        json.WriteStartObject("font");
        json.WriteNumber("size", size);
        json.WriteEndObject();
    }

    private static void WriteAxis(Utf8JsonWriter json, string name, AxisScale axis, IReadOnlyList<Tick> ticks, double? aspect)
    {
        json.WriteStartObject(name);
        WriteTitle(json, axis);
        if (axis.Kind is AxisKind.Logarithmic or AxisKind.Time)
        {
            json.WriteString("type", axis.Kind == AxisKind.Time ? "date" : "log");
        }

        WriteRange(json, axis);
        json.WriteString("gridcolor", "#e4e4e4");
        json.WriteBoolean("zeroline", false);
        json.WriteBoolean("showline", true);
        json.WriteBoolean("mirror", true);
        json.WriteString("linecolor", "#555555");
        json.WriteString("ticks", "outside");
        if (axis.Kind is AxisKind.Longitude or AxisKind.Latitude)
        {
            var half = axis.Kind == AxisKind.Longitude ? "E" : "N";
            json.WriteString("ticksuffix", axis.Minimum >= 0 ? "°" + half : "°");
            if (axis.Maximum > 180)
            {
                WriteTicks(json, ticks);
            }

            json.WriteString("constrain", "domain");
        }

        if (aspect is { } ratio)
        {
            json.WriteString("scaleanchor", "x");
            json.WriteNumber("scaleratio", ratio);
        }

        json.WriteEndObject();
    }

    private static void WriteRange(Utf8JsonWriter json, AxisScale axis)
    {
        if (axis.Kind == AxisKind.Time)
        {
            json.WriteStartArray("range");
            json.WriteStringValue(Time.ToDateTime(axis.Minimum).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
            json.WriteStringValue(Time.ToDateTime(axis.Maximum).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
            json.WriteEndArray();
            return;
        }

        json.WriteNumbers("range", axis.Kind == AxisKind.Logarithmic ? [Math.Log10(axis.Minimum), Math.Log10(axis.Maximum)] : [axis.Minimum, axis.Maximum]);
        json.WriteString("exponentformat", "power");
    }

    /// <summary>Labels of our own, where plotly's would be wrong: beyond the date line, and on a logarithmic colour bar.</summary>
    private static void WriteTicks(Utf8JsonWriter json, IReadOnlyList<Tick> ticks)
    {
        json.WriteNumbers("tickvals", [.. ticks.Select(tick => tick.Value)]);
        json.WriteStartArray("ticktext");
        foreach (var tick in ticks)
        {
            json.WriteStringValue(tick.Label);
        }

        json.WriteEndArray();
    }

    private static void WriteTitle(Utf8JsonWriter json, AxisScale axis)
    {
        json.WriteStartObject("title");
        json.WriteString("text", PlotlyJson.Escape(axis.Label));
        json.WriteEndObject();
    }

    /// <summary>The colour bar belongs to a trace of its own, of which nothing else is seen.</summary>
    private static void WriteColorBarTrace(Utf8JsonWriter json)
    {
        json.WriteStartScatter("markers", "", hover: false);
        json.WriteNumbers("x", [double.NaN]);
        json.WriteNumbers("y", [double.NaN]);
        json.WriteStartObject("marker");
        json.WriteNumbers("color", [0]);
        json.WriteString("coloraxis", "coloraxis");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteColorAxis(Utf8JsonWriter json, ColorMapping colors, Box area)
    {
        var axis = colors.Axis;
        var logarithmic = axis.Kind == AxisKind.Logarithmic;
        json.WriteStartObject("coloraxis");
        json.WriteNumber("cmin", logarithmic ? Math.Log10(axis.Minimum) : axis.Minimum);
        json.WriteNumber("cmax", logarithmic ? Math.Log10(axis.Maximum) : axis.Maximum);
        json.WriteStartArray("colorscale");
        for (var level = 0; level < ColorMapping.Levels; level++)
        {
            json.WriteStartArray();
            json.WriteNumberValue(level / (ColorMapping.Levels - 1.0));
            json.WriteStringValue(colors.Colors[level].ToString());
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartObject("colorbar");
        json.WriteStartObject("title");
        json.WriteString("text", PlotlyJson.Escape(axis.Label));
        json.WriteString("side", "right");
        json.WriteEndObject();
        json.WriteNumber("thickness", Layout.ColorBarWidth);
        json.WriteNumber("x", 1 + (Layout.ColorBarGap / area.Width));
        json.WriteString("xanchor", "left");
        json.WriteNumber("xpad", 0);
        json.WriteNumber("ypad", 0);
        json.WriteNumber("len", 1);
        json.WriteString("exponentformat", "power");
        json.WriteNumber("outlinewidth", 0.8);
        if (logarithmic)
        {
            WriteTicks(json, [.. axis.Ticks(6).Select(tick => tick with { Value = Math.Log10(tick.Value) })]);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
