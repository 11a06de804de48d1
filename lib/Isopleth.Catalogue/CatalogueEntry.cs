using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Catalogue.Display;
using Isopleth.Catalogue.Intake;
using Isopleth.Catalogue.Templates;

namespace Isopleth.Catalogue;

/// <summary>One dataset that a catalogue names: what it is, what may be chosen, and how it is opened.</summary>
public sealed class CatalogueEntry
{
    private readonly CatalogueContext _context;
    private readonly YamlScalar _key;

    internal CatalogueEntry(CatalogueContext context, YamlScalar key) => (_context, _key) = (context, key);

    /// <summary>Its full dotted name, for example <c>tropomi.so2.etna</c>.</summary>
    public string Name => _context.Prefix + _key.Text;

    /// <summary>What it is, in a sentence or a few.</summary>
    public string Description { get; internal init; } = "";

    /// <summary>The driver that opens it: the first of those it names that is here, else the first it names.</summary>
    public string Driver => Choice.Name;

    /// <summary>What may be chosen when it is opened.</summary>
    public IReadOnlyList<CatalogueParameter> Parameters { get; internal init; } = [];

    /// <summary>What it says about itself: keywords, bbox, datetime, license, source and more.</summary>
    public CatalogueMetadata Metadata { get; internal init; } = CatalogueMetadata.Empty;

    /// <summary>The driver's arguments as they stand in the file, templates and all.</summary>
    public CatalogueMetadata Arguments => (CatalogueMetadata?)ArgumentNodes?.ToValue() ?? CatalogueMetadata.Empty;

    /// <summary>The catalogue file it stands in.</summary>
    public string File => _context.File;

    /// <summary>The line of <see cref="File"/> it begins at, counted from 1.</summary>
    public int Line => _key.Line;

    internal IReadOnlyList<DriverChoice> Drivers { get; init; } = [];

    internal YamlMap? ArgumentNodes { get; init; }

    internal IReadOnlyList<YamlScalar> UnknownKeys { get; init; } = [];

    internal string Folder => Path.GetDirectoryName(File)!;

    internal CatalogueContext Context => _context;

    /// <summary>The catalogue it was read into.</summary>
    internal Catalogue? Home { get; set; }

    internal DriverChoice Choice => Drivers.FirstOrDefault(d => _context.Options.Drivers.Knows(d.Name)) ?? Drivers[0];

    /// <summary>The entry for programs that show it: <c>name</c>, <c>description</c>, <c>driver</c>, <c>where</c>, <c>when</c>, <c>parameters</c>, <c>metadata</c>, and the line of <c>code</c> that opens it.</summary>
    /// <returns>A node of no parent.</returns>
    public JsonObject ToJson() => EntryJson.Of(this);

    /// <summary>Opens the dataset; nothing but its description is read until values are asked for.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/> by name; those left out keep their default.</param>
    /// <returns>The dataset; dispose it when done.</returns>
    /// <exception cref="CatalogueException">A parameter is unknown, required, of the wrong type or out of range; the driver is not there; no file matches.</exception>
    /// <exception cref="DataFormatException">The file is there but cannot be read.</exception>
    public Dataset Open(params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in parameters)
        {
            given[name] = value;
        }

        return Open(given);
    }

    /// <summary>Opens the dataset with values from a dictionary, as a runner has them.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/> by name; those left out keep their default.</param>
    /// <returns>The dataset; dispose it when done.</returns>
    /// <exception cref="CatalogueException">As <see cref="Open(ReadOnlySpan{ValueTuple{string, object}})"/>.</exception>
    public Dataset Open(IReadOnlyDictionary<string, object?> parameters)
    {
        if (AliasResolver.IsAlias(this))
        {
            var (target, passed) = AliasResolver.Target(this, parameters);
            return target.Open(passed);
        }

        var chosen = EntryResolver.Choose(this, parameters);
        if (_context.Options.Drivers.Find(Driver) is not { } opener)
        {
            var (reason, hint) = _context.Options.Drivers.Missing(Driver);
            throw Fault("driver", reason, hint);
        }

        return opener(EntryResolver.Request(this, chosen));
    }

    /// <summary>Chooses the parameters and fills in the templates, without opening anything; of an alias, those of the entry it stands for.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/> by name; those left out keep their default.</param>
    /// <returns>What the driver would be given.</returns>
    /// <exception cref="CatalogueException">A parameter is unknown, required, of the wrong type or out of range, or a template has no value.</exception>
    public OpenRequest Resolve(IReadOnlyDictionary<string, object?> parameters)
    {
        var (entry, given) = AliasResolver.IsAlias(this) ? AliasResolver.Target(this, parameters) : (this, parameters);
        return entry.ResolveOwn(given);
    }

    /// <summary>As <see cref="Resolve"/>, of the entry itself where it stands for another one.</summary>
    internal OpenRequest ResolveOwn(IReadOnlyDictionary<string, object?> parameters) => EntryResolver.Request(this, EntryResolver.Choose(this, parameters));

    /// <summary>The entry in a few lines: name, description, parameters and the line that opens it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => EntryDisplay.Text(this);

    /// <summary>The entry for a notebook's output.</summary>
    /// <returns>An HTML fragment.</returns>
    public string ToHtml() => EntryDisplay.Html(this);

    internal CatalogueException Fault(string key, string reason, string hint, YamlNode? at = null) =>
        new(new(File, (at ?? _key).Line, (at ?? _key).Column, key.Length == 0 ? Name : $"{Name}.{key}", reason, hint));

    /// <summary>What to do when the file that argument <paramref name="key"/> names is not there.</summary>
    internal string AdviceOnMissingFile(string key)
    {
        var text = Arguments.Text(key) ?? "";
        var advice = Template.Parse(text).EnvironmentNames.Select(_context.Advice).ToList();
        if (Metadata.Text("offline") is { } other)
        {
            advice.Add($"Or open catalogue[\"{other}\"], which needs no download.");
        }

        return advice.Count > 0 ? string.Join(" ", advice) : $"Check the entry's {key}: {text}.";
    }

    /// <summary>Keys and names in templates that mean nothing: no hindrance until the entry is opened, if then.</summary>
    internal IEnumerable<CatalogueProblem> Warnings()
    {
        foreach (var key in UnknownKeys)
        {
            var (reason, hint) = EntryReader.Unknown(key);
            yield return Fault(key.Text, reason, hint, key).Problem;
        }

        var known = Parameters.Select(p => p.Name).Append("CATALOG_DIR").ToHashSet(StringComparer.Ordinal);
        foreach (var scalar in EntryResolver.Scalars(ArgumentNodes))
        {
            foreach (var name in Template.Parse(scalar.Text).Names.Where(n => !known.Contains(n)))
            {
                yield return Fault("args", $"The template '{scalar.Text}' uses '{name}', which is no parameter.", EntryResolver.ParametersOf(this), scalar).Problem;
            }
        }
    }
}
