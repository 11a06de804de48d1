using System.Globalization;
using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Writes one spreadsheet: vocabulary, header, rows.</summary>
internal sealed class OdvWriter
{
    private static readonly string[] Place = ["Cruise", "Station", "Type", "time", "longitude", "latitude"];
    private static readonly string[] StationTexts = ["LOCAL_CDI_ID", "EDMO_code"];
    private static readonly HashSet<byte> FlagCodes = [.. "0123456789AQ"u8];

    private const string Sample = "sample_qc";

    private readonly Dataset _data;
    private readonly string _dimension;
    private readonly int _rows;
    private readonly bool _withFlags;
    private readonly OdvWriteOptions _options;
    private readonly List<Column> _station = [];
    private readonly List<Column> _values = [];
    private readonly int[]? _index;
    private readonly byte[]? _sampleFlags;

    public OdvWriter(Dataset data, OdvWriteOptions options)
    {
        (_data, _options) = (data, options);
        foreach (var name in new[] { "longitude", "latitude", "time" })
        {
            if (!data.Contains(name) || data[name].Rank != 1)
            {
                throw new ArgumentException($"An ODV spreadsheet needs '{name}' along the rows; the data set has {string.Join(", ", data.Variables.Keys.Concat(data.Coordinates.Keys))}. Rename or add it.", nameof(data));
            }
        }

        _dimension = data["longitude"].Dimensions[0];
        _rows = data["longitude"].Shape[0];
        var arrays = data.Variables.Values.Concat(data.Coordinates.Values).ToList();
        var other = arrays.Find(a => !(a.Rank == 1 && a.Dimensions[0] == _dimension));
        if (other is not null)
        {
            throw new ArgumentException($"'{other.Name}' lies along ({string.Join(", ", other.Dimensions)}); a spreadsheet has one row for each '{_dimension}'. Select, stack or leave it out.", nameof(data));
        }

        _index = data.Contains("station_index") ? data["station_index"].To<int>() : null;
        var flags = arrays.Where(a => a.Name.EndsWith("_qc", StringComparison.Ordinal) && (a.Name == Sample || data.Contains(a.Name[..^3]))).Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        _withFlags = options.Flags ?? (flags.Any(f => f != Sample) || arrays.Exists(a => a.Attributes.ContainsKey("sdn_parameter_urn")));
        string[] leading = [.. Place, .. StationTexts];
        foreach (var name in leading.Where(n => data.Contains(n) || Array.IndexOf(Place, n) >= 0))
        {
            _station.Add(data.Contains(name) ? new Column(data[name]) : Column.Constant(name, _rows));
        }

        _sampleFlags = flags.Contains(Sample) ? Codes(data[Sample]) : null;
        var rest = arrays.Where(a => !leading.Contains(a.Name) && a.Name != "station_index" && !flags.Contains(a.Name)).ToList();
        var ofStation = rest.Where(a => a.Name.StartsWith("Bot. Depth", StringComparison.Ordinal) || a.ElementType == typeof(string) || a.Attributes.GetValueOrDefault("odv_role") as string == "station").ToList();
        _station.AddRange(ofStation.Select(a => new Column(a)));
        _values.AddRange(rest.Except(ofStation).Select(a => new Column(a) { Flags = flags.Contains(a.Name + "_qc") ? Codes(data[a.Name + "_qc"]) : null }));
    }

    public void Write(string path)
    {
        using var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        foreach (var comment in _options.Comments)
        {
            text.WriteLine("//" + comment.ReplaceLineEndings(" "));
        }

        var terms = _values.Concat(_station).Where(c => c.Array?.Attributes.ContainsKey("sdn_parameter_urn") == true).ToList();
        if (terms.Count > 0)
        {
            text.WriteLine("//SDN_parameter_mapping");
            foreach (var column in terms)
            {
                text.WriteLine($"//<subject>SDN:LOCAL:{column.Label}</subject><object>{column.Array!.Attributes["sdn_parameter_urn"]}</object><units>{column.Array.Attributes.GetValueOrDefault("sdn_uom_urn")}</units>");
            }

            text.WriteLine("//");
        }

        text.WriteLine(string.Join('\t', _station.Select(StationHeader).Concat(_sampleFlags is null ? [] : [$"QV:{Scheme(Sample)}:SAMPLE"]).Concat(_values.SelectMany(ValueHeader))));
        for (var row = 0; row < _rows; row++)
        {
            var begins = row == 0 || (_index is { } index && index[row] != index[row - 1]) || _station.Exists(c => c.Changes(row));
            for (var i = 0; i < _station.Count; i++)
            {
                text.Write(i > 0 ? "\t" : "");
                text.Write(begins ? _station[i].Text(row) : "");
            }

            if (_sampleFlags is not null)
            {
                text.Write('\t');
                text.Write((char)_sampleFlags[row]);
            }

            foreach (var column in _values)
            {
                text.Write('\t');
                var value = column.Text(row);
                text.Write(value);
                if (HasFlags(column))
                {
                    text.Write('\t');
                    text.Write((char)(column.Flags?[row] ?? (value.Length > 0 ? (byte)'0' : (byte)'9')));
                }
            }

            text.WriteLine();
        }
    }

