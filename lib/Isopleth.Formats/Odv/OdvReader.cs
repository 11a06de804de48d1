using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Reads one spreadsheet: comments, header, rows. The rows are read in parts, in parallel.</summary>
internal sealed partial class OdvReader
{
    private const int PartBytes = 1 << 20;
    private const int PlaceColumns = 6;
    private const int HeadBytes = 1 << 16;

    private static readonly System.Buffers.SearchValues<byte> InNumbers = System.Buffers.SearchValues.Create("0123456789+-eE,"u8);

    private static readonly string[] StationColumns = ["CRUISE", "STATION", "TYPE", "LOCAL_CDI_ID", "EDMO_CODE"];

    private readonly string _path;
    private ReadOnlyMemory<byte> _content;
    private readonly Encoding _encoding;
    private readonly List<OdvColumn> _columns = [];
    private readonly Dictionary<string, (string Parameter, string Unit)> _vocabulary = new(StringComparer.Ordinal);
    private readonly HashSet<string> _metadata = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, object> _attributes = new(StringComparer.Ordinal);
    private double _missing = double.NaN;
    private char _separator = '\t';

    public OdvReader(string path, byte[] bytes)
    {
        _path = path;
        if (!bytes.AsSpan().Contains((byte)'\n'))
        {
            // Old Macintoshes end lines by a carriage return alone.
            bytes.AsSpan().Replace((byte)'\r', (byte)'\n');
        }

        _content = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        _encoding = Utf8.IsValid(_content.Span) ? Encoding.UTF8 : Encoding.Latin1;
    }

