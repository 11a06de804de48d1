using System.Text.Json.Nodes;

namespace Isopleth.Kernel.Magics;

/// <summary>The language of a cell as notebooks of .NET Interactive record it in the cell's metadata.</summary>
internal static class CellLanguage
{
    /// <summary>The cell as it reads with its language's magic before it; the cell itself where it is C#, or says its language in its own first line.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="metadata">The cell's metadata, or what of it the runner sends with the request.</param>
    /// <param name="table">The magics.</param>
    public static string Apply(string code, JsonObject metadata, MagicTable table)
    {
        var language = Text(metadata["polyglot_notebook"], "kernelName") ?? Text(metadata["dotnet_interactive"], "language");
        return language is null or "csharp" or "C#" || (CellPart.NameIn(code.TrimStart().Split('\n')[0]) is { } magic && table.EndsText(magic)) ? code : $"#!{language}\n{code}";
    }

    private static string? Text(JsonNode? owner, string name) =>
        owner is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
