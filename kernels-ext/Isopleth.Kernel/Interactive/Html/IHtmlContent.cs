using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Microsoft.AspNetCore.Html;

/// <summary>A piece of HTML.</summary>
public interface IHtmlContent
{
    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="encoder">Encodes what is text and no HTML.</param>
    void WriteTo(TextWriter writer, HtmlEncoder encoder);
}

/// <summary>A text that is HTML already, and is shown as it is.</summary>
/// <param name="value">The HTML.</param>
public class HtmlString(string? value) : IHtmlContent, IMimeBundle
{
    /// <summary>Nothing.</summary>
    public static readonly HtmlString Empty = new("");

    /// <summary>The HTML.</summary>
    public string? Value { get; } = value;

    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Value);
    }

    /// <inheritdoc/>
    public JsonObject ToMimeBundle() => new MimeContent(MimeTypes.Html, ToString()).ToMimeBundle();

    /// <summary>The HTML.</summary>
    /// <returns><see cref="Value"/>; empty where there is none.</returns>
    public override string ToString() => Value ?? "";
}
