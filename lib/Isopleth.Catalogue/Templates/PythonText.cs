using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Isopleth.Catalogue.Templates;

/// <summary>Values written as Python writes them, which is what file names in catalogues were made with.</summary>
internal static partial class PythonText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Python's <c>str(value)</c>.</summary>
    public static string Of(object? value) => TemplateOperations.Defined(value) switch
    {
        null => "None",
        string text => text,
        true => "True",
        false => "False",
        double x => Real(x),
        DateTime time => time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", Culture),
        object?[] list => "[" + string.Join(", ", list.Select(Quoted)) + "]",
        CatalogueMetadata map => "{" + string.Join(", ", map.Select(p => $"'{p.Key}': {Quoted(p.Value)}")) + "}",
        var other => Convert.ToString(other, Culture)!,
    };

    /// <summary>Python's <c>repr(value)</c>: as <see cref="Of"/>, with text in quotes.</summary>
    public static string Quoted(object? value) => value is string text ? $"'{text}'" : Of(value);

    /// <summary>Python's <c>format % values</c>.</summary>
    public static string Percent(string format, object?[] values)
    {
        var next = 0;
        return PercentField().Replace(format, field =>
        {
            var kind = field.Groups["kind"].ValueSpan[0];
            if (kind == '%')
            {
                return "%";
            }

            var value = next < values.Length ? values[next++] : throw TooFew(format);
            var flags = field.Groups["flags"].Value;
            var width = field.Groups["width"].Value;
            var align = flags.Contains('-', StringComparison.Ordinal) ? "<" : ">";
            var sign = flags.Contains('+', StringComparison.Ordinal) ? "+" : "";
            var zero = flags.Contains('0', StringComparison.Ordinal) && align == ">" ? "0" : "";
            var type = kind is 's' or 'r' ? "" : kind is 'i' or 'u' ? "d" : kind.ToString();
            return Spec(kind == 'r' ? Quoted(value) : kind == 's' ? Of(value) : value, $"{(zero.Length > 0 ? "" : align)}{sign}{zero}{width}{field.Groups["precision"].Value}{type}", format);
        });
    }

    /// <summary>Python's <c>format.format(*values)</c>.</summary>
    public static string Braces(string format, object?[] values)
    {
        var next = 0;
        return BraceField().Replace(format, field =>
        {
            if (field.Value is "{{" or "}}")
            {
                return field.Value[..1];
            }

            var index = field.Groups["index"].Length > 0 ? int.Parse(field.Groups["index"].ValueSpan, Culture) : next++;
            return index < values.Length ? Spec(values[index], field.Groups["spec"].Value, format) : throw TooFew(format);
        });
    }

    /// <summary>Python's <c>time.strftime(format)</c>, for the directives that file names use.</summary>
    public static string Strftime(DateTime time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            text.Append(format[++i] switch
            {
                'Y' => time.ToString("yyyy", Culture),
                'y' => time.ToString("yy", Culture),
                'm' => time.ToString("MM", Culture),
                'd' => time.ToString("dd", Culture),
                'H' => time.ToString("HH", Culture),
                'I' => time.ToString("hh", Culture),
                'M' => time.ToString("mm", Culture),
                'S' => time.ToString("ss", Culture),
                'f' => time.ToString("ffffff", Culture),
                'j' => time.DayOfYear.ToString("000", Culture),
                'b' => time.ToString("MMM", Culture),
                'B' => time.ToString("MMMM", Culture),
                'a' => time.ToString("ddd", Culture),
                'A' => time.ToString("dddd", Culture),
                'p' => time.ToString("tt", Culture),
                'F' => time.ToString("yyyy-MM-dd", Culture),
                'T' => time.ToString("HH:mm:ss", Culture),
                '%' => "%",
                var other => throw new TemplateException($"The date format '{format}' has the directive %{other}, which is not available.", "Directives: %Y %y %m %d %H %I %M %S %f %j %b %B %a %A %p %F %T %%."),
            });
        }

        return text.ToString();
    }

    private static string Spec(object? value, string spec, string format)
    {
        if (TemplateOperations.Defined(value) is DateTime time && spec.Contains('%', StringComparison.Ordinal))
        {
            return Strftime(time, spec);
        }

        var parts = SpecParts().Match(spec);
        if (!parts.Success)
        {
            throw new TemplateException($"The format '{spec}' in '{format}' is not understood.", "Use for example {:02d}, {:.3f} or {:>8}.");
        }

        var precision = parts.Groups["precision"].Length > 1 ? int.Parse(parts.Groups["precision"].ValueSpan[1..], Culture) : (int?)null;
        var body = Body(value, parts.Groups["type"].Value, precision, format);
        var numeric = value is long or double or bool;
        if (numeric && parts.Groups["sign"].Value == "+" && body[0] != '-')
        {
            body = "+" + body;
        }

        var width = parts.Groups["width"].Length > 0 ? int.Parse(parts.Groups["width"].ValueSpan, Culture) : 0;
        if (parts.Groups["zero"].Length > 0 && parts.Groups["align"].Length == 0)
        {
            var signed = body[0] is '-' or '+' ? body[..1] : "";
            return signed + body[signed.Length..].PadLeft(width - signed.Length, '0');
        }

        var fill = parts.Groups["fill"].Length > 0 ? parts.Groups["fill"].ValueSpan[0] : ' ';
        return (parts.Groups["align"].Value, numeric) switch
        {
            ("<", _) or ("", false) => body.PadRight(width, fill),
            ("^", _) => body.PadLeft(body.Length + Math.Max(0, (width - body.Length) / 2), fill).PadRight(width, fill),
            _ => body.PadLeft(width, fill),
        };
    }

    private static string Body(object? value, string type, int? precision, string format)
    {
        switch (type)
        {
            case "" or "s":
                var text = Of(value);
                return precision < text.Length && value is not (long or double) ? text[..precision.Value] : text;
            case "d" or "x" or "X" or "o" when value is long or double or bool:
                var whole = Convert.ToInt64(Math.Truncate(Convert.ToDouble(value, Culture)));
                return type == "d" ? whole.ToString(Culture) : type == "o" ? Convert.ToString(whole, 8) : whole.ToString(type, Culture);
            case "f" or "F" or "e" or "E" or "g" or "G" when value is long or double or bool:
                var number = Convert.ToDouble(value, Culture);
                var digits = precision ?? 6;
                return type switch
                {
                    "f" or "F" => number.ToString("F" + digits, Culture),
                    "g" or "G" => number.ToString("G" + Math.Max(1, digits), Culture),
                    _ => number.ToString($"{(digits > 0 ? "0." + new string('0', digits) : "0")}{type}+00", Culture),
                };
            default:
                throw new TemplateException(
                    $"The format '%{type}' in '{format}' needs a number, not {Quoted(value)}.",
                    "Declare the parameter as int or float, or convert it: {{ x | int }}.");
        }
    }

    private static string Real(double x)
    {
        if (double.IsNaN(x))
        {
            return "nan";
        }

        if (double.IsInfinity(x))
        {
            return x > 0 ? "inf" : "-inf";
        }

        var text = x.ToString("R", Culture);
        return text.Contains('E', StringComparison.Ordinal) ? text.Replace("E", "e", StringComparison.Ordinal) : text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static TemplateException TooFew(string format) => new($"The format '{format}' asks for more values than it is given.", "Give one value for each field.");

    [GeneratedRegex(@"%(?<flags>[-+ 0#]*)(?<width>\d*)(?<precision>(\.\d+)?)(?<kind>[diuoxXeEfFgGsr%])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PercentField();

    [GeneratedRegex(@"\{\{|\}\}|\{(?<index>\d*)(:(?<spec>[^{}]*))?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex BraceField();

    [GeneratedRegex(@"^(((?<fill>.)(?=[<>^]))?(?<align>[<>^]))?(?<sign>[-+ ]?)(?<zero>0?)(?<width>\d*)(?<precision>(\.\d+)?)(?<type>[a-zA-Z]?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SpecParts();
}
