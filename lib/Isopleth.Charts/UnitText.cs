using System.Globalization;
using System.Text.RegularExpressions;

namespace Isopleth.Charts;

/// <summary>Titles and units as they are written and as they are printed.</summary>
internal static partial class UnitText
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    public static string Label(string title, string unit) => unit.Length == 0 || unit == "1" ? title : title.Length == 0 ? $"[{Print(unit)}]" : $"{title} [{Print(unit)}]";

    public static (string Title, string Unit) Split(string label)
    {
        var open = label.LastIndexOf('[');
        return open >= 0 && label.EndsWith(']') ? (label[..open].TrimEnd(), label[(open + 1)..^1].Trim()) : (label, "");
    }

    /// <summary>Raises the exponents of a CF unit: <c>mol m-2</c> becomes <c>mol m⁻²</c>.</summary>
    public static string Print(string unit) => Exponent().Replace(unit, match => match.Groups[1].Value + Raise(match.Groups[2].Value));

    /// <summary>A power of ten: <c>10⁻⁵</c>.</summary>
    public static string PowerOfTen(int exponent) => "10" + Raise(exponent.ToString(CultureInfo.InvariantCulture));

    private static string Raise(string number) => string.Concat(number.Select(character => character == '-' ? '⁻' : Raised[character - '0']));

    /// <summary>A unit's symbol, which begins a word, and the number that ends it.</summary>
    [GeneratedRegex(@"(?<!\w)([A-Za-zµ]+)\^?(-?[0-9]+)(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Exponent();
}
