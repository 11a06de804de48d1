using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Magics;

/// <summary>C# variables that SQL names: sequences of records, arrays, tables and labelled arrays as views for one statement.</summary>
internal static partial class SqlVariables
{
    /// <summary>Registers the variables that a text names and that hold rows; a table of the database goes before a variable of its name.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="sql">The text.</param>
    /// <param name="variables">The variables.</param>
    /// <returns>The views that were made.</returns>
    public static List<string> Register(DuckDbConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> variables)
    {
        var named = Name().Matches(sql).Select(static m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value).ToHashSet(StringComparer.Ordinal);
        var views = new List<string>();
        foreach (var (name, value) in variables.Where(v => named.Contains(v.Name)))
        {
            if (value is not null && ToTable(value) is { } table && !Exists(connection, name))
            {
                connection.Register(name, table);
                views.Add(name);
            }
        }

        return views;
    }

    /// <summary>A value's rows as a table; null where it has none.</summary>
    /// <param name="value">The value.</param>
    public static Table? ToTable(object value) => value switch
    {
        Table table => table,
        string => null,
        DataArray array => OfArrays([.. array.Coordinates.Values, array]),
        Dataset dataset => OfArrays([.. dataset.Coordinates.Values, .. dataset.Variables.Values]),
        IEnumerable<KeyValuePair<string, Array>> columns => new(columns.Select(static c => Column(c.Key, c.Value))),
        IEnumerable rows when ElementOf(value.GetType()) is { } element => OfRows(element, rows),
        _ => null,
    };

    /// <summary>The columns that a value's rows have, told from its type; null where it has no rows.</summary>
    /// <param name="value">The value.</param>
    public static IReadOnlyList<string>? ColumnsOf(object? value) => value switch
    {
        Table table => [.. table.Columns.Select(static c => c.Name)],
        null or string => null,
        DataArray array => [.. array.Coordinates.Keys, array.Name],
        Dataset dataset => [.. dataset.Coordinates.Keys, .. dataset.Variables.Keys],
        IEnumerable<KeyValuePair<string, Array>> columns => [.. columns.Select(static c => c.Key)],
        IEnumerable when ElementOf(value.GetType()) is { } element => IsValue(element) ? ["value"] : [.. MembersOf(element).Select(static m => m.Name)],
        _ => null,
    };

    private static bool Exists(DuckDbConnection connection, string name) =>
        connection.Table("SELECT count(*) AS n FROM information_schema.tables WHERE lower(table_name) = lower(?)", name)["n"][0] is long and > 0;

    private static Type? ElementOf(Type type) =>
        type.GetInterfaces().Append(type).FirstOrDefault(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];

    private static Table? OfRows(Type element, IEnumerable sequence)
    {
        var rows = sequence.Cast<object?>().ToList();
        if (IsValue(element))
        {
            return new(Column("value", element, rows));
        }

        var members = MembersOf(element);
        return members.Count == 0 ? null : new(members.Select(m => Column(m.Name, m.Type, [.. rows.Select(row => row is null ? null : m.Read(row))])));
    }

    /// <summary>The members that become columns.</summary>
    private static List<(string Name, Type Type, Func<object?, object?> Read)> MembersOf(Type element) =>
    [
        .. element.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(static p => p.CanRead && p.GetIndexParameters().Length == 0)
            .Select(static p => (p.Name, Type: p.PropertyType, Read: (Func<object?, object?>)p.GetValue))
            .Concat(element.GetFields(BindingFlags.Instance | BindingFlags.Public).Select(static f => (f.Name, Type: f.FieldType, Read: (Func<object?, object?>)f.GetValue)))
            .Where(static m => IsValue(m.Type)),
    ];

    /// <summary>One row for each element of the largest array, with all that lies along its dimensions beside it.</summary>
    private static Table OfArrays(IReadOnlyList<DataArray> arrays)
    {
        var frame = arrays.MaxBy(static a => a.Rank)!;
        return new(arrays.DistinctBy(static a => a.Name).Where(a => a.Dimensions.All(frame.Dimensions.Contains)).Select(a => Column(a.Name, Spread(a, frame))));
    }

    private static Array Spread(DataArray array, DataArray frame)
    {
        Array values = array.ElementType == typeof(string) ? array.To<string>()
            : array.Units?.Contains(" since ", StringComparison.Ordinal) == true ? array.ToTimes()
            : Array.ConvertAll(array.ToDoubles(), static value => double.IsNaN(value) ? null : (double?)value);
        if (array.Dimensions.SequenceEqual(frame.Dimensions))
        {
            return values;
        }

        // What one step along each dimension of the frame is in the array.
        var steps = frame.Dimensions.Select(dimension => array.Dimensions.Index().Where(d => d.Item == dimension).Select(d => array.Shape[(d.Index + 1)..].Aggregate(1, static (a, b) => a * b)).FirstOrDefault()).ToArray();
        var spread = Array.CreateInstance(values.GetType().GetElementType()!, frame.Size);
        var index = new int[frame.Rank];
        for (var (i, at) = (0, 0); i < spread.Length; i++)
        {
            spread.SetValue(values.GetValue(at), i);
            for (var d = frame.Rank - 1; d >= 0; d--)
            {
                at += steps[d];
                if (++index[d] < frame.Shape[d])
                {
                    break;
                }

                at -= steps[d] * frame.Shape[d];
                index[d] = 0;
            }
        }

        return spread;
    }

    /// <summary>Whether DuckDB has a type for it.</summary>
    private static bool IsValue(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return (plain.IsPrimitive && plain != typeof(char) && plain != typeof(nint) && plain != typeof(nuint)) || plain.IsEnum
            || plain == typeof(string) || plain == typeof(decimal) || plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(DateOnly) || plain == typeof(TimeOnly) || plain == typeof(Guid);
    }

    private static TableColumn Column(string name, Type type, List<object?> values)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var (stored, convert) = plain.IsEnum ? (typeof(string), static value => value.ToString()!)
            : plain == typeof(DateTimeOffset) ? (typeof(DateTime?), static value => ((DateTimeOffset)value).UtcDateTime)
            : (values.Contains(null) && type.IsValueType ? typeof(Nullable<>).MakeGenericType(plain) : type, (Func<object, object>)(static value => value));
        var array = Array.CreateInstance(stored, values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            array.SetValue(values[i] is { } value ? convert(value) : null, i);
        }

        return Column(name, array);
    }

    private static TableColumn Column(string name, Array values) =>
        (TableColumn)typeof(TableColumn).GetMethod(nameof(TableColumn.Create))!.MakeGenericMethod(values.GetType().GetElementType()!).Invoke(null, [name, values])!;

    /// <summary>Words of the text that are outside of strings and comments.</summary>
    [GeneratedRegex("""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"([^"]+)"|\$?\b([A-Za-z_]\w*)\b""", RegexOptions.Singleline)]
    private static partial Regex Name();
}
