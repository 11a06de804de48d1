using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Isopleth.Arrays;
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
        "bz2" => new((bytes, limit) => Unpacked(CodecLibraries.BZip2, bytes, limit)) { Unpack = CodecLibraries.BZip2 },
        "lzma" when (int?)configuration?["format"] is not 3 => new((bytes, limit) => Unpacked(CodecLibraries.Lzma, bytes, limit)) { Unpack = CodecLibraries.Lzma },
        "crc32c" => new((bytes, _) => Checked(bytes)),
        "crc32" => new((bytes, _) => Checked(bytes, configuration, Crc32)),
        "adler32" => new((bytes, _) => Checked(bytes, configuration, Adler32)),
        "packbits" => new((bytes, _) => Bits(bytes)),
        "quantize" or "astype" => Converted(configuration),
        "bitround" => new((bytes, _) => bytes), // what was rounded away does not come back
        "shuffle" => new((bytes, _) => Unshuffle(bytes, (int?)configuration?["elementsize"] ?? 4)),
        "delta" when Named(configuration?["dtype"], type) is { Element: { } element, Swap: false, Kind.Length: 0 } whole && NumericTypes.IsNumeric(element) && Widened(configuration, whole) is { } widen => new((bytes, _) => Sum(widen(bytes), whole)),
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

    /// <summary>What stands beside a checksum of four bytes that fits it; numcodecs writes it first unless told otherwise.</summary>
    private static byte[] Checked(byte[] bytes, JsonObject? configuration, Func<ReadOnlySpan<byte>, uint> count)
    {
        var isLast = (string?)configuration?["location"] == "end";
        return bytes.Length < 4 ? throw new InvalidDataException("the checksum is missing")
            : (isLast ? bytes[..^4] : bytes[4..]) is var content && BinaryPrimitives.ReadUInt32LittleEndian(isLast ? bytes.AsSpan(bytes.Length - 4) : bytes) == count(content) ? content
            : throw new InvalidDataException("the checksum does not fit the contents");
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        const uint polynomial = 0xedb88320;
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * polynomial);
            }
        }

        return ~crc;
    }

    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint prime = 65521;
        var (first, second) = (1u, 0u);
        foreach (var b in bytes)
        {
            first = (first + b) % prime;
            second = (second + first) % prime;
        }

        return (second << 16) | first;
    }

    private static byte[] Unpacked(Unpacker unpack, byte[] packed, int limit)
    {
        var bytes = new byte[limit];
        return unpack(packed, bytes) is >= 0 and var length ? bytes[..length] : throw new InvalidDataException("what is packed in it cannot be unpacked");
    }

    /// <summary>Truths of one bit each, the first the highest; before them how many bits at the end are none.</summary>
    private static byte[] Bits(byte[] packed)
    {
        var truths = new byte[packed.Length > 0 ? Math.Max(0, (8 * (packed.Length - 1)) - packed[0]) : 0];
        for (var i = 0; i < truths.Length; i++)
        {
            truths[i] = (byte)((packed[1 + (i / 8)] >> (7 - (i % 8))) & 1);
        }

        return truths;
    }

    /// <summary>Numbers that are stored as another type; null when one of both is none that is read.</summary>
    private static ZarrCodec? Converted(JsonObject? configuration)
    {
        var stored = Named(configuration?["astype"] ?? configuration?["encode_dtype"] ?? configuration?["dtype"], null);
        var type = Named(configuration?["dtype"] ?? configuration?["decode_dtype"], null);
        return Conversion(stored, type) is { } convert ? new((bytes, _) => convert(bytes)) : null;
    }

    /// <summary>The differences of numcodecs' delta as numbers of the array's type.</summary>
    private static Func<byte[], byte[]>? Widened(JsonObject? configuration, ZarrType type) =>
        configuration?["astype"] is { } narrow ? Conversion(Named(narrow, type), type) : static bytes => bytes;

    /// <summary>A type in a codec's settings, where NumPy's spelling and that of version 3 are met with.</summary>
    private static ZarrType Named(JsonNode? spelled, ZarrType? otherwise) => spelled is null && otherwise is not null ? otherwise
        : ZarrType.FromNumPy(spelled) is { Element: not null } known ? known : ZarrType.FromName(spelled, swap: false);

    private static Func<byte[], byte[]>? Conversion(ZarrType stored, ZarrType type)
    {
        if (stored.Element is not { } from || type.Element is not { } to || stored.Swap || type.Swap || stored.Kind.Length + type.Kind.Length > 0 || !NumericTypes.IsNumeric(from) || !NumericTypes.IsNumeric(to))
        {
            return null;
        }

        return bytes =>
        {
            if (from == to)
            {
                return bytes;
            }

            var values = Array.CreateInstance(from, bytes.Length / stored.Size);
            Buffer.BlockCopy(bytes, 0, values, 0, values.Length * stored.Size);
            var work = new ConvertWork(values);
            NumericTypes.Invoke(to, ref work);
            return work.Bytes!;
        };
    }

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
        NumericTypes.Invoke(type.Element!, ref work);
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
        NumericTypes.Invoke(type, ref work);
        return work.Result!;
    }

    private struct ConvertWork(Array values) : INumericWork
    {
        public byte[]? Bytes { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var read = new ReadWork<T>(values);
            NumericTypes.Invoke(values.GetType().GetElementType()!, ref read);
            Bytes = MemoryMarshal.AsBytes<T>(read.Result).ToArray();
        }
    }

    private struct ReadWork<TTarget>(Array values) : INumericWork where TTarget : unmanaged, INumber<TTarget>
    {
        public TTarget[] Result { get; private set; } = [];

        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var result = new TTarget[values.Length];
            System.Numerics.Tensors.TensorPrimitives.ConvertTruncating<T, TTarget>((T[])values, result);
            Result = result;
        }
    }

    private readonly struct SumWork(byte[] bytes) : INumericWork
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

    private struct NumbersWork(byte[] bytes) : INumericWork
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
