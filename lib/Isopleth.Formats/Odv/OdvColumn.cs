using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>What a column of a spreadsheet holds.</summary>
internal enum OdvKind
{
    StationText,
    StationTime,
    StationClock,
    StationNumber,
    Time,
    Number,
    Flag,
}

/// <summary>A column, and its values while they are read.</summary>
internal sealed class OdvColumn(string label, OdvKind kind, string name, string? unit)
{
    private static readonly byte[] FlagCodes = [.. "0123456789AQ"u8];

    public string Label => label;

    public string Name => name;

    public OdvKind Kind => kind;

    /// <summary>For flags: the scheme they are of.</summary>
    public string Scheme { get; init; } = "";

    /// <summary>For flags: the column they speak of; null for the whole row.</summary>
    public OdvColumn? Flagged { get; init; }

    /// <summary>Whether the file says by its own word that this stands for the station, not for a sample.</summary>
    public bool IsDeclared { get; init; }

    public bool IsOfStation => kind is OdvKind.StationText or OdvKind.StationTime or OdvKind.StationClock or OdvKind.StationNumber;

    /// <summary>Whether all columns up to this one stand for the station: then its values are kept once for each station.</summary>
    public bool IsOfRuns { get; set; }

    /// <summary>The values of each row; of runs those of each run, a part of the file after the other.</summary>
    public double[] Numbers { get; private set; } = [];

    public string[] Texts { get; private set; } = [];

    public byte[] Flags { get; private set; } = [];

    private List<double>[] RunNumbers { get; set; } = [];

    private List<string>[] RunTexts { get; set; } = [];

    public void Allocate(int rows, int parts)
    {
        if (IsOfRuns)
        {
            (RunNumbers, RunTexts) = ([.. Enumerable.Range(0, parts).Select(_ => new List<double>())], [.. Enumerable.Range(0, parts).Select(_ => new List<string>())]);
            return;
        }

        switch (kind)
        {
            case OdvKind.StationText: Texts = new string[rows]; break;
            case OdvKind.Flag: Flags = GC.AllocateUninitializedArray<byte>(rows); break;
            default: Numbers = GC.AllocateUninitializedArray<double>(rows); break;
        }
    }

    /// <summary>Reads what a run of rows has in common; false when it is not of the column's kind.</summary>
    public bool ReadRun(ReadOnlySpan<byte> field, int part, Encoding encoding, ReadOnlySpan<byte> before, double missing)
    {
        if (kind == OdvKind.StationText)
        {
            var texts = RunTexts[part];
            texts.Add(field.IsEmpty ? "" : texts.Count > 0 && field.SequenceEqual(before) ? texts[^1] : encoding.GetString(field));
            return true;
        }

        var isValue = Value(field, missing, out var value);
        RunNumbers[part].Add(value);
        return isValue;
    }

    /// <summary>Reads a field into a row; false when it is not of the column's kind.</summary>
    /// <param name="field">The field, without blanks around.</param>
    /// <param name="row">The row.</param>
    /// <param name="copy">Whether an empty field of a station is that of the row before: the row continues a station.</param>
    /// <param name="missing">The number that stands for a missing one.</param>
    /// <param name="encoding">Of texts.</param>
    public bool Read(ReadOnlySpan<byte> field, int row, bool copy, double missing, Encoding encoding)
    {
        switch (kind)
        {
            case OdvKind.StationText:
                Texts[row] = !field.IsEmpty ? encoding.GetString(field) : copy ? Texts[row - 1] : "";
                return true;
            case OdvKind.Flag:
                Flag(row, field.IsEmpty ? (byte)'9' : field[0]);
                return true;
            default:
                if (field.IsEmpty && copy && IsOfStation)
                {
                    Numbers[row] = Numbers[row - 1];
                    return true;
                }

                return Value(field, missing, out Numbers[row]);
        }
    }

    public void Flag(int row, byte flag)
    {
        Flags[row] = flag;
        if (flag == (byte)'9' && Scheme == "SEADATANET" && Flagged is { IsOfRuns: false, Kind: not OdvKind.StationText } flagged)
        {
            flagged.Numbers[row] = double.NaN;
        }
    }

    /// <summary>Moves the rows of a part to where the part before ends, and fills the first of them, whose station was named there.</summary>
    public void Join(int from, int to, int count, int continuing)
    {
        if (from != to && !IsOfRuns)
        {
            var values = kind == OdvKind.StationText ? Texts : kind == OdvKind.Flag ? (Array)Flags : Numbers;
            Array.Copy(values, from, values, to, count);
        }

        if (to == 0 || IsOfRuns || !IsOfStation)
        {
            return;
        }

        if (kind == OdvKind.StationText)
        {
            Texts.AsSpan(to, continuing).Fill(Texts[to - 1]);
        }
        else
        {
            Numbers.AsSpan(to, continuing).Fill(Numbers[to - 1]);
        }
    }

