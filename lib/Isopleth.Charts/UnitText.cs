using System.Text;

namespace Isopleth.Charts;

/// <summary>Titles and units as they are written and as they are printed.</summary>
internal static class UnitText
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    public static string Label(string title, string unit) => unit.Length == 0 || unit == "1" ? title : title.Length == 0 ? $"[{Print(unit)}]" : $"{title} [{Print(unit)}]";

    public static (string Title, string Unit) Split(string label)
    {
        var open = label.LastIndexOf('[');
        return open >= 0 && label.EndsWith(']') ? (label[..open].TrimEnd(), label[(open + 1)..^1].Trim()) : (label, "");
    }

    /// <summary>Raises the exponents of a CF unit: <c>mol m-2</c> becomes <c>mol m⁻²</c>.</summary>
    public static string Print(string unit)
    {
        var text = new StringBuilder(unit.Length);
        for (var i = 0; i < unit.Length; i++)
        {
            var exponent = i > 0 && char.IsAsciiLetter(unit[i - 1]) || (text.Length > 0 && Raised.Contains(text[^1]));
            if (exponent && unit[i] == '-' && i + 1 < unit.Length && char.IsAsciiDigit(unit[i + 1]))
            {
                _ = text.Append('⁻').Append(Raised[unit[++i] - '0']);
            }
            else
            {
                _ = text.Append(exponent && char.IsAsciiDigit(unit[i]) ? Raised[unit[i] - '0'] : unit[i]);
            }
        }

        return text.ToString();
    }

    /// <summary>A power of ten as a factor: <c>×10⁻⁵</c>.</summary>
    public static string PowerOfTen(int exponent)
    {
        var digits = Math.Abs(exponent).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return "10" + (exponent < 0 ? "⁻" : "") + string.Concat(digits.Select(d => Raised[d - '0']));
    }
}
