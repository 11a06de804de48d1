using System.Collections;
using System.Globalization;
using Isopleth.Catalogue.Templates;

namespace Isopleth.Catalogue;

/// <summary>Turns what a caller gives, or a file says, into a value of a parameter's type.</summary>
internal static class ParameterValue
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static bool TryConvert(ParameterType type, object? given, out object? value)
    {
        var plain = Plain(given);
        value = type switch
        {
            ParameterType.Str => plain is null or object?[] or CatalogueMetadata ? null : plain is bool truth ? (truth ? "true" : "false") : PythonText.Of(plain),
            ParameterType.Int => Whole(plain),
            ParameterType.Float => Number(plain),
            ParameterType.Bool => Truth(plain),
            ParameterType.Datetime => Instant(plain),
            ParameterType.List or ParameterType.MList or ParameterType.Tuple => plain as object?[],
            ParameterType.Dict => plain as CatalogueMetadata,
            _ => plain,
        };
        return value is not null || type == ParameterType.Other;
    }

    /// <summary>An example of what may be given, for a message.</summary>
    public static string Expected(ParameterType type) => type switch
    {
        ParameterType.Str => "text",
        ParameterType.Int => "a whole number",
        ParameterType.Float => "a number",
        ParameterType.Bool => "true or false",
        ParameterType.Datetime => "a date and time, for example 2021-04-01T12:00:00Z",
        ParameterType.Dict => "a dictionary with text keys",
        ParameterType.Other => "anything",
        _ => "a list",
    };

    public static int Compare(object? a, object? b) => (a, b) switch
    {
        (long x, long y) => x.CompareTo(y),
        (double x, double y) => x.CompareTo(y),
        (DateTime x, DateTime y) => x.CompareTo(y),
        _ => string.CompareOrdinal(PythonText.Of(a), PythonText.Of(b)),
    };

    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (object?[] x, object?[] y) => x.Length == y.Length && x.Zip(y).All(p => Same(p.First, p.Second)),
        (CatalogueMetadata x, CatalogueMetadata y) => x.Count == y.Count && x.All(p => y.TryGetValue(p.Key, out var other) && Same(p.Value, other)),
        _ => Equals(a, b),
    };

    private static object? Plain(object? given) => given switch
    {
        null or string or bool or long or double or DateTime or CatalogueMetadata => given,
        float or decimal or Half => Convert.ToDouble(given, Culture),
        DateTimeOffset time => time.UtcDateTime,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        Enum or char or Guid or Uri => given.ToString(),
        IDictionary map => new CatalogueMetadata(map.Keys.Cast<object>().ToDictionary(k => Convert.ToString(k, Culture)!, k => Plain(map[k]), StringComparer.Ordinal)),
        IEnumerable list => list.Cast<object?>().Select(Plain).ToArray(),
        IConvertible number => Convert.ToInt64(number, Culture),
        _ => given.ToString(),
    };

    private static object? Whole(object? value) => value switch
    {
        long => value,
        double x when Math.Floor(x) == x && Math.Abs(x) < 9e15 => (long)x,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var n) => n,
        _ => null,
    };

    private static object? Number(object? value) => value switch
    {
        double => value,
        long n => (double)n,
        string text when double.TryParse(text, NumberStyles.Float, Culture, out var x) => x,
        _ => null,
    };

    private static object? Truth(object? value) => value switch
    {
        bool => value,
        0L => false,
        1L => true,
        string text when text.ToLowerInvariant() is "true" or "yes" or "on" or "1" => true,
        string text when text.ToLowerInvariant() is "false" or "no" or "off" or "0" => false,
        _ => null,
    };

    private static object? Instant(object? value)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return value switch
        {
            DateTime time => time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc),
            long n => Instant(n.ToString(Culture)),
            string text when DateTime.TryParseExact(text, ["yyyyMMdd", "yyyyMM", "yyyy"], Culture, utc, out var day) => day,
            string text when DateTime.TryParse(text, Culture, utc, out var time) => time,
            _ => null,
        };
    }
}
