using System.Text.Json.Nodes;

namespace Isopleth.Jupyter.Notebooks;

/// <summary>Where in a notebook's tree a node stands; this alone decides which texts the file holds as lists of lines.</summary>
internal enum NotebookPlace
{
    /// <summary>Free data: written as it is.</summary>
    Data,
    Notebook,
    Cells,
    Cell,
    Outputs,
    Output,

    /// <summary>A display or result's <c>data</c>, by MIME type.</summary>
    MimeBundle,

    /// <summary>A cell's attachments: MIME bundles by file name.</summary>
    Attachments,

    /// <summary>A text that the file holds as a list of lines, and memory as one string.</summary>
    Lines,
}

/// <summary>The multi-line form of nbformat 4: one string in memory, a list of lines in the file.</summary>
internal static class NotebookLayout
{
    /// <summary>The place of the member <paramref name="key"/> of an object.</summary>
    public static NotebookPlace Member(NotebookPlace place, JsonObject parent, string key) => (place, key) switch
    {
        (NotebookPlace.Notebook, "cells") => NotebookPlace.Cells,
        (NotebookPlace.Cell, "source") => NotebookPlace.Lines,
        (NotebookPlace.Cell, "outputs") => NotebookPlace.Outputs,
        (NotebookPlace.Cell, "attachments") => NotebookPlace.Attachments,
        (NotebookPlace.Output, "data") when OutputType(parent) is "execute_result" or "display_data" => NotebookPlace.MimeBundle,
        (NotebookPlace.Output, "text") when OutputType(parent) is "stream" => NotebookPlace.Lines,
        (NotebookPlace.Attachments, _) => NotebookPlace.MimeBundle,
        (NotebookPlace.MimeBundle, _) => IsJson(key) ? NotebookPlace.Data : NotebookPlace.Lines,
        _ => NotebookPlace.Data,
    };

    /// <summary>The place of an element of a list.</summary>
    public static NotebookPlace Element(NotebookPlace place) => place switch
    {
        NotebookPlace.Cells => NotebookPlace.Cell,
        NotebookPlace.Outputs => NotebookPlace.Output,
        _ => NotebookPlace.Data,
    };

    /// <summary>Whether a text of a MIME bundle is split when written; images and the like stay one string.</summary>
    public static bool IsSplit(NotebookPlace parent, string key) =>
        parent != NotebookPlace.MimeBundle
        || key.StartsWith("text/", StringComparison.Ordinal) || key is "application/javascript" or "image/svg+xml";

    /// <summary>Joins every list of lines below <paramref name="node"/> into one string.</summary>
    public static void Join(JsonNode? node, NotebookPlace place)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array)
            {
                Join(element, Element(place));
            }
        }
        else if (node is JsonObject parent && place != NotebookPlace.Data)
        {
            foreach (var (key, child) in parent.ToArray())
            {
                var childPlace = Member(place, parent, key);
                if (childPlace == NotebookPlace.Lines && child is JsonArray lines && lines.All(IsString))
                {
                    parent[key] = string.Concat(lines.Select(line => line!.GetValue<string>()));
                }
                else if (childPlace != NotebookPlace.Data)
                {
                    Join(child, childPlace);
                }
            }
        }
    }

    /// <summary>Splits a text after each line's end, at the line ends that Python's <c>splitlines</c> knows, as nbformat does.</summary>
    public static IEnumerable<string> SplitLines(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsLineEnd(text[i]) || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                continue;
            }

            yield return text[start..(i + 1)];
            start = i + 1;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static bool IsLineEnd(char c) => c is (>= '\n' and <= '\r') or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029';

    private static bool IsJson(string mime) =>
        mime == "application/json"
        || (mime.StartsWith("application/", StringComparison.Ordinal) && mime.EndsWith("+json", StringComparison.Ordinal));

    private static bool IsString(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);

    private static string? OutputType(JsonObject output) => output["output_type"]?.GetValue<string>();
}
