using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>A C# type's name, taken apart as far as a literal of it needs.</summary>
/// <param name="Text">The type as it is written, without a final <c>?</c>.</param>
/// <param name="Name">The bare name: <c>List</c> of <c>System.Collections.Generic.List&lt;int&gt;</c>, <c>[]</c> for arrays, <c>()</c> for tuples.</param>
/// <param name="Arguments">Type arguments, an array's element type, or a tuple's element types.</param>
internal sealed partial record CSharpType(string Text, string Name, IReadOnlyList<CSharpType> Arguments)
{
    /// <summary>The type that a literal of any kind fits.</summary>
    public static readonly CSharpType Object = new("object", "object", []);

    // What an empty list holds: nothing yet, so any type agrees with it.
    private static readonly CSharpType Nothing = new("object", "", []);

    public bool IsNullable { get; init; }

    /// <summary>An array's number of dimensions.</summary>
    public int Rank { get; init; }

    /// <summary>Whether the type, so far as its name tells, can hold no null.</summary>
    public bool IsValueType => !IsNullable
        && (Name is "bool" or "char" or "double" or "float" or "decimal" or "BigInteger" or "DateTime" or "DateTimeOffset" or "DateOnly" or "TimeOnly" or "TimeSpan" or "Guid" or "()"
            || Integers.ContainsKey(Name));

    /// <summary>The whole-number types: their bounds.</summary>
    public static IReadOnlyDictionary<string, (BigInteger Least, BigInteger Greatest)> Integers { get; } = new Dictionary<string, (BigInteger, BigInteger)>(StringComparer.Ordinal)
    {
        ["sbyte"] = (sbyte.MinValue, sbyte.MaxValue),
        ["byte"] = (byte.MinValue, byte.MaxValue),
        ["short"] = (short.MinValue, short.MaxValue),
        ["ushort"] = (ushort.MinValue, ushort.MaxValue),
        ["int"] = (int.MinValue, int.MaxValue),
        ["uint"] = (uint.MinValue, uint.MaxValue),
        ["long"] = (long.MinValue, long.MaxValue),
        ["ulong"] = (ulong.MinValue, ulong.MaxValue),
    };

    /// <summary>Takes a type's name apart.</summary>
    public static CSharpType Parse(string text)
    {
        text = text.Trim();
        if (text.EndsWith('?'))
        {
            return Parse(text[..^1]) with { IsNullable = true };
        }

        var bracket = TopLevel(text, '[').FirstOrDefault(-1);
        if (bracket > 0)
        {
            // The first pair of brackets is the outermost array: int[][,] is an array of int[,].
            var close = text.IndexOf(']', bracket);
            var element = Parse(text[..bracket] + text[(close + 1)..]);
            return new CSharpType(text, "[]", [element]) { Rank = close - bracket };
        }

        if (text.StartsWith('('))
        {
            var elements = Split(text[1..^1]).Select(element => TupleElementName().Replace(element.Trim(), "$1"));
            return new CSharpType(text, "()", [.. elements.Select(Parse)]);
        }

        var angle = text.IndexOf('<', StringComparison.Ordinal);
        var bare = angle < 0 ? text : text[..angle];
        var name = bare[(bare.LastIndexOfAny(['.', ':']) + 1)..].Trim();
        var arguments = angle < 0 ? [] : Split(text[(angle + 1)..^1]).Select(Parse).ToList();
        return name == "Nullable" ? arguments[0] with { IsNullable = true } : new CSharpType(text, Keyword(name), arguments);
    }

    /// <summary>The type of a literal whose declaration says <c>var</c>; null where the text does not tell.</summary>
    public static CSharpType? OfDefault(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (text[0] == '"' || text[0] is '@' or '$')
        {
            return Parse("string");
        }

        if (NumberPattern().Match(text) is { Success: true } number)
        {
            return Parse(OfNumber(number));
        }

        if (NewPattern().Match(text) is { Success: true } creation)
        {
            return Parse(ArraySize().Replace(creation.Groups["type"].Value, ""));
        }

        if (ImplicitArrayPattern().Match(text) is { Success: true } array)
        {
            var elements = Split(array.Groups["elements"].Value).Select(element => OfDefault(element.Trim())).ToList();
            var known = elements.OfType<CSharpType>().ToList();
            return known.Count == elements.Count ? ArrayOf(Common(known)) : null;
        }

        if (MemberPattern().Match(text) is { Success: true } member)
        {
            // A member of a type: of a number's or a date's, a known class's, or else an enumeration's.
            var type = Parse(member.Groups["type"].Value);
            return type.Name switch
            {
                "Math" => Parse("double"),
                "Environment" or "Path" => Parse("string"),
                _ => type.IsValueType || type.Name == "string" || !member.Groups["call"].Success ? type : null,
            };
        }

        return text is "true" or "false" ? Parse("bool") : text[0] == '\'' ? Parse("char") : null;
    }

