using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>One array's layout: its metadata in either version, and its chunks.</summary>
internal sealed class ZarrLayout(Variable variable, int[] chunks, ZarrWriteOptions options, object? fill)
{
    private readonly bool _isText = variable.ElementType == typeof(string) || variable.ElementType == typeof(char);
    private readonly int[] _perShard = [.. variable.Dimensions.Select(d => options.ChunksPerShard.GetValueOrDefault(d, 1))];
    private readonly int _size = variable.ElementType == typeof(string) || variable.ElementType == typeof(char) ? 1 : Marshal.SizeOf(variable.ElementType);

    /// <summary>The bytes of a chunk's elements before they are compressed.</summary>
    private delegate ReadOnlySpan<byte> Pack<T>(ReadOnlySpan<T> chunk);

    private bool IsSharded => options.Version == 3 && _perShard.Any(n => n > 1);

    public JsonObject Metadata2() => new()
    {
        ["zarr_format"] = 2,
        ["shape"] = Json(variable.Shape),
        ["chunks"] = Json(chunks),
        ["dtype"] = _isText ? "|O" : (_size == 1 ? "|" : "<") + Code() + _size.ToString(CultureInfo.InvariantCulture),
        ["order"] = "C",
        // xarray takes a fill value for what is missing, and an empty text is not.
        ["fill_value"] = _isText || fill is null ? null : ZarrWriter.Number(fill),
        ["filters"] = _isText ? new JsonArray(new JsonObject { ["id"] = "vlen-utf8" }) : null,
        ["compressor"] = options.Compression switch
        {
            ZarrCompression.Blosc => new JsonObject { ["id"] = "blosc", ["cname"] = "lz4", ["clevel"] = options.Level, ["shuffle"] = 1, ["blocksize"] = 0 },
            ZarrCompression.Zstandard => new JsonObject { ["id"] = "zstd", ["level"] = options.Level },
            ZarrCompression.Zlib => new JsonObject { ["id"] = "zlib", ["level"] = options.Level },
            ZarrCompression.GZip => new JsonObject { ["id"] = "gzip", ["level"] = options.Level },
            _ => null,
        },
    };

    public JsonObject Metadata3()
    {
        var codecs = new JsonArray(_isText ? Codec("vlen-utf8") : _size == 1 ? Codec("bytes") : Codec("bytes", ("endian", "little")));
        if (options.Compression != ZarrCompression.None)
        {
            codecs.Add(options.Compression switch
            {
                ZarrCompression.Blosc => Codec("blosc", ("cname", "lz4"), ("clevel", options.Level), ("shuffle", _size == 1 ? "noshuffle" : "shuffle"), ("typesize", _size), ("blocksize", 0)),
                ZarrCompression.Zstandard => Codec("zstd", ("level", options.Level), ("checksum", false)),
                ZarrCompression.GZip => Codec("gzip", ("level", options.Level)),
                _ => Codec("numcodecs.zlib", ("level", options.Level)),
            });
        }

        return new JsonObject
        {
            ["zarr_format"] = 3,
            ["node_type"] = "array",
            ["shape"] = Json(variable.Shape),
            ["data_type"] = _isText ? "string" : (Code() switch { "f" => "float", "u" => "uint", _ => "int" }) + (8 * _size).ToString(CultureInfo.InvariantCulture),
            ["chunk_grid"] = new JsonObject { ["name"] = "regular", ["configuration"] = new JsonObject { ["chunk_shape"] = Json(IsSharded ? [.. chunks.Zip(_perShard, (c, n) => c * n)] : chunks) } },
            ["chunk_key_encoding"] = new JsonObject { ["name"] = "default", ["configuration"] = new JsonObject { ["separator"] = "/" } },
            ["fill_value"] = _isText ? "" : fill is null ? 0 : ZarrWriter.Number(fill),
            ["codecs"] = IsSharded
                ? new JsonArray(Codec("sharding_indexed", ("chunk_shape", Json(chunks)), ("codecs", codecs), ("index_codecs", new JsonArray(Codec("bytes", ("endian", "little")), Codec("crc32c"))), ("index_location", "end")))
                : codecs,
        };
    }

