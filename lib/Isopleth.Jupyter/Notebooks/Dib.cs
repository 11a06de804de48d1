using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Jupyter.Notebooks;

/// <summary>The text form of .NET Interactive's notebooks: <c>#!meta</c> with a JSON object, then the cells, each after a line <c>#!language</c>.</summary>
/// <remarks>
/// It holds neither outputs nor tags. A cell stands between two empty lines; a line of a cell that reads as a separator is written with a space behind it,
/// which makes it none, and read without it. So texts and languages come back exactly as they were.
/// </remarks>
public static class Dib
{
    private const string Meta = "meta";
    private const string MarkdownType = "markdown";
    private const string RawType = "raw";
    private const string CSharp = "csharp";
    private const string Polyglot = "polyglot_notebook";

    // Languages that a file may name without its own #!meta; a name stands for the one that it is an alias of.
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        [Meta] = Meta, [MarkdownType] = MarkdownType, ["md"] = MarkdownType, [RawType] = RawType,
        [CSharp] = CSharp, ["c#"] = CSharp, ["C#"] = CSharp, ["cs"] = CSharp,
        ["fsharp"] = "fsharp", ["f#"] = "fsharp", ["F#"] = "fsharp", ["fs"] = "fsharp",
        ["pwsh"] = "pwsh", ["powershell"] = "pwsh", ["javascript"] = "javascript", ["js"] = "javascript",
        ["html"] = "html", ["mermaid"] = "mermaid", ["sql"] = "sql", ["kql"] = "kql", ["http"] = "http", ["httpRequest"] = "httpRequest", ["value"] = "value",
    };

    /// <summary>Whether a file's name is that of a <c>.dib</c>.</summary>
    /// <param name="path">The file.</param>
    /// <returns>True when it is.</returns>
    public static bool IsDib(string path) => Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a <c>.dib</c>.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <returns>A notebook of the C# kernel; code cells of other languages name theirs in their metadata.</returns>
    /// <exception cref="NotebookFormatException">What follows <c>#!meta</c> is no JSON object.</exception>
    public static Notebook Parse(string text, string source = "notebook")
    {
        ArgumentNullException.ThrowIfNull(text);
        var notebook = Notebook.Create(".net-csharp", ".NET (C#)", "C#");
        var languages = new Dictionary<string, string>(Known, StringComparer.Ordinal);
        var language = CSharp;
        var lines = new List<string>();
        var file = IsOfWindows(text) ? text.Replace("\r\n", "\n", StringComparison.Ordinal) : text;
        foreach (var line in file.Split('\n'))
        {
            if (Separates(line, languages))
            {
                End();
                language = languages[line[2..]];
            }
            else
            {
                lines.Add(line.EndsWith(' ') && Separates(line.TrimEnd(' '), languages) ? line[..^1] : line);
            }
        }

        End();
        return notebook;

        void End()
        {
            if (Content(lines) is not { } content)
            {
                // An empty line between two separators is no cell.
            }
            else if (language == Meta)
            {
                ReadMeta(content, source, notebook, languages);
            }
            else
            {
                notebook.Add(Create(language, content));
            }

            lines.Clear();
        }
    }

    /// <summary>Writes a notebook as a <c>.dib</c>: its cells' texts and languages, and what it says of its kernels.</summary>
    /// <param name="notebook">A notebook of .NET; outputs and tags are left out.</param>
    /// <returns>The text.</returns>
    /// <exception cref="NotebookFormatException">The notebook is of another language.</exception>
    public static string Write(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var first = Default(notebook);
        var cells = notebook.Cells.Select(cell => (Language: cell.IsCode ? cell.Language ?? first : cell.CellType, cell.Source)).ToList();
        var meta = notebook.Metadata[Polyglot]?.DeepClone() as JsonObject ?? [];
        var languages = new Dictionary<string, string>(Known, StringComparer.Ordinal);
        Enter(meta, languages);
        foreach (var (language, _) in cells.Where(cell => !languages.ContainsKey(cell.Language)).DistinctBy(static cell => cell.Language).ToList())
        {
            languages[language] = language;
            var info = meta["kernelInfo"] as JsonObject ?? (JsonObject)(meta["kernelInfo"] = new JsonObject { ["defaultKernelName"] = first });
            (info["items"] as JsonArray ?? (JsonArray)(info["items"] = new JsonArray())).Add((JsonNode)new JsonObject { ["name"] = language });
        }

        List<string> lines = meta.Count == 0 ? [] : ["#!" + Meta, "", meta.ToJsonString(), ""];
        foreach (var (language, source) in cells)
        {
            lines.AddRange(["#!" + language, "", .. source.Split('\n').Select(line => Separates(line.TrimEnd(' '), languages) ? line + " " : line), ""]);
        }

        return string.Join('\n', lines);
    }

    private static bool IsOfWindows(string text) => text.Contains("\r\n", StringComparison.Ordinal) && !text.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n', StringComparison.Ordinal);

    private static bool Separates(string line, Dictionary<string, string> languages) => line.StartsWith("#!", StringComparison.Ordinal) && languages.ContainsKey(line[2..]);

    /// <summary>What stands between two separators, without the one empty line at either end; null where that is nothing.</summary>
    private static string? Content(List<string> lines)
    {
        var (start, end) = (0, lines.Count);
        if (start < end && lines[start].Length == 0)
        {
            start++;
        }

        if (start < end && lines[end - 1].Length == 0)
        {
            end--;
        }

        return start == end ? null : string.Join('\n', lines[start..end]);
    }

    private static Cell Create(string language, string text)
    {
        switch (language)
        {
            case MarkdownType:
                return Cell.Markdown(text);
            case RawType:
                return Cell.Raw(text);
            default:
                var cell = Cell.Code(text);
                if (language != CSharp)
                {
                    cell.Language = language;
                }

                return cell;
        }
    }

    private static void ReadMeta(string json, string source, Notebook notebook, Dictionary<string, string> languages)
    {
        try
        {
            var meta = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("it is no object");
            notebook.Metadata[Polyglot] = meta;
            Enter(meta, languages);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new NotebookFormatException(source, "the lines below #!meta are no JSON object of kernels", "Correct them, or remove #!meta with them.", e);
        }
    }

    /// <summary>Takes up the languages that <c>#!meta</c> names.</summary>
    private static void Enter(JsonObject meta, Dictionary<string, string> languages)
    {
        foreach (var item in (meta["kernelInfo"]?["items"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (item["name"] is JsonValue named)
            {
                var name = named.GetValue<string>();
                languages.TryAdd(name, name);
                foreach (var alias in item["aliases"] as JsonArray ?? [])
                {
                    languages.TryAdd(alias!.GetValue<string>(), name);
                }
            }
        }
    }

    private static string Default(Notebook notebook) => notebook.DefaultCellLanguage
        ?? throw new NotebookFormatException("the notebook", $"it is of {notebook.Language}, and a .dib holds languages of .NET alone.", "Keep it as .ipynb.");
}