    /// <summary>The type in which a value is written where nothing is declared.</summary>
    public static CSharpType Of(ParameterValue value) => value switch
    {
        BooleanValue => Parse("bool"),
        TextValue => Parse("string"),
        RealValue => Parse("double"),
        IntegerValue { Value: var number } => Parse(
            number >= int.MinValue && number <= int.MaxValue ? "int" : number >= long.MinValue && number <= long.MaxValue ? "long" : "System.Numerics.BigInteger"),
        ListValue { Items: [] } => ArrayOf(Nothing),
        ListValue list => ArrayOf(Common(list.Items)),
        MapValue { Entries: [] } => Dictionary(Parse("string"), Nothing),
        MapValue { Entries: var entries } => Dictionary(Common([.. entries.Select(entry => entry.Key)]), Common([.. entries.Select(entry => entry.Value)])),
        _ => Object,
    };

    private static CSharpType ArrayOf(CSharpType element) => new(ElementText(element) + "[]", "[]", [element]) { Rank = 1 };

    private static string ElementText(CSharpType type) => type.Text + (type.IsNullable ? "?" : "");

    private static CSharpType Dictionary(CSharpType key, CSharpType value) =>
        new($"Dictionary<{ElementText(key)}, {ElementText(value)}>", "Dictionary", [key, value]);

    private static CSharpType Common(IReadOnlyList<ParameterValue> values)
    {
        var types = values.Where(value => value is not NullValue).Select(Of).ToList();
        var common = Common(types);
        return types.Count < values.Count && common.IsValueType ? common with { IsNullable = true } : common;
    }

    private static CSharpType Common(List<CSharpType> types) => types.Count == 0 ? Object : types.Aggregate(Common);

    private static CSharpType Common(CSharpType a, CSharpType b) => (a.Name, b.Name) switch
    {
        ("", _) => b,
        (_, "") => a,
        ("[]", "[]") => ArrayOf(Common(a.Arguments[0], b.Arguments[0])),
        ("Dictionary", "Dictionary") => Dictionary(Common(a.Arguments[0], b.Arguments[0]), Common(a.Arguments[1], b.Arguments[1])),
        _ when a.Text == b.Text => a with { IsNullable = a.IsNullable || b.IsNullable },
        // Only where no digit is lost: a double holds every int, but not every long.
        ("int", "long" or "double" or "BigInteger") or ("long", "BigInteger") => b with { IsNullable = a.IsNullable || b.IsNullable },
        ("long" or "double" or "BigInteger", "int") or ("BigInteger", "long") => a with { IsNullable = a.IsNullable || b.IsNullable },
        _ => Object,
    };

    private static string OfNumber(Match number) => number.Groups["suffix"].Value.ToUpperInvariant() switch
    {
        "L" => "long",
        "U" => "uint",
        "UL" or "LU" => "ulong",
        "F" => "float",
        "M" => "decimal",
        "D" => "double",
        _ when number.Groups["real"].Success => "double",
        _ when number.Groups["hexadecimal"].Success => "int",
        _ => BigInteger.TryParse(number.Groups["whole"].Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole)
            && whole > int.MaxValue ? "long" : "int",
    };

    private static string Keyword(string name) => name switch
    {
        "String" => "string",
        "Boolean" => "bool",
        "Char" => "char",
        "Double" => "double",
        "Single" => "float",
        "Decimal" => "decimal",
        "Int16" => "short",
        "Int32" => "int",
        "Int64" => "long",
        "Byte" => "byte",
        "Object" or "dynamic" => "object",
        _ => name,
    };

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        foreach (var comma in TopLevel(text, ','))
        {
            yield return text[start..comma];
            start = comma + 1;
        }

        if (text.AsSpan(start).Trim().Length > 0)
        {
            yield return text[start..];
        }
    }

    // Where a character stands outside every pair of brackets and every quoted text.
    private static IEnumerable<int> TopLevel(string text, char wanted)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i = CSharpText.Next(text, i))
        {
            if (text[i] == wanted && depth == 0)
            {
                yield return i;
            }

            depth += text[i] switch { '<' or '(' or '{' or '[' => 1, '>' or ')' or '}' or ']' => -1, _ => 0 };
        }
    }

    [GeneratedRegex(@"^(.+?)\s+@?\w+$")]
    private static partial Regex TupleElementName();

    [GeneratedRegex(@"^-?\s*((?<hexadecimal>0[xXbB][0-9a-fA-F_]+)|(?<real>[\d_]*\.\d[\d_]*([eE][+-]?\d+)?|\d[\d_]*[eE][+-]?\d+)|(?<whole>\d[\d_]*))(?<suffix>[uUlLfFdDmM]*)$")]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^new\s+(?<type>[\w.:]+(\s*<[^({]*>)?\??(\[[^\]]*\])*)")]
    private static partial Regex NewPattern();

    [GeneratedRegex(@"(?<=\[)[^\],]+(?=\])")]
    private static partial Regex ArraySize();

    [GeneratedRegex(@"^new\s*\[\]\s*\{(?<elements>.*)\}$", RegexOptions.Singleline)]
    private static partial Regex ImplicitArrayPattern();

    [GeneratedRegex(@"^-?(?<type>[A-Za-z_][\w.]*)\.\w+(?<call>\s*\(.*\))?$", RegexOptions.Singleline)]
    private static partial Regex MemberPattern();
}