    private bool HasFlags(Column column) => column.Flags is not null || _withFlags;

    private static string StationHeader(Column column) => column.Name switch
    {
        "Cruise" or "Station" or "Type" or "LOCAL_CDI_ID" or "EDMO_code" => column.Name,
        "time" => column.Array!.Attributes.GetValueOrDefault("long_name") is string called && called.StartsWith("yyyy-mm-ddThh:mm", StringComparison.Ordinal) ? called : "yyyy-mm-ddThh:mm:ss.sss",
        "longitude" => "Longitude [degrees_east]",
        "latitude" => "Latitude [degrees_north]",
        _ when column.Name.StartsWith("Bot. Depth", StringComparison.Ordinal) => Labelled(column),
        _ => Labelled(column) + (column.IsText ? ":METAVAR:TEXT:" + column.Longest.ToString(CultureInfo.InvariantCulture) : ":METAVAR:DOUBLE"),
    };

    private IEnumerable<string> ValueHeader(Column column) => HasFlags(column)
        ? [Labelled(column), "QV:" + Scheme(column.Name + "_qc")]
        : [Labelled(column)];

    private string Scheme(string flags) => _data.Contains(flags) && _data[flags].Attributes.GetValueOrDefault("flag_scheme") is string { Length: > 0 } scheme ? scheme : "SEADATANET";

    private static string Labelled(Column column) => column.IsTime ? $"{column.Label} [yyyy-mm-ddThh:mm:ss.sss]" : column.Array?.Units is { Length: > 0 } unit ? $"{column.Label} [{unit}]" : column.Label;

    /// <summary>Flags as the characters of L20; counts 0 to 9 are taken for their digits.</summary>
    private static byte[] Codes(DataArray flags)
    {
        var codes = flags.ElementType == typeof(string) ? Array.ConvertAll(flags.To<string>(), t => t.Length > 0 ? (byte)t[0] : (byte)'9') : Array.ConvertAll(flags.ToDoubles(), v => (byte)(v is >= 0 and <= 9 ? v + '0' : v));
        var wrong = flags.Attributes.ContainsKey("flag_scheme") ? -1 : Array.FindIndex(codes, c => !FlagCodes.Contains(c));
        return wrong < 0 ? codes : throw new ArgumentException($"'{flags.Name}' has the flag '{(char)codes[wrong]}' in row {wrong}; SeaDataNet's scheme L20 has 0 to 9, A and Q.", nameof(flags));
    }

    /// <summary>A column's values as text.</summary>
    private sealed class Column
    {
        private readonly string[]? _texts;
        private readonly double[] _numbers = [];
        private readonly CfTimeUnits? _time;

        public Column(DataArray array)
        {
            Array = array;
            Name = array.Name;
            var called = array.Attributes.GetValueOrDefault("long_name") as string;
            // A second column of a label has a number after its name.
            Label = Clean(called is { Length: > 0 } && (Name == called || (Name.StartsWith(called + "_", StringComparison.Ordinal) && int.TryParse(Name[(called.Length + 1)..], CultureInfo.InvariantCulture, out _))) ? called : Name);
            _time = array.Variable.TimeUnits is { } units && (Name == "time" || Name.StartsWith("time_ISO8601", StringComparison.OrdinalIgnoreCase)) ? units : null;
            _texts = array.ElementType == typeof(string) ? System.Array.ConvertAll(array.To<string>(), Clean) : null;
            _numbers = _texts is null ? array.ToDoubles() : [];
        }

        private Column(string name, string[] texts) => (Name, Label, _texts) = (name, name, texts);

        public DataArray? Array { get; }

        public string Name { get; }

        public string Label { get; }

        public byte[]? Flags { get; init; }

        public bool IsText => _texts is not null;

        public bool IsTime => _time is not null && Name != "time";

        public int Longest => _texts!.Max(t => t.Length);

        public static Column Constant(string name, int rows)
        {
            var texts = new string[rows];
            System.Array.Fill(texts, name == "Type" ? "*" : name);
            return new Column(name, texts);
        }

        public bool Changes(int row) => _texts is null ? !_numbers[row].Equals(_numbers[row - 1]) : _texts[row] != _texts[row - 1];

        public string Text(int row) => _texts is not null ? _texts[row]
            : double.IsNaN(_numbers[row]) ? ""
            : _time is not null ? Time(_time.ToDateTime(_numbers[row]))
            : _numbers[row].ToString("R", CultureInfo.InvariantCulture);

        private static string Time(DateTime time) => time.ToString(time.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

        private static string Clean(string text) => text.AsSpan().IndexOfAny('\t', '\n', '\r') < 0 ? text.Trim() : text.Replace('\t', ' ').ReplaceLineEndings(" ").Trim();
    }
}