    /// <summary>Writes the chunks under a folder, tile by tile on all processors.</summary>
    public void WriteChunks(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = IsSharded ? chunks.Zip(_perShard, (c, n) => c * n).ToArray() : chunks;

        // What is read from elsewhere is read in larger pieces.
        var tiles = variable.Rank == 0 ? [[]] : variable.InMemory ? [.. Parts(variable.Shape, files)] : ChunkShape.Tiles(variable.Shape, files).ToList();
        InParallel.For(tiles.Count, i =>
        {
            if (_isText)
            {
                Tile<string>(folder, files, tiles[i], Texts(tiles[i]), "", chunk => ZarrType.VariableTexts(chunk));
            }
            else
            {
                var work = new NumbersWork(this, folder, files, tiles[i]);
                NumericTypes.Invoke(variable.ElementType, ref work);
            }
        });
    }

    private static JsonArray Json(IEnumerable<int> numbers) => new([.. numbers.Select(n => JsonValue.Create(n))]);

    private static JsonObject Codec(string name, params (string Name, JsonNode? Value)[] configuration)
    {
        var codec = new JsonObject { ["name"] = name };
        if (configuration.Length > 0)
        {
            codec["configuration"] = new JsonObject(configuration.Select(c => KeyValuePair.Create(c.Name, c.Value)));
        }

        return codec;
    }

    private string Code() => NumericTypes.IsFloating(variable.ElementType) ? "f" : NumericTypes.WithSign(variable.ElementType, unsigned: true) == variable.ElementType ? "u" : "i";

    private string[] Texts(DimensionSlice[] tile)
    {
        if (variable.ElementType == typeof(string))
        {
            var texts = new string[DimensionSlice.Size(tile)];
            variable.Source.Read<string>(tile, texts);
            return texts;
        }

        var letters = new char[DimensionSlice.Size(tile)];
        variable.Source.Read<char>(tile, letters);
        return System.Array.ConvertAll(letters, c => c == '\0' ? "" : c.ToString());
    }

