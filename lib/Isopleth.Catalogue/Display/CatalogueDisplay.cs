using System.Globalization;
using System.Text;

namespace Isopleth.Catalogue.Display;

/// <summary>A catalogue as text and as HTML.</summary>
internal static class CatalogueDisplay
{
    public static string Text(Catalogue catalogue, IReadOnlyList<CatalogueProblem> problems)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{catalogue.Name}: {Count(catalogue.Entries.Count, "entry", "entries")}");
        text.AppendLine(catalogue.Description.Length > 0 ? $". {catalogue.Description}" : "");
        var width = catalogue.Entries.Select(e => e.Name.Length).DefaultIfEmpty().Max();
        foreach (var entry in catalogue.Entries)
        {
            var facts = new[] { Short(entry.Description), EntryFacts.Where(entry), EntryFacts.When(entry), entry.Driver }.Where(f => f.Length > 0);
            text.Append("  ").Append(entry.Name.PadRight(width)).Append("  ").AppendJoin(" | ", facts).AppendLine();
        }

        foreach (var problem in problems)
        {
            text.Append("  cannot be used: ").Append(problem).AppendLine();
        }

        return text.ToString().TrimEnd();
    }

    public static string Html(Catalogue catalogue, IReadOnlyList<CatalogueProblem> problems)
    {
        var table = new HtmlTable("name", "what", "where", "when", "driver");
        foreach (var entry in catalogue.Entries)
        {
            table.Row(entry.Name, entry.Description, EntryFacts.Where(entry), EntryFacts.When(entry), entry.Driver);
        }

        var faults = string.Concat(problems.Select(p => $"<li>{HtmlTable.Escape(p.ToString())}</li>"));
        return $"<p><b>{HtmlTable.Escape(catalogue.Name)}</b>: {Count(catalogue.Entries.Count, "entry", "entries")}. {HtmlTable.Escape(catalogue.Description)}</p>{table}"
            + (problems.Count > 0 ? $"<p>{Count(problems.Count, "problem", "problems")}:</p><ul>{faults}</ul>" : "");
    }

    public static string Count(int number, string one, string many) => $"{number.ToString(CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";

    // A line of a table has room for the beginning; the entry itself shows the whole.
    private static string Short(string description) => description.Length <= 80 ? description : string.Concat(description.AsSpan(0, description.LastIndexOf(' ', 80)), "…");
}
