using System.Globalization;
using System.Text;

namespace Isopleth.Catalogue.Search;

/// <summary>Text as the words a search compares: lower case, no accents, one spelling, singular, formulas and abbreviations spelt out.</summary>
internal static class SearchWords
{
    private static readonly HashSet<string> Fillers = ["a", "all", "an", "and", "at", "by", "data", "dataset", "for", "from", "in", "is", "near", "of", "on", "or", "over", "the", "to", "with"];

    // Formulas, abbreviations and second names, each as the words it stands for.
    private static readonly Dictionary<string, string[]> Meanings = new(StringComparer.Ordinal)
    {
        ["so2"] = ["sulfur", "dioxide"],
        ["no2"] = ["nitrogen", "dioxide"],
        ["nox"] = ["nitrogen", "oxide"],
        ["hcho"] = ["formaldehyde"],
        ["ch4"] = ["methane"],
        ["xch4"] = ["methane"],
        ["co2"] = ["carbon", "dioxide"],
        ["o3"] = ["ozone"],
        ["o2"] = ["oxygen"],
        ["doxy"] = ["oxygen"],
        ["sst"] = ["sea", "surface", "temperature"],
        ["sss"] = ["sea", "surface", "salinity"],
        ["ssh"] = ["sea", "surface", "height"],
        ["psal"] = ["salinity"],
        ["chl"] = ["chlorophyll"],
        ["era5"] = ["reanalysis"],
        ["s5p"] = ["sentinel-5p", "tropomi"],
        ["sentinel5p"] = ["sentinel-5p", "tropomi"],
        ["sulphur"] = ["sulfur"],
        ["sulphurdioxide"] = ["sulfur", "dioxide"],
        ["sicilian"] = ["sicily"],
        ["italian"] = ["italy"],
        ["volcanic"] = ["volcano"],
        ["volcanoes"] = ["volcano"],
        ["oceanic"] = ["ocean"],
        ["colour"] = ["color"],
    };

    /// <summary>The words of a text, in order, without fillers; each formula with what it stands for.</summary>
    public static IEnumerable<string> Of(string text) => Raw(text).Where(w => !Fillers.Contains(w)).SelectMany(Spell);

    /// <summary>The words a searched word stands for: itself, or its meaning.</summary>
    public static IReadOnlyList<string> Query(string word) => Meanings.TryGetValue(word, out var meaning) ? meaning : [Singular(word)];

    /// <summary>The words of a search, as typed but for case and accents.</summary>
    public static IEnumerable<string> Raw(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text.ToLowerInvariant().Normalize(NormalizationForm.FormD).Append(' '))
        {
            if (char.IsLetterOrDigit(c) || (c == '-' && word.Length > 0))
            {
                word.Append(c);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                yield return word.ToString().TrimEnd('-');
                word.Clear();
            }
        }
    }

    public static bool IsFiller(string word) => Fillers.Contains(word);

    private static IEnumerable<string> Spell(string word) => Meanings.TryGetValue(word, out var meaning) ? meaning.Prepend(word) : [Singular(word)];

    private static string Singular(string word) => word switch
    {
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 3 } when word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i') => word[..^1],
        _ => word,
    };
}
