using System.Globalization;

namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Writes values as Python.</summary>
internal static class PythonLiteral
{
    public static string Write(ParameterValue value) => value switch
    {
        BooleanValue { Value: var truth } => truth ? "True" : "False",
        IntegerValue { Value: var whole } => whole.ToString(CultureInfo.InvariantCulture),
        RealValue { Value: var real } => Real(real),
        TextValue { Value: var text } => QuotedText.Write(text),
        ListValue { Items: var items } => $"[{string.Join(", ", items.Select(Write))}]",
        MapValue { Entries: var entries } => $"{{{string.Join(", ", entries.Select(entry => $"{Write(entry.Key)}: {Write(entry.Value)}"))}}}",
        _ => "None",
    };

    private static string Real(double value)
    {
        if (!double.IsFinite(value))
        {
            return $"float(\"{(double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf")}\")";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
