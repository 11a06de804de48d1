using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>A parameter's value as it was given, before a language writes it down.</summary>
public abstract partial record ParameterValue
{
    private protected ParameterValue()
    {
    }

    /// <summary>The words in which a scalar was given, which a parameter of type text keeps (<c>007</c>, <c>1e3</c>); null where it was made from a value.</summary>
    public string? Written { get; init; }

    /// <summary>The value as JSON; NaN and the infinities, which JSON does not have, become the texts <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.</summary>
    /// <returns>A node of no parent.</returns>
    public abstract JsonNode? ToJson();

    /// <summary>Reads a value as papermill's <c>-p</c> does: <c>True</c>, <c>False</c> and <c>None</c> (also <c>true</c>, <c>false</c>, <c>null</c>), whole and real numbers, else text.</summary>
    /// <param name="text">The value's text.</param>
    /// <returns>The value, which keeps the text as <see cref="Written"/>.</returns>
    public static ParameterValue Parse(string text)
    {
        var value = text switch
        {
            "True" or "true" => new BooleanValue(true),
            "False" or "false" => new BooleanValue(false),
            "None" or "null" => new NullValue(),
            _ => Number(text.Trim()) ?? new TextValue(text),
        };
        return value with { Written = text };
    }

    private static ParameterValue? Number(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (IntegerPattern().IsMatch(text))
        {
            return new IntegerValue(BigInteger.Parse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }

        if (RealPattern().IsMatch(text))
        {
            return new RealValue(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
        }

        return text.TrimStart('+', '-').ToUpperInvariant() switch
        {
            "NAN" => new RealValue(double.NaN),
            "INF" or "INFINITY" => new RealValue(text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity),
            _ => null,
        };
    }

    [GeneratedRegex(@"^[+-]?[0-9]+(_[0-9]+)*$")]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(@"^[+-]?([0-9]+(_[0-9]+)*\.?([0-9]+(_[0-9]+)*)?|\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+)?$")]
    private static partial Regex RealPattern();
}

/// <summary>No value.</summary>
public sealed record NullValue : ParameterValue
{
    /// <inheritdoc/>
    public override JsonNode? ToJson() => null;
}

/// <summary>A truth value.</summary>
/// <param name="Value">The value.</param>
public sealed record BooleanValue(bool Value) : ParameterValue
{
    /// <inheritdoc/>
    public override JsonNode ToJson() => JsonValue.Create(Value);
}

/// <summary>A whole number of any size.</summary>
/// <param name="Value">The number.</param>
public sealed record IntegerValue(BigInteger Value) : ParameterValue
{
    /// <inheritdoc/>
    public override JsonNode ToJson() => JsonNode.Parse(Value.ToString(CultureInfo.InvariantCulture))!;
}

/// <summary>A real number, NaN and the infinities among them.</summary>
/// <param name="Value">The number.</param>
public sealed record RealValue(double Value) : ParameterValue
{
    /// <inheritdoc/>
    public override JsonNode ToJson() =>
        double.IsFinite(Value) ? JsonValue.Create(Value) : JsonValue.Create(Value.ToString(CultureInfo.InvariantCulture));
}

/// <summary>A text.</summary>
/// <param name="Value">The text.</param>
public sealed record TextValue(string Value) : ParameterValue
{
    /// <inheritdoc/>
    public override JsonNode ToJson() => JsonValue.Create(Value);
}

/// <summary>A list of values, which may be of mixed kinds and nested.</summary>
/// <param name="Items">The values in order.</param>
public sealed record ListValue(IReadOnlyList<ParameterValue> Items) : ParameterValue
{
    /// <inheritdoc/>
    public override JsonNode ToJson() => new JsonArray([.. Items.Select(item => item.ToJson())]);
}

/// <summary>A dictionary, in the order given.</summary>
/// <param name="Entries">Keys, which are scalars, and their values.</param>
public sealed record MapValue(IReadOnlyList<KeyValuePair<ParameterValue, ParameterValue>> Entries) : ParameterValue
{
    /// <inheritdoc/>
    public override JsonNode ToJson()
    {
        var json = new JsonObject();
        foreach (var (key, value) in Entries)
        {
            json[key.Written ?? key.ToJson()?.ToString() ?? "null"] = value.ToJson();
        }

        return json;
    }
}
