using System.Collections;
using Isopleth.Catalogue.Display;

namespace Isopleth.Catalogue;

/// <summary>An entry that fits a search, and why.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Score">How well it fits [1]: the rarer a word and the more telling the place it was found in, the higher.</param>
/// <param name="Reasons">For each word that was found: the word and where, for example <c>sicily: keywords</c>.</param>
/// <param name="Missing">The words of the search that were found nowhere in the entry.</param>
public sealed record CatalogueMatch(CatalogueEntry Entry, double Score, IReadOnlyList<string> Reasons, IReadOnlyList<string> Missing);

/// <summary>What a search found, best first.</summary>
public sealed class CatalogueMatches : IReadOnlyList<CatalogueMatch>
{
    private readonly IReadOnlyList<CatalogueMatch> _matches;

    internal CatalogueMatches(string text, IReadOnlyList<CatalogueMatch> matches) => (SearchText, _matches) = (text, matches);

    /// <summary>What was searched for.</summary>
    public string SearchText { get; }

    /// <inheritdoc/>
    public int Count => _matches.Count;

    /// <inheritdoc/>
    public CatalogueMatch this[int index] => _matches[index];

    /// <inheritdoc/>
    public IEnumerator<CatalogueMatch> GetEnumerator() => _matches.GetEnumerator();

    /// <summary>The entries found with their reasons, one a line.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => MatchesDisplay.Text(this);

    /// <summary>The entries found, for a notebook's output.</summary>
    /// <returns>An HTML fragment.</returns>
    public string ToHtml() => MatchesDisplay.Html(this);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
