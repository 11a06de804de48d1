using System.Buffers.Binary;
using Isopleth.Arrays;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>
/// GRIB whose values are packed by CCSDS 121.0-B (data representation template 5.42), as ECMWF and CAMS publish it, and GDAL reads from version 3.9 on only.
/// The integers are unpacked here and stored as they are (template 5.0, with the same reference value and scales), which every GDAL reads.
/// </summary>
/// <remarks>Source: WMO Manual on Codes, FM 92 GRIB edition 2.</remarks>
internal static class GribCcsds
{
    private const int Ccsds = 42;
    private const int HeadLength = 16;

    /// <summary>Whether a file is GRIB with such values.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var file = File.OpenRead(path);
            Span<byte> begin = stackalloc byte[4];
            return file.ReadAtLeast(begin, 4, throwOnEndOfStream: false) == 4 && begin.SequenceEqual("GRIB"u8) && Messages(file).Any(m => m.Edition == 2 && Sections(file, m.Start, m.Length).Any(s => s.Number == 5 && Template(file, s.Start) == Ccsds));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever opens it says so.
            return false;
        }
    }

    /// <summary>Copies the messages of a file, the values of those that are packed by CCSDS unpacked.</summary>
    /// <exception cref="DataFormatException">Packed values are damaged.</exception>
    public static void Unpack(string path, Stream to)
    {
        using var file = File.OpenRead(path);
        foreach (var (number, message) in Messages(file).Index())
        {
            if (message.Length > Array.MaxLength)
            {
                throw new DataFormatException($"GRIB message {number + 1} has {message.Length} bytes, more than can be unpacked.", path);
            }

            var bytes = new byte[message.Length];
            file.Position = message.Start;
            file.ReadExactly(bytes);
            to.Write(message.Edition == 2 ? Unpack(bytes, $"{path}, message {number + 1}") : bytes);
        }
    }

    private static byte[] Unpack(byte[] message, string place)
    {
        var result = new MemoryStream(message.Length * 2);
        result.Write(message, 0, HeadLength);
        using var stream = new MemoryStream(message);
        byte[]? packing = null;
        foreach (var (number, start, length) in Sections(stream, 0, message.Length))
        {
            var section = message.AsSpan((int)start, length);
            if (number == 5)
            {
                packing = length >= 25 && BinaryPrimitives.ReadUInt16BigEndian(section[9..]) == Ccsds ? section.ToArray() : null;
            }

            result.Write(number switch
            {
                5 when packing is not null => Simple(packing),
                7 when packing is not null => Values(section[5..], packing, place),
                _ => section,
            });
        }

        result.Write("7777"u8);
        var unpacked = result.ToArray();
        BinaryPrimitives.WriteInt64BigEndian(unpacked.AsSpan(8), unpacked.Length);
        return unpacked;
    }

    /// <summary>Bytes of a value when it is unpacked.</summary>
    private static int Width(byte[] packing) => (packing[19] + 7) / 8;

    /// <summary>Section 5 of template 5.0: as that of 5.42, without the packing's own parameters, and of whole bytes.</summary>
    private static ReadOnlySpan<byte> Simple(byte[] packing)
    {
        const int length = 21;
        var section = packing[..length];
        BinaryPrimitives.WriteInt32BigEndian(section, length);
        BinaryPrimitives.WriteUInt16BigEndian(section.AsSpan(9), 0);
        section[19] = (byte)(8 * Width(packing));
        return section;
    }

    private static ReadOnlySpan<byte> Values(ReadOnlySpan<byte> packed, byte[] packing, string place)
    {
        const long most = 4096 * 8;
        var size = (long)BinaryPrimitives.ReadUInt32BigEndian(packing.AsSpan(5)) * Width(packing);
        if (size > Math.Min(Array.MaxLength - 5, (packed.Length + 1) * most * 4))
        {
            throw new DataFormatException($"It promises {size} bytes of values, more than its {packed.Length} packed bytes can hold.", place, hint: "Fetch or write it again.");
        }

        var section = new byte[5 + size];
        BinaryPrimitives.WriteInt32BigEndian(section, section.Length);
        section[4] = 7;
        return size == 0 || AecLibrary.Decode(packed, section.AsSpan(5), packing[19], packing[22], BinaryPrimitives.ReadUInt16BigEndian(packing.AsSpan(23)), packing[21]) ? section
            : throw new DataFormatException("The values of this message, which are packed by CCSDS, are damaged.", place, hint: "Fetch or write it again.");
    }

    /// <summary>The messages of a file; what lies between them is none.</summary>
    private static IEnumerable<(long Start, long Length, int Edition)> Messages(Stream file)
    {
        var head = new byte[HeadLength];
        var buffer = new byte[1 << 16];
        for (var at = 0L; at + HeadLength <= file.Length;)
        {
            file.Position = at;
            file.ReadExactly(head);
            var edition = head[7];
            var length = edition == 2 ? BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(8)) : (head[4] << 16) | (head[5] << 8) | head[6];
            if (head.AsSpan().StartsWith("GRIB"u8) && edition is 1 or 2 && length >= HeadLength && length <= file.Length - at)
            {
                yield return (at, length, edition);
                at += length;
                continue;
            }

            file.Position = at + 1;
            var count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var next = buffer.AsSpan(0, count).IndexOf("GRIB"u8);
            at += 1 + (next >= 0 ? next : Math.Max(1, count - 3));
        }
    }

    /// <summary>The sections of a message of edition 2, between its head and its end.</summary>
    private static IEnumerable<(int Number, long Start, int Length)> Sections(Stream file, long start, long length)
    {
        var head = new byte[5];
        for (var at = start + HeadLength; at + 5 + 4 <= start + length;)
        {
            file.Position = at;
            file.ReadExactly(head);
            var size = BinaryPrimitives.ReadInt32BigEndian(head);
            if (size < 5 || at + size + 4 > start + length)
            {
                yield break;
            }

            yield return (head[4], at, size);
            at += size;
        }
    }

    private static int Template(Stream file, long section)
    {
        Span<byte> number = stackalloc byte[2];
        file.Position = section + 9;
        return file.ReadAtLeast(number, 2, throwOnEndOfStream: false) == 2 ? BinaryPrimitives.ReadUInt16BigEndian(number) : -1;
    }
}
