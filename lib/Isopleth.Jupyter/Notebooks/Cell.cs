using System.Text.Json.Nodes;

namespace Isopleth.Jupyter.Notebooks;

/// <summary>One cell of a notebook: a view of its JSON, so that fields unknown here stay as they are.</summary>
public sealed class Cell
{
    internal Cell(JsonObject json) => Json = json;

    /// <summary>The cell's JSON, with its texts as single strings.</summary>
    public JsonObject Json { get; }

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string CellType => Json["cell_type"]!.GetValue<string>();

    /// <summary>Whether the cell is a code cell.</summary>
    public bool IsCode => CellType == "code";

    /// <summary>The cell's text.</summary>
    public string Source
    {
        get => Json["source"]!.GetValue<string>();
        set => Json["source"] = value;
    }

    /// <summary>The cell's identity within its notebook (nbformat 4.5 and later); null where it has none.</summary>
    public string? Id
    {
        get => Json["id"] is JsonValue value && value.TryGetValue<string>(out var id) ? id : null;
        internal set => Json["id"] = value;
    }

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata => Json["metadata"]!.AsObject();

    /// <summary>A code cell's outputs in order.</summary>
    /// <exception cref="InvalidOperationException">The cell is not a code cell.</exception>
    public JsonArray Outputs => Json["outputs"] as JsonArray ?? throw new InvalidOperationException($"A {CellType} cell has no outputs; only a code cell has.");

    /// <summary>A code cell's number, as the kernel gave it; null before it has run.</summary>
    public int? ExecutionCount
    {
        get => Json["execution_count"]?.GetValue<int>();
        set => Json["execution_count"] = value;
    }

    /// <summary>The language that a notebook of .NET Interactive records for the cell; null where it records none.</summary>
    public string? Language
    {
        get => Recorded("polyglot_notebook", "kernelName") ?? Recorded("dotnet_interactive", "language");
        internal set
        {
            Metadata["dotnet_interactive"] = new JsonObject { ["language"] = value };
            Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = value };
        }
    }

    /// <summary>The cell's tags.</summary>
    public IReadOnlyList<string> Tags =>
        Metadata["tags"] is JsonArray tags ? [.. tags.OfType<JsonValue>().Select(tag => tag.ToString())] : [];

    /// <summary>A new code cell that has not run.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="tags">Its tags.</param>
    /// <returns>A cell, to be inserted into a notebook.</returns>
    public static Cell Code(string source, params IReadOnlyList<string> tags)
    {
        var cell = Create("code", source, tags);
        cell.Json["execution_count"] = null;
        cell.Json["outputs"] = new JsonArray();
        return cell;
    }

    /// <summary>A new markdown cell.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="tags">Its tags.</param>
    /// <returns>A cell, to be inserted into a notebook.</returns>
    public static Cell Markdown(string source, params IReadOnlyList<string> tags) => Create("markdown", source, tags);

    /// <summary>A new raw cell, which is neither run nor rendered.</summary>
    /// <param name="source">Its text.</param>
    /// <returns>A cell, to be inserted into a notebook.</returns>
    public static Cell Raw(string source) => Create("raw", source, []);

    /// <summary>Whether the cell bears a tag.</summary>
    /// <param name="tag">The tag.</param>
    /// <returns>True when it does.</returns>
    public bool HasTag(string tag) => Tags.Contains(tag, StringComparer.Ordinal);

    /// <summary>Removes the outputs and the number of a code cell; does nothing to another.</summary>
    public void ClearOutputs()
    {
        if (IsCode)
        {
            Outputs.Clear();
            ExecutionCount = null;
        }
    }

    private string? Recorded(string owner, string name) =>
        Metadata[owner] is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Cell Create(string type, string source, IReadOnlyList<string> tags)
    {
        var metadata = new JsonObject();
        if (tags.Count > 0)
        {
            metadata["tags"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        return new Cell(new JsonObject { ["cell_type"] = type, ["metadata"] = metadata, ["source"] = source });
    }
}
