using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Isopleth.Formats.ZarrNative;

namespace Isopleth.Formats;

/// <summary>What undoes one step of how a chunk was packed.</summary>
/// <param name="Decode">From the bytes, and the most that may come out, to the bytes before the step.</param>
internal sealed record ZarrCodec(Func<byte[], int, byte[]> Decode)
{
    /// <summary>Unpacks straight to where the bytes are wanted and tells how many came out, -1 when they are damaged or do not fit.</summary>
    public delegate int Unpacker(ReadOnlySpan<byte> packed, Span<byte> bytes);

    /// <summary>The same to a place that is there already; null when it only goes the other way.</summary>
    public Unpacker? Unpack { get; init; }

    /// <summary>A compressor or filter by its name; null when it is none that is read.</summary>
    /// <param name="name">Its name, of numcodecs or of Zarr 3.</param>
    /// <param name="configuration">Its settings.</param>
    /// <param name="type">The array's elements.</param>
    public static ZarrCodec? Find(string name, JsonObject? configuration, ZarrType type) => (name.StartsWith("numcodecs.", StringComparison.Ordinal) ? name["numcodecs.".Length..] : name) switch
    {
        "zlib" => new((bytes, limit) => Inflate(new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress), limit)) { Unpack = Deflate.IsAvailable ? Deflate.Inflate : null },
        "gzip" => new((bytes, limit) => Inflate(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress), limit)) { Unpack = Deflate.IsAvailable ? Deflate.InflateGZip : null },
        "zstd" => new((bytes, limit) => CodecLibraries.Zstandard(bytes, limit)) { Unpack = CodecLibraries.Zstandard },
        "blosc" => new((bytes, limit) => CodecLibraries.Blosc(bytes, limit)) { Unpack = CodecLibraries.Blosc },
        "lz4" => new((bytes, limit) => CodecLibraries.Lz4(bytes, limit)),
        "crc32c" => new((bytes, _) => Checked(bytes)),
        "bitround" => new((bytes, _) => bytes), // what was rounded away does not come back
        "shuffle" => new((bytes, _) => Unshuffle(bytes, (int?)configuration?["elementsize"] ?? 4)),
        "delta" when type.Element is not null && type.Element != typeof(string) && type.Kind.Length == 0 => new((bytes, _) => Sum(bytes, type)),
        "fixedscaleoffset" when configuration is not null => Scale(configuration, type),
        _ => null,
    };

    private static byte[] Inflate(Stream stream, int limit)
    {
        using (stream)
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int count; (count = stream.Read(buffer)) > 0;)
            {
                if (bytes.Length + count > limit)
                {
                    throw new InvalidDataException($"a chunk holds more than the {limit} bytes that its shape needs");
                }

                bytes.Write(buffer, 0, count);
            }

            return bytes.ToArray();
        }
    }

    /// <summary>What stands before a checksum that fits it.</summary>
    public static byte[] Checked(byte[] bytes) => bytes.Length < 4 ? throw new InvalidDataException("the checksum is missing")
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) == Checksum.Crc32C(bytes.AsSpan(0, bytes.Length - 4)) ? bytes[..^4]
        : throw new InvalidDataException("the checksum does not fit the contents");

    private static byte[] Unshuffle(byte[] bytes, int size)
    {
        if (size < 1 || bytes.Length % size != 0)
        {
            throw new InvalidDataException($"{bytes.Length} bytes cannot be shuffled elements of {size}");
        }

        var result = new byte[bytes.Length];
        Shuffle.Undo(bytes, result, size);
        return result;
    }

    private static byte[] Sum(byte[] bytes, ZarrType type)
    {
        var work = new SumWork(bytes);
        Arrays.NumericTypes.Invoke(type.Element!, ref work);
        return bytes;
    }

    /// <summary>Integers that stand for (value - offset) × scale; back to numbers of the array's type.</summary>
    private static ZarrCodec? Scale(JsonObject configuration, ZarrType type)
    {
        var stored = ZarrType.FromNumPy(configuration["astype"] ?? configuration["dtype"]);
        var (scale, offset) = ((double?)configuration["scale"] ?? 1, (double?)configuration["offset"] ?? 0);
        if (stored.Element is null || stored.Swap || type.Element is null || type.Element == typeof(string) || stored.Element == typeof(string))
        {
            return null;
        }

        return new((bytes, _) =>
        {
            var packed = Numbers(bytes, stored.Element);
            var values = Array.ConvertAll(packed, v => (v / scale) + offset);
            var result = Array.CreateInstance(type.Element, values.Length);
            for (var i = 0; i < values.Length; i++)
            {
                result.SetValue(Convert.ChangeType(values[i], type.Element, System.Globalization.CultureInfo.InvariantCulture), i);
            }

            var raw = new byte[Buffer.ByteLength(result)];
            Buffer.BlockCopy(result, 0, raw, 0, raw.Length);
            return raw;
        });
    }

    private static double[] Numbers(byte[] bytes, Type type)
    {
        var work = new NumbersWork(bytes);
        Arrays.NumericTypes.Invoke(type, ref work);
        return work.Result!;
    }

    private readonly struct SumWork(byte[] bytes) : Arrays.INumericWork
    {
        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
            for (var i = 1; i < values.Length; i++)
            {
                values[i] += values[i - 1];
            }
        }
    }

    private struct NumbersWork(byte[] bytes) : Arrays.INumericWork
    {
        public double[]? Result { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
            Result = new double[values.Length];
            System.Numerics.Tensors.TensorPrimitives.ConvertChecked<T, double>(values, Result);
        }
    }
}
