using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isopleth.Jupyter.Notebooks;

/// <summary>A Jupyter notebook of nbformat 4: loaded, changed and saved with everything in it that is unknown here kept.</summary>
/// <remarks>
/// Texts that the file holds as lists of lines are single strings in memory. A file is written exactly as nbformat writes it
/// (sorted keys, one space of indent, non-ASCII as it is), so that saving an unchanged notebook changes no line of a file that nbformat wrote.
/// Format: https://nbformat.readthedocs.io/en/latest/format_description.html
/// </remarks>
public sealed class Notebook
{
    // The first minor version whose cells have identities.
    private const int MinorWithIds = 5;
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 512, AllowDuplicateProperties = false };
    private readonly List<Cell> _cells;

    private Notebook(JsonObject root)
    {
        Root = root;
        _cells = [.. root["cells"]!.AsArray().Select(cell => new Cell(cell!.AsObject()))];
        AddMissingIds();
    }

    /// <summary>The whole notebook's JSON, with its texts as single strings; change its cells through <see cref="Insert"/> and <see cref="Remove"/>.</summary>
    public JsonObject Root { get; }

    /// <summary>The cells in order.</summary>
    public IReadOnlyList<Cell> Cells => _cells;

    /// <summary>The notebook's metadata.</summary>
    public JsonObject Metadata => Root["metadata"]!.AsObject();

    /// <summary>The format's minor version: 5 is nbformat 4.5.</summary>
    public int FormatMinor => Root["nbformat_minor"]!.GetValue<int>();

    /// <summary>The name of the kernel that the notebook asks for; null when it names none.</summary>
    public string? KernelName => Text(Metadata["kernelspec"], "name");

    /// <summary>The notebook's language as its kernel's specification or its last kernel recorded it; null when neither did.</summary>
    public string? Language => Text(Metadata["kernelspec"], "language") ?? Text(Metadata["language_info"], "name");

    /// <summary>The language of cells that name none, as .NET Interactive calls it; null where the notebook is of none of its languages.</summary>
    public string? DefaultCellLanguage => KernelName switch
    {
        ".net-fsharp" => "fsharp",
        ".net-powershell" or ".net-pwsh" => "pwsh",
        _ => Language switch
        {
            null or "C#" or "csharp" or "polyglot-notebook" => "csharp",
            "F#" or "fsharp" => "fsharp",
            "PowerShell" or "powershell" or "pwsh" => "pwsh",
            _ => null,
        },
    };

    /// <summary>Records for each code cell that names no language which one it is, as .NET Interactive does.</summary>
    /// <param name="language">The language.</param>
    public void NameLanguages(string language)
    {
        foreach (var cell in _cells.Where(static cell => cell.IsCode && cell.Language is null))
        {
            cell.Language = language;
        }
    }

    /// <summary>A new notebook of nbformat 4.5 without cells.</summary>
    /// <param name="kernelName">The kernel's name, for example <c>.net-csharp</c>.</param>
    /// <param name="displayName">The kernel's name as people read it.</param>
    /// <param name="language">The language, for example <c>C#</c>.</param>
    /// <returns>The notebook.</returns>
    public static Notebook Create(string kernelName, string displayName, string language) => new(new JsonObject
    {
        ["cells"] = new JsonArray(),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject { ["display_name"] = displayName, ["language"] = language, ["name"] = kernelName },
            ["language_info"] = new JsonObject { ["name"] = language },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = MinorWithIds,
    });

    /// <summary>Reads a notebook file.</summary>
    /// <param name="path">The file: <c>.dib</c>, or nbformat 4 whatever its name.</param>
    /// <returns>The notebook.</returns>
    /// <exception cref="NotebookFormatException">The file is missing, unreadable, not JSON or not of nbformat 4.</exception>
    public static Notebook Load(string path)
    {
        if (Directory.Exists(path))
        {
            throw new NotebookFormatException(path, "a folder; the file of a notebook was expected.");
        }

        try
        {
            var text = File.ReadAllText(path);
            return Dib.IsDib(path) ? Dib.Parse(text, path) : Parse(text, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new NotebookFormatException(path, "there is no such notebook.", $"The path was looked for from {Environment.CurrentDirectory}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookFormatException(path, $"the notebook cannot be read ({e.Message})", inner: e);
        }
    }

    /// <summary>Reads a notebook's text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <returns>The notebook.</returns>
    /// <exception cref="NotebookFormatException">The text is not JSON or not of nbformat 4.</exception>
    public static Notebook Parse(string json, string source = "notebook")
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: JsonOptions);
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw new NotebookFormatException(
                source, $"not a notebook: its JSON breaks at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {reason}",
                "Was the file cut off, or does it hold merge marks (<<<<<<<)?", e);
        }

        var root = Validated(node, source);
        NotebookLayout.Join(root, NotebookPlace.Notebook);
        RemoveTransient(root);
        return new Notebook(root);
    }

    /// <summary>Inserts a cell and, where the format has them, gives it an identity.</summary>
    /// <param name="index">Its place among <see cref="Cells"/>.</param>
    /// <param name="cell">A new cell.</param>
    public void Insert(int index, Cell cell)
    {
        _cells.Insert(index, cell);
        Root["cells"]!.AsArray().Insert(index, cell.Json);
        AddMissingIds();
    }

    /// <summary>Appends a cell and, where the format has them, gives it an identity.</summary>
    /// <param name="cell">A new cell.</param>
    public void Add(Cell cell) => Insert(_cells.Count, cell);

    /// <summary>Removes a cell.</summary>
    /// <param name="cell">The cell; one that is not in the notebook is no fault.</param>
    public void Remove(Cell cell)
    {
        if (_cells.Remove(cell))
        {
            Root["cells"]!.AsArray().Remove(cell.Json);
        }
    }

    /// <summary>Brings the notebook to nbformat 4.5, where every cell has an identity. The same notebook always gets the same ones.</summary>
    public void Upgrade()
    {
        if (FormatMinor < MinorWithIds)
        {
            Root["nbformat_minor"] = MinorWithIds;
        }

        AddMissingIds();
    }

    /// <summary>The notebook's text, as nbformat writes it.</summary>
    /// <returns>JSON with a line end at its end.</returns>
    public string ToJson() => NotebookWriter.Write(Root);

    /// <summary>Writes the notebook: the whole file or nothing.</summary>
    /// <param name="path">The file: <c>.dib</c>, which holds neither outputs nor tags, or nbformat 4 for every other name; missing folders are made.</param>
    /// <exception cref="IOException">It cannot be written; the message names the file.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, Dib.IsDib(path) ? Dib.Write(this) : ToJson());

    private static JsonObject Validated(JsonNode? node, string source)
    {
        if (node is not JsonObject root || Integer(root["nbformat"]) is not { } major)
        {
            throw new NotebookFormatException(source, "not a notebook: it is JSON, but has no integer field \"nbformat\" at its top.");
        }

        if (major != 4)
        {
            throw new NotebookFormatException(
                source, $"a notebook of nbformat {major}; nbformat 4 is read.",
                $"Convert it: jupyter nbconvert --to notebook --nbformat 4 --inplace {source}");
        }

        if (root["cells"] is not JsonArray cells)
        {
            throw new NotebookFormatException(source, "not a notebook: it has no list \"cells\".");
        }

        root["nbformat_minor"] = Integer(root["nbformat_minor"]) ?? 0;
        root["metadata"] ??= new JsonObject();
        if (root["metadata"] is not JsonObject)
        {
            throw new NotebookFormatException(source, "not a notebook: its \"metadata\" is no object.");
        }

        for (var i = 0; i < cells.Count; i++)
        {
            ValidateCell(cells[i], $"{source}, cell {i}");
        }

        return root;
    }

    private static void ValidateCell(JsonNode? node, string place)
    {
        if (node is not JsonObject cell || Text(cell, "cell_type") is not { } type)
        {
            throw new NotebookFormatException(place, "a cell must be an object with a text field \"cell_type\" (code, markdown or raw).");
        }

        cell["metadata"] ??= new JsonObject();
        cell["source"] ??= "";
        var lines = cell["source"] as JsonArray;
        if (cell["metadata"] is not JsonObject || (lines is null ? Text(cell, "source") is null : lines.Any(line => line?.GetValueKind() != JsonValueKind.String)))
        {
            throw new NotebookFormatException(place, "\"source\" must be a text or a list of texts, and \"metadata\" an object.");
        }

        if (type == "code")
        {
            cell.TryAdd("execution_count", null);
            cell["outputs"] ??= new JsonArray();
            if (cell["outputs"] is not JsonArray outputs || outputs.Any(output => Text(output, "output_type") is null))
            {
                throw new NotebookFormatException(place, "\"outputs\" must be a list of objects, each with a text field \"output_type\".");
            }
        }
    }

    // What belongs to a session, not to the file; nbformat drops the same.
    private static void RemoveTransient(JsonObject root)
    {
        var metadata = root["metadata"]!.AsObject();
        metadata.Remove("orig_nbformat");
        metadata.Remove("orig_nbformat_minor");
        metadata.Remove("signature");
        foreach (var cell in root["cells"]!.AsArray())
        {
            cell!["metadata"]!.AsObject().Remove("trusted");
        }
    }

    private void AddMissingIds()
    {
        if (FormatMinor < MinorWithIds)
        {
            return;
        }

        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _cells.Count; i++)
        {
            var cell = _cells[i];
            if (cell.Id is { } id && taken.Add(id))
            {
                continue;
            }

            for (var attempt = 0; ; attempt++)
            {
                var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{cell.CellType}\n{i}\n{attempt}\n{cell.Source}"));
                var fresh = Convert.ToHexStringLower(hash)[..8];
                if (_cells.TrueForAll(other => other.Id != fresh) && taken.Add(fresh))
                {
                    cell.Id = fresh;
                    break;
                }
            }
        }
    }

    private static int? Integer(JsonNode? node) => node is JsonValue value && value.TryGetValue<int>(out var integer) ? integer : null;

    private static string? Text(JsonNode? node, string key) =>
        node is JsonObject parent && parent[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
