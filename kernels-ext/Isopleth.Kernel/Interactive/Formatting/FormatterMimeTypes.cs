using OwnTypes = Isopleth.Kernel.Display.MimeTypes;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Values as HTML.</summary>
public static class HtmlFormatter
{
    /// <summary>Its MIME type.</summary>
    public const string MimeType = OwnTypes.Html;
}

/// <summary>Values as plain text.</summary>
public static class PlainTextFormatter
{
    /// <summary>Its MIME type.</summary>
    public const string MimeType = OwnTypes.Text;
}

/// <summary>Values as JSON.</summary>
public static class JsonFormatter
{
    /// <summary>Its MIME type.</summary>
    public const string MimeType = OwnTypes.Json;
}
