using System.Text.Json;
using System.Xml;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Is a file fit to be preserved? Checks it against the standard of its kind: CF for NetCDF, HDF5 and Zarr, SeaDataNet's ODV for spreadsheets, ISO 19115 and DataCite for metadata.</summary>
public static class Conformance
{
    /// <summary>Checks a file.</summary>
    /// <param name="path">The file or folder; it may be packed with gzip.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <returns>What was found; a damaged file is no finding, but an error.</returns>
    /// <exception cref="DataFormatException">The file is missing or damaged, or of a kind that has no such standard here; the message says which have.</exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static ConformanceReport Check(string path, ConformanceOptions? options = null)
    {
        return TryCheck(path, options) ?? throw new DataFormatException(
            "There is no conformance check for files of this kind.", path,
            hint: "There are checks of NetCDF, HDF5 and Zarr (CF), ODV spreadsheets (SeaDataNet), and metadata by ISO 19115 (XML) and DataCite (XML, JSON).");
    }

    /// <summary>Checks a file if it is of a kind that has a standard here.</summary>
    /// <param name="path">The file or folder; it may be packed with gzip.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <returns>What was found; null for a file of another kind.</returns>
    /// <exception cref="DataFormatException">The file is missing or damaged.</exception>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static ConformanceReport? TryCheck(string path, ConformanceOptions? options = null)
    {
        options ??= new ConformanceOptions();
        options.Validate();
        return Check(path, path, options);
    }

    /// <param name="path">The file.</param>
    /// <param name="name">What it is called; another than its path where it was packed.</param>
    /// <param name="options">How.</param>
    private static ConformanceReport? Check(string path, string name, ConformanceOptions options)
    {
        if (Directory.Exists(path) || path.Contains("://", StringComparison.Ordinal) || (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && Zarr.IsZarr(path)))
        {
            using var hierarchy = Zarr.Open(path, decode: false);
            return Cf(path, null, options, hierarchy, group => Zarr.Open(path, group, decode: false), _ => null);
        }

        var head = new FileHead(Path.GetFullPath(path));
        if (head.Begins([0x1f, 0x8b]))
        {
            using var unpacked = Unpacked.Gzip(head.Path);
            return Check(unpacked.File, name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name, options) is { } inner ? inner with { Path = path } : null;
        }

        if (head.Begins("CDF"u8) || head.Begins([0x89, (byte)'H', (byte)'D', (byte)'F']))
        {
            using var root = NetCdf.Open(path, decode: false);
            return Cf(path, name, options, root, group => NetCdf.OpenGroup(root, group, decode: false), group => NetCdf.OwnVariables(root, group));
        }

        var start = head.Text?.TrimStart();
        return start is null ? null
            : Odv.Is(start) ? new(path, "ODV spreadsheet (SeaDataNet)", OdvRules.Check(head.Path))
            : start.StartsWith('<') ? Xml(path)
            : start.StartsWith('{') ? Json(path)
            : null;
    }

    private static ConformanceReport Cf(string path, string? name, ConformanceOptions options, Dataset root, Func<string, Dataset> open, Func<string, IReadOnlySet<string>?> own)
    {
        var names = StandardNames.Load(options.StandardNameTable);
        var opened = root.Groups.Select(g => (Path: g.TrimEnd('/') + "/", Group: open(g))).ToList();
        try
        {
            var groups = new CfGroups { HasTypes = name is not null };
            groups.Add("", root, own("/"));
            opened.ForEach(g => groups.Add(g.Path, g.Group, own(g.Path.TrimEnd('/'))));
            var rules = new CfRules(root, "", groups, names, options.CfVersion);
            rules.CheckFile(name);
            foreach (var (at, group) in opened)
            {
                new CfRules(group, at, groups, names, rules.VersionText, rules.Findings).CheckVariables();
            }

            return new(path, $"CF-{rules.VersionText}", rules.Findings.Sorted);
        }
        finally
        {
            opened.ForEach(g => g.Group.Dispose());
        }
    }

    private static ConformanceReport? Xml(string path)
    {
        try
        {
            var document = System.Xml.Linq.XDocument.Load(path, System.Xml.Linq.LoadOptions.SetLineInfo);
            return document.Root!.Name.LocalName switch
            {
                "MD_Metadata" or "MI_Metadata" => new(path, "ISO 19115", Iso19115Rules.Check(document.Root)),
                "resource" when document.Root.Name.NamespaceName.Contains("datacite.org", StringComparison.Ordinal) => new(path, "DataCite 4", DataCiteRules.Check(DataCiteRecord.FromXml(document.Root))),
                _ => null,
            };
        }
        catch (XmlException e)
        {
            throw new DataFormatException($"This XML document is not well-formed: {e.Message}", path, hint: "Mend it, or fetch it again.", innerException: e);
        }
    }

    private static ConformanceReport? Json(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = document.RootElement;
            root = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("attributes", out var attributes) ? attributes : root;
            return root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("creators", out _) || root.TryGetProperty("titles", out _) || root.TryGetProperty("publicationYear", out _))
                ? new(path, "DataCite 4", DataCiteRules.Check(DataCiteRecord.FromJson(root)))
                : null;
        }
        catch (JsonException e)
        {
            throw new DataFormatException($"This JSON document is not well-formed: {e.Message}", path, hint: "Mend it, or fetch it again.", innerException: e);
        }
    }
}
