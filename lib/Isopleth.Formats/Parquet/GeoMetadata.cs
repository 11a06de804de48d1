using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>What the text <c>geo</c> of a GeoParquet file says of its geometries (versions 0.4 to 1.1).</summary>
internal sealed partial record GeoMetadata(string Version, string Primary, IReadOnlyDictionary<string, JsonObject> Columns)
{
    /// <summary>Reads it; null when it cannot be understood.</summary>
    public static GeoMetadata? Of(string text)
    {
        try
        {
            // Some writers say Infinity for the box of nothing, which is no JSON.
            var root = JsonNode.Parse(text.Contains("Infinity", StringComparison.Ordinal) || text.Contains("NaN", StringComparison.Ordinal) ? NoNumber().Replace(text, "${before}null") : text)?.AsObject();
            var columns = root?["columns"]?.AsObject().Where(c => c.Value is JsonObject).ToDictionary(c => c.Key, c => c.Value!.AsObject(), StringComparer.Ordinal);
            if (columns is not { Count: > 0 })
            {
                return null;
            }

            // Whatever is of another kind than it should be is found here, and not where it is used.
            var geo = new GeoMetadata((string?)(root!["version"] ?? root["schema_version"]) ?? "", (string?)root["primary_column"] ?? columns.Keys.First(), columns);
            _ = (geo.Box(), geo.Covering(), columns.Select(c => (geo.Crs(c.Key), (string?)c.Value["encoding"])).ToList());
            return geo;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The coordinate reference system of a column; CRS84 where it names none, null where it says that it is not known.</summary>
    public string? Crs(string column) => !Columns[column].TryGetPropertyValue("crs", out var crs) ? SpatialReference.Crs84
        : crs is JsonValue text ? (string?)text : crs?.ToJsonString();

    /// <summary>West, south, east, north of the primary column, where it says so.</summary>
    public double[]? Box() => Columns[Primary]["bbox"] is JsonArray { Count: 4 or 6 } box && box.All(v => v is not null)
        ? [(double)box[0]!, (double)box[1]!, (double)box[box.Count / 2]!, (double)box[(box.Count / 2) + 1]!]
        : null;

    /// <summary>The paths of west, south, east and north of each row, where a column holds them.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Covering()
    {
        var box = Columns[Primary]["covering"]?["bbox"];
        var paths = new[] { "xmin", "ymin", "xmax", "ymax" }.Select(side => box?[side] as JsonArray).ToList();
        return paths.Exists(p => p is not { Count: > 0 }) ? null : [.. paths.Select(p => (IReadOnlyList<string>)[.. p!.Select(part => (string)part!)])];
    }

    /// <summary>How a column stores its geometries: <c>wkb</c>, or one of the encodings by coordinates.</summary>
    /// <exception cref="DataFormatException">In none of these ways.</exception>
    public string Encoding(string column, string path)
    {
        var encoding = ((string?)Columns[column]["encoding"] ?? "WKB").ToLowerInvariant();
        return encoding == "wkb" || NativeGeometry.Encodings.Contains(encoding)
            ? encoding
            : throw new DataFormatException($"Its geometries are encoded as '{encoding}'; WKB and {string.Join(", ", NativeGeometry.Encodings)} can be read.", path, column, "Write them anew as WKB, the encoding that every reader of GeoParquet has.");
    }

    [GeneratedRegex(@"(?<before>[\[,:]\s*)-?(Infinity|NaN)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NoNumber();
}
