using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Isopleth.Formats;

/// <summary>What the head of a table of text tells of its form, where DuckDB does not find it by itself.</summary>
internal static partial class CsvDialect
{
    private const int HeadBytes = 1 << 16;

    /// <summary>The options of DuckDB's <c>read_csv</c> for a file.</summary>
    public static string Options(string path)
    {
        using var file = File.OpenRead(path);
        var isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        var bytes = new byte[HeadBytes];
        var head = bytes.AsSpan(0, content.ReadAtLeast(bytes, HeadBytes, throwOnEndOfStream: false));
        var isUtf16 = head.Length > 1 && head[0] == 0xff && head[1] == 0xfe;
        var text = isUtf16 ? Encoding.Unicode.GetString(head) : Encoding.Latin1.GetString(head);
        var options = new StringBuilder(", nullstr = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL']");
        _ = options.Append(isGzip ? ", compression = 'gzip'" : "").Append(isUtf16 ? ", encoding = 'utf-16'" : "");
        // With a semicolon between fields the comma is free for decimals.
        _ = options.Append(text.Contains(';', StringComparison.Ordinal) && Continental().IsMatch(text) ? ", delim = ';', decimal_separator = ',', header = true" : "");
        var lines = text.Split('\n', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(l => !l.StartsWith('#')).ToList();
        // A header alone has no types that would tell it from data.
        _ = options.Append(lines.Count == 1 ? ", header = true" : "");
        return options.ToString();
    }

    /// <summary>A column's name and the unit in its header, for example <c>Depth [m]</c>.</summary>
    public static (string Name, string? Unit) Split(string header) =>
        Bracketed().Match(header) is { Success: true } match && match.Groups[1].Length > 0 ? (match.Groups[1].Value, match.Groups[2].Value) : (header, null);

    [GeneratedRegex(@"(^|;|\n)-?\d+,\d+(;|\r|\n|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Continental();

    [GeneratedRegex(@"^(.*?)\s*\[([^\[\]]+)\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Bracketed();
}
