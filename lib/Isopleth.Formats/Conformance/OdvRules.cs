using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Isopleth.Formats;

/// <summary>SeaDataNet's profile of the ODV spreadsheet: the mapping to the vocabularies P01 and P06, the columns, the flags of L20, the dates, the places.</summary>
/// <remarks>Source: SeaDataNet data file formats, ODV (deliverable D8.5), and the vocabularies of the NERC Vocabulary Server.</remarks>
internal sealed partial class OdvRules
{
    /// <summary>The columns that every spreadsheet begins with, as patterns and as they are written.</summary>
    private static readonly (Regex Is, string Label)[] Columns =
    [
        (CruiseColumn(), "Cruise"), (StationColumn(), "Station"), (TypeColumn(), "Type"), (DateColumn(), "yyyy-mm-ddThh:mm:ss.sss"),
        (LongitudeColumn(), "Longitude [degrees_east]"), (LatitudeColumn(), "Latitude [degrees_north]"), (CdiColumn(), "LOCAL_CDI_ID"), (EdmoColumn(), "EDMO_code"), (DepthColumn(), "Bot. Depth [m]"),
    ];

    private const string FlagCodes = "0123456789ABQ";
    private const int Shown = 20;

    /// <summary>Units as people write them, by the P06 code that means them (NERC Vocabulary Server, P06).</summary>
    private static readonly Dictionary<string, string[]> P06 = new(StringComparer.Ordinal)
    {
        ["ULAA"] = ["m", "meters", "metres"], ["UPAA"] = ["degC", "deg C", "°C", "degrees C", "Celsius", "celsius"], ["UPDB"] = ["dbar", "decibar", "db"], ["UPOX"] = ["umol/l", "µmol/l", "umol/L", "micromol/l", "mmol/m3"],
        ["UMGL"] = ["mg/l", "mg/L"], ["UGPL"] = ["ug/l", "µg/l", "ug/L", "mg/m3"], ["UVAA"] = ["m/s", "m s-1"], ["UTBB"] = ["s", "seconds"], ["UPPT"] = ["psu", "PSU", "ppt", "1e-3"],
        ["DEGE"] = ["degrees_east"], ["DEGN"] = ["degrees_north"],
    };

    private readonly FindingList _findings = new();
    private readonly Dictionary<string, (string Parameter, string Unit, int Line)> _mapping = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private string[]? _labels;
    private int _metadata;
    private int _mappingLine;
    private int _cdiLines;
    private bool _hasStation;
    private char _separator = '\t';

    public static IReadOnlyList<Finding> Check(string path)
    {
        var rules = new OdvRules();
        rules.Text(File.ReadAllBytes(path));
        return rules._findings.Sorted;
    }

    private void Text(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (!Utf8.IsValid(bytes))
        {
            _findings.Warning("ODV encoding", "", "The text is not UTF-8.", "Save it as UTF-8; it is taken for Latin-1.");
        }

        var number = 0;
        foreach (var line in (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes).AsSpan().EnumerateLines())
        {
            number++;
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                Comment(line.ToString(), number);
            }
            else if (line.IsWhiteSpace())
            {
                continue;
            }
            else if (_labels is null)
            {
                Header(line.ToString(), number);
            }
            else
            {
                Row(line.ToString().TrimEnd('\r').Split(_separator), number);
            }
        }

        if (_labels is null)
        {
            _findings.Error("ODV header", "", "There is no header line.", "Write the column labels after the comments.", number);
        }

