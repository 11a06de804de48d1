using System.Net;
using System.Text;

namespace Isopleth.Catalogue.Display;

/// <summary>A plain table that takes its colours from the page, so that it reads in light and in dark.</summary>
internal sealed class HtmlTable
{
    private readonly StringBuilder _html = new("<table style=\"text-align:left\"><thead><tr>");

    public HtmlTable(params ReadOnlySpan<string> headings)
    {
        foreach (var heading in headings)
        {
            _html.Append("<th style=\"text-align:left\">").Append(Escape(heading)).Append("</th>");
        }

        _html.Append("</tr></thead><tbody>");
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Adds a row; the first cell is set as code.</summary>
    public HtmlTable Row(string name, params ReadOnlySpan<string> cells)
    {
        _html.Append("<tr><td style=\"text-align:left\"><code>").Append(Escape(name)).Append("</code></td>");
        foreach (var cell in cells)
        {
            _html.Append("<td style=\"text-align:left\">").Append(Escape(cell)).Append("</td>");
        }

        _html.Append("</tr>");
        return this;
    }

    public override string ToString() => _html + "</tbody></table>";
}
