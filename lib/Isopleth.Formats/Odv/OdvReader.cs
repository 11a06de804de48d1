using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Reads one spreadsheet: comments, header, rows.</summary>
internal sealed partial class OdvReader
{
    private static readonly string[] StationColumns = ["CRUISE", "STATION", "TYPE", "LOCAL_CDI_ID", "EDMO_CODE"];
    private static readonly byte[] FlagCodes = [.. "0123456789AQ"u8];

    private readonly string _path;
    private readonly string _text;
    private readonly List<OdvColumn> _columns = [];
    private readonly Dictionary<string, (string Parameter, string Unit)> _vocabulary = new(StringComparer.Ordinal);
    private readonly HashSet<string> _metadata = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, object> _attributes = new(StringComparer.Ordinal);
    private double _missing = double.NaN;
    private char _separator = '\t';

    public OdvReader(string path, byte[] bytes)
    {
        _path = path;
        ReadOnlySpan<byte> content = bytes;
        content = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        _text = (Utf8.IsValid(content) ? Encoding.UTF8 : Encoding.Latin1).GetString(content);
    }

    public StoredDataset Read()
    {
        var (number, rows, stations) = (0, 0, 0);
        List<int>? stationIndex = null;
        foreach (var raw in _text.AsSpan().EnumerateLines())
        {
            number++;
            var line = raw;
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                Comment(line.ToString(), number);
            }
            else if (line.IsWhiteSpace())
            {
                continue;
            }
            else if (stationIndex is null)
            {
                Header(line.ToString(), number);
                stationIndex = [];
            }
            else
            {
                stations += Row(line, number) ? 1 : 0;
                stationIndex.Add(stations - 1);
                rows++;
            }
        }

        if (stationIndex is null)
        {
            throw Wrong(number, "the file ends before its header line");
        }

        var index = DataArray.Create("station_index", ["row"], [rows], stationIndex.ToArray(), Attributes(("long_name", "number of the station, from 0"))).Variable;
        return new StoredDataset([.. _columns.SelectMany(c => c.ToVariables(rows, _vocabulary)), index], _attributes) { Source = _path };
    }

    private static OrderedDictionary<string, object> Attributes(params ReadOnlySpan<(string, object)> pairs)
    {
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            attributes[name] = value;
        }

        return attributes;
    }

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

    private void Header(string line, int number)
    {
        _separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : ';';
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

            var plain = label.Split(":METAVAR", 2)[0].Split(":PRIMARYVAR", 2)[0];
            var unit = Unit().Match(plain);
            var bare = unit.Success ? plain[..unit.Index].Trim() : plain;
            var isFollowedByFlag = i + 1 < labels.Count && labels[i + 1].StartsWith('Q') && labels[i + 1].Length > 1 && labels[i + 1][1] is 'V' or 'F';
            isData |= isFollowedByFlag && !StationColumns.Contains(bare.ToUpperInvariant());
            var kind = StationColumns.Contains(bare.ToUpperInvariant()) ? OdvKind.StationText
                : bare.StartsWith("yyyy", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("mon/day", StringComparison.OrdinalIgnoreCase) ? OdvKind.StationTime
                : bare is "Longitude" or "Latitude" || bare.StartsWith("Bot. Depth", StringComparison.Ordinal) ? OdvKind.StationNumber
                : label.Contains(":METAVAR:TEXT", StringComparison.Ordinal) ? OdvKind.StationText
                : label.Contains(":METAVAR", StringComparison.Ordinal) ? OdvKind.StationNumber
                : _metadata.Contains(plain) || (!isData && labels.Skip(i).Any(l => l.StartsWith("QV", StringComparison.Ordinal))) ? OdvKind.StationText
                : bare.StartsWith("time_ISO8601", StringComparison.OrdinalIgnoreCase) ? OdvKind.Time : OdvKind.Number;
            var name = kind == OdvKind.StationTime ? "time" : bare is "Longitude" or "Latitude" ? bare.ToLowerInvariant() : bare;
            _columns.Add(new OdvColumn(bare, kind, Unique(name), unit.Success ? unit.Groups[1].Value : null));
        }

        if (!_columns.Exists(c => c.Name == "longitude") || !_columns.Exists(c => c.Name == "latitude"))
        {
            throw Wrong(number, $"the header has no Longitude and Latitude; it has {string.Join(", ", labels.Take(10))}");
        }

        string Unique(string name) => names.Add(name) ? name : Enumerable.Range(2, int.MaxValue - 2).Select(k => $"{name}_{k}").First(names.Add);
    }

    /// <summary>Reads a row; true when it begins a station.</summary>
    private bool Row(ReadOnlySpan<char> line, int number)
    {
        var (column, isStation) = (0, false);
        foreach (var range in line.Split(_separator))
        {
            var field = line[range].Trim();
            if (column >= _columns.Count)
            {
                if (field.Length > 0)
                {
                    throw Wrong(number, $"there are more fields than the {_columns.Count} of the header; the first too many is '{field}'");
                }

                continue;
            }

            var into = _columns[column];
            isStation |= into.IsOfStation && column < 6 && field.Length > 0;
            if (!into.Add(field, _missing))
            {
                throw Wrong(number, $"'{field}' is no {(into.Kind is OdvKind.Time or OdvKind.StationTime ? "time" : "number")}", into.Label);
            }

            column++;
        }

        for (; column < _columns.Count; column++)
        {
            _ = _columns[column].Add(default, _missing);
        }

        return isStation || _columns[0].Count == 1;
    }

    /// <summary>SeaDataNet's quality flags, vocabulary L20.</summary>
    internal static OrderedDictionary<string, object> FlagAttributes(string scheme) => scheme == "SEADATANET"
        ? Attributes(
            ("flag_values", FlagCodes),
            ("flag_meanings", "no_quality_control good_value probably_good_value probably_bad_value bad_value changed_value value_below_detection value_in_excess interpolated_value missing_value value_phenomenon_uncertain value_below_limit_of_quantification"),
            ("sdn_flag_scheme", "SDN:L20"))
        : Attributes(("flag_scheme", scheme));

    [GeneratedRegex("<subject>SDN:LOCAL:(?<local>[^<]*)</subject>\\s*<object>(?<parameter>[^<]*)</object>\\s*<units>(?<unit>[^<]*)</units>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Mapping();

    [GeneratedRegex("<MetaVariable>\\s*label=\"(?<label>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Declared();

    [GeneratedRegex("<MissingValueIndicators>\\s*([-+0-9.eE]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Missing();

    [GeneratedRegex(@"\[([^\]]*)\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex Unit();
}
