using System.Text.Json.Nodes;

namespace Isopleth.Kernel.Magics;

/// <summary>The language of a cell as notebooks of .NET Interactive record it in the cell's metadata.</summary>
internal static class CellLanguage
{
    /// <summary>The cell as it reads with its language's magic before it; the cell itself where it is C#, or says its language in its own text.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="metadata">The request's metadata, which the runner fills with what the cell's says of its language.</param>
    public static string Apply(string code, JsonObject metadata)
    {
        var language = Text(metadata["polyglot_notebook"], "kernelName") ?? Text(metadata["dotnet_interactive"], "language");
        return language is null or "csharp" or "C#" || code.TrimStart().StartsWith("#!", StringComparison.Ordinal) ? code : $"#!{language}\n{code}";
    }

    private static string? Text(JsonNode? owner, string name) =>
        owner is JsonObject fields && fields[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
