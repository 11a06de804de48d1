using System.Buffers.Binary;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>
/// Looks at the code stream of a JPEG 2000 file before GDAL does: OpenJPEG ends the process (an assertion in <c>opj_stream_get_number_byte_left</c>) when headers or tile parts
/// reach past the box that holds them. Boxes and markers are those of ISO/IEC 15444-1, annexes A and I.
/// </summary>
internal static class Jpeg2000
{
    private const int StartOfCodeStream = 0xff4f;
    private const int StartOfTilePart = 0xff90;
    private const int EndOfCodeStream = 0xffd9;

    /// <summary>Throws when the code stream is longer than its box, though the file goes on. Other damage is found by OpenJPEG.</summary>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public static void Check(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64);
        Span<byte> head = stackalloc byte[8];
        if (!Read(file, 0, head) || !head.SequenceEqual("\0\0\0\fjP  "u8))
        {
            return;
        }

        for (var at = 0L; Read(file, at, head);)
        {
            var (length, isCode) = ((long)BinaryPrimitives.ReadUInt32BigEndian(head), head[4..8].SequenceEqual("jp2c"u8));
            var begin = at + 8;
            if (length == 1 && Read(file, begin, head))
            {
                (length, begin) = (BinaryPrimitives.ReadInt64BigEndian(head), begin + 8);
            }

            if (length < begin - at || length > file.Length - at)
            {
                return;
            }

            var end = at + length;
            if (isCode && end < file.Length && End(file, begin) is var needed && needed > end)
            {
                throw new DataFormatException($"This JPEG 2000 file is damaged: its code stream goes to byte {needed}, the box that holds it ends at byte {end}.", path, hint: "Fetch or write it again.");
            }

            at = end;
        }
    }

    /// <summary>Where the last header or tile part ends that begins at a place; no more than the file is long.</summary>
    private static long End(FileStream file, long at)
    {
        Span<byte> marker = stackalloc byte[10];
        while (Read(file, at, marker[..2]))
        {
            switch (BinaryPrimitives.ReadUInt16BigEndian(marker))
            {
                case StartOfCodeStream:
                    at += 2;
                    break;
                case EndOfCodeStream:
                    return at + 2;
                case StartOfTilePart when Read(file, at, marker) && BinaryPrimitives.ReadUInt32BigEndian(marker[6..]) is var length and >= 12:
                    at += length;
                    break;
                case StartOfTilePart:
                    // A length of 0: to the end of the box.
                    return at;
                case > 0xff00 when Read(file, at, marker[..4]):
                    at += 2 + BinaryPrimitives.ReadUInt16BigEndian(marker[2..]);
                    break;
                default:
                    return at;
            }
        }

        return file.Length;
    }

    private static bool Read(FileStream file, long at, Span<byte> into)
    {
        file.Position = at;
        return file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length;
    }
}
