using System.Text.Json.Nodes;

namespace Isopleth.Kernel.Display;

/// <summary>The MIME types that front ends draw.</summary>
public static class MimeTypes
{
    /// <summary>Plain text, which every bundle has.</summary>
    public const string Text = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>LaTeX mathematics.</summary>
    public const string Latex = "text/latex";

    /// <summary>A script that the front end runs.</summary>
    public const string JavaScript = "application/javascript";

    /// <summary>A JSON tree.</summary>
    public const string Json = "application/json";

    /// <summary>A table, its rows as lines of fields between commas.</summary>
    public const string Csv = "text/csv";

    /// <summary>An SVG drawing.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>A PNG image, base64.</summary>
    public const string Png = "image/png";

    /// <summary>A JPEG image, base64.</summary>
    public const string Jpeg = "image/jpeg";

    /// <summary>Places and areas in JSON (RFC 7946), which the front end draws as a map.</summary>
    public const string GeoJson = "application/geo+json";

    /// <summary>A Vega-Lite chart.</summary>
    public const string VegaLite = "application/vnd.vegalite.v5+json";

    /// <summary>A plotly figure: <c>{"data": […], "layout": {…}}</c>.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>A value that a notebook records for whoever runs it: <c>{"name": …, "value": …}</c>.</summary>
    public const string Record = "application/vnd.isopleth.record+json";

    /// <summary>What stands for a value in a bundle: JSON types hold JSON itself, all others a string.</summary>
    internal static JsonNode? Content(string mimeType, string content) =>
        IsJson(mimeType) ? JsonNode.Parse(content) : JsonValue.Create(content);

    /// <summary>Whether content of a MIME type is bytes, which stand in base64.</summary>
    internal static bool IsBinary(string mimeType) => (mimeType.StartsWith("image/", StringComparison.Ordinal) && mimeType != Svg) || mimeType.StartsWith("audio/", StringComparison.Ordinal)
        || mimeType.StartsWith("video/", StringComparison.Ordinal) || mimeType is "application/pdf" or "application/octet-stream";

    /// <summary>Whether content of a MIME type is JSON.</summary>
    internal static bool IsJson(string mimeType) => mimeType == Json || mimeType.EndsWith("+json", StringComparison.Ordinal);
}
