using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>CF standard names with their canonical units, and what can be said of a name that is not among them.</summary>
internal sealed partial class StandardNames
{
    private static readonly Lazy<StandardNames> OwnNames = new(() => new(Shipped()) { IsWhole = false });

    private readonly Dictionary<string, string> _units;

    private StandardNames(Dictionary<string, string> units) => _units = units;

    /// <summary>Whether this is the whole published table, so that a name that is not in it is none.</summary>
    public required bool IsWhole { get; init; }

    public static StandardNames Load(string? table)
    {
        if (table is null)
        {
            return OwnNames.Value;
        }

        try
        {
            var root = XDocument.Load(table).Root!;
            var units = root.Elements("entry").ToDictionary(e => (string)e.Attribute("id")!, e => ((string?)e.Element("canonical_units"))?.Trim() ?? "", StringComparer.Ordinal);
            foreach (var alias in root.Elements("alias"))
            {
                units.TryAdd((string)alias.Attribute("id")!, "");
            }

            return units.Count > 0 ? new(units) { IsWhole = true } : throw new DataFormatException("This is no table of CF standard names: it has no entry.", table);
        }
        catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException($"The table of standard names cannot be read: {e.Message}", table, hint: "Fetch cf-standard-name-table.xml from cfconventions.org.", innerException: e);
        }
    }

    /// <summary>The canonical units; null for a name that is not there, empty when they are not to be compared.</summary>
    public string? UnitsOf(string name) => _units.GetValueOrDefault(name) is not { } units ? null : units == "-" ? "" : units;

    /// <summary>Whether a name is made of one that is there as the guidelines for standard names make them.</summary>
    public bool IsComposed(string name)
    {
        if (_units.ContainsKey(name) || Substance().IsMatch(name))
        {
            return true;
        }

        var without = Prefix().Replace(name, "", 1);
        if (without != name && IsComposed(without))
        {
            return true;
        }

        without = Suffix().Replace(name, "", 1);
        return without != name && IsComposed(without);
    }

    /// <summary>Whether a name has nothing but words that stand in names that are there, as a name of a newer table would.</summary>
    public bool HasTheirWords(string name) => name.Split('_') is { Length: >= 4 } words && Array.TrueForAll(words, Words.Contains);

    private HashSet<string> Words => field ??= [.. _units.Keys.SelectMany(k => k.Split('_'))];

    /// <summary>The nearest name, or null when none is near.</summary>
    public string? Nearest(string name) => _units.Keys
        .Where(k => Math.Abs(k.Length - name.Length) <= 3)
        .Select(k => (Name: k, Distance: Distance(k, name)))
        .Where(n => n.Distance <= Math.Max(1, name.Length / 8))
        .OrderBy(n => n.Distance).Select(n => n.Name).FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }

    private static Dictionary<string, string> Shipped()
    {
        using var reader = new StreamReader(typeof(StandardNames).Assembly.GetManifestResourceStream("standard-names.tsv")!);
        var units = new Dictionary<string, string>(2000, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            units[line[..tab]] = line[(tab + 1)..];
        }

        return units;
    }

    [GeneratedRegex("^(surface_|toa_|tropopause_|tendency_of_|change_over_time_in_|integral_wrt_(time|depth|height)_of_|square_of_|magnitude_of_|log10_of_|cumulative_|(north|south|east|west|up|down)ward_|net_)")]
    private static partial Regex Prefix();

    [GeneratedRegex("(_due_to_.+|_assuming_.+|_expressed_as_.+|_anomaly|_at_(sea_floor|cloud_top|cloud_base|top_of_atmosphere_model|sea_level|reference_temperature|stp)|_in_(air|sea_water|soil|atmosphere_layer|ocean_layer|vegetation|sea_ice|surface_snow))$")]
    private static partial Regex Suffix();

    [GeneratedRegex("^(tendency_of_)?((atmosphere|troposphere|stratosphere|ocean)_)?(mole|mass|number|volume|moles|mass_fraction|mole_ratio|dry_atmosphere_mole)(_(fraction|concentration|content|ratio|mixing_ratio))?_of_[a-z0-9_]+?((_per_unit_mass)?_in_(air|sea_water|soil|atmosphere|atmosphere_layer|ocean|vegetation|sea_floor_sediment|river_water)(_due_to_.+|_expressed_as_.+)?)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Substance();
}
