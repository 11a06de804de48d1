using System.Globalization;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting.TabularData;

namespace Isopleth.Kernel.Display;

/// <summary>Writes a sequence of records as a table of text. Source: RFC 4180.</summary>
internal static class CsvText
{
    /// <summary>A sequence of records, or one record.</summary>
    /// <param name="value">Records, dictionaries of names and values, or plain values, which stand in a column <c>value</c>.</param>
    public static string Of(object? value)
    {
        IEnumerable<object?> items = value is System.Collections.IEnumerable sequence and not string && ValueShape.Of(value.GetType()).Kind != ShapeKind.Dictionary ? sequence.Cast<object?>() : [value];
        var rows = items.Select(static item => TabularDataResourceExtensions.Fields(item)).ToList();
        var columns = rows.SelectMany(static row => row.Select(static field => field.Key)).Distinct(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        Line(text, columns);
        foreach (var row in rows)
        {
            var fields = row.ToDictionary(static field => field.Key, static field => field.Value, StringComparer.Ordinal);
            Line(text, columns.Select(column => fields.GetValueOrDefault(column)));
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<object?> fields) => text.AppendJoin(',', fields.Select(Field)).Append("\r\n");

    private static string Field(object? value)
    {
        var text = value switch
        {
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("o", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value?.ToString() ?? "",
        };
        return text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
