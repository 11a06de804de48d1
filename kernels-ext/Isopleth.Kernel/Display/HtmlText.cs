using System.Collections;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Isopleth.Kernel.Display;

/// <summary>Values as HTML: records as tables, nested values folded. Needs neither script nor style of its own, so that it outlives its kernel.</summary>
internal sealed class HtmlText
{
    private const int LongestHtml = 300_000;
    private const int LongestSummary = 60;
    private static readonly object Absent = new MimeContent(MimeTypes.Html, "");

    private readonly StringBuilder _html = new();

    private HtmlText()
    {
    }

    /// <summary>A value as HTML, or null where plain text says it as well.</summary>
    /// <param name="value">The value.</param>
    public static string? Of(object value)
    {
        var shape = ValueShape.Of(value.GetType());
        return shape.Kind switch
        {
            ShapeKind.Scalar or ShapeKind.Tuple or ShapeKind.Memory => null,
            ShapeKind.Exception when ((Exception)value).StackTrace is null => null,
            ShapeKind.Matrix when ((Array)value).Rank > 2 => null,
            ShapeKind.Task => PlainText.Outcome((Task)value) is { } outcome ? Of(outcome) : null,
            ShapeKind.Sequence when !((IEnumerable)value).Cast<object?>().Take(Formatter.ListExpansionLimit).Any(IsRow) => null,
            ShapeKind.Object when shape.Members.Count == 0 => null,
            _ => Fragment(value),
        };
    }

    /// <summary>A value as HTML.</summary>
    /// <param name="value">The value.</param>
    public static string Fragment(object? value)
    {
        var writer = new HtmlText();
        writer.Write(value, 0);
        return writer._html.ToString();
    }

    private void Write(object? value, int depth)
    {
        if (value is null)
        {
            Text(PlainText.Of(value));
            return;
        }

        if (Formatter.Registered(value, MimeTypes.Html) is { } registered)
        {
            _html.Append(registered);
            return;
        }

        if (value is IMimeBundle bundle && bundle.ToMimeBundle()[MimeTypes.Html] is { } own)
        {
            _html.Append(own.GetValue<string>());
            return;
        }

        if (depth >= Formatter.RecursionLimit || _html.Length > LongestHtml)
        {
            Text(PlainText.Of(value));
            return;
        }

        var shape = ValueShape.Of(value.GetType());
        switch (shape.Kind)
        {
            case ShapeKind.Dictionary:
                Table(["key", "value"], PlainText.Pairs((IEnumerable)value).Select(static p => new[] { p.Key, p.Value }), PlainText.CountOf((IEnumerable)value), depth);
                break;
            case ShapeKind.Matrix when ((Array)value).Rank == 2:
                Matrix((Array)value, depth);
                break;
            case ShapeKind.Task:
                Write(PlainText.Outcome((Task)value), depth);
                break;
            case ShapeKind.Exception when ((Exception)value).StackTrace is not null:
                _html.Append("<details><summary>");
                Text(PlainText.Of(value));
                _html.Append("</summary><pre>");
                Text(value.ToString()!);
                _html.Append("</pre></details>");
                break;
            case ShapeKind.Sequence when ((IEnumerable)value).Cast<object?>().Take(Formatter.ListExpansionLimit).Any(IsRow):
                Rows((IEnumerable)value, depth);
                break;
            case ShapeKind.Object when shape.Members.Count > 0 && (depth == 0 || !shape.SpeaksForItself):
                Object(value, shape, depth);
                break;
            default:
                Text(PlainText.Of(value));
                break;
        }
    }

    // Front ends set the cells of a table to the right, which is good for numbers alone.
    private static bool IsText(object? value) => value is not (null or Enum or Unreadable) && Type.GetTypeCode(value.GetType()) is TypeCode.Object or TypeCode.String && !ReferenceEquals(value, Absent);

    private static bool IsRow(object? item) => item is not null && IsRow(ValueShape.Of(item.GetType()), item);

    private static bool IsRow(ValueShape shape, object item) =>
        shape is { Kind: ShapeKind.Object, SpeaksForItself: false, Members.Count: > 0 }
        || (shape.Kind == ShapeKind.Tuple && ((ITuple)item).Length > 1)
        || (shape.Kind == ShapeKind.Dictionary && PlainText.Pairs((IEnumerable)item).All(static p => p.Key is string));

