using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Writes a hierarchy into an empty folder: chunks on all processors, then metadata, and once more all metadata together.</summary>
internal sealed class ZarrWriter
{
    // zarr-python reads ASCII only, which the escapes of this are.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _folder;
    private readonly ZarrWriteOptions _options;
    private readonly JsonObject _all = [];

    private ZarrWriter(string folder, ZarrWriteOptions options) => (_folder, _options) = (folder, options);

    private bool IsVersion3 => _options.Version == 3;

    /// <summary>Writes groups by their paths, parents first.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, Dataset> groups, ZarrWriteOptions options)
    {
        var writer = new ZarrWriter(folder, options);
        var paths = groups.Keys.Append("/").SelectMany(GroupPaths.WithParents).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var group = path.Trim('/');
            var dataset = groups.GetValueOrDefault(path);
            foreach (var array in dataset is null ? [] : dataset.Coordinates.Values.Concat(dataset.Variables.Values))
            {
                writer.Array(group, array, dataset!);
            }

            if (group.Length > 0)
            {
                writer.Group(group, dataset);
            }
        }

        // The root comes last: its metadata hold all others.
        writer.Group("", groups.GetValueOrDefault("/"));
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    private void Group(string path, Dataset? dataset)
    {
        var attributes = Attributes(dataset?.Attributes ?? new OrderedDictionary<string, object>(StringComparer.Ordinal));
        if (IsVersion3)
        {
            var node = new JsonObject { ["zarr_format"] = 3, ["node_type"] = "group", ["attributes"] = attributes };
            if (path.Length == 0)
            {
                node["consolidated_metadata"] = new JsonObject { ["kind"] = "inline", ["must_understand"] = false, ["metadata"] = _all };
                Save("zarr.json", node);
            }
            else
            {
                Put(Join(path, "zarr.json"), path, node);
            }

            return;
        }

        Put(Join(path, ".zgroup"), null, new JsonObject { ["zarr_format"] = 2 });
        Put(Join(path, ".zattrs"), null, attributes);
        if (path.Length == 0)
        {
            Save(".zmetadata", new JsonObject { ["zarr_consolidated_format"] = 1, ["metadata"] = _all });
        }
    }

    private void Array(string group, DataArray array, Dataset dataset)
    {
        var isCoordinate = ChunkShape.IsWhole(array, dataset);
        var variable = CfEncoder.Encode(array.Variable, isCoordinate);
        var isText = variable.ElementType == typeof(string) || variable.ElementType == typeof(char);
        if (!isText && !NumericTypes.IsNumeric(variable.ElementType))
        {
            throw new ArgumentException($"'{variable.Name}' holds values that cannot be read, so they cannot be written; leave it out.");
        }

        var path = Join(group, array.Name);
        var fill = isText ? null : variable.Attributes.GetValueOrDefault("_FillValue");
        var attributes = Attributes(variable.Attributes.Where(a => a.Key is not ("coordinates" or "_FillValue")));
        if (ChunkShape.Auxiliary(array, dataset) is { } auxiliary)
        {
            attributes["coordinates"] = auxiliary;
        }

        var layout = new ZarrLayout(variable, ChunkShape.Of(variable, _options.Chunks), _options, fill);
        var dimensions = new JsonArray([.. variable.Dimensions.Select(d => JsonValue.Create(d))]);
        if (IsVersion3)
        {
            if (fill is not null)
            {
                // JSON has no NaN; xarray writes and reads the eight bytes of a floating-point fill value.
                attributes["_FillValue"] = NumericTypes.IsFloating(variable.ElementType) ? Convert.ToBase64String(BitConverter.GetBytes(Convert.ToDouble(fill, CultureInfo.InvariantCulture))) : Number(fill);
            }

            var node = layout.Metadata3();
            (node["attributes"], node["dimension_names"]) = (attributes, dimensions);
            Put(Join(path, "zarr.json"), path, node);
        }
        else
        {
            attributes["_ARRAY_DIMENSIONS"] = dimensions;
            Put(Join(path, ".zarray"), null, layout.Metadata2());
            Put(Join(path, ".zattrs"), null, attributes);
        }

        layout.WriteChunks(Path.Combine(_folder, path));
    }

    private static JsonObject Attributes(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        var json = new JsonObject();
        foreach (var (name, value) in attributes)
        {
            json[name] = value switch
            {
                string text => text,
                char letter => letter.ToString(),
                Array many => new JsonArray([.. many.Cast<object>().Select(v => v is string text ? JsonValue.Create(text) : Number(v))]),
                _ => Number(value),
            };
        }

        return json;
    }

    /// <summary>A number as JSON has it; what JSON has no number for is its name.</summary>
    public static JsonNode Number(object value) => value switch
    {
        float or double when Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && !double.IsFinite(number) =>
            JsonValue.Create(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity"),
        _ => JsonNode.Parse(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture))!,
    };

    private void Put(string key, string? path, JsonObject node)
    {
        Save(key, node);
        _all[path ?? key] = node;
    }

    private void Save(string key, JsonObject node)
    {
        var file = Path.Combine(_folder, key);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, node.ToJsonString(Indented));
    }
}