        foreach (var (what, count) in _times.Where(t => t.Value > Shown))
        {
            _findings.Information("ODV rows", what, $"The same was found {count - Shown} more times.", "Mend them all.");
        }
    }

    private void Comment(string line, int number)
    {
        if (line.StartsWith("//SDN_parameter_mapping", StringComparison.Ordinal))
        {
            _mappingLine = number;
        }
        else if (line.Contains("sdn_reference", StringComparison.Ordinal))
        {
            _cdiLines++;
        }
        else if (Subject().Match(line) is { Success: true } subject)
        {
            var (local, parameter, unit) = (subject.Groups["local"].Value.Trim(), subject.Groups["object"].Value, subject.Groups["units"].Value);
            if (_mappingLine == 0)
            {
                _findings.Error("ODV mapping", local, "A parameter is mapped before the line //SDN_parameter_mapping.", "Put that line first.", number);
                _mappingLine = number;
            }

            if (!ParameterCode().IsMatch(parameter))
            {
                _findings.Error("P01", local, $"'{parameter}' is no term of P01.", "Write SDN:P01:: and the eight letters and digits of the code.", number);
            }

            if (!UnitCode().IsMatch(unit))
            {
                _findings.Error("P06", local, $"'{unit}' is no unit of P06.", "Write SDN:P06:: and the four letters of the code.", number);
            }

            if (!_mapping.TryAdd(local, (parameter, unit, number)))
            {
                _findings.Error("ODV mapping", local, "The parameter is mapped twice.", "Keep one line of them.", number);
            }
        }
        else if (line.Contains("<subject>", StringComparison.Ordinal))
        {
            _findings.Error("ODV mapping", "", "This line of the mapping is not written as one.", "//<subject>SDN:LOCAL:name</subject><object>SDN:P01::CODE</object><units>SDN:P06::CODE</units>", number);
        }
        else if (Declared().Match(line) is { Success: true } declared)
        {
            _ = _declared.Add(declared.Groups["label"].Value);
        }
    }

    private void Header(string line, int number)
    {
        _separator = line.Contains('\t', StringComparison.Ordinal) ? '\t' : ';';
        if (_separator == ';')
        {
            _findings.Warning("ODV header", "", "The columns are separated by semicolons.", "SeaDataNet asks for tabs.", number);
        }

        _labels = [.. line.TrimEnd('\r', '\n', _separator).Split(_separator).Select(l => l.Trim())];
        for (var i = 0; i < Columns.Length; i++)
        {
            if (i >= _labels.Length || !Columns[i].Is.IsMatch(_labels[i]))
            {
                var isElsewhere = Array.Exists(_labels, Columns[i].Is.IsMatch);
                var (message, remedy) = ($"Column {i + 1} is '{_labels.ElementAtOrDefault(i)}' instead of '{Columns[i].Label}'.", isElsewhere ? "Put the columns of the station first, in SeaDataNet's order." : "Add the column.");
                if (isElsewhere || i >= 6)
                {
                    // ODV itself reads them in any order, and does without the last three.
                    _findings.Warning("ODV columns", Columns[i].Label, message, remedy, number);
                }
                else
                {
                    _findings.Error("ODV columns", Columns[i].Label, message, remedy, number);
                }
            }
        }

        _metadata = Array.FindIndex(_labels, l => IsFlag(l)) - 1;
        _metadata = _metadata < 0 ? Math.Min(9, _labels.Length) : Math.Max(_metadata, Math.Min(6, _labels.Length));
        if (_mappingLine == 0)
        {
            _findings.Warning("ODV mapping", "", "No //SDN_parameter_mapping connects the columns with the vocabularies.", "Add it: one line for each column of values.", number);
        }

        for (var i = _metadata; i < _labels.Length; i++)
        {
            Column(i, number);
        }

        foreach (var (name, (_, _, line_)) in _mapping.Where(m => !Array.Exists(_labels, l => Bare(l) == m.Key || l == m.Key)))
        {
            _findings.Error("ODV mapping", name, "The mapping speaks of a column that is not in the header.", "Mend the name, or leave the line out.", line_);
        }

        if (_cdiLines == 0 && Array.Exists(_labels, CdiColumn().IsMatch))
        {
            _findings.Advice("ODV header", "LOCAL_CDI_ID", "No sdn_reference leads to the CDI record.", "Add //<sdn_reference xlink:href=\"…\" xlink:role=\"isDescribedBy\"/>.", number);
        }
    }

    private void Column(int i, int number)
    {
        var label = _labels![i];
        if (IsFlag(label))
        {
            if (!label.StartsWith("QV:SEADATANET", StringComparison.Ordinal))
            {
                _findings.Warning("L20", label, $"The flags of '{_labels[Math.Max(0, i - 1)]}' follow the scheme '{label}'.", "Name the column QV:SEADATANET and use the flags of L20.", number);
            }

            return;
        }

        var name = Bare(label);
        if (i + 1 >= _labels.Length || !IsFlag(_labels[i + 1]))
        {
            _findings.Warning("L20", name, "No column of flags follows.", "Add a column QV:SEADATANET after it.", number);
        }

        if (_mappingLine == 0 || _declared.Contains(label))
        {
            return;
        }

        if (!_mapping.TryGetValue(name, out var term) && !_mapping.TryGetValue(label, out term))
        {
            _findings.Error("ODV mapping", name, "The column is not in the mapping.", $"Add //<subject>SDN:LOCAL:{name}</subject><object>SDN:P01::…</object><units>SDN:P06::…</units>.", number);
        }
        else if (Unit().Match(label) is { Success: true } unit && P06.TryGetValue(term.Unit.Split(':')[^1], out var spellings) && P06.Any(p => p.Value.Contains(unit.Groups[1].Value)) && !spellings.Contains(unit.Groups[1].Value))
        {
            _findings.Warning("P06", name, $"The header gives the unit '{unit.Groups[1].Value}', the mapping {term.Unit} ({spellings[0]}).", "Mend the one that is wrong.", number);
        }
    }

    private void Row(string[] fields, int line)
    {
        var count = fields.Length;
        while (count > _labels!.Length && string.IsNullOrWhiteSpace(fields[count - 1]))
        {
            count--;
        }

        if (count != _labels.Length)
        {
            Told("ODV rows", "", $"The row has {count} fields, the header {_labels.Length}.", "Write as many fields as there are columns; empty ones too.", line, isError: count > _labels.Length);
        }

        if (fields[0].Trim().Length > 0 && CruiseColumn().IsMatch(_labels[0]))
        {
            // A row with a cruise begins a station, and says where and when it was.
            for (var i = 1; i < Math.Min(Columns.Length - 1, Math.Min(count, _labels.Length)); i++)
            {
                if (Columns[i].Is.IsMatch(_labels[i]) && string.IsNullOrWhiteSpace(fields[i]))
                {
                    Told("ODV rows", Bare(_labels[i]), $"A station has no {Bare(_labels[i])}.", "The first row of a station carries its metadata; those below may leave them empty.", line, isError: true);
                }
            }
        }

        for (var i = 0; i < Math.Min(count, _labels.Length); i++)
        {
            var (label, field) = (_labels[i], fields[i].Trim());
            if (i < _metadata)
            {
                Station(label, field, line);
            }
            else if (IsFlag(label))
            {
                Flag(i, label, field, fields[Math.Max(0, i - 1)].Trim(), line);
            }
            else if (field.Length > 0 && !_declared.Contains(label) && !Bare(label).StartsWith("time_ISO", StringComparison.OrdinalIgnoreCase) && !IsNumber(field) && i + 1 < _labels.Length && IsFlag(_labels[i + 1]))
            {
                Told("ODV values", Bare(label), $"'{field}' is no number.", "Write numbers with a point; leave a missing value empty.", line, isError: true);
            }
        }
    }

    private void Station(string label, string field, int line)
    {
        if (CruiseColumn().IsMatch(label) && !_hasStation)
        {
            _hasStation = true;
            if (field.Length == 0)
            {
                _findings.Error("ODV rows", "Cruise", "The first row names no cruise.", "The first row of a station carries its metadata; those below may leave them empty.", line);
            }
        }

        if (field.Length == 0)
        {
            return;
        }

        if (TypeColumn().IsMatch(label) && field is not ("B" or "C" or "*"))
        {
            Told("ODV rows", "Type", $"'{field}' is no type of station.", "Write B for bottles, C for CTD and other profiles, or *.", line, isError: true);
        }
        else if (DateColumn().IsMatch(label) && !(IsoDate().IsMatch(field) && DateTime.TryParse(field, CultureInfo.InvariantCulture, out _)))
        {
            var isDate = DateTime.TryParse(field, CultureInfo.InvariantCulture, out _);
            Told("ODV dates", label, $"'{field}' is {(isDate ? "not written as ISO 8601 has it" : "no date")}.", "Write yyyy-mm-ddThh:mm:ss.sss, as much of it as is known.", line, isError: !isDate);
        }
        else if (LongitudeColumn().IsMatch(label) && !(IsNumber(field) && Math.Abs(Parse(field)) <= 360))
        {
            Told("ODV rows", "Longitude", $"'{field}' is no longitude.", "Write degrees east, -180 to 180 or 0 to 360.", line, isError: true);
        }
        else if (LatitudeColumn().IsMatch(label) && !(IsNumber(field) && Math.Abs(Parse(field)) <= 90))
        {
            Told("ODV rows", "Latitude", $"'{field}' is no latitude.", "Write degrees north, -90 to 90.", line, isError: true);
        }
        else if (EdmoColumn().IsMatch(label) && !field.All(char.IsAsciiDigit))
        {
            Told("ODV rows", "EDMO_code", $"'{field}' is no code of EDMO.", "Write the number that the European directory of marine organisations gives.", line, isError: true);
        }
    }

    private void Flag(int column, string label, string flag, string value, int line)
    {
        if (!label.StartsWith("QV:SEADATANET", StringComparison.Ordinal) || label.EndsWith(":SAMPLE", StringComparison.Ordinal))
        {
            return;
        }

        var name = Bare(_labels![Math.Max(0, column - 1)]);
        if (flag.Length == 0)
        {
            if (value.Length > 0)
            {
                Told("L20", name, $"The value {value} has no flag.", "Write 0 where no quality control was done.", line, isError: true);
            }
        }
        else if (flag.Length != 1 || !FlagCodes.Contains(flag, StringComparison.Ordinal))
        {
            Told("L20", name, $"'{flag}' is no flag of L20.", "Flags are 0 to 9, A, B and Q.", line, isError: true);
        }
        else if (value.Length == 0 && flag != "9")
        {
            Told("L20", name, $"A missing value has the flag {flag}.", "Write 9 where the value is missing.", line, isError: false);
        }
    }

    /// <summary>Adds a finding of a row; after the first twenty of a sort they are only counted.</summary>
    private void Told(string rule, string place, string message, string remedy, int line, bool isError)
    {
        var key = $"{rule}, {place}: {remedy}";
        _times[key] = _times.GetValueOrDefault(key) + 1;
        if (_times[key] <= Shown)
        {
            _findings.Add(isError ? Severity.Error : Severity.Warning, rule, place, message, remedy, line);
        }
    }

    private static bool IsFlag(string label) => label.StartsWith("QV", StringComparison.Ordinal) || label.StartsWith("QF", StringComparison.Ordinal);

    private static string Bare(string label) => Unit().Match(label) is { Success: true } unit ? label[..unit.Index].Trim() : label;

    private static bool IsNumber(string field) => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static double Parse(string field) => double.Parse(field, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex("<subject>SDN:LOCAL:(?<local>[^<]*)</subject>\\s*<object>(?<object>[^<]*)</object>\\s*<units>(?<units>[^<]*)</units>", RegexOptions.NonBacktracking)]
    private static partial Regex Subject();

    [GeneratedRegex("<(MetaVariable|DataVariable)>\\s*label=\"(?<label>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Declared();

    [GeneratedRegex("^SDN:P01::[A-Z0-9]{8}$", RegexOptions.NonBacktracking)]
    private static partial Regex ParameterCode();

    [GeneratedRegex("^SDN:P06::[A-Z0-9]{4}$", RegexOptions.NonBacktracking)]
    private static partial Regex UnitCode();

    [GeneratedRegex(@"\s*\[([^\]]*)\]\s*$")]
    private static partial Regex Unit();

    [GeneratedRegex(@"^-?\d{4}(-\d{2}(-\d{2}(T\d{2}(:\d{2}(:\d{2}(\.\d+)?)?)?Z?)?)?)?$", RegexOptions.NonBacktracking)]
    private static partial Regex IsoDate();

    [GeneratedRegex("^Cruise\\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CruiseColumn();

    [GeneratedRegex("^Station\\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex StationColumn();

    [GeneratedRegex("^Type\\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex TypeColumn();

    [GeneratedRegex("^(yyyy|mon/day)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex DateColumn();

    [GeneratedRegex(@"^Longitude\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex LongitudeColumn();

    [GeneratedRegex(@"^Latitude\b", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex LatitudeColumn();

    [GeneratedRegex("^LOCAL_CDI_ID", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex CdiColumn();

    [GeneratedRegex("^EDMO_code", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex EdmoColumn();

    [GeneratedRegex(@"^Bot\. ?Depth", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex DepthColumn();
}
