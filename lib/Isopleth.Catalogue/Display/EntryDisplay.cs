using System.Text;

namespace Isopleth.Catalogue.Display;

/// <summary>An entry as text and as HTML, with its parameters and the line of code that opens it.</summary>
internal static class EntryDisplay
{
    public static string Text(CatalogueEntry entry)
    {
        var text = new StringBuilder();
        text.Append(entry.Name).Append(" (").Append(entry.Driver).AppendLine(")");
        foreach (var line in new[] { entry.Description, EntryFacts.Where(entry), EntryFacts.When(entry) }.Where(l => l.Length > 0))
        {
            text.Append("  ").AppendLine(line);
        }

        foreach (var parameter in entry.Parameters)
        {
            text.Append("  ").Append(parameter.Name).Append(": ").Append(parameter.Description).Append(parameter.Description.Length > 0 ? "; " : "").Append(parameter).AppendLine();
        }

        return text.Append("  ").Append(EntryFacts.OpeningCode(entry)).ToString();
    }

    public static string Html(CatalogueEntry entry)
    {
        var html = new StringBuilder($"<p><code>{HtmlTable.Escape(entry.Name)}</code>: {HtmlTable.Escape(entry.Description)}</p>");
        if (entry.Parameters.Count > 0)
        {
            var parameters = new HtmlTable("parameter", "what", "values");
            foreach (var parameter in entry.Parameters)
            {
                parameters.Row(parameter.Name, parameter.Description, parameter.ToString());
            }

            html.Append(parameters);
        }

        var facts = new HtmlTable("about", "");
        facts.Row("driver", entry.Driver);
        foreach (var (key, value) in entry.Metadata.Where(p => p.Value is not CatalogueMetadata))
        {
            facts.Row(key, CatalogueMetadata.TextOf(value) ?? "");
        }

        return html.Append(facts).Append("<pre><code>").Append(HtmlTable.Escape(EntryFacts.OpeningCode(entry))).Append("</code></pre>").ToString();
    }
}