    /// <summary>A sequence of records: one row each, one column for every member that any of them has.</summary>
    private void Rows(IEnumerable sequence, int depth)
    {
        var items = sequence.Cast<object?>().Take(Formatter.ListExpansionLimit + 1).ToList();
        var columns = new List<string>();
        foreach (var item in items.Take(Formatter.ListExpansionLimit))
        {
            columns.AddRange(Fields(item).Select(static f => f.Name).Except(columns).ToList());
        }

        var rows = items.Select((item, index) =>
        {
            var fields = Fields(item).ToDictionary(static f => f.Name, static f => f.Value);
            return columns.Select(c => fields.TryGetValue(c, out var field) ? field : Absent).Prepend(index).ToArray();
        });
        Table(["", .. columns], rows, PlainText.CountOf(sequence), depth);
    }

    private static IEnumerable<(string Name, object? Value)> Fields(object? item)
    {
        if (item is null)
        {
            return [];
        }

        var shape = ValueShape.Of(item.GetType());
        return !IsRow(shape, item) ? [("value", item)]
            : shape.Kind == ShapeKind.Dictionary ? PlainText.Pairs((IEnumerable)item).Select(static p => ((string)p.Key!, p.Value))
            : item is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(i => ($"Item{i + 1}", tuple[i]))
            : shape.Members.Select(m => (m.Name, m.Read(item)));
    }

    private void Table(IReadOnlyList<string> header, IEnumerable<object?[]> rows, int? count, int depth)
    {
        var shown = rows.Take(Formatter.ListExpansionLimit + 1).ToList();
        _html.Append("<table><thead><tr>");
        for (var column = 0; column < header.Count; column++)
        {
            _html.Append(shown.Count > 0 && IsText(shown[0][column]) ? "<th style=\"text-align:left\">" : "<th>");
            Text(header[column]);
            _html.Append("</th>");
        }

        _html.Append("</tr></thead><tbody>");
        foreach (var row in shown.Take(Formatter.ListExpansionLimit))
        {
            Row(row, depth);
        }

        if (shown.Count > Formatter.ListExpansionLimit)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"{header.Count}\"><i>… ({(count is { } all ? $"{all - Formatter.ListExpansionLimit} more" : "more")})</i></td></tr>");
        }

        _html.Append("</tbody></table>");
    }

    private void Matrix(Array matrix, int depth)
    {
        var (rows, columns) = (matrix.GetLength(0), matrix.GetLength(1));
        var shown = Math.Min(columns, Formatter.ListExpansionLimit);
        var header = Enumerable.Range(0, shown).Select(static j => $"{j}").Prepend("");
        var values = Enumerable.Range(0, rows).Select(i => Enumerable.Range(0, shown).Select(j => matrix.GetValue(i, j)).Prepend(i));
        if (shown < columns)
        {
            header = header.Append($"… ({columns - shown} more)");
            values = values.Select(static row => row.Append("…"));
        }

        Table([.. header], values.Select(static row => row.ToArray()), rows, depth);
    }

    private void Object(object value, ValueShape shape, int depth)
    {
        _html.Append(depth == 0 ? "<details open><summary>" : "<details><summary>");
        Text(shape.SpeaksForItself ? PlainText.Of(value)
            : CSharpName.Of(value.GetType()) is { Length: > 0 } name ? name
            : PlainText.Of(value) is { Length: <= LongestSummary } whole ? whole
            : $"{{ {string.Join(", ", shape.Members.Select(static m => m.Name))} }}");
        _html.Append("</summary><table><tbody>");
        foreach (var member in shape.Members)
        {
            Row([new MimeContent(MimeTypes.Html, $"<b>{WebUtility.HtmlEncode(member.Name)}</b>"), member.Read(value)], depth);
        }

        _html.Append("</tbody></table></details>");
    }

    private void Row(IEnumerable<object?> cells, int depth)
    {
        _html.Append("<tr>");
        foreach (var cell in cells)
        {
            _html.Append(IsText(cell) ? "<td style=\"text-align:left\">" : "<td>");
            Write(cell, depth + 1);
            _html.Append("</td>");
        }

        _html.Append("</tr>");
    }

    private void Text(string text) => _html.Append(WebUtility.HtmlEncode(text));
}
