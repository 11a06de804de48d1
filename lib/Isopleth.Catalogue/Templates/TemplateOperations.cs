using System.Globalization;

namespace Isopleth.Catalogue.Templates;

/// <summary>What operators, filters and methods do to values in a template, as jinja and Python do it.</summary>
internal static class TemplateOperations
{
    private static readonly string[] Filters = ["d", "default", "float", "format", "int", "join", "lower", "replace", "string", "trim", "upper"];
    private static readonly string[] TextMethods = ["format", "lower", "replace", "strip", "upper", "zfill"];
    private static readonly string[] DateMembers = ["year", "month", "day", "hour", "minute", "second", "strftime", "isoformat"];

    public static void RequireFilter(string name, string source)
    {
        if (!Filters.Contains(name))
        {
            throw new TemplateException($"The template '{source}' uses the filter '{name}', which is not available.", $"Filters: {string.Join(", ", Filters)}.");
        }
    }

    public static object? Binary(string sign, object? left, object? right, string source)
    {
        if (sign == "~")
        {
            return PythonText.Of(left) + PythonText.Of(right);
        }

        if (sign == "%" && Defined(left) is string format)
        {
            return PythonText.Percent(format, right is object?[] several ? several : [Defined(right)]);
        }

        return (sign, Defined(left), Defined(right)) switch
        {
            ("+", string a, string b) => a + b,
            ("+", long a, long b) => a + b,
            ("-", long a, long b) => a - b,
            ("*", long a, long b) => a * b,
            ("//", long a, long b) when b != 0 => (long)Math.Floor((double)a / b),
            ("%", long a, long b) when b != 0 => ((a % b) + b) % b,
            ("+", var a, var b) when Numbers(a, b, out var x, out var y) => x + y,
            ("-", var a, var b) when Numbers(a, b, out var x, out var y) => x - y,
            ("*", var a, var b) when Numbers(a, b, out var x, out var y) => x * y,
            ("/", var a, var b) when Numbers(a, b, out var x, out var y) && y != 0 => x / y,
            ("//", var a, var b) when Numbers(a, b, out var x, out var y) && y != 0 => Math.Floor(x / y),
            var (_, a, b) => throw new TemplateException(
                $"The template '{source}' cannot compute {PythonText.Quoted(a)} {sign} {PythonText.Quoted(b)}.", "Use numbers, or ~ to join texts."),
        };
    }

    public static object? Filter(string name, object? value, object?[] arguments, string source) => name switch
    {
        "default" or "d" => value is Undefined || (arguments is [_, true] && value is null or "" or false) ? arguments.FirstOrDefault() ?? "" : value,
        "format" => PythonText.Percent(Text(value), arguments),
        "int" => Number(value, source) is var n ? (long)n : null,
        "float" => Number(value, source),
        "string" => PythonText.Of(value),
        "join" => string.Join(arguments is [string separator] ? separator : "", Defined(value) is object?[] list ? list.Select(PythonText.Of) : [PythonText.Of(value)]),
        "lower" => Text(value).ToLowerInvariant(),
        "upper" => Text(value).ToUpperInvariant(),
        "trim" => Text(value).Trim(),
        _ => arguments is [var old, var by] ? Text(value).Replace(Text(old), Text(by), StringComparison.Ordinal) : throw Misused(name, source),
    };

    public static object? Member(string name, object? value, object?[]? arguments, string source) => (Defined(value), name, arguments) switch
    {
        (DateTime time, "year", null) => (long)time.Year,
        (DateTime time, "month", null) => (long)time.Month,
        (DateTime time, "day", null) => (long)time.Day,
        (DateTime time, "hour", null) => (long)time.Hour,
        (DateTime time, "minute", null) => (long)time.Minute,
        (DateTime time, "second", null) => (long)time.Second,
        (DateTime time, "strftime", [string format]) => PythonText.Strftime(time, format),
        (DateTime time, "isoformat", []) => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        (string text, "format", not null) => PythonText.Braces(text, arguments),
        (string text, "lower", []) => text.ToLowerInvariant(),
        (string text, "upper", []) => text.ToUpperInvariant(),
        (string text, "strip", []) => text.Trim(),
        (string text, "zfill", [long width]) => text.PadLeft((int)width, '0'),
        (string text, "replace", [string old, string by]) => text.Replace(old, by, StringComparison.Ordinal),
        (CatalogueMetadata map, _, null) => map.TryGetValue(name, out var item) ? item : new Undefined(name, $"There is no '{name}'.", $"There is: {string.Join(", ", map.Keys)}."),
        (DateTime, _, _) => throw new TemplateException($"The template '{source}' asks a date for '{name}'.", $"A date has: {string.Join(", ", DateMembers)}."),
        (string, _, _) => throw new TemplateException($"The template '{source}' asks a text for '{name}'.", $"A text has: {string.Join(", ", TextMethods)}."),
        var (other, _, _) => throw new TemplateException($"The template '{source}' asks {PythonText.Quoted(other)} for '{name}'.", "Only dates, texts and mappings have members."),
    };

    public static object? Item(object? value, object?[] index, string source) => (Defined(value), index) switch
    {
        (object?[] list, [long at]) when at < list.Length && at >= -list.Length => list[at < 0 ? at + list.Length : at],
        (CatalogueMetadata map, [string key]) when map.TryGetValue(key, out var item) => item,
        _ => throw new TemplateException($"The template '{source}' asks for an item that is not there.", "Use an index within the list, or a key of the mapping."),
    };

    internal static object? Defined(object? value) => value is Undefined missing ? throw new TemplateException(missing.Reason, missing.Hint) : value;

    private static string Text(object? value) => PythonText.Of(value);

    private static double Number(object? value, string source) =>
        Defined(value) switch
        {
            long n => n,
            double x => x,
            bool truth => truth ? 1 : 0,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var x) => x,
            var other => throw new TemplateException($"The template '{source}' needs a number, not {PythonText.Quoted(other)}.", "Give the parameter a number."),
        };

    private static bool Numbers(object? a, object? b, out double x, out double y)
    {
        (x, y) = (a switch { long n => n, double d => d, _ => double.NaN }, b switch { long n => n, double d => d, _ => double.NaN });
        return a is long or double && b is long or double;
    }

    private static TemplateException Misused(string name, string source) =>
        new($"The template '{source}' gives the filter '{name}' the wrong arguments.", "replace takes the old and the new text.");
}
