namespace Isopleth.Chains;

/// <summary>Granules by what a catalogue says of them.</summary>
public static class CatalogueGranules
{
    /// <summary>The files of the entries that a search finds, the best match first; of an entry with a choice of granules, all of them.</summary>
    /// <param name="catalogue">A catalogue's YAML file, or a folder of them.</param>
    /// <param name="words">What is searched for.</param>
    /// <returns>Paths.</returns>
    /// <exception cref="ArgumentException">Nothing is found.</exception>
    /// <exception cref="Catalogue.CatalogueException">The catalogue cannot be read, or what an entry names is not on this machine.</exception>
    public static IReadOnlyList<string> Find(string catalogue, string words)
    {
        var paths = new List<string>();
        foreach (var entry in Catalogue.Catalogue.Load(catalogue).Find(words).Select(match => match.Entry))
        {
            var choice = entry.Parameters.FirstOrDefault(p => p.Allowed is { Count: > 1 });
            foreach (var value in choice?.Allowed ?? [null])
            {
                using var data = choice is null ? entry.Open() : entry.Open((choice.Name, value));
                if (data.Source is { } path)
                {
                    paths.Add(path);
                }
            }
        }

        return paths.Count > 0 ? paths : throw new ArgumentException($"The catalogue {catalogue} has nothing under '{words}'.", nameof(words));
    }
}
