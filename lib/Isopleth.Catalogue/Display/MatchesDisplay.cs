using System.Globalization;

namespace Isopleth.Catalogue.Display;

/// <summary>What a search found as text and as HTML.</summary>
internal static class MatchesDisplay
{
    public static string Text(CatalogueMatches matches)
    {
        var lines = matches.Select(m => $"  {Score(m)}  {m.Entry.Name}  ({Why(m)})");
        return string.Join(Environment.NewLine, lines.Prepend(Heading(matches)));
    }

    public static string Html(CatalogueMatches matches)
    {
        var table = new HtmlTable("name", "what", "where", "when", "score", "because");
        foreach (var match in matches)
        {
            table.Row(match.Entry.Name, match.Entry.Description, EntryFacts.Where(match.Entry), EntryFacts.When(match.Entry), Score(match), Why(match));
        }

        return $"<p>{HtmlTable.Escape(Heading(matches))}</p>{(matches.Count > 0 ? table : "")}";
    }

    private static string Heading(CatalogueMatches matches) =>
        matches.Count == 0 ? $"Nothing fits '{matches.SearchText}'." : $"{CatalogueDisplay.Count(matches.Count, "entry fits", "entries fit")} '{matches.SearchText}'";

    private static string Score(CatalogueMatch match) => match.Score.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Why(CatalogueMatch match) =>
        string.Join("; ", match.Reasons) + (match.Missing.Count > 0 ? $"; not found: {string.Join(", ", match.Missing)}" : "");
}
