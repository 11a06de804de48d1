using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Kernel.Display;

namespace Microsoft.DotNet.Interactive.Formatting.TabularData;

/// <summary>A table with a schema, as front ends that explore tables take it. Source: the Frictionless table schema.</summary>
/// <param name="schema">Its fields.</param>
/// <param name="data">Its rows: name and value of each field.</param>
/// <param name="profile">What kind of resource it is.</param>
public sealed class TabularDataResource(TableSchema schema, IEnumerable<IEnumerable<KeyValuePair<string, object?>>> data, string? profile = null) : IMimeBundle
{
    /// <summary>The MIME type of such tables.</summary>
    public const string MimeType = "application/vnd.dataresource+json";

    /// <summary>What kind of resource it is.</summary>
    public string Profile { get; } = profile ?? "tabular-data-resource";

    /// <summary>Its fields.</summary>
    public TableSchema Schema { get; } = schema;

    /// <summary>Its rows: name and value of each field.</summary>
    public IEnumerable<IEnumerable<KeyValuePair<string, object?>>> Data { get; } = data;

    /// <inheritdoc/>
    public JsonObject ToMimeBundle()
    {
        var rows = Data.Select(static row => row.ToDictionary(static field => field.Key, static field => field.Value)).ToList();
        return new()
        {
            [MimeType] = new JsonObject
            {
                ["profile"] = Profile,
                ["schema"] = new JsonObject
                {
                    ["fields"] = new JsonArray([.. Schema.Fields.Select(static f => (JsonNode)new JsonObject { ["name"] = f.Name, ["type"] = f.Type.ToString().ToLowerInvariant() })]),
                },
                ["data"] = new JsonArray([.. rows.Select(static row => (JsonNode)new JsonObject(row.Select(static f => KeyValuePair.Create(f.Key, JsonSerializer.SerializeToNode(f.Value, Options)))))]),
            },
            [MimeTypes.Html] = Formatter.Format(rows, MimeTypes.Html),
            [MimeTypes.Text] = $"{rows.Count} rows of {string.Join(", ", Schema.Fields.Select(static f => f.Name))}",
        };
    }

    private static readonly JsonSerializerOptions Options = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
}

/// <summary>The fields of a table.</summary>
public sealed class TableSchema
{
    /// <summary>The fields, in order.</summary>
    public IList<TableSchemaFieldDescriptor> Fields { get; } = [];
}

/// <summary>A field of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are.</param>
public sealed record TableSchemaFieldDescriptor(string Name, TableSchemaFieldType Type = TableSchemaFieldType.Any);

/// <summary>What the values of a field are.</summary>
public enum TableSchemaFieldType
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>Truth values.</summary>
    Boolean,

    /// <summary>Days with a time.</summary>
    DateTime,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts.</summary>
    String,
}
