using System.Net;
using System.Text;

namespace Isopleth.Arrays;

/// <summary>Summaries as HTML: one <c>div</c> with its own style, colours from the page's theme or from what it stands on.</summary>
internal static class HtmlSummary
{
    private const string Style = """
        <style>
        .isopleth-data { color: var(--jp-content-font-color0, inherit); font: 13px/1.5 system-ui, sans-serif; overflow-x: auto; }
        .isopleth-data header { font-weight: 600; border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-bottom: 4px; }
        .isopleth-data summary { cursor: pointer; font-weight: 600; margin-top: 6px; }
        .isopleth-data table { border-collapse: collapse; margin: 2px 0 2px 16px; }
        .isopleth-data.isopleth-data td { padding: 1px 12px 1px 0; text-align: left; vertical-align: top; background: transparent; color: inherit; }
        .isopleth-data.isopleth-data td:first-child { white-space: nowrap; }
        .isopleth-data td summary { font-weight: inherit; margin-top: 0; }
        .isopleth-data .quiet { opacity: 0.65; }
        .isopleth-data pre { margin: 2px 0 2px 16px; background: transparent; color: inherit; }
        </style>
        """;

    public static string Of(Dataset dataset)
    {
        var html = new StringBuilder("<div class=\"isopleth-data\">").Append(Style);
        html.Append("<header>Dataset").Append(dataset.Source is null ? "" : " " + Escape(Path.GetFileName(dataset.Source))).Append("</header>");
        Section(html, $"Dimensions ({dataset.Dimensions.Count})", true, dataset.Dimensions.Select(d => new[] { Escape(d.Key), d.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) }));
        Section(html, $"Coordinates ({dataset.Coordinates.Count})", true, dataset.Coordinates.Values.Select(c => Row(c, c.Rank <= 1)));
        Section(html, $"Data variables ({dataset.Variables.Count})", dataset.Variables.Count <= 40, dataset.Variables.Values.Select(v => Row(v, false)));
        Section(html, $"Groups ({dataset.Groups.Count})", dataset.Groups.Count <= 12, dataset.Groups.Select(g => new[] { Escape(g) }));
        Attributes(html, dataset.Attributes);
        return html.Append("</div>").ToString();
    }

    public static string Of(DataArray array)
    {
        var html = new StringBuilder("<div class=\"isopleth-data\">").Append(Style);
        html.Append("<header>").Append(Escape(array.Name)).Append(" <span class=\"quiet\">(").Append(Escape(Describe.Sizes(array.Variable))).Append(") ")
            .Append(CSharpName.Of(array.ElementType)).Append(array.Units is { Length: > 0 } u ? $" [{Escape(u)}]" : "").Append("</span></header>");
        html.Append("<pre>").Append(Escape(string.Join("\n", ValueText.Plane(array.Variable)))).Append("</pre>");
        Section(html, $"Coordinates ({array.Coordinates.Count})", true, array.Coordinates.Values.Select(c => Row(c, c.Rank <= 1)));
        Attributes(html, array.Attributes);
        return html.Append("</div>").ToString();
    }

    /// <summary>A variable's line: a coordinate that is its own dimension in bold, the attributes folded under what it is called.</summary>
    private static string[] Row(DataArray array, bool read) =>
    [
        array.Dimensions is [var only] && only == array.Name ? $"<b>{Escape(only)}</b>" : Escape(array.Name),
        Escape($"({string.Join(", ", array.Dimensions)})"),
        CSharpName.Of(array.ElementType),
        Escape(ValueText.Line(array.Variable, read)),
        Escape(array.Units ?? ""),
        Called(array),
    ];

    private static string Called(DataArray array)
    {
        var called = Escape(new[] { "long_name", "standard_name", "description" }.Select(name => array.Attributes.GetValueOrDefault(name) as string).FirstOrDefault(static text => text is not null) ?? "");
        return array.Attributes.Count == 0 ? called
            : $"<details><summary>{(called.Length > 0 ? called : "attributes")}</summary><table>{Rows(AttributeRows(array.Attributes))}</table></details>";
    }

    private static void Attributes(StringBuilder html, IReadOnlyDictionary<string, object> attributes) =>
        Section(html, $"Attributes ({attributes.Count})", attributes.Count <= 12, AttributeRows(attributes));

    private static IEnumerable<string[]> AttributeRows(IReadOnlyDictionary<string, object> attributes) => attributes.Select(static a => new[] { Escape(a.Key), Escape(ValueText.Attribute(a.Value)) });

    private static string Rows(IEnumerable<string[]> rows) => string.Concat(rows.Select(static r => $"<tr>{string.Concat(r.Select(static cell => $"<td>{cell}</td>"))}</tr>"));

    /// <summary>A folded table; its cells are HTML.</summary>
    private static void Section(StringBuilder html, string title, bool open, IEnumerable<string[]> rows)
    {
        var body = Rows(rows);
        if (body.Length > 0)
        {
            html.Append(open ? "<details open>" : "<details>").Append("<summary>").Append(Escape(title)).Append("</summary><table>").Append(body).Append("</table></details>");
        }
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
