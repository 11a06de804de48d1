using System.Globalization;
using System.Text.RegularExpressions;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Writes values as C#.</summary>
internal static partial class CSharpLiteral
{
    /// <summary>Writes a value as an expression of a type.</summary>
    /// <exception cref="FormatException">The value is none of that type; the message says what would be.</exception>
    public static string Write(ParameterValue value, CSharpType type) => (type.Name, value) switch
    {
        ("object", not NullValue) => Write(value, CSharpType.Of(value)),
        ("string", not NullValue) when Text(value) is { } text => QuotedText.Write(text),
        (_, NullValue) => type.IsValueType ? throw Mismatch(value, type, $"it takes no null; declare it {type.Text}? in the parameters cell") : "null",
        ("bool", _) => Boolean(value) ?? throw Mismatch(value, type, "true or false was expected"),
        ("char", _) => Text(value) is { Length: 1 } single ? $"'{(single == "'" ? @"\'" : QuotedText.Write(single)[1..^1])}'" : throw Mismatch(value, type, "one character was expected"),
        ("double" or "float" or "decimal", _) => Real(value, type),
        ("BigInteger", IntegerValue whole) => $"System.Numerics.BigInteger.Parse(\"{whole.Value.ToString(CultureInfo.InvariantCulture)}\")",
        ("[]", ListValue list) => type.Rank == 1 ? $"new {type.Text} {Braces(list, type.Arguments[0])}" : $"new {type.Text} {Nested(list, type, type.Rank)}",
        ("()", ListValue list) => Tuple(list, type),
        (_, ListValue list) when type.Arguments.Count == 1 => $"new {Concrete(type)} {Braces(list, type.Arguments[0])}",
        (_, MapValue map) when type.Arguments.Count == 2 => Dictionary(map, type),
        (_, TextValue { Value: var text }) when CSharpTemporal.TryWrite(text, type.Name, out var moment) => moment,
        ("DateTime" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Guid", _) => throw Mismatch(value, type, CSharpTemporal.Expected(type.Name)),
        ("Uri", TextValue uri) => $"new {type.Text}({QuotedText.Write(uri.Value)})",
        _ when CSharpType.Integers.ContainsKey(type.Name) => Integer(value, type),
        ("BigInteger", _) => throw Mismatch(value, type, "a whole number was expected"),
        ("[]" or "()", _) => throw Mismatch(value, type, "a list was expected, for example -y 'name: [1, 2]'"),
        _ when type.Arguments.Count == 1 => throw Mismatch(value, type, "a list was expected, for example -y 'name: [1, 2]'"),
        _ when type.Arguments.Count == 2 => throw Mismatch(value, type, "a dictionary was expected, for example -y 'name: {key: 1}'"),
        (_, TextValue { Value: var member }) when type.Arguments.Count == 0 && IdentifierPattern().IsMatch(member) => $"{type.Text}.{member}",
        _ => Write(value, CSharpType.Of(value)),
    };

    private static string? Text(ParameterValue value) => value switch
    {
        TextValue text => text.Value,
        BooleanValue or IntegerValue or RealValue => value.Written ?? value.ToJson()?.ToString(),
        _ => null,
    };

    private static string? Boolean(ParameterValue value) => value switch
    {
        BooleanValue { Value: var truth } => truth ? "true" : "false",
        TextValue { Value: "yes" or "Yes" or "YES" or "on" or "On" or "ON" } => "true",
        TextValue { Value: "no" or "No" or "NO" or "off" or "Off" or "OFF" } => "false",
        _ => null,
    };

    private static string Integer(ParameterValue value, CSharpType type)
    {
        var (least, greatest) = CSharpType.Integers[type.Name];
        var number = value switch
        {
            IntegerValue whole => whole.Value,
            RealValue { Value: var real } when double.IsInteger(real) => new System.Numerics.BigInteger(real),
            _ => throw Mismatch(value, type, "a whole number was expected"),
        };
        if (number < least || number > greatest)
        {
            throw Mismatch(value, type, $"a number from {least.ToString(CultureInfo.InvariantCulture)} to {greatest.ToString(CultureInfo.InvariantCulture)} was expected");
        }

        var suffix = type.Name switch { "uint" => "u", "long" => "L", "ulong" => "UL", _ => "" };
        return number.ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private static string Real(ParameterValue value, CSharpType type)
    {
        if (type.Name == "decimal")
        {
            return decimal.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                ? exact.ToString(CultureInfo.InvariantCulture) + "m"
                : throw Mismatch(value, type, "a finite number was expected");
        }

        var number = value switch
        {
            RealValue { Value: var real } => real,
            IntegerValue { Value: var whole } => (double)whole,
            _ => throw Mismatch(value, type, "a number was expected"),
        };
        var single = type.Name == "float";
        if (!double.IsFinite(single ? (float)number : number))
        {
            if (double.IsFinite(number))
            {
                throw Mismatch(value, type, "it is too large for one");
            }

            return $"{type.Name}.{(double.IsNaN(number) ? "NaN" : number > 0 ? "PositiveInfinity" : "NegativeInfinity")}";
        }

        if (single)
        {
            return ((float)number).ToString(CultureInfo.InvariantCulture) + "f";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    private static string Braces(ListValue list, CSharpType element) =>
        list.Items.Count == 0 ? "{ }" : $"{{ {string.Join(", ", list.Items.Select(item => Write(item, element)))} }}";

    // A rectangular array: braces within braces, every row of the same length.
    private static string Nested(ListValue list, CSharpType type, int rank)
    {
        if (rank == 1)
        {
            return Braces(list, type.Arguments[0]);
        }

        var rows = list.Items.OfType<ListValue>().ToList();
        return rows.Count == list.Items.Count && rows.Select(row => row.Items.Count).Distinct().Count() <= 1
            ? $"{{ {string.Join(", ", rows.Select(row => Nested(row, type, rank - 1)))} }}"
            : throw Mismatch(list, type, "a list of lists of equal length was expected");
    }

    private static string Tuple(ListValue list, CSharpType type) => list.Items.Count == type.Arguments.Count
        ? $"({string.Join(", ", list.Items.Zip(type.Arguments, Write))})"
        : throw Mismatch(list, type, $"a list of {type.Arguments.Count} values was expected");

    private static string Dictionary(MapValue map, CSharpType type)
    {
        var entries = map.Entries.Select(entry => $"[{Write(entry.Key, type.Arguments[0])}] = {Write(entry.Value, type.Arguments[1])}");
        return $"new {Concrete(type)} {(map.Entries.Count == 0 ? "{ }" : $"{{ {string.Join(", ", entries)} }}")}";
    }

    // What is made where an interface is declared.
    private static string Concrete(CSharpType type)
    {
        var arguments = type.Text[type.Text.IndexOf('<', StringComparison.Ordinal)..];
        return type.Name switch
        {
            "IEnumerable" or "ICollection" or "IReadOnlyCollection" or "IList" or "IReadOnlyList" => "List" + arguments,
            "ISet" or "IReadOnlySet" => "HashSet" + arguments,
            "IDictionary" or "IReadOnlyDictionary" => "Dictionary" + arguments,
            _ => type.Text,
        };
    }

    private static FormatException Mismatch(ParameterValue value, CSharpType type, string expected) =>
        new($"{value.Written ?? value.ToJson()?.ToJsonString() ?? "null"} is no {type.Text}: {expected}");

    [GeneratedRegex(@"^[A-Za-z_]\w*$")]
    private static partial Regex IdentifierPattern();
}
