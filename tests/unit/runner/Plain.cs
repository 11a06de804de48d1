using System.Collections;
using System.Globalization;
using System.Numerics;
using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.Tests.Runner;

/// <summary>One text for a value, whether it was given or evaluated: what must be equal when a literal is right.</summary>
internal static class Plain
{
    public static string Of(ParameterValue value) => value switch
    {
        NullValue => "null",
        BooleanValue truth => truth.Value ? "true" : "false",
        IntegerValue whole => whole.Value.ToString(CultureInfo.InvariantCulture),
        RealValue real => Number(real.Value),
        TextValue text => Text(text.Value),
        ListValue list => $"[{string.Join(",", list.Items.Select(Of))}]",
        MapValue map => $"{{{string.Join(",", map.Entries.Select(entry => Of(entry.Key) + ":" + Of(entry.Value)))}}}",
        _ => throw new NotSupportedException(),
    };

    public static string Of(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => Text(text),
        double real => Number(real),
        IDictionary map => $"{{{string.Join(",", map.Keys.Cast<object>().Select(key => Of(key) + ":" + Of(map[key])))}}}",
        IEnumerable list => $"[{string.Join(",", list.Cast<object?>().Select(Of))}]",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    // A whole number in a list of reals is written as a real, so 1 and 1.0 are the same here; -0.0 and 0 are not.
    private static string Number(double value) => double.IsInteger(value) && !(value == 0 && double.IsNegative(value))
        ? new BigInteger(value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(string text) => "\"" + string.Concat(text.Select(c => ((int)c).ToString("x4"))) + "\"";
}