    public StoredDataset Read()
    {
        var (start, number) = Head();
        _columns.TakeWhile(c => c.IsOfStation).ToList().ForEach(c => c.IsOfRuns = true);
        var parts = Parts(start);
        var capacity = 0;
        var offsets = parts.ConvertAll(part => (capacity += part.Lines) - part.Lines);
        _columns.ForEach(c => c.Allocate(capacity, parts.Count));
        var read = new OdvPart[parts.Count];
        Parallel.For(0, parts.Count, i => read[i] = Rows(i, parts[i].Start, parts[i].End, offsets[i]));
        if (Array.Find(read, p => p.Wrong is not null)?.Wrong is { } wrong)
        {
            throw Wrong(number + _content.Span[start..wrong.Position].Count((byte)'\n') + 1, wrong.What, wrong.Column);
        }

        var (rows, starts) = (0, new List<int>());
        for (var i = 0; i < read.Length; i++)
        {
            _columns.ForEach(c => c.Join(offsets[i], rows, read[i].Count, read[i].Continuing));
            starts.AddRange(read[i].Starts.Select(s => s - offsets[i] + rows));
            rows += read[i].Count;
        }

        _columns.ForEach(c => c.Finish(rows, Array.ConvertAll(read, p => p.Inheriting)));
        AddClocks();
        var runs = new OdvRuns([.. starts], rows);
        var index = new Variable("station_index", ["row"], new LoadedSource<int>([rows], () => runs.Spread(Stations(starts.Count))), new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["long_name"] = "number of the station, from 0" });
        return new StoredDataset([.. _columns.Select(c => c.ToVariable(rows, runs, _vocabulary)), index], _attributes) { Source = _path };
    }

    /// <summary>Where the time of day has a column of its own, it goes into that of the day.</summary>
    private void AddClocks()
    {
        for (var i = _columns.Count - 1; i > 0; i--)
        {
            if (_columns[i].Kind == OdvKind.StationClock)
            {
                _columns[i - 1].Add(_columns[i].Numbers);
                _columns.RemoveAt(i);
            }
        }
    }

    /// <summary>Reads comments and header; gives where the rows begin, and how many lines are before.</summary>
    private (int Start, int Lines) Head()
    {
        var (position, number) = (0, 0);
        while (position < _content.Length)
        {
            var rest = _content.Span[position..];
            var end = rest.IndexOf((byte)'\n') is var at and >= 0 ? at : rest.Length;
            var line = _encoding.GetString(rest[..end]).TrimEnd('\r');
            position += Math.Min(end + 1, rest.Length);
            number++;
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                Comment(line, number);
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                Header(line, number, position);
                return (position, number);
            }
        }

        throw Wrong(number, "the file ends before its header line");
    }

    /// <summary>Runs of whole lines.</summary>
    private List<(int Start, int End, int Lines)> Parts(int start)
    {
        var content = _content.Span;
        var parts = new List<(int, int, int)>();
        while (start < content.Length)
        {
            var end = Math.Min(start + PartBytes, content.Length);
            end = end < content.Length && content[end..].IndexOf((byte)'\n') is var at and >= 0 ? end + at + 1 : content.Length;
            parts.Add((start, end, content[start..end].Count((byte)'\n') + (content[end - 1] == '\n' ? 0 : 1)));
            start = end;
        }

        return parts;
    }

    /// <summary>Reads the rows of a part into the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private OdvPart Rows(int part, int start, int end, int first)
    {
        var content = _content.Span;
        var columns = _columns.ToArray();
        var kinds = Array.ConvertAll(columns, c => c.IsOfRuns ? OdvKind.StationText : c.Kind);
        var runColumns = columns.TakeWhile(c => c.IsOfRuns).Count();
        var separator = (byte)_separator;
        var before = new Before[runColumns];
        var starts = new List<int>();
        var (row, continuing, inheriting) = (first, 0, 0);
        while (start < end)
        {
            var length = content[start..end].IndexOf((byte)'\n');
            length = length < 0 ? end - start : length;
            var line = content.Slice(start, length);
            line = line.EndsWith("\r"u8) ? line[..^1] : line;
            var at = line.IndexOfAnyExcept(separator);
            if (at < 0 || (line[at] is (byte)' ' or (byte)'/' && (line.StartsWith("//"u8) || line.IndexOfAnyExcept(" \t\r"u8) < 0)))
            {
                start += length + 1;
                continue;
            }

            // A row whose cruise, station, type, time and place are empty is of the station before it.
            var copies = at >= Math.Min(PlaceColumns, runColumns) && (row > 0 || part > 0);
            if (copies && at >= runColumns)
            {
                continuing += starts.Count == 0 ? 1 : 0;
                at = runColumns;
            }
            else
            {
                at = 0;
                if (Run(line, separator, ref at, part, copies && starts.Count > 0, before) is { } label)
                {
                    return new OdvPart { Wrong = (start, label.What, label.Column) };
                }

                inheriting += copies && inheriting == starts.Count ? 1 : 0;
                starts.Add(row);
            }

            for (var i = runColumns; i < columns.Length; i++)
            {
                var column = columns[i];
                if (kinds[i] == OdvKind.Number && TextNumber.TryRead(line, separator, ref at, out var value))
                {
                    column.Numbers[row] = value == _missing ? double.NaN : value;
                    continue;
                }

                if (kinds[i] == OdvKind.Flag && at + 1 < line.Length && line[at + 1] == separator && line[at] != separator)
                {
                    column.Flag(row, line[at]);
                    at += 2;
                    continue;
                }

                var field = Next(line, separator, ref at);
                if (!column.Read(field, row, copies && row > first, _missing, _encoding))
                {
                    return new OdvPart { Wrong = (start, NoValue(field, column), column.Label) };
                }
            }

            if (at < line.Length && line[at..].IndexOfAnyExcept(separator, (byte)' ') is var extra and >= 0)
            {
                at += extra;
                return new OdvPart { Wrong = (start, $"there are more fields than the {columns.Length} of the header; the first too many is '{_encoding.GetString(Next(line, separator, ref at))}'", null) };
            }

            row++;
            start += length + 1;
        }

        return new OdvPart { Count = row - first, Continuing = continuing, Inheriting = inheriting, Starts = starts };
    }

    /// <summary>Reads what the rows of a station have in common; null, or what is wrong.</summary>
    private (string What, string Column)? Run(ReadOnlySpan<byte> line, byte separator, ref int at, int part, bool copies, Before[] before)
    {
        var content = _content.Span;
        for (var i = 0; i < before.Length; i++)
        {
            var field = Next(line, separator, ref at);
            var last = content.Slice(before[i].Start, before[i].Length);
            if (copies && field.IsEmpty)
            {
                field = last;
            }

            if (!_columns[i].ReadRun(field, part, _encoding, last, _missing))
            {
                return (NoValue(field, _columns[i]), _columns[i].Label);
            }

            before[i] = field.IsEmpty ? default : new Before(Offset(content, field), field.Length);
        }

        return null;
    }

    private string NoValue(ReadOnlySpan<byte> field, OdvColumn column) =>
        $"'{_encoding.GetString(field)}' is no {(column.Kind is OdvKind.Time or OdvKind.StationTime ? "time" : "number")}";

    private static int Offset(ReadOnlySpan<byte> content, ReadOnlySpan<byte> field)
    {
        _ = content.Overlaps(field, out var offset);
        return offset;
    }

    /// <summary>The next field of a line, without blanks around; empty when the line has ended.</summary>
    private static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> line, byte separator, ref int at)
    {
        if (at >= line.Length)
        {
            return default;
        }

        var begin = at;
        while (at < line.Length && line[at] != separator)
        {
            at++;
        }

        var end = at++;
        while (begin < end && line[begin] == ' ')
        {
            begin++;
        }

        while (begin < end && line[end - 1] == ' ')
        {
            end--;
        }

        return line[begin..end];
    }

    /// <summary>The number of the station of each run: a new one begins where cruise, station, type, time or place change.</summary>
    private int[] Stations(int runs)
    {
        var stations = new int[runs];
        var telling = _columns.Take(PlaceColumns).Where(c => c.IsOfRuns).ToArray();
        for (var run = 1; run < runs; run++)
        {
            stations[run] = stations[run - 1] + (Array.Exists(telling, c => c.Changes(run)) ? 1 : 0);
        }

        return stations;
    }

    /// <summary>What was read of a part: its rows, how many of the first continue the part before, and the rows that begin a run.</summary>
    private sealed class OdvPart
    {
        public int Count { get; init; }

        public int Continuing { get; init; }

        /// <summary>How many of the first runs name only a part of their station, the rest as before.</summary>
        public int Inheriting { get; init; }

        public List<int> Starts { get; init; } = [];

        public (int Position, string What, string? Column)? Wrong { get; init; }
    }

    private readonly record struct Before(int Start, int Length);

    private DataFormatException Wrong(int line, string what, string? column = null) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Line {line}: {what}."), _path, column);

    private void Comment(string line, int number)
    {
        if (line.StartsWith("//SDN_parameter_mapping", StringComparison.Ordinal))
        {
            _attributes["sdn_parameter_mapping"] = "yes";
        }
        else if (Mapping().Match(line) is { Success: true } mapping)
        {
            if (!_attributes.ContainsKey("sdn_parameter_mapping"))
            {
                throw Wrong(number, "a parameter is mapped before the line //SDN_parameter_mapping, which must begin the mapping");
            }

            _vocabulary[mapping.Groups["local"].Value.Trim()] = (mapping.Groups["parameter"].Value, mapping.Groups["unit"].Value);
        }
        else if (Declared().Match(line) is { Success: true } declared)
        {
            _ = _metadata.Add(declared.Groups["label"].Value);
        }
        else if (Missing().Match(line) is { Success: true } missing && double.TryParse(missing.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            _missing = value;
        }
    }

    private void Header(string line, int number, int position)
    {
        _separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : line.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        if (_separator == ';' && Continental().IsMatch(_encoding.GetString(_content.Span[position..Math.Min(_content.Length, position + HeadBytes)])))
        {
            // With a semicolon between fields the comma is free for decimals.
            var whole = _content.ToArray();
            PointDecimals(whole.AsSpan(position));
            _content = whole;
        }

        var labels = line.TrimEnd('\r', '\n').Split(_separator).Select(l => l.Trim()).ToList();
        while (labels.Count > 0 && labels[^1].Length == 0)
        {
            labels.RemoveAt(labels.Count - 1);
        }

        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "station_index" };
        var isData = false;
        for (var i = 0; i < labels.Count; i++)
        {
            var label = labels[i];
            if (label.StartsWith("QV", StringComparison.Ordinal) || label.StartsWith("QF", StringComparison.Ordinal))
            {
                var flagged = label.EndsWith(":SAMPLE", StringComparison.Ordinal) || i == 0 ? null : _columns.LastOrDefault(c => c.Kind != OdvKind.Flag);
                _columns.Add(new OdvColumn(label, OdvKind.Flag, Unique(flagged is null ? "sample_qc" : flagged.Name + "_qc"), null) { Scheme = label.Split(':').ElementAtOrDefault(1) ?? "", Flagged = flagged });
                continue;
            }

            var plain = TypeMark().Replace(label.Split(":METAVAR", 2)[0].Split(":PRIMARYVAR", 2)[0], "");
            var unit = Unit().Match(plain);
            var bare = unit.Success ? plain[..unit.Index].Trim() : plain;
            var isFollowedByFlag = i + 1 < labels.Count && labels[i + 1].StartsWith('Q') && labels[i + 1].Length > 1 && labels[i + 1][1] is 'V' or 'F';
            isData |= isFollowedByFlag && !StationColumns.Contains(bare.ToUpperInvariant());
            var kind = StationColumns.Contains(bare.ToUpperInvariant()) ? OdvKind.StationText
                : bare.StartsWith("yyyy", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("mon/day", StringComparison.OrdinalIgnoreCase) ? OdvKind.StationTime
                : bare.StartsWith("hh:mm", StringComparison.OrdinalIgnoreCase) && _columns is [.., { Kind: OdvKind.StationTime }] ? OdvKind.StationClock
                : Place(bare) is not null || bare.StartsWith("Bot. Depth", StringComparison.Ordinal) ? OdvKind.StationNumber
                : label.Contains(":METAVAR:TEXT", StringComparison.Ordinal) ? OdvKind.StationText
                : label.Contains(":METAVAR", StringComparison.Ordinal) ? OdvKind.StationNumber
                : _metadata.Contains(plain) || (!isData && labels.Skip(i).Any(l => l.StartsWith("QV", StringComparison.Ordinal))) ? OdvKind.StationText
                : bare.StartsWith("time_ISO8601", StringComparison.OrdinalIgnoreCase) ? OdvKind.Time : OdvKind.Number;
            var name = kind == OdvKind.StationTime ? "time" : Place(bare) ?? bare;
            _columns.Add(new OdvColumn(bare, kind, Unique(name), unit.Success ? unit.Groups[1].Value : null) { IsDeclared = kind is OdvKind.StationText or OdvKind.StationNumber && !IsStandard(bare) });
        }

        if (!_columns.Exists(c => c.Name == "longitude") || !_columns.Exists(c => c.Name == "latitude"))
        {
            throw Wrong(number, $"the header has no Longitude and Latitude; it has {string.Join(", ", labels.Take(10))}");
        }

        static bool IsStandard(string bare) => StationColumns.Contains(bare.ToUpperInvariant()) || Place(bare) is not null || bare.StartsWith("Bot. Depth", StringComparison.Ordinal);
        string Unique(string name) => names.Add(name) ? name : Enumerable.Range(2, int.MaxValue - 2).Select(k => $"{name}_{k}").First(names.Add);
    }

    /// <summary>Makes points of the commas in numbers, not of those in texts.</summary>
    private static void PointDecimals(Span<byte> rows)
    {
        for (var at = 0; at < rows.Length; at++)
        {
            var rest = rows[at..];
            var length = rest.IndexOfAny(";\r\n"u8) is var end and >= 0 ? end : rest.Length;
            var field = rest[..length];
            if (field.IndexOf((byte)',') is var comma and > 0 && field.IndexOfAnyExcept(InNumbers) < 0 && field[(comma + 1)..].IndexOf((byte)',') < 0)
            {
                field[comma] = (byte)'.';
            }

            at += length;
        }
    }

    [GeneratedRegex("<subject>SDN:LOCAL:(?<local>[^<]*)</subject>\\s*<object>(?<parameter>[^<]*)</object>\\s*<units>(?<unit>[^<]*)</units>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Mapping();

    /// <summary>The coordinate that a column is: ODV writes <c>Longitude [degrees_east]</c> and, in its older generic form, <c>Lon (°E)</c>.</summary>
    private static string? Place(string bare) => PlaceLabel().Match(bare) is { Success: true } match ? match.Groups["lon"].Success ? "longitude" : "latitude" : null;

    /// <summary>The sign of degrees is not in the same place of every encoding.</summary>
    [GeneratedRegex(@"^((?<lon>lon(gitude)?)|lat(itude)?)(\s*\(.{0,3}[EN]\))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex PlaceLabel();

    [GeneratedRegex(@"(^|;|\n)-?\d+,\d+(;|\r|\n|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Continental();

    [GeneratedRegex("<MetaVariable>\\s*label=\"(?<label>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Declared();

    /// <summary>The type that ODV's generic form may add to a label.</summary>
    [GeneratedRegex(":(BYTE|SHORT|INTEGER|FLOAT|DOUBLE|TEXT|INDEXED_TEXT)(:[0-9]+)?$", RegexOptions.NonBacktracking)]
    private static partial Regex TypeMark();

    [GeneratedRegex("<MissingValueIndicators>\\s*([-+0-9.eE]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Missing();

    [GeneratedRegex(@"\[([^\]]*)\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Unit();
}
