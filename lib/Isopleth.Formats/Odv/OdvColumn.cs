using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>What a column of a spreadsheet holds.</summary>
internal enum OdvKind
{
    StationText,
    StationTime,
    StationNumber,
    Time,
    Number,
    Flag,
}

/// <summary>A column while it is read.</summary>
internal sealed class OdvColumn(string label, OdvKind kind, string name, string? unit)
{
    private readonly List<double> _numbers = [];
    private readonly List<string> _texts = [];
    private readonly List<byte> _flags = [];

    public string Label => label;

    public string Name => name;

    public OdvKind Kind => kind;

    /// <summary>For flags: the scheme they are of.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>For flags: the column they speak of; null for the whole row.</summary>
    public OdvColumn? Flagged { get; init; }

    public bool IsOfStation => kind is OdvKind.StationText or OdvKind.StationTime or OdvKind.StationNumber;

    public int Count => _numbers.Count + _texts.Count + _flags.Count;

    /// <summary>Adds a field; false when it is not of the column's kind. An empty one of a station is that of the row before.</summary>
    public bool Add(ReadOnlySpan<char> field, double missing)
    {
        switch (kind)
        {
            case OdvKind.StationText:
                _texts.Add(field.Length > 0 || _texts.Count == 0 ? _texts.Count > 0 && field.SequenceEqual(_texts[^1]) ? _texts[^1] : field.ToString() : _texts[^1]);
                return true;
            case OdvKind.Flag:
                _flags.Add(field.Length > 0 ? (byte)field[0] : (byte)'9');
                if (Scheme == "SEADATANET" && _flags[^1] == (byte)'9' && Flagged is { } flagged && flagged._numbers.Count > 0)
                {
                    flagged._numbers[^1] = double.NaN;
                }

                return true;
            case OdvKind.StationTime or OdvKind.Time:
                if (field.Length == 0)
                {
                    _numbers.Add(kind == OdvKind.StationTime && _numbers.Count > 0 ? _numbers[^1] : double.NaN);
                    return true;
                }

                var isTime = DateTime.TryParse(field, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
                _numbers.Add(isTime ? (time - DateTime.UnixEpoch).TotalSeconds : double.NaN);
                return isTime;
            default:
                if (field.Length == 0)
                {
                    _numbers.Add(kind == OdvKind.StationNumber && _numbers.Count > 0 ? _numbers[^1] : double.NaN);
                    return true;
                }

                var isNumber = double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
                _numbers.Add(isNumber && number != missing ? number : double.NaN);
                return isNumber;
        }
    }

    public IEnumerable<Variable> ToVariables(int rows, IReadOnlyDictionary<string, (string Parameter, string Unit)> vocabulary)
    {
        DataArray Array<T>(List<T> values, OrderedDictionary<string, object> attributes) => DataArray.Create(name, ["row"], [rows], values.ToArray(), attributes);
        if (kind == OdvKind.Flag)
        {
            yield return Array(_flags, OdvReader.FlagAttributes(Scheme)).Variable;
            yield break;
        }

        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["long_name"] = label };
        if (kind is OdvKind.StationTime or OdvKind.Time)
        {
            (attributes["standard_name"], attributes["units"], attributes["calendar"]) = ("time", "seconds since 1970-01-01", "standard");
        }
        else if (name is "longitude" or "latitude")
        {
            (attributes["standard_name"], attributes["units"]) = (name, name == "longitude" ? "degrees_east" : "degrees_north");
        }
        else if (unit is not null)
        {
            attributes["units"] = unit;
        }

        if (vocabulary.TryGetValue(label, out var term))
        {
            (attributes["sdn_parameter_urn"], attributes["sdn_uom_urn"]) = (term.Parameter, term.Unit);
        }

        if (kind == OdvKind.Number)
        {
            attributes["coordinates"] = "time latitude longitude";
        }

        yield return kind == OdvKind.StationText ? Array(_texts, attributes).Variable : Array(_numbers, attributes).Variable;
    }
}
