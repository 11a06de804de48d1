using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.ZarrNative;

/// <summary>The compressors of Zarr that .NET does not have: Blosc, Zstandard, LZ4.</summary>
internal static unsafe partial class CodecLibraries
{
    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(
        Assembly.GetExecutingAssembly(),
        new NativeLibrary("blosc", ["libblosc.so.1"], "apt-get install libblosc1"),
        new NativeLibrary("zstd", ["libzstd.so.1"], "apt-get install libzstd1"),
        new NativeLibrary("lz4", ["liblz4.so.1"], "apt-get install liblz4-1"));

    public static byte[] Blosc(ReadOnlySpan<byte> packed, int limit)
    {
        fixed (byte* p = packed)
        {
            if (blosc_cbuffer_validate(p, (nuint)packed.Length, out var length) != 0 || length > (nuint)limit)
            {
                throw new InvalidDataException("the Blosc header does not fit the chunk");
            }

            var bytes = new byte[length];
            return Blosc(packed, bytes.AsSpan()) == bytes.Length ? bytes : throw new InvalidDataException("the Blosc data are damaged");
        }
    }

    /// <summary>Unpacks into its place; tells how many bytes came out, -1 when they are damaged or too many.</summary>
    public static int Blosc(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        fixed (byte* p = packed, q = bytes)
        {
            return blosc_cbuffer_validate(p, (nuint)packed.Length, out var length) != 0 || length > (nuint)bytes.Length ? -1
                : length == 0 ? 0 : blosc_decompress_ctx(p, q, length, 1);
        }
    }

    /// <summary>Bytes of Blosc's head, by which what cannot be packed grows.</summary>
    public const int BloscHead = 16;

    /// <summary>Packs with LZ4, the bytes of elements shuffled; tells how many bytes that makes.</summary>
    public static int ToBlosc(ReadOnlySpan<byte> bytes, Span<byte> packed, int level, int size)
    {
        fixed (byte* p = bytes, q = packed)
        {
            var length = blosc_compress_ctx(level, size > 1 ? 1 : 0, (nuint)size, (nuint)bytes.Length, p, q, (nuint)packed.Length, "lz4", 0, 1);
            return length > 0 ? length : throw new InvalidOperationException($"Blosc cannot pack {bytes.Length} bytes.");
        }
    }

    public static byte[] Zstandard(ReadOnlySpan<byte> packed, int limit)
    {
        fixed (byte* p = packed)
        {
            // Some writers do not tell the length; the chunk's own is the limit then.
            var told = ZSTD_getFrameContentSize(p, (nuint)packed.Length);
            var bytes = new byte[told <= (ulong)limit ? (int)told : limit];
            var length = Zstandard(packed, bytes.AsSpan());
            return length >= 0 ? bytes[..length] : throw new InvalidDataException("the Zstandard data are damaged");
        }
    }

    /// <summary>Unpacks into its place; tells how many bytes came out, -1 when they are damaged or too many.</summary>
    public static int Zstandard(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        fixed (byte* p = packed, q = bytes)
        {
            var length = ZSTD_decompress(q, (nuint)bytes.Length, p, (nuint)packed.Length);
            return ZSTD_isError(length) == 0 ? (int)length : -1;
        }
    }

    /// <summary>The most bytes that so many can become.</summary>
    public static int ZstandardRoom(int length) => (int)ZSTD_compressBound((nuint)length);

    /// <summary>Packs; tells how many bytes that makes.</summary>
    public static int ToZstandard(ReadOnlySpan<byte> bytes, Span<byte> packed, int level)
    {
        fixed (byte* p = bytes, q = packed)
        {
            var length = ZSTD_compress(q, (nuint)packed.Length, p, (nuint)bytes.Length, level);
            return ZSTD_isError(length) == 0 ? (int)length : throw new InvalidOperationException($"Zstandard cannot pack {bytes.Length} bytes.");
        }
    }

    /// <summary>LZ4 with the length before it, as numcodecs writes it.</summary>
    public static byte[] Lz4(ReadOnlySpan<byte> packed, int limit)
    {
        var told = packed.Length >= 4 ? System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(packed) : -1;
        if (told < 0 || told > limit)
        {
            throw new InvalidDataException("the LZ4 header does not fit the chunk");
        }

        var bytes = new byte[told];
        fixed (byte* p = packed[4..], q = bytes)
        {
            return told == 0 || LZ4_decompress_safe(p, q, packed.Length - 4, told) == told ? bytes : throw new InvalidDataException("the LZ4 data are damaged");
        }
    }

    [LibraryImport("blosc")]
    private static partial int blosc_cbuffer_validate(byte* packed, nuint packedLength, out nuint length);

    [LibraryImport("blosc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int blosc_compress_ctx(int level, int shuffle, nuint typeSize, nuint length, byte* bytes, byte* packed, nuint room, string compressor, nuint blockSize, int threads);

    [LibraryImport("blosc")]
    private static partial int blosc_decompress_ctx(byte* packed, byte* bytes, nuint length, int threads);

    [LibraryImport("zstd")]
    private static partial ulong ZSTD_getFrameContentSize(byte* packed, nuint packedLength);

    [LibraryImport("zstd")]
    private static partial nuint ZSTD_decompress(byte* bytes, nuint length, byte* packed, nuint packedLength);

    [LibraryImport("zstd")]
    private static partial nuint ZSTD_compressBound(nuint length);

    [LibraryImport("zstd")]
    private static partial nuint ZSTD_compress(byte* packed, nuint room, byte* bytes, nuint length, int level);

    [LibraryImport("zstd")]
    private static partial uint ZSTD_isError(nuint code);

    [LibraryImport("lz4")]
    private static partial int LZ4_decompress_safe(byte* packed, byte* bytes, int packedLength, int length);
}
