using System.Text.Json.Nodes;

namespace Isopleth.Jupyter.Wire;

/// <summary>Reading of message contents that others wrote: absent fields take a default, ill-typed ones are named.</summary>
internal static class JsonReading
{
    /// <summary>The node's text, or null when it is none.</summary>
    public static string? AsText(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A field that must be a string.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static string Text(this JsonObject content, string field) => content[field].AsText() ?? throw Expected(content, field, "a string");

    /// <summary>A whole number, or <paramref name="otherwise"/> when the field is absent or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static int Int(this JsonObject content, string field, int otherwise) =>
        content[field] is null ? otherwise
        : content[field] is JsonValue value && value.TryGetValue(out int number) ? number
        : throw Expected(content, field, "a whole number");

    /// <summary>A truth value, or <paramref name="otherwise"/> when the field is absent or null.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static bool Bool(this JsonObject content, string field, bool otherwise) =>
        content[field] is null ? otherwise
        : content[field] is JsonValue value && value.TryGetValue(out bool truth) ? truth
        : throw Expected(content, field, "true or false");

    private static FormatException Expected(JsonObject content, string field, string what) =>
        new($"'{field}' is {content[field]?.ToJsonString() ?? "missing"}; expected {what}.");
}
