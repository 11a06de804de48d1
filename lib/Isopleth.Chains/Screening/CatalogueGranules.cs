using Isopleth.Catalogue;

namespace Isopleth.Chains;

/// <summary>Granules by what a catalogue says of them.</summary>
public static class CatalogueGranules
{
    /// <summary>The files of the entries that a search finds, the best match first; of an entry with a choice of granules, or a pattern of names, all of them.</summary>
    /// <param name="catalogue">A catalogue's YAML file, or a folder of them.</param>
    /// <param name="words">What is searched for.</param>
    /// <returns>Paths.</returns>
    /// <exception cref="ArgumentException">Nothing is found.</exception>
    /// <exception cref="Catalogue.CatalogueException">The catalogue cannot be read, or what an entry names is not on this machine.</exception>
    public static IReadOnlyList<string> Find(string catalogue, string words)
    {
        var paths = Choices(catalogue, words).SelectMany(Files).Distinct(StringComparer.Ordinal).ToList();
        return paths.Count > 0 ? paths : throw new ArgumentException($"The catalogue {catalogue} has nothing under '{words}'.", nameof(words));
    }

    /// <summary>The files that are there now, of the entries that a search finds now; what is not there yet is left out.</summary>
    internal static IReadOnlyList<string> FindNow(string catalogue, string words)
    {
        var paths = new List<string>();
        foreach (var choice in Choices(catalogue, words))
        {
            try
            {
                paths.AddRange(Files(choice));
            }
            catch (CatalogueException)
            {
                // Not there yet; and what is wrong with an entry, `isopleth check` tells.
            }
        }

        var twice = paths.Distinct(StringComparer.Ordinal).GroupBy(path => Path.GetFileName(path), StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? paths : throw new ArgumentException($"The catalogue {catalogue} has two granules named '{twice.Key}' under '{words}' ({string.Join(", ", twice)}); their products would have the same name. Search for words that only one of them has.", nameof(words));
    }

    private static IReadOnlyList<string> Files((CatalogueEntry Entry, Dictionary<string, object?> Parameters) choice) => choice.Entry.Resolve(choice.Parameters).LocalFiles("urlpath");

    /// <summary>What a search finds, with every value of an entry's choice where it has one.</summary>
    private static IEnumerable<(CatalogueEntry Entry, Dictionary<string, object?> Parameters)> Choices(string catalogue, string words)
    {
        foreach (var entry in Catalogue.Catalogue.Load(catalogue).Find(words).Select(match => match.Entry))
        {
            var choice = entry.Parameters.FirstOrDefault(p => p.Allowed is { Count: > 1 });
            foreach (var value in choice?.Allowed ?? [null])
            {
                yield return (entry, choice is null ? [] : new(StringComparer.Ordinal) { [choice.Name] = value });
            }
        }
    }
}
