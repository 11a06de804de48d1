using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Jupyter.Notebooks;

/// <summary>Writes a notebook's JSON exactly as nbformat does, so that a file changes only where the notebook does:
/// keys sorted, one space of indent, texts as lists of lines, nothing escaped but what JSON demands, a line end at the end.</summary>
internal sealed class NotebookWriter
{
    private readonly StringBuilder _text = new();

    private NotebookWriter()
    {
    }

    public static string Write(JsonObject notebook)
    {
        var writer = new NotebookWriter();
        writer.WriteObject(notebook, NotebookPlace.Notebook, 0);
        writer._text.Append('\n');
        return writer._text.ToString();
    }

    private void WriteNode(JsonNode? node, NotebookPlace place, int depth)
    {
        switch (node)
        {
            case null:
                _text.Append("null");
                break;
            case JsonObject child:
                WriteObject(child, place, depth);
                break;
            case JsonArray array:
                WriteList(array, depth, element => WriteNode(element, NotebookLayout.Element(place), depth + 1));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                WriteString(value.GetValue<string>());
                break;
            case JsonValue value when value.TryGetValue<JsonElement>(out var read):
                // A number or a truth value as it was read: an output may hold a million of them.
                _text.Append(read.GetRawText());
                break;
            default:
                _text.Append(node.ToJsonString());
                break;
        }
    }

    private void WriteObject(JsonObject node, NotebookPlace place, int depth)
    {
        if (node.Count == 0)
        {
            _text.Append("{}");
            return;
        }

        var separator = '{';
        foreach (var (key, child) in node.OrderBy(member => member.Key, StringComparer.Ordinal))
        {
            _text.Append(separator);
            BreakLine(depth + 1);
            WriteString(key);
            _text.Append(": ");
            var childPlace = NotebookLayout.Member(place, node, key);
            if (childPlace == NotebookPlace.Lines && NotebookLayout.IsSplit(place, key) && child is JsonValue value && value.TryGetValue<string>(out var lines))
            {
                WriteList(NotebookLayout.SplitLines(lines), depth + 1, WriteString);
            }
            else
            {
                WriteNode(child, childPlace, depth + 1);
            }

            separator = ',';
        }

        BreakLine(depth);
        _text.Append('}');
    }

    private void WriteList<T>(IEnumerable<T> elements, int depth, Action<T> write)
    {
        var separator = '[';
        foreach (var element in elements)
        {
            _text.Append(separator);
            BreakLine(depth + 1);
            write(element);
            separator = ',';
        }

        if (separator == '[')
        {
            _text.Append("[]");
            return;
        }

        BreakLine(depth);
        _text.Append(']');
    }

    private void BreakLine(int depth) => _text.Append('\n').Append(' ', depth);

    private void WriteString(string value)
    {
        _text.Append('"');
        var start = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
                continue;
            }

            if (c >= ' ' && c is not ('"' or '\\') && !char.IsSurrogate(c))
            {
                continue;
            }

            _text.Append(value, start, i - start).Append('\\');
            _ = c switch
            {
                '"' or '\\' => _text.Append(c),
                '\n' => _text.Append('n'),
                '\r' => _text.Append('r'),
                '\t' => _text.Append('t'),
                '\f' => _text.Append('f'),
                '\b' => _text.Append('b'),
                _ => _text.Append(CultureInfo.InvariantCulture, $"u{(int)c:x4}"),
            };
            start = i + 1;
        }

        _text.Append(value, start, value.Length - start).Append('"');
    }
}
