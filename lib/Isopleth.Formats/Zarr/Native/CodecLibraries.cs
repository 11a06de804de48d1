using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Isopleth.Native;
using NativeLibrary = Isopleth.Native.NativeLibrary;

namespace Isopleth.Formats.ZarrNative;

/// <summary>The compressors of Zarr that .NET does not have: Blosc, Zstandard, LZ4, bzip2, LZMA.</summary>
internal static unsafe partial class CodecLibraries
{
    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(
        Assembly.GetExecutingAssembly(),
        new NativeLibrary("blosc", ["libblosc.so.1"], "apt-get install libblosc1"),
        new NativeLibrary("zstd", ["libzstd.so.1"], "apt-get install libzstd1"),
        new NativeLibrary("lz4", ["liblz4.so.1"], "apt-get install liblz4-1"),
        new NativeLibrary("bz2", ["libbz2.so.1.0", "libbz2.so.1"], "apt-get install libbz2-1.0"),
        new NativeLibrary("lzma", ["liblzma.so.5"], "apt-get install liblzma5"));

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

    /// <summary>One block of LZ4; tells how many bytes came out, negative when they are damaged or too many.</summary>
    public static int Lz4Block(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        fixed (byte* p = packed, q = bytes)
        {
            return LZ4_decompress_safe(p, q, packed.Length, bytes.Length);
        }
    }

    /// <summary>Unpacks bzip2 into its place; tells how many bytes came out, -1 when they are damaged or too many.</summary>
    public static int BZip2(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        fixed (byte* p = packed, q = bytes)
        {
            var length = (uint)bytes.Length;
            return BZ2_bzBuffToBuffDecompress(q, ref length, p, (uint)packed.Length, 0, 0) == 0 ? (int)length : -1;
        }
    }

    /// <summary>Unpacks LZMA, in a container of xz or in its older one, into its place; tells how many bytes came out, -1 when they are damaged or too many.</summary>
    public static int Lzma(ReadOnlySpan<byte> packed, Span<byte> bytes)
    {
        const ulong memory = 1UL << 30;
        ulong limit = memory;
        nuint from = 0, to = 0;
        fixed (byte* p = packed, q = bytes)
        {
            if (packed.Length > 6 && packed[0] == 0xfd && packed[1] == (byte)'7')
            {
                return lzma_stream_buffer_decode(ref limit, 0, 0, p, ref from, (nuint)packed.Length, q, ref to, (nuint)bytes.Length) == 0 ? (int)to : -1;
            }

            // The stream of the older container: next_in, avail_in, total_in, next_out, avail_out, total_out, and what is the library's own.
            const int words = 17;
            var stream = stackalloc nuint[words];
            new Span<nuint>(stream, words).Clear();
            if (lzma_alone_decoder(stream, memory) != 0)
            {
                return -1;
            }

            (stream[0], stream[1], stream[3], stream[4]) = ((nuint)p, (nuint)packed.Length, (nuint)q, (nuint)bytes.Length);
            var status = lzma_code(stream, 0);
            var length = (int)stream[5];
            lzma_end(stream);
            return status is 0 or 1 ? length : -1;
        }
    }

    [LibraryImport("bz2")]
    private static partial int BZ2_bzBuffToBuffDecompress(byte* bytes, ref uint length, byte* packed, uint packedLength, int small, int verbosity);

    [LibraryImport("lzma")]
    private static partial int lzma_stream_buffer_decode(ref ulong memoryLimit, uint flags, nint allocator, byte* packed, ref nuint at, nuint packedLength, byte* bytes, ref nuint end, nuint length);

    [LibraryImport("lzma")]
    private static partial int lzma_alone_decoder(nuint* stream, ulong memoryLimit);

    [LibraryImport("lzma")]
    private static partial int lzma_code(nuint* stream, int action);

    [LibraryImport("lzma")]
    private static partial void lzma_end(nuint* stream);

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
