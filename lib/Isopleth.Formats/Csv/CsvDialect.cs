using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Isopleth.Arrays;

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
        var text = (isUtf16 ? Encoding.Unicode : Encoding.UTF8).GetString(head);
        // The last character may be cut.
        text = (text.AsSpan(0, Math.Max(0, text.Length - 1)).Contains('\uFFFD') ? Encoding.Latin1.GetString(head) : text).TrimStart('\uFEFF');
        var options = new StringBuilder(", nullstr = ['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL']");
        _ = options.Append(isGzip ? ", compression = 'gzip'" : "").Append(isUtf16 ? ", encoding = 'utf-16'" : "");
        // With a semicolon between fields the comma is free for decimals.
        _ = options.Append(text.Contains(';', StringComparison.Ordinal) && Continental().IsMatch(text) ? $", delim = ';', decimal_separator = ',', header = true{(Thousands().IsMatch(text) ? ", thousands = '.'" : "")}" : "");
        if (TextTable.Preface(text, head.Length < HeadBytes) is > 0 and var skip)
        {
            return options.Append(CultureInfo.InvariantCulture, $", skip = {skip}, header = true").ToString();
        }

        var lines = text.Split('\n', 4, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(l => !l.StartsWith('#')).ToList();
        _ = options.Append(lines is [var header, var units, var first, ..] && text.StartsWith(header, StringComparison.Ordinal) ? UnderNames(header, units, first.Split('\n')[0]) : "");
        // A header alone has no types that would tell it from data.
        _ = options.Append(lines.Count == 1 ? ", header = true" : "");
        return options.ToString();
    }

    /// <summary>A column's name and the unit in its header, for example <c>Depth [m]</c>.</summary>
    public static (string Name, string? Unit) Split(string header) =>
        Bracketed().Match(header) is { Success: true } match && match.Groups[1].Length > 0 ? (match.Groups[1].Value, match.Groups[2].Value) : (header, null);

    /// <summary>Where a line of units stands between names and values, as in tables of ERDDAP: names with their units, for the two lines to be skipped.</summary>
    private static string UnderNames(string header, string units, string first)
    {
        var separator = header.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
        var (names, kinds, values) = (header.Split(separator), units.Split(separator), first.Split(separator));
        if (header.Contains('"', StringComparison.Ordinal) || names.Length != kinds.Length || names.Length != values.Length || names.Any(string.IsNullOrWhiteSpace))
        {
            return "";
        }

        var (areUnits, isAny) = (true, false);
        for (var i = 0; i < kinds.Length; i++)
        {
            areUnits &= kinds[i] is "" or "1" || (!IsNumber(kinds[i]) && (kinds[i] == "UTC" || IsUnit(kinds[i])));
            isAny |= IsNumber(values[i]) && kinds[i].Length > 0 && !IsNumber(kinds[i]);
        }

        return areUnits && isAny
            ? $", header = false, skip = 2, names = [{string.Join(", ", names.Zip(kinds, (n, k) => DuckDbConnection.Literal(k.Length > 0 ? $"{n} [{k}]" : n)))}]"
            : "";

        static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        static bool IsUnit(string text)
        {
            try
            {
                return CfTimeUnits.IsTime(text) || CfUnits.Parse(text) is not null;
            }
            catch (DataFormatException)
            {
                return false;
            }
        }
    }

    /// <summary>A copy of a file in UTF-8, which goes when it is disposed; null when there is no need of one.</summary>
    /// <param name="path">The file, UTF-16 with its mark or in Windows-1252.</param>
    /// <param name="isWestern">Whether it is known to be the latter.</param>
    public static RecodedFile? Recoded(string path, bool isWestern = false)
    {
        if (!isWestern)
        {
            using var file = File.OpenRead(path);
            if (file.ReadByte() != 0xfe || file.ReadByte() != 0xff)
            {
                return null;
            }
        }

        return new RecodedFile(path, isWestern ? CodePagesEncodingProvider.Instance.GetEncoding(1252)! : Encoding.BigEndianUnicode);
    }

    [GeneratedRegex(@"(^|;|\n)""?-?\d+(\.\d{3})*,\d+""?(;|\r|\n|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Continental();

    [GeneratedRegex(@"(^|;|\n)""?-?\d{1,3}(\.\d{3})+(,\d+)?""?(;|\r|\n|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^(.*?)\s*\[([^\[\]]+)\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Bracketed();
}
