using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Html;

namespace Isopleth.Kernel.Display;

/// <summary>A value that knows itself how it is shown.</summary>
public interface IMimeBundle
{
    /// <summary>The value in every form that it has, by MIME type; with <c>text/plain</c> among them.</summary>
    /// <returns>A MIME bundle.</returns>
    JsonObject ToMimeBundle();
}

/// <summary>Text in one MIME type, shown as it is: a piece of HTML, of Markdown, of SVG.</summary>
/// <param name="MimeType">Its MIME type.</param>
/// <param name="Content">The text.</param>
public sealed record MimeContent(string MimeType, string Content) : IMimeBundle, IHtmlContent
{
    // A map's or a chart's data are no reading.
    private const int LongestText = 1000;

    /// <summary>A text that must be JSON.</summary>
    internal static MimeContent OfJson(string mimeType, string json)
    {
        JsonDocument.Parse(json).Dispose();
        return new(mimeType, json);
    }

    /// <inheritdoc/>
    public JsonObject ToMimeBundle() => MimeType == MimeTypes.Text
        ? new() { [MimeTypes.Text] = Content }
        : new() { [MimeType] = MimeTypes.Content(MimeType, Content), [MimeTypes.Text] = Content.Length > LongestText && MimeTypes.IsJson(MimeType) ? Content[..LongestText] + "…" : Content };

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Content);
    }

    /// <summary>The content.</summary>
    /// <returns><see cref="Content"/>.</returns>
    public override string ToString() => Content;
}
