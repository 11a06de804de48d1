using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>One array of a store: what its metadata say, and its chunks, decoded.</summary>
internal sealed class ZarrArray
{
    private readonly ZarrStore _store;
    private readonly string _path;
    private readonly List<ZarrCodec> _codecs = [];
    private readonly Func<int[], string> _key;
    private readonly ConcurrentDictionary<string, byte[]?> _shardIndexes = new(StringComparer.Ordinal);
    private int[]? _shard;
    private bool _indexAtStart;
    private bool _indexHasChecksum;
    private bool _isJson;

    private readonly int _offset;
    private readonly int _record;

    private ZarrArray(ZarrStore store, string path, JsonObject metadata, bool isVersion3, int part)
    {
        (_store, _path) = (store, path);
        Shape = Lengths(metadata["shape"]);
        Permutation = [.. Enumerable.Range(0, Shape.Length)];
        if (isVersion3)
        {
            if (metadata["chunk_grid"] is JsonObject grid && (string?)grid["name"] is { } name and not "regular")
            {
                (Unreadable, metadata) = ($"chunk grid '{name}'", (JsonObject)metadata.DeepClone());
                metadata["chunk_grid"] = new JsonObject { ["configuration"] = new JsonObject { ["chunk_shape"] = new JsonArray([.. Shape.Select(n => JsonValue.Create((long)Math.Max(1, n)))]) } };
            }

            Unreadable ??= metadata.FirstOrDefault(m => !Known.Contains(m.Key) && !(m.Value is JsonObject extension && (bool?)extension["must_understand"] == false)).Key is { } unknown ? $"extension '{unknown}'"
                : metadata["storage_transformers"] is JsonArray { Count: > 0 } ? "storage transformers" : null;
            Chunks = Lengths(metadata["chunk_grid"]?["configuration"]?["chunk_shape"]);
            _key = KeyOf3(metadata["chunk_key_encoding"] as JsonObject);
            ReadCodecs(metadata["codecs"] as JsonArray ?? [], metadata["data_type"]);
        }
        else
        {
            Chunks = Lengths(metadata["chunks"]);
            var separator = (string?)metadata["dimension_separator"] ?? ".";
            _key = at => at.Length == 0 ? "0" : string.Join(separator, at);
            ReadVersion2(metadata);
        }

        var isBigEndian = Type!.Swap;
        if (ZarrType.Parts(metadata[isVersion3 ? "data_type" : "dtype"], isVersion3, isBigEndian) is { Count: > 0 } parts)
        {
            (_, Type, _offset, _record) = parts[part];
            Suffixes = [.. parts.Select(p => p.Suffix)];
            Unreadable = Unreadable?.StartsWith("type ", StringComparison.Ordinal) is true ? null : Unreadable;
        }

        if (Chunks.Length != Shape.Length || Chunks.Any(c => c < 1) || (_shard is { } shard && (shard.Length != Shape.Length || shard.Zip(Chunks).Any(p => p.First % p.Second != 0))))
        {
            throw new InvalidDataException($"the chunks [{string.Join(", ", Chunks)}] do not divide the shape [{string.Join(", ", Shape)}]");
        }

        if (Chunks.Aggregate(1L, (product, n) => product * n) * Math.Max(1, Math.Max(_record, Type.Size)) > Array.MaxLength)
        {
            throw new InvalidDataException($"a chunk of [{string.Join(", ", Chunks)}] elements does not fit into memory");
        }

        Fill = Type.Element is null ? 0 : Type.Fill(_record == 0 ? metadata["fill_value"] : metadata["fill_value"] is JsonArray both && part < both.Count ? both[part] : null);
    }

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs", "attributes", "storage_transformers", "dimension_names", "consolidated_metadata",
    };

    /// <summary>What is added to the array's name for each part of its elements; none where they have no parts.</summary>
    public IReadOnlyList<string> Suffixes { get; } = [];

    public int[] Shape { get; }

    public int[] Chunks { get; private set; }

    public ZarrType Type { get; private set; } = null!;

    public object Fill { get; }

    /// <summary>The order of the dimensions inside a chunk: the i-th stored one is this one of the array's.</summary>
    public int[] Permutation { get; private set; }

    /// <summary>Names what cannot be read; null when all can.</summary>
    public string? Unreadable { get; private set; }

    /// <summary>An array, or one part of each of its elements.</summary>
    public static ZarrArray Read(ZarrStore store, string path, JsonObject metadata, bool isVersion3, int part = 0)
    {
        try
        {
            return new ZarrArray(store, path, metadata, isVersion3, part);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new DataFormatException($"The metadata of this array make no sense: {e.Message}.", store.Source, path, innerException: e);
        }
    }

    /// <summary>The elements of a chunk in stored order: numbers or texts; null when it is all fill.</summary>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public Array? Chunk(int[] at)
    {
        try
        {
            if (Packed(at) is not { } packed)
            {
                return null;
            }

            var bytes = packed.ToArray();
            ArrayPool<byte>.Shared.Return(packed.Array!);
            var count = Chunks.Aggregate(1, (product, n) => product * n);
            var size = _record > 0 ? _record : Type.Size;
            var limit = size == 0 ? Array.MaxLength : Math.Max(count * size, 64);
            foreach (var codec in _codecs)
            {
                // Filters may widen an element to eight bytes on their way.
                bytes = codec.Decode(bytes, size == 0 ? limit : Math.Max(limit, (count * 8) + 16));
            }

            bytes = _record > 0 ? Part(bytes, count) : bytes;
            Array elements = _isJson ? JsonTexts(bytes)
                : Type.Element == typeof(byte[]) ? Type.Size == 0 ? ZarrType.VariableBytes(bytes) : Type.Raw(bytes)
                : Type.Size == 0 ? ZarrType.VariableTexts(bytes) : Type.Element == typeof(string) ? Type.Texts(bytes) : Numbers(bytes);
            return elements.Length == count ? elements : throw new InvalidDataException($"it holds {elements.Length} of {count} elements");
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or OverflowException or System.Text.Json.JsonException)
        {
            throw Damaged(at, e);
        }
    }

    /// <summary>Whether chunks are numbers as they are delivered, packed by nothing or by one compressor: <see cref="Read(int[], Span{byte})"/> serves them.</summary>
    public bool IsPlain => Type.Element != typeof(string) && _record == 0 && Type.Kind.Length == 0 && (_codecs.Count == 0 || (_codecs.Count == 1 && _codecs[0].Unpack is not null));

    /// <summary>Bytes of a chunk, unpacked.</summary>
    public int Bytes => Chunks.Aggregate(Type.Size, (product, n) => product * n);

    /// <summary>Unpacks a chunk to its place; false when it is all fill.</summary>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public bool Read(int[] at, Span<byte> place)
    {
        try
        {
            if (Packed(at) is not { } packed)
            {
                return false;
            }

            var unpacked = _codecs.Count == 0 ? Plain(packed, place) : _codecs[0].Unpack!(packed, place);
            ArrayPool<byte>.Shared.Return(packed.Array!);
            if (unpacked != place.Length)
            {
                // The longer way tells what is wrong with it, and knows more of gzip.
                MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(Chunk(at)!), place.Length).CopyTo(place);
            }
            else if (Type.Swap)
            {
                Shuffle.Swap(place, Type.Size);
            }

            return true;
        }
        catch (InvalidDataException e)
        {
            throw Damaged(at, e);
        }
    }

    /// <summary>One part of each element.</summary>
    private byte[] Part(byte[] bytes, int count)
    {
        if (bytes.Length != (long)count * _record)
        {
            throw new InvalidDataException($"it holds {bytes.Length} bytes for {count} elements of {_record}");
        }

        var part = new byte[count * Type.Size];
        for (var i = 0; i < count; i++)
        {
            bytes.AsSpan((i * _record) + _offset, Type.Size).CopyTo(part.AsSpan(i * Type.Size));
        }

        return part;
    }

    private static int Plain(ReadOnlySpan<byte> bytes, Span<byte> place) => bytes.TryCopyTo(place) ? bytes.Length : -1;

    private DataFormatException Damaged(int[] at, Exception e) =>
        new($"Chunk {_key(at)} is damaged: {e.Message}.", _store.Source, _path, hint: "Fetch or write it again.", innerException: e);

    /// <summary>A chunk as it is stored, in an array of the shared pool, which the caller gives back.</summary>
    private ArraySegment<byte>? Packed(int[] at)
    {
        if (_shard is null)
        {
            return _store.Rent(Key(at));
        }

        var perShard = _shard.Zip(Chunks, (s, c) => s / c).ToArray();
        var key = Key([.. at.Zip(perShard, (a, n) => a / n)]);
        var chunks = perShard.Aggregate(1, (product, n) => product * n);
        var index = _shardIndexes.GetOrAdd(key, k => Index(k, chunks));
        var place = 0;
        for (var d = 0; d < at.Length; d++)
        {
            place = (place * perShard[d]) + (at[d] % perShard[d]);
        }

        if (index is null)
        {
            return null;
        }

        var offset = BinaryPrimitives.ReadUInt64LittleEndian(index.AsSpan(place * 16));
        var length = BinaryPrimitives.ReadUInt64LittleEndian(index.AsSpan((place * 16) + 8));
        return offset == ulong.MaxValue && length == ulong.MaxValue ? null
            : length <= (ulong)Array.MaxLength && offset <= long.MaxValue ? _store.Rent(key, ((long)offset, (int)length))
            : throw new InvalidDataException("the shard's index makes no sense");
    }

    private byte[]? Index(string key, int chunks)
    {
        var length = (chunks * 16) + (_indexHasChecksum ? 4 : 0);
        var index = _store.Get(key, _indexAtStart ? 0 : -length, length);
        return index is null || !_indexHasChecksum ? index : ZarrCodec.Checked(index);
    }

    private string Key(int[] at) => _path.Length == 0 ? _key(at) : $"{_path}/{_key(at)}";

    private Array Numbers(byte[] bytes)
    {
        if (Type.Swap)
        {
            Shuffle.Swap(bytes, Type.Size);
        }

        if (Type.Kind == "f2")
        {
            var halves = MemoryMarshal.Cast<byte, Half>(bytes);
            var wide = new float[halves.Length];
            System.Numerics.Tensors.TensorPrimitives.ConvertToSingle(halves, wide);
            return wide;
        }

        var elements = Array.CreateInstance(Type.Element!, bytes.Length / Type.Size);
        Buffer.BlockCopy(bytes, 0, elements, 0, elements.Length * Type.Size);
        return elements;
    }

    /// <summary>numcodecs' json2: the elements, their type, and the shape, as one JSON list.</summary>
    private static string[] JsonTexts(byte[] bytes)
    {
        var list = JsonNode.Parse(bytes)!.AsArray();
        return [.. list.Take(list.Count - 2).Select(e => e is JsonValue v && v.TryGetValue<string>(out var s) ? s : e?.ToJsonString() ?? "")];
    }

    private void ReadVersion2(JsonObject metadata)
    {
        Type = ZarrType.FromNumPy(metadata["dtype"]);
        if ((string?)metadata["order"] == "F")
        {
            Permutation = [.. Permutation.Reverse()];
        }

        var filters = metadata["filters"] as JsonArray ?? [];
        var isVariable = false;
        var steps = filters.Append(metadata["compressor"]).Where(s => s is not null).Reverse();
        foreach (var step in steps)
        {
            var name = (string?)step!["id"] ?? "";
            if (name is "vlen-utf8" or "json2" or "vlen-bytes")
            {
                (isVariable, _isJson) = (true, name == "json2");
                Type = name == "vlen-bytes" ? Type with { Element = typeof(byte[]) } : Type;
            }
            else
            {
                Add(name, step.AsObject());
            }
        }

        Unreadable ??= Type.Element is null ? $"type {Type.Name}" : Type.Size == 0 && !isVariable ? "type object" : null;
    }

    private void ReadCodecs(JsonArray codecs, JsonNode? dataType)
    {
        var swap = false;
        foreach (var step in codecs)
        {
            swap |= BitConverter.IsLittleEndian && step is JsonObject && (string?)step["name"] == "bytes" && (string?)step["configuration"]?["endian"] == "big";
        }

        Type = ZarrType.FromName(dataType, swap);
        Unreadable ??= Type.Element is null ? $"type {Type.Name}" : null;
        foreach (var step in codecs.Reverse())
        {
            // A codec without settings may stand as its name alone.
            var configuration = (step as JsonObject)?["configuration"] as JsonObject;
            switch (step is JsonValue ? (string?)step : (string?)step?["name"])
            {
                case "bytes" or "vlen-utf8" or "vlen-bytes":
                    break;
                case "transpose":
                    Permutation = configuration?["order"] is JsonValue ? (string?)configuration["order"] == "F" ? [.. Permutation.Reverse()] : Permutation : Lengths(configuration?["order"]);
                    break;
                case "sharding_indexed" when _codecs.Count == 0 && _shard is null && configuration is not null:
                    _shard = Chunks;
                    Chunks = Lengths(configuration["chunk_shape"]);
                    _indexAtStart = (string?)configuration["index_location"] == "start";
                    var index = (configuration["index_codecs"] as JsonArray ?? []).Select(c => (string?)c?["name"]).ToList();
                    _indexHasChecksum = index.Contains("crc32c");
                    if (index.Any(c => c is not ("bytes" or "crc32c")))
                    {
                        Unreadable ??= $"shard index packed by {string.Join(", ", index)}";
                    }

                    ReadCodecs(configuration["codecs"] as JsonArray ?? [], dataType);
                    break;
                case var name:
                    Add(name ?? "", configuration);
                    break;
            }
        }
    }

    private void Add(string name, JsonObject? configuration)
    {
        if (ZarrCodec.Find(name, configuration, Type) is { } codec)
        {
            _codecs.Add(codec);
        }
        else
        {
            Unreadable ??= $"codec '{name}'";
        }
    }

    private static Func<int[], string> KeyOf3(JsonObject? encoding)
    {
        var isDefault = (string?)encoding?["name"] != "v2";
        var separator = (string?)encoding?["configuration"]?["separator"] ?? (isDefault ? "/" : ".");
        return isDefault
            ? at => at.Length == 0 ? "c" : $"c{separator}{string.Join(separator, at)}"
            : at => at.Length == 0 ? "0" : string.Join(separator, at);
    }

    private static int[] Lengths(JsonNode? list) => list is JsonArray array ? [.. array.Select(n => checked((int)n!.GetValue<long>()))] : throw new InvalidDataException("a shape is missing");
}
