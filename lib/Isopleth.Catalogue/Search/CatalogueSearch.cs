namespace Isopleth.Catalogue.Search;

/// <summary>Ranks entries by the words they share with a description.</summary>
internal static class CatalogueSearch
{
    // The name and the keywords were chosen to be found by; running text holds words by chance.
    private const double NameWeight = 4;
    private const double KeywordWeight = 3;
    private const double DescriptionWeight = 2;
    private const double MetadataWeight = 1;

    private static readonly string[] KeywordKeys = ["keywords", "tags", "place", "variables"];

    // 'offline' names another entry; its words are not this one's.
    private static readonly string[] NotSearched = [.. KeywordKeys, "offline"];

    /// <summary>The entries that share a word with <paramref name="text"/>; those equally good stand in the order of the catalogue.</summary>
    public static CatalogueMatches Find(IReadOnlyList<CatalogueEntry> entries, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = SearchWords.Raw(text).Where(w => !SearchWords.IsFiller(w)).Distinct(StringComparer.Ordinal).ToList();
        var documents = entries.Select(e => (Entry: e, Fields: Fields(e))).ToList();
        var hits = documents.Select(d => words.Select(w => Best(w, d.Fields)).ToList()).ToList();
        var rarity = words.Select((_, i) => Math.Log(1 + ((double)entries.Count / (1 + hits.Count(h => h[i].Strength > 0))))).ToList();
        var matches = documents.Select((d, at) => Match(d.Entry, words, hits[at], rarity))
            .Where(m => m.Score > 0)
            .OrderBy(m => m.Missing.Count).ThenByDescending(m => m.Score);
        return new(text, [.. matches]);
    }

    private static CatalogueMatch Match(CatalogueEntry entry, List<string> words, List<(double Strength, string Where)> hits, List<double> rarity)
    {
        var found = Enumerable.Range(0, words.Count).Where(i => hits[i].Strength > 0).ToList();
        return new(
            entry,
            Math.Round(found.Sum(i => hits[i].Strength * rarity[i]), 3),
            [.. found.Select(i => $"{words[i]}: {hits[i].Where}")],
            [.. words.Where((_, i) => hits[i].Strength == 0)]);
    }

    private static List<(string Name, double Weight, HashSet<string> Words)> Fields(CatalogueEntry entry)
    {
        var keywords = string.Join(' ', KeywordKeys.Select(entry.Metadata.Text));
        var rest = string.Join(' ', entry.Metadata.Where(p => !NotSearched.Contains(p.Key)).Select(p => CatalogueMetadata.TextOf(p.Value)));
        return
        [
            ("name", NameWeight, Words(entry.Name)),
            ("keywords", KeywordWeight, Words(keywords)),
            ("description", DescriptionWeight, Words(entry.Description + " " + string.Join(' ', entry.Parameters.Select(p => p.Description)))),
            ("metadata", MetadataWeight, Words(rest)),
        ];
    }

    private static HashSet<string> Words(string text) => SearchWords.Of(text).ToHashSet(StringComparer.Ordinal);

    // A formula counts when all the words it stands for are found in one field.
    private static (double Strength, string Where) Best(string word, List<(string Name, double Weight, HashSet<string> Words)> fields)
    {
        var meaning = SearchWords.Query(word);
        return fields.Select(f => (Strength: f.Weight * meaning.Min(m => Likeness(m, f.Words)), f.Name)).MaxBy(f => f.Strength);
    }

    private static double Likeness(string word, HashSet<string> words)
    {
        if (words.Contains(word))
        {
            return 1;
        }

        if (word.Length >= 4 && words.Any(w => w.StartsWith(word, StringComparison.Ordinal)))
        {
            return 0.7;
        }

        return word.Length >= 5 && words.Any(w => w.Length >= 4 && NearName.Distance(word, w) == 1) ? 0.5 : 0;
    }
}
