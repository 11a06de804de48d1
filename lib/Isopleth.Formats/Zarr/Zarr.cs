using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Zarr, versions 2 and 3: groups, consolidated metadata, sharding, and the codecs zlib, gzip, zstd, blosc, lz4, bz2, lzma, shuffle, delta and the like; in folders, ZIP archives and on web servers.</summary>
public static class Zarr
{
    /// <summary>Opens a group, or a single array. Nothing but its metadata is read.</summary>
    /// <param name="uri">A folder, a ZIP archive, or an address that begins with <c>http</c>.</param>
    /// <param name="group">The group's path; the root by default.</param>
    /// <param name="decode">False leaves the values as they are stored: packed, with their fill values.</param>
    /// <returns>The data set. Arrays that name no dimensions have <c>dim_LENGTH</c>.</returns>
    /// <exception cref="DataFormatException">There is no Zarr hierarchy, or its metadata are damaged, or it has no such group.</exception>
    public static Dataset Open(string uri, string group = "/", bool decode = true)
    {
        var store = ZarrStore.Open(uri);
        try
        {
            return CfDecoder.Decode(new ZarrHierarchy(store).Read(group.Trim('/')) with { Owner = store }, decode);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException and not DataFormatException or ArgumentException or InvalidDataException)
        {
            store.Dispose();
            throw new DataFormatException($"The Zarr metadata are damaged: {e.Message}", store.Source, innerException: e);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Writes a data set as a Zarr hierarchy with consolidated metadata, by the CF conventions and as xarray lays it out.</summary>
    /// <param name="path">The folder; a hierarchy that is there is replaced only when the new one is whole.</param>
    /// <param name="dataset">The data set; it may come from the same path. Its groups are not written; see the other overload.</param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="ArgumentException">A variable is of a kind that Zarr does not have, or a value does not fit its stored type, or the options are wrong.</exception>
    /// <exception cref="DataFormatException">The folder cannot be written, or holds something else than a hierarchy. Nothing is left behind.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">The compressor's library is not installed; the message has the command that installs it.</exception>
    public static void Write(string path, Dataset dataset, ZarrWriteOptions? options = null) =>
        Write(path, new Dictionary<string, Dataset>(StringComparer.Ordinal) { ["/"] = dataset }, options);

    /// <summary>Writes a Zarr hierarchy of several groups.</summary>
    /// <param name="path">The folder; a hierarchy that is there is replaced only when the new one is whole.</param>
    /// <param name="groups">Data sets by the paths of their groups, for example <c>/</c> and <c>/measurements</c>; groups between them are made.</param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="ArgumentException">A path is none, or a variable is of a kind that Zarr does not have, or a value does not fit its stored type, or the options are wrong.</exception>
    /// <exception cref="DataFormatException">The folder cannot be written, or holds something else than a hierarchy. Nothing is left behind.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">The compressor's library is not installed; the message has the command that installs it.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Dataset> groups, ZarrWriteOptions? options = null)
    {
        options ??= new ZarrWriteOptions();
        options.Validate();
        GroupPaths.Check(groups.Keys);
        GroupPaths.CheckDimensions(groups.Values, options.Chunks.Keys.Concat(options.ChunksPerShard.Keys));
        AtomicFile.WriteFolder(path, IsZarr, folder => ZarrWriter.Write(folder, groups, options));
    }

    /// <summary>Whether something may be a Zarr hierarchy: it has metadata where they belong.</summary>
    /// <param name="uri">A folder, a ZIP archive, or an address.</param>
    /// <returns>True when it has.</returns>
    public static bool IsZarr(string uri)
    {
        using var store = ZarrStore.Open(uri);
        return Array.Exists(["zarr.json", ".zgroup", ".zarray", ".zmetadata"], key => store.Get(key) is not null) || (store.Children("") is { } children && children.Any(c => store.Get($"{c}/.zarray") is not null || store.Get($"{c}/zarr.json") is not null));
    }
}

/// <summary>The groups and arrays of a store.</summary>
internal sealed class ZarrHierarchy
{
    private readonly ZarrStore _store;
    private readonly Dictionary<string, JsonObject> _nodes = new(StringComparer.Ordinal);
    private readonly bool _isConsolidated;
    private readonly bool _isVersion3;

    public ZarrHierarchy(ZarrStore store)
    {
        _store = store;
        if (Json("zarr.json") is { } root)
        {
            _isVersion3 = true;
            _nodes[""] = root;
            if (root["zarr_format"] is { } version && (version is not JsonValue number || !number.TryGetValue<int>(out var three) || three != 3))
            {
                throw new DataFormatException($"This is a Zarr hierarchy of version {version.ToJsonString()}; versions 2 and 3 are read.", store.Source);
            }

            if (root["consolidated_metadata"]?["metadata"] is JsonObject all)
            {
                _isConsolidated = true;
                foreach (var (path, node) in all)
                {
                    _nodes[path.Trim('/')] = node!.AsObject();
                }
            }
        }
        else if (Json(".zmetadata")?["metadata"] is JsonObject all)
        {
            _isConsolidated = true;
            foreach (var (key, node) in all)
            {
                _nodes[key] = node!.AsObject();
            }
        }
        else
        {
            _isVersion3 = store.Children("") is { } children && children.Any(c => Json($"{c}/zarr.json") is not null);
        }
    }

    public StoredDataset Read(string group)
    {
        var self = Metadata(group);
        if (IsArray(self))
        {
            return new StoredDataset(Variables(group, group.Length == 0 ? Path.GetFileName(_store.Source.TrimEnd('/')) : group.Split('/')[^1], self!), new OrderedDictionary<string, object>(StringComparer.Ordinal)) { Source = _store.Source };
        }

        var children = Children(group);
        if (self is null && children.Count == 0)
        {
            throw new DataFormatException(group.Length == 0 ? "There is no Zarr hierarchy here: no zarr.json, .zgroup, .zmetadata or array." : $"The hierarchy has no group '/{group}'.", _store.Source);
        }

        var variables = children.Where(c => IsArray(c.Metadata)).SelectMany(c => Variables(Join(group, c.Name), c.Name, c.Metadata!)).ToList();
        var groups = new List<string>();
        Groups(group, groups);
        return new StoredDataset(variables, Attributes(group, self)) { Source = _store.Source, Groups = [.. groups.Select(g => "/" + g)] };
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}/{name}";

    private static bool IsArray(JsonObject? metadata) => metadata is not null && (metadata.ContainsKey("dtype") || (string?)metadata["node_type"] == "array");

    private void Groups(string path, List<string> found)
    {
        foreach (var (name, metadata) in Children(path).Where(c => !IsArray(c.Metadata)))
        {
            found.Add(Join(path, name));
            Groups(Join(path, name), found);
        }
    }

    private JsonObject? Json(string key) => _store.Get(key) is { } bytes ? JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { AllowTrailingCommas = true })?.AsObject() : null;

    private JsonObject? Metadata(string path) => _isVersion3
        ? _nodes.GetValueOrDefault(path) ?? (_isConsolidated ? null : Json(Join(path, "zarr.json")))
        : _isConsolidated ? _nodes.GetValueOrDefault(Join(path, ".zarray")) ?? _nodes.GetValueOrDefault(Join(path, ".zgroup"))
        : Json(Join(path, ".zarray")) ?? Json(Join(path, ".zgroup"));

    private List<(string Name, JsonObject? Metadata)> Children(string path)
    {
        IEnumerable<string> names;
        if (_isConsolidated)
        {
            var prefix = path.Length == 0 ? "" : path + "/";
            names = _nodes.Keys.Where(k => k.Length > 0 && k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..].Split('/')[0]).Where(n => !n.StartsWith(".z", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        }
        else
        {
            names = _store.Children(path) ?? throw new DataFormatException("A web server does not list its folders, and this hierarchy has no consolidated metadata.", _store.Source, hint: "Open an array or group of it by its path.");
        }

        return [.. names.Select(n => (n, Metadata(Join(path, n)))).Where(c => c.Item2 is not null)];
    }

    private OrderedDictionary<string, object> Attributes(string path, JsonObject? metadata)
    {
        var json = _isVersion3 ? metadata?["attributes"] as JsonObject : _isConsolidated ? _nodes.GetValueOrDefault(Join(path, ".zattrs")) : Json(Join(path, ".zattrs"));
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in json ?? [])
        {
            if (value is not null && name != "_ARRAY_DIMENSIONS")
            {
                attributes[name] = Attribute(value);
            }
        }

        return attributes;
    }

    private static object Attribute(JsonNode value) => value switch
    {
        JsonValue v when v.TryGetValue<string>(out var text) => text,
        JsonValue v when v.TryGetValue<bool>(out var truth) => truth ? (byte)1 : (byte)0,
        JsonValue v when v.TryGetValue<int>(out var whole) => whole,
        JsonValue v when v.TryGetValue<long>(out var whole) => whole,
        JsonValue v when v.TryGetValue<double>(out var number) => number,
        JsonArray { Count: > 0 } list when list.All(e => e is JsonValue x && x.TryGetValue<string>(out _)) => list.Select(e => e!.GetValue<string>()).ToArray(),
        JsonArray { Count: > 0 } list when list.All(e => e is JsonValue x && x.TryGetValue<int>(out _)) => list.Select(e => e!.GetValue<int>()).ToArray(),
        JsonArray { Count: > 0 } list when list.All(e => e is JsonValue x && x.TryGetValue<double>(out _)) => list.Select(e => e!.GetValue<double>()).ToArray(),
        _ => value.ToJsonString(),
    };

    /// <summary>An array, or one for each part of its elements.</summary>
    private List<Variable> Variables(string path, string name, JsonObject metadata)
    {
        var array = ZarrArray.Read(_store, path, metadata, _isVersion3);
        return array.Suffixes.Count == 0 ? [Variable(path, name, metadata, array)]
            : [.. array.Suffixes.Select((suffix, i) => Variable(path, name + suffix, metadata, ZarrArray.Read(_store, path, metadata, _isVersion3, i)))];
    }

    private Variable Variable(string path, string name, JsonObject metadata, ZarrArray array)
    {
        var attributes = Attributes(path, metadata);
        var named = _isVersion3 ? metadata["dimension_names"] as JsonArray : (_isConsolidated ? _nodes.GetValueOrDefault(Join(path, ".zattrs")) : Json(Join(path, ".zattrs")))?["_ARRAY_DIMENSIONS"] as JsonArray;
        if (array.Type.TimeUnits is { } span && !CfTimeUnits.IsTime(span))
        {
            _ = attributes.TryAdd("units", span);
        }
        else if (array.Type.TimeUnits is { } units)
        {
            (attributes["units"], attributes["calendar"]) = (units, "standard");
            // NumPy's "not a time"; a fill value of 0 is only what an unwritten chunk holds.
            attributes["_FillValue"] = long.MinValue;
        }

        // xarray marks missing values by version 2's fill value, and names its dimensions; a fill value of others is only what an unwritten chunk holds.
        if (!_isVersion3 && named is not null && metadata["fill_value"] is not null && array.Type is { Element: { } element } && NumericTypes.IsNumeric(element) && array.Type.Name.Contains("b1", StringComparison.Ordinal) == false)
        {
            _ = attributes.TryAdd("_FillValue", array.Fill);
        }

        if (_isVersion3 && array.Type.Element is { } floating && NumericTypes.IsFloating(floating) && attributes.GetValueOrDefault("_FillValue") is string encoded && FillValue(encoded) is { } value)
        {
            attributes["_FillValue"] = floating == typeof(float) ? (object)(float)value : value;
        }

        foreach (var flags in new[] { "flag_values", "flag_masks" })
        {
            // JSON tells no types; flags are of their variable's (CF §3.5).
            if (attributes.GetValueOrDefault(flags) is int[] or int && array.Type.Element is { } of && NumericTypes.IsInteger(of) && of != typeof(int))
            {
                attributes[flags] = OfType(attributes[flags], of);
            }
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        string Dimension(int d) => named is not null && d < named.Count && named[d] is JsonValue v && v.TryGetValue<string>(out var text) ? text
            : Enumerable.Range(1, int.MaxValue).Select(i => string.Create(CultureInfo.InvariantCulture, $"dim_{array.Shape[d]}{(i == 1 ? "" : $"_{i}")}")).First(used.Add);
        return new Variable(name, [.. Enumerable.Range(0, array.Shape.Length).Select(Dimension)], Source(array, name), attributes);
    }

    /// <summary>Whole numbers as another type; as they are where one does not fit it.</summary>
    private static object OfType(object numbers, Type type)
    {
        try
        {
            var all = (numbers as int[] ?? [(int)numbers]).Select(n => Convert.ChangeType(n, type, CultureInfo.InvariantCulture)).ToArray();
            var typed = Array.CreateInstance(type, all.Length);
            all.CopyTo(typed, 0);
            return typed;
        }
        catch (OverflowException)
        {
            return numbers;
        }
    }

    /// <summary>The eight bytes as which xarray writes a floating-point fill value.</summary>
    private static double? FillValue(string text)
    {
        Span<byte> bytes = stackalloc byte[9];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == 8 ? System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(bytes) : null;
    }

    private IArraySource Source(ZarrArray array, string name)
    {
        if (array.Unreadable is { } kind)
        {
            return new UnreadableSource(array.Shape, _store.Source, name, kind);
        }

        if (array.Type.Element == typeof(string))
        {
            return new ZarrSource<string>(array);
        }

        if (array.Type.Element == typeof(byte[]))
        {
            return new ZarrSource<byte[]>(array);
        }

        var make = new MakeSource(array);
        NumericTypes.Invoke(array.Type.Element!, ref make);
        return make.Source!;
    }

    private struct MakeSource(ZarrArray array) : INumericWork
    {
        public IArraySource? Source { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T> => Source = new ZarrSource<T>(array);
    }
}