    /// <summary>Writes the files of one tile.</summary>
    private void Tile<T>(string folder, int[] files, DimensionSlice[] tile, ReadOnlySpan<T> values, T empty, Pack<T> pack)
    {
        var shape = tile.Select(s => s.Count).ToArray();
        var room = ArrayPool<byte>.Shared.Rent(Room(_isText ? 0 : _size * chunks.Aggregate(1, (product, n) => product * n)));
        try
        {
            foreach (var file in tile.Length == 0 ? [[]] : Parts(shape, files))
            {
                var packed = IsSharded ? Shard(values, shape, file, empty, pack, ref room) : Chunk(values, shape, file, empty, pack, ref room);
                if (packed.IsEmpty)
                {
                    continue;
                }

                var number = file.Select((s, d) => ((tile[d].Start + s.Start) / files[d]).ToString(CultureInfo.InvariantCulture)).ToArray();
                var path = Path.Combine(folder, options.Version == 3 ? string.Join('/', number.Prepend("c")) : number.Length == 0 ? "0" : string.Join('.', number));
                if (options.Version == 3)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                }

                File.WriteAllBytes(path, packed);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    /// <summary>Whole chunks of a shape and what is left at its edges.</summary>
    private static IEnumerable<DimensionSlice[]> Parts(int[] shape, int[] part)
    {
        var window = new ChunkWindow([.. shape.Select(DimensionSlice.All)], part);
        for (var i = 0L; i < window.Count; i++)
        {
            yield return window.Slab(window.At(i));
        }
    }

    /// <summary>One chunk as it is stored, in the room that is there or a larger one; empty when it has nothing but the fill value, which needs no file.</summary>
    private ReadOnlySpan<byte> Chunk<T>(ReadOnlySpan<T> values, int[] shape, DimensionSlice[] part, T empty, Pack<T> pack, ref byte[] room)
    {
        if (shape.SequenceEqual(chunks))
        {
            return Chunk(values, empty, pack, ref room);
        }

        var length = chunks.Aggregate(1, (product, n) => product * n);
        var rented = ArrayPool<T>.Shared.Rent(length);
        try
        {
            var chunk = rented.AsSpan(0, length);
            if (!part.Select(p => p.Count).SequenceEqual(chunks))
            {
                chunk.Fill(empty);
            }

            ChunkWindow.Gather(values, shape, part, chunk, chunks);
            return Chunk<T>(chunk, empty, pack, ref room);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(rented, RuntimeHelpers.IsReferenceOrContainsReferences<T>());
        }
    }

    private ReadOnlySpan<byte> Chunk<T>(ReadOnlySpan<T> chunk, T empty, Pack<T> pack, ref byte[] room)
    {
        var bytes = pack(chunk);
        if (fill is not null && bytes[_size..].SequenceEqual(bytes[..^_size]) && bytes[.._size].SequenceEqual(pack([empty])))
        {
            return [];
        }

        if (Room(bytes.Length) > room.Length)
        {
            ArrayPool<byte>.Shared.Return(room);
            room = ArrayPool<byte>.Shared.Rent(Room(bytes.Length));
        }

        return room.AsSpan(0, Compress(bytes, room));
    }

    /// <summary>A shard: its chunks one after the other, then for each where it begins and how long it is, then a checksum of that.</summary>
    private ReadOnlySpan<byte> Shard<T>(ReadOnlySpan<T> values, int[] shape, DimensionSlice[] part, T empty, Pack<T> pack, ref byte[] room)
    {
        var window = new ChunkWindow([.. _perShard.Select(DimensionSlice.All)], [.. _perShard.Select(_ => 1)]);
        var index = new byte[(window.Count * 16) + 4];
        index.AsSpan().Fill(0xff);
        using var shard = new MemoryStream();
        for (var i = 0; i < window.Count; i++)
        {
            var inner = window.At(i).Select((k, d) => new DimensionSlice(part[d].Start + (k * chunks[d]), Math.Min(chunks[d], part[d].Count - (k * chunks[d])), 1)).ToArray();
            var chunk = inner.All(s => s.Count > 0) ? Chunk(values, shape, inner, empty, pack, ref room) : [];
            if (!chunk.IsEmpty)
            {
                BinaryPrimitives.WriteInt64LittleEndian(index.AsSpan(i * 16), shard.Position);
                BinaryPrimitives.WriteInt64LittleEndian(index.AsSpan((i * 16) + 8), chunk.Length);
                shard.Write(chunk);
            }
        }

        if (shard.Length == 0)
        {
            return [];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(index.AsSpan(index.Length - 4), Checksum.Crc32C(index.AsSpan(0, index.Length - 4)));
        shard.Write(index);
        return shard.GetBuffer().AsSpan(0, (int)shard.Length);
    }

    /// <summary>The most bytes that so many can become.</summary>
    private int Room(int length) => options.Compression switch
    {
        ZarrCompression.Zstandard => ZarrNative.CodecLibraries.ZstandardRoom(length),
        ZarrCompression.Zlib or ZarrCompression.GZip => Deflate.Room(length),
        _ => length + ZarrNative.CodecLibraries.BloscHead,
    };

    private int Compress(ReadOnlySpan<byte> bytes, Span<byte> room)
    {
        switch (options.Compression)
        {
            case ZarrCompression.Blosc: return ZarrNative.CodecLibraries.ToBlosc(bytes, room, options.Level, _size);
            case ZarrCompression.Zstandard: return ZarrNative.CodecLibraries.ToZstandard(bytes, room, options.Level);
            case ZarrCompression.Zlib or ZarrCompression.GZip: return Deflate.Compress(bytes, room, options.Level, options.Compression == ZarrCompression.GZip);
            default:
                bytes.CopyTo(room);
                return bytes.Length;
        }
    }

    private readonly struct NumbersWork(ZarrLayout layout, string folder, int[] files, DimensionSlice[] tile) : INumericWork
    {
        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var length = (int)DimensionSlice.Size(tile);
            var values = ArrayPool<T>.Shared.Rent(length);
            try
            {
                layout.Read(tile, values.AsSpan(0, length));
                layout.Tile(folder, files, tile, values.AsSpan(0, length), layout.Fill<T>(), MemoryMarshal.AsBytes);
            }
            finally
            {
                ArrayPool<T>.Shared.Return(values);
            }
        }
    }

    private void Read<T>(DimensionSlice[] tile, Span<T> values) => variable.Source.Read(tile, values);

    private T Fill<T>() where T : unmanaged, INumber<T> => fill is null ? T.Zero : (T)Convert.ChangeType(fill, typeof(T), CultureInfo.InvariantCulture);
}
