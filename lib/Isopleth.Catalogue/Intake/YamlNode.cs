using System.Globalization;

namespace Isopleth.Catalogue.Intake;

/// <summary>One node of a YAML document with the place it stands at.</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What the node is, in words for a message: <c>the number 1</c>, <c>a list</c>, <c>a mapping</c>.</summary>
    public abstract string Describe();

    /// <summary>The node as plain objects: null, bool, long, double, string, <c>object?[]</c> or <see cref="CatalogueMetadata"/>.</summary>
    public abstract object? ToValue();
}

/// <summary>A scalar; only a plain (unquoted) one may be a number, a truth value or null.</summary>
internal sealed record YamlScalar(string Text, bool Plain, int Line, int Column) : YamlNode(Line, Column)
{
    public bool IsText => ToValue() is string;

    public override string Describe() => ToValue() switch
    {
        null => "empty",
        bool => $"the truth value {Text}",
        long or double => $"the number {Text}",
        _ => $"the text '{Text}'",
    };

    // The scalars that Python's YAML reader, and so intake, takes for something other than text.
    public override object? ToValue()
    {
        if (!Plain)
        {
            return Text;
        }

        switch (Text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON":
                return true;
            case "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF":
                return false;
            case ".nan" or ".NaN" or ".NAN":
                return double.NaN;
            case ".inf" or ".Inf" or ".INF" or "+.inf":
                return double.PositiveInfinity;
            case "-.inf" or "-.Inf" or "-.INF":
                return double.NegativeInfinity;
        }

        var digits = Text.Replace("_", "", StringComparison.Ordinal);
        if (digits.Length == 0 || (!char.IsAsciiDigit(digits[^1]) && digits[^1] != '.' && !digits.StartsWith("0x", StringComparison.Ordinal)))
        {
            return Text;
        }

        if (digits.StartsWith("0x", StringComparison.Ordinal))
        {
            return long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : Text;
        }

        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return integer;
        }

        const NumberStyles real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(digits, real, CultureInfo.InvariantCulture, out var number) ? number : Text;
    }
}

/// <summary>A sequence.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Describe() => Items.Count == 1 ? "a list of one item" : $"a list of {Items.Count} items";

    public override object? ToValue() => Items.Select(i => i.ToValue()).ToArray();
}

/// <summary>One key with its value.</summary>
internal sealed record YamlPair(YamlScalar Key, YamlNode Value);

/// <summary>A mapping. Keys that come twice are kept, so that only what uses them is at fault.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlPair> Pairs, int Line, int Column) : YamlNode(Line, Column)
{
    public YamlPair? Find(string key) => Pairs.FirstOrDefault(p => p.Key.Text == key);

    public override string Describe() => "a mapping";

    public override object? ToValue()
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in Pairs)
        {
            values.TryAdd(key.Text, value.ToValue());
        }

        return new CatalogueMetadata(values);
    }
}
