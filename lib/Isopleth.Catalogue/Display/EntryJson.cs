using System.Globalization;
using System.Text.Json.Nodes;

namespace Isopleth.Catalogue.Display;

/// <summary>An entry as JSON, for programs that show it.</summary>
internal static class EntryJson
{
    public static JsonObject Of(CatalogueEntry entry) => new()
    {
        ["name"] = entry.Name,
        ["description"] = entry.Description,
        ["driver"] = entry.Driver,
        ["where"] = EntryFacts.Where(entry),
        ["when"] = EntryFacts.When(entry),
        ["parameters"] = new JsonArray([.. entry.Parameters.Select(p => new JsonObject { ["name"] = p.Name, ["description"] = p.Description, ["values"] = p.ToString() })]),
        ["metadata"] = Value(entry.Metadata),
        ["code"] = EntryFacts.OpeningCode(entry),
    };

    private static JsonNode? Value(object? value) => value switch
    {
        null => null,
        CatalogueMetadata section => new JsonObject(section.Select(p => KeyValuePair.Create(p.Key, Value(p.Value)))),
        object?[] list => new JsonArray([.. list.Select(Value)]),
        bool truth => truth,
        long whole => whole,
        double real => double.IsFinite(real) ? real : null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
