using System.Net;
using Microsoft.AspNetCore.Html;

namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Makes HTML of texts.</summary>
public static class Html
{
    /// <summary>A text that is HTML already.</summary>
    /// <param name="value">The text.</param>
    /// <returns>It, to be shown as HTML.</returns>
    public static IHtmlContent ToHtmlContent(this string value) => new HtmlString(value);

    /// <summary>A text, its letters that mean something in HTML written so that they do not.</summary>
    /// <param name="content">The text.</param>
    /// <returns>It, to be shown as HTML.</returns>
    public static IHtmlContent HtmlEncode(this string content) => new HtmlString(WebUtility.HtmlEncode(content));
}