    /// <summary>Ends the column after its last row.</summary>
    public void Finish(int rows, int[] inheriting)
    {
        if (IsOfRuns)
        {
            for (var part = 1; part < inheriting.Length; part++)
            {
                for (var run = 0; run < inheriting[part]; run++)
                {
                    Inherit(part, run);
                }
            }

            (Numbers, Texts) = ([.. RunNumbers.SelectMany(n => n)], [.. RunTexts.SelectMany(t => t)]);
            (RunNumbers, RunTexts) = ([], []);
            return;
        }

        var (texts, flags, numbers) = (Texts, Flags, Numbers);
        Array.Resize(ref texts, Math.Min(rows, texts.Length));
        Array.Resize(ref flags, Math.Min(rows, flags.Length));
        Array.Resize(ref numbers, Math.Min(rows, numbers.Length));
        (Texts, Flags, Numbers) = (texts, flags, numbers);
    }

    /// <summary>Gives a run that does not say its value that of the run before.</summary>
    private void Inherit(int part, int run)
    {
        var from = part;
        for (; run == 0 && from > 0 && (kind == OdvKind.StationText ? RunTexts[from - 1].Count : RunNumbers[from - 1].Count) == 0; from--)
        {
            // A part may have no run of its own.
        }

        if (run == 0 && from == 0)
        {
            return;
        }

        if (kind == OdvKind.StationText)
        {
            RunTexts[part][run] = RunTexts[part][run].Length > 0 ? RunTexts[part][run] : run > 0 ? RunTexts[part][run - 1] : RunTexts[from - 1][^1];
        }
        else
        {
            RunNumbers[part][run] = !double.IsNaN(RunNumbers[part][run]) ? RunNumbers[part][run] : run > 0 ? RunNumbers[part][run - 1] : RunNumbers[from - 1][^1];
        }
    }

    /// <summary>Adds times of day [s] to days; a missing one is the beginning of its day.</summary>
    public void Add(double[] seconds)
    {
        for (var i = 0; i < Numbers.Length; i++)
        {
            Numbers[i] += double.IsNaN(seconds[i]) ? 0 : seconds[i];
        }
    }

    /// <summary>Whether a run, or a row, tells something else than that before it.</summary>
    public bool Changes(int at) => kind == OdvKind.StationText
        ? !ReferenceEquals(Texts[at], Texts[at - 1]) && Texts[at] != Texts[at - 1]
        : Numbers[at] != Numbers[at - 1] && !(double.IsNaN(Numbers[at]) && double.IsNaN(Numbers[at - 1]));

    private bool Value(ReadOnlySpan<byte> field, double missing, out double value)
    {
        if (field.IsEmpty)
        {
            value = double.NaN;
            return true;
        }

        var isValue = kind switch
        {
            OdvKind.StationTime or OdvKind.Time => TextTime.TryParse(field, out value),
            OdvKind.StationClock => TextTime.TryParseClock(field, out value),
            _ => TextNumber.TryParse(field, out value),
        };
        value = isValue && value != missing ? value : double.NaN;
        return isValue;
    }

    /// <summary>The column as a variable; what a station has once is spread over its rows when it is asked for.</summary>
    public Variable ToVariable(int rows, OdvRuns runs, IReadOnlyDictionary<string, (string Parameter, string Unit)> vocabulary)
    {
        Variable Along<T>(T[] values, OrderedDictionary<string, object> attributes) => IsOfRuns
            ? new Variable(name, ["row"], new LoadedSource<T>([rows], () => runs.Spread(values)), attributes)
            : DataArray.Create(name, ["row"], [rows], values, attributes).Variable;
        if (kind == OdvKind.Flag)
        {
            return Along(Flags, FlagAttributes(Scheme));
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

        if (IsDeclared)
        {
            attributes["odv_role"] = "station";
        }

        return kind == OdvKind.StationText ? Along(Texts, attributes) : Along(Numbers, attributes);
    }

    /// <summary>SeaDataNet's quality flags, vocabulary L20.</summary>
    private static OrderedDictionary<string, object> FlagAttributes(string scheme) => scheme == "SEADATANET"
        ? new OrderedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["flag_values"] = FlagCodes,
            ["flag_meanings"] = "no_quality_control good_value probably_good_value probably_bad_value bad_value changed_value value_below_detection value_in_excess interpolated_value missing_value value_phenomenon_uncertain value_below_limit_of_quantification",
            ["sdn_flag_scheme"] = "SDN:L20",
        }
        : new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["flag_scheme"] = scheme };
}
