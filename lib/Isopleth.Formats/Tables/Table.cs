using System.Globalization;
using System.Net;
using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Named columns of one length: the answer of a query, the rows of a Parquet file, the observations of a spreadsheet.</summary>
public sealed class Table
{
    private readonly Dictionary<string, TableColumn> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A table of columns.</summary>
    /// <param name="columns">At least one column; all of one length, no name twice.</param>
    /// <exception cref="ArgumentException">There is no column, lengths differ, or a name is there twice (capitals do not count, as in SQL).</exception>
    public Table(params IEnumerable<TableColumn> columns)
    {
        Columns = [.. columns];
        if (Columns.Count == 0)
        {
            throw new ArgumentException("A table has at least one column.", nameof(columns));
        }

        foreach (var column in Columns)
        {
            if (column.Count != Columns[0].Count)
            {
                throw new ArgumentException($"Column '{column.Name}' has {column.Count} rows, column '{Columns[0].Name}' {Columns[0].Count}; they must agree.", nameof(columns));
            }

            if (!_byName.TryAdd(column.Name, column))
            {
                throw new ArgumentException($"There are two columns '{column.Name}'; name them differently (in SQL: AS).", nameof(columns));
            }
        }
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Columns[0].Count;

    /// <summary>A column by name; capitals do not count.</summary>
    /// <param name="name">The column's name.</param>
    /// <exception cref="ArgumentException">There is no such column; the message has those that there are.</exception>
    public TableColumn this[string name] => _byName.TryGetValue(name, out var column)
        ? column
        : throw new ArgumentException($"There is no column '{name}'; {Describe.Choices("the columns are", Columns.Select(c => c.Name), name)}", nameof(name));

    /// <summary>The variables of a data set that lie along one dimension, as columns: times are times, truths truths, missing times and truths NULL.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="withUnits">Whether units stand behind the names, for example <c>Depth [m]</c>.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">A variable lies along something else, or holds neither numbers nor texts.</exception>
    public static Table Of(Dataset data, bool withUnits = false)
    {
        var arrays = data.Coordinates.Values.Concat(data.Variables.Values).Where(a => a.Rank > 0).ToList();
        var other = arrays.Find(a => a.Rank != 1 || a.Dimensions[0] != arrays[0].Dimensions[0]);
        return other is not null
            ? throw new ArgumentException($"'{other.Name}' lies along ({string.Join(", ", other.Dimensions)}), '{arrays[0].Name}' along ({string.Join(", ", arrays[0].Dimensions)}); a table has one dimension. Select, stack or leave one out.", nameof(data))
            : new Table(arrays.Select(a => TableVariable.ToColumn(withUnits && a.Units is { Length: > 0 } unit && a.Variable.TimeUnits is null ? a.Rename($"{a.Name} [{unit}]") : a)));
    }

    /// <summary>The first rows as text, one line each.</summary>
    /// <returns>At most 20 rows.</returns>
    public override string ToString()
    {
        var text = new StringBuilder().AppendJoin('\t', Columns.Select(c => c.Name)).Append('\n');
        for (var row = 0; row < Math.Min(Count, 20); row++)
        {
            _ = text.AppendJoin('\t', Columns.Select(c => Show(c[row]))).Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Count} rows").ToString();
    }

    /// <summary>The first rows as an HTML table.</summary>
    /// <param name="rows">How many rows at most.</param>
    /// <param name="count">How many rows there are in all, where the table holds the first of them alone.</param>
    /// <returns>One <c>table</c> element; below it how many rows there are in all.</returns>
    public string ToHtml(int rows = 20, long? count = null)
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var column in Columns)
        {
            _ = html.Append(CultureInfo.InvariantCulture, $"<th title=\"{WebUtility.HtmlEncode(column.TypeName)}\">{WebUtility.HtmlEncode(column.Name)}</th>");
        }

        _ = html.Append("</tr></thead><tbody>");
        for (var row = 0; row < Math.Min(Count, rows); row++)
        {
            _ = html.Append("<tr>");
            foreach (var column in Columns)
            {
                _ = html.Append("<td>").Append(WebUtility.HtmlEncode(Show(column[row]))).Append("</td>");
            }

            _ = html.Append("</tr>");
        }

        return html.Append(CultureInfo.InvariantCulture, $"</tbody></table><p>{count ?? Count} rows</p>").ToString();
    }

    internal static string Show(object? value) => value switch
    {
        null => "",
        DateTime time => time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        byte[] bytes => $"{bytes.Length} bytes",
        object?[] list => $"[{string.Join(", ", list.Select(Show))}]",
        IReadOnlyDictionary<string, object?> fields => $"{{{string.Join(", ", fields.Select(f => $"{f.Key}: {Show(f.Value)}"))}}}",
        IReadOnlyDictionary<object, object?> map => $"{{{string.Join(", ", map.Select(f => $"{Show(f.Key)}: {Show(f.Value)}"))}}}",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
