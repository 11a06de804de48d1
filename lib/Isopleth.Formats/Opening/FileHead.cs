using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>What a file or folder begins with: all that the door looks at.</summary>
internal sealed class FileHead
{
    private const int Length = 1 << 14;

    public FileHead(string path)
    {
        Path = path;
        IsFolder = Directory.Exists(path);
        if (IsFolder)
        {
            return;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            Size = file.Length;
            var bytes = new byte[Math.Min(Length, Size)];
            Bytes = bytes.AsMemory(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw NetCdfSignature.Missing(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException($"The file cannot be read: {e.Message}", path, innerException: e);
        }

        if (Size == 0)
        {
            throw new DataFormatException("The file is empty (0 bytes).", path, hint: "Fetch or write it again.");
        }
    }

    public string Path { get; }

    public bool IsFolder { get; }

    public long Size { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The beginning as text (UTF-8, UTF-16 with its mark, or Latin-1 where it is neither); null when there are control characters in it.</summary>
    public string? Text
    {
        get
        {
            if (Begins([0xff, 0xfe]))
            {
                return Encoding.Unicode.GetString(Bytes.Span[2..]) is var wide && wide.AsSpan().ContainsAnyInRange('\0', '\b') ? null : wide;
            }

            if (Begins([0xfe, 0xff]))
            {
                return Encoding.BigEndianUnicode.GetString(Bytes.Span[2..]) is var wide && wide.AsSpan().ContainsAnyInRange('\0', '\b') ? null : wide;
            }

            var bytes = Bytes.Span.StartsWith("\uFEFF"u8) ? Bytes.Span[3..] : Bytes.Span;
            if (bytes.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || bytes.IndexOfAnyInRange((byte)14, (byte)26) >= 0)
            {
                return null;
            }

            // The last character may be cut.
            var text = Encoding.UTF8.GetString(bytes);
            return text.AsSpan(0, Math.Max(0, text.Length - 1)).Contains('\uFFFD') ? Encoding.Latin1.GetString(bytes) : text;
        }
    }

    public bool Begins(ReadOnlySpan<byte> magic, int at = 0) => Bytes.Length >= at + magic.Length && Bytes.Span.Slice(at, magic.Length).SequenceEqual(magic);

    public bool Has(params ReadOnlySpan<string> entries)
    {
        foreach (var entry in entries)
        {
            if (File.Exists(System.IO.Path.Combine(Path, entry)))
            {
                return true;
            }
        }

        return false;
    }
}
