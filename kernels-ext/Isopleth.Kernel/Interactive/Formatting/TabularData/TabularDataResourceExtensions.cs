using Isopleth.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting.TabularData;

/// <summary>Makes tables of what has rows.</summary>
public static class TabularDataResourceExtensions
{
    /// <summary>A sequence of records as a table.</summary>
    /// <typeparam name="T">The record's type: one with members, or a dictionary of names and values.</typeparam>
    /// <param name="source">The records.</param>
    /// <returns>The table.</returns>
    public static TabularDataResource ToTabularDataResource<T>(this IEnumerable<T> source)
    {
        List<IReadOnlyList<KeyValuePair<string, object?>>> rows = [.. source.Select(static item => Fields(item))];
        var schema = new TableSchema();
        foreach (var field in rows.SelectMany(static row => row).GroupBy(static field => field.Key, StringComparer.Ordinal))
        {
            schema.Fields.Add(new(field.Key, TypeOf(field.FirstOrDefault(static f => f.Value is not null).Value)));
        }

        return new(schema, rows);
    }

    /// <summary>The names and values of a record; of a plain value, itself under the name <c>value</c>.</summary>
    internal static IReadOnlyList<KeyValuePair<string, object?>> Fields(object? item) => item switch
    {
        null => [],
        IEnumerable<KeyValuePair<string, object?>> pairs => [.. pairs],
        _ when ValueShape.Of(item.GetType()) is { Kind: ShapeKind.Object } shape => [.. shape.Members.Select(m => KeyValuePair.Create(m.Name, m.Read(item)))],
        _ => [KeyValuePair.Create<string, object?>("value", item)],
    };

    private static TableSchemaFieldType TypeOf(object? value) => value switch
    {
        bool => TableSchemaFieldType.Boolean,
        sbyte or byte or short or ushort or int or uint or long or ulong => TableSchemaFieldType.Integer,
        float or double or decimal => TableSchemaFieldType.Number,
        DateTime or DateTimeOffset => TableSchemaFieldType.DateTime,
        string => TableSchemaFieldType.String,
        _ => TableSchemaFieldType.Any,
    };
}
