using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Display;

/// <summary>An SVG drawing, and an image of it for pages that take the drawing apart: nbconvert's cleaning leaves nothing of what is in it.</summary>
/// <param name="Source">The drawing's source. Its <c>aria-label</c> or <c>title</c> is told where it cannot be seen.</param>
public sealed partial record SvgDrawing(string Source) : IMimeBundle
{
    /// <inheritdoc/>
    public JsonObject ToMimeBundle() => new()
    {
        [MimeTypes.Svg] = Source,
        [MimeTypes.Html] = $"<img alt=\"{WebUtility.HtmlEncode(Label)}\" src=\"data:{MimeTypes.Svg};base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Source))}\">",
        [MimeTypes.Text] = Label.Length > 0 ? Label : Source,
    };

    /// <summary>The source.</summary>
    /// <returns><see cref="Source"/>.</returns>
    public override string ToString() => Source;

    private string Label => WebUtility.HtmlDecode(Named().Match(Source).Groups["name"].Value);

    [GeneratedRegex("""aria-label=(?<q>["'])(?<name>.*?)\k<q>|<title>(?<name>[^<]*)</title>""")]
    private static partial Regex Named();
}
