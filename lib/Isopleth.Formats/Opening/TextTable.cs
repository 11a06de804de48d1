using System.Globalization;
using System.Text.RegularExpressions;

namespace Isopleth.Formats;

/// <summary>Whether a text is a table of lines with one separator, and if not, why it all but is.</summary>
internal static partial class TextTable
{
    private static readonly char[] Separators = [',', '\t', ';', '|'];

    /// <summary>Whether the first lines have one separator, equally often in each, outside of quotes, which may go over lines; or are numbers under a name. A line alone must be a header.</summary>
    public static bool Is(string text, bool isWhole)
    {
        return Preface(text, isWhole) > 0 || AreRows(WholeLines(text, isWhole).ConvertAll(l => Quoted().Replace(l, ""))) || (text.Contains('"', StringComparison.Ordinal) && AreRows(WholeLines(Quoted().Replace(text, ""), isWhole)));

        bool AreRows(IEnumerable<string> all)
        {
            var lines = all.Where(l => l.Length > 0 && l[0] is not '#').Take(8).ToList();
            return (lines.Count > 0
                && !IsProse(lines) && Array.Exists(Separators, s => lines[0].Contains(s, StringComparison.Ordinal) && lines.TrueForAll(l => l.Count(c => c == s) == lines[0].Count(c => c == s)))
                && (lines.Count > 1 || (isWhole && HeaderAlone().IsMatch(lines[0]))))
                || (lines.Count > 2 && OneName().IsMatch(lines[0]) && lines.Skip(1).All(l => double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _)));
        }
    }

    /// <summary>How many lines stand before the table, as words about it that nothing marks as such; 0 when there is none behind them.</summary>
    public static int Preface(string text, bool isWhole)
    {
        var lines = WholeLines(text, isWhole);
        for (var first = 1; first < lines.Count - 1; first++)
        {
            var rest = lines[first..];
            if (rest[0].Length > 0 && Array.Find(Separators, s => rest[0].Contains(s, StringComparison.Ordinal)) is var separator and not '\0'
                && rest.TakeWhile(l => l.Length > 0).ToList() is { Count: > 2 } rows
                && rows.TrueForAll(l => l.Count(c => c == separator) == rows[0].Count(c => c == separator))
                && rows.Skip(1).All(l => l.Split(separator).Any(f => double.TryParse(f, NumberStyles.Float, CultureInfo.InvariantCulture, out _))) && !rows[0].Split(separator).Any(f => double.TryParse(f, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                && !lines.Take(first).Any(l => l.Count(c => c == separator) == rows[0].Count(c => c == separator)))
            {
                return first;
            }
        }

        return 0;
    }

    /// <summary>What keeps a text from being a table; null when it is nothing like one.</summary>
    public static string? WhyNot(FileHead head)
    {
        if (head.Path.EndsWith(".hgt", StringComparison.OrdinalIgnoreCase) && head.Size is 2 * 1201 * 1201 or 2 * 3601 * 3601)
        {
            return "This is as long as an SRTM tile, whose place stands in its name alone: call it for example N45E007.hgt.";
        }

        if (head.Text is not { } text)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            return "There are only blank lines in this file.";
        }

        var lines = WholeLines(text, head.Size == head.Bytes.Length).Select((line, i) => (Line: Quoted().Replace(line, ""), Number: i + 1)).Where(l => l.Line.Length > 0 && l.Line[0] != '#').ToList();
        foreach (var separator in lines.Count > 1 ? Separators : [])
        {
            int Fields(string line) => line.Count(c => c == separator) + 1;
            if (Fields(lines[0].Line) > 1 && lines.TrueForAll(l => Fields(l.Line) > 1) && lines.Find(l => Fields(l.Line) != Fields(lines[0].Line)) is { Number: > 0 } other)
            {
                return string.Create(CultureInfo.InvariantCulture, $"This is like a table with '{(separator == '\t' ? "tab" : separator)}' between its fields, but line {other.Number} has {Fields(other.Line)} fields and line {lines[0].Number} has {Fields(lines[0].Line)}: give each line as many, and quote texts with a separator in them.");
            }
        }

        return null;
    }

    /// <summary>Sentences have commas too.</summary>
    private static bool IsProse(List<string> lines) => lines.TrueForAll(l => !l.AsSpan().ContainsAnyInRange('0', '9')) && lines.Exists(l => l.TrimEnd().EndsWith('.') && l.Contains(", ", StringComparison.Ordinal));

    /// <summary>The first lines; the last is left out where it may go on.</summary>
    public static List<string> WholeLines(string text, bool isWhole)
    {
        // Old Macintoshes end lines by a carriage return alone.
        var lines = text.Split(text.Contains('\n', StringComparison.Ordinal) ? '\n' : '\r', 40).Select(l => l.TrimEnd('\r')).ToList();
        return isWhole && lines.Count < 40 ? lines : lines[..^1];
    }

    /// <summary>Names without a sentence's words between them.</summary>
    [GeneratedRegex(@"^[\w\[\]()./%^-]+( [\w\[\]()./%^-]+)?(\s?[,;\t|]\s?[\w\[\]()./%^-]+( [\w\[\]()./%^-]+)?)+$", RegexOptions.NonBacktracking)]
    private static partial Regex HeaderAlone();

    /// <summary>The name of a single column, with a unit or without.</summary>
    [GeneratedRegex(@"^[^\W\d][\w.-]*( ?[\[(][^\])]*[\])])?$", RegexOptions.NonBacktracking)]
    private static partial Regex OneName();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
