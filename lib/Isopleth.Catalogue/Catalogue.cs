using System.Diagnostics.CodeAnalysis;
using Isopleth.Catalogue.Display;
using Isopleth.Catalogue.Intake;
using Isopleth.Catalogue.Search;

namespace Isopleth.Catalogue;

/// <summary>Datasets by name: what intake's YAML files describe, from one file or a folder of them.</summary>
/// <remarks>
/// A folder's own <c>catalog.yml</c> describes it; every other YAML file and every folder with such files is a catalogue below it, and names join with dots:
/// the entry <c>so2.etna</c> of <c>tropomi/catalog.yml</c> is <c>tropomi.so2.etna</c>. What is wrong with one entry or file never hides the others:
/// it is thrown when that entry is used, and <see cref="Validate"/> lists it.
/// </remarks>
[SuppressMessage("Design", "MA0049", Justification = "The catalogue is both the room and its main noun.")]
public sealed class Catalogue
{
    private readonly CatalogueContext _context;
    private readonly Catalogue? _parent;
    private readonly IReadOnlyList<CatalogueChild> _children;
    private readonly IReadOnlyList<CatalogueProblem> _ownProblems;
    private readonly Lazy<(IReadOnlyList<CatalogueEntry> Entries, IReadOnlyList<CatalogueProblem> Problems)> _all;

    internal Catalogue(
        CatalogueContext context,
        Catalogue? parent,
        string name,
        string description,
        CatalogueMetadata metadata,
        Func<Catalogue, IEnumerable<CatalogueChild>> children,
        IReadOnlyList<CatalogueProblem> problems)
    {
        (_context, _parent, Name, Description, Metadata, _ownProblems) = (context, parent, name, description, metadata, problems);
        _children = [.. children(this)];
        _all = new(Walk);
    }

    /// <summary>Its name: what the file says, else the file's or folder's.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public string Description { get; }

    /// <summary>What it says about itself.</summary>
    public CatalogueMetadata Metadata { get; }

    /// <summary>The file it was read from; the folder's own <c>catalog.yml</c>, or the folder where there is none.</summary>
    public string Location => _context.File;

    /// <summary>All entries that can be used, those of catalogues below included, in the order of the files.</summary>
    public IReadOnlyList<CatalogueEntry> Entries => _all.Value.Entries;

    /// <summary>The entry of a dotted name, for example <c>catalogue["tropomi.so2.etna"]</c>.</summary>
    /// <param name="name">The full name of an entry.</param>
    /// <exception cref="CatalogueException">There is no such entry (the message offers near names and lists what is there), or it is malformed.</exception>
    public CatalogueEntry this[string name] => Lookup(name, out var problem) ?? throw (problem is not null ? new CatalogueException(problem) : Unknown(name));

    /// <summary>Reads a catalogue.</summary>
    /// <param name="path">A YAML file, or a folder of them.</param>
    /// <param name="options">How entries are opened; the defaults suit a notebook.</param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="CatalogueException">There is no such file, or it is no catalogue; the message says where and what to do.</exception>
    public static Catalogue Load(string path, CatalogueOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var variables = new Dictionary<string, DeclaredVariable>(StringComparer.Ordinal);
        return CatalogueReader.Read(new(options ?? new(), Path.GetFullPath(path), "", variables, []), null);
    }

    /// <summary>Whether there is an entry of that name that can be used.</summary>
    /// <param name="name">The full name.</param>
    /// <returns>True when <c>catalogue[name]</c> gives an entry.</returns>
    public bool Contains(string name) => Lookup(name, out _) is not null;

    /// <summary>The entries that fit a description, best first: what, where, or when, in words.</summary>
    /// <param name="text">Words, for example <c>sulphur dioxide Sicily</c>; chemical formulas, spelling variants and small slips are understood.</param>
    /// <returns>The entries with their score and the reason for it; empty when nothing fits.</returns>
    public CatalogueMatches Find(string text) => CatalogueSearch.Find(Entries, text);

    /// <summary>Everything that is wrong with the catalogue and those below it; nothing is opened.</summary>
    /// <returns>The problems with file, line, column, key and hint; empty when all is well.</returns>
    public IReadOnlyList<CatalogueProblem> Validate() => [.. _all.Value.Problems, .. Entries.SelectMany(e => e.Warnings())];

    /// <summary>A table of the entries: name, what, where, when and driver.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => CatalogueDisplay.Text(this, _all.Value.Problems);

    /// <summary>The table of the entries for a notebook's output.</summary>
    /// <returns>An HTML fragment.</returns>
    public string ToHtml() => CatalogueDisplay.Html(this, _all.Value.Problems);

    /// <summary>The entry an alias means: a name in its own catalogue, or in one above.</summary>
    internal CatalogueEntry? EntryHereOrAbove(string name) => Lookup(name, out _) ?? _parent?.EntryHereOrAbove(name);

    // A name may itself hold dots, so every way to split it is tried.
    private CatalogueEntry? Lookup(string name, out CatalogueProblem? problem)
    {
        problem = null;
        foreach (var child in _children)
        {
            if (child.Name == name)
            {
                problem ??= child.Problem;
                if (child.Entry is not null)
                {
                    return child.Entry;
                }
            }
            else if (name.StartsWith(child.Name + ".", StringComparison.Ordinal))
            {
                var found = Below(child, name[(child.Name.Length + 1)..], out var below);
                if (found is not null)
                {
                    return found;
                }

                problem ??= below;
            }
        }

        return null;
    }

    private static CatalogueEntry? Below(CatalogueChild child, string name, out CatalogueProblem? problem)
    {
        problem = child.Problem;
        try
        {
            return child.Nested?.Value.Lookup(name, out problem);
        }
        catch (CatalogueException e)
        {
            problem = e.Problem;
            return null;
        }
    }

    private (IReadOnlyList<CatalogueEntry> Entries, IReadOnlyList<CatalogueProblem> Problems) Walk()
    {
        var entries = new List<CatalogueEntry>();
        var problems = new List<CatalogueProblem>(_ownProblems);
        foreach (var child in _children)
        {
            if (child.Entry is not null)
            {
                entries.Add(child.Entry);
            }
            else if (child.Nested is not null)
            {
                WalkBelow(child.Nested, entries, problems);
            }
            else if (!problems.Contains(child.Problem!))
            {
                problems.Add(child.Problem!);
            }
        }

        return (entries, problems);
    }

    private static void WalkBelow(Lazy<Catalogue> nested, List<CatalogueEntry> entries, List<CatalogueProblem> problems)
    {
        try
        {
            var below = nested.Value;

            // A catalogue may name one it was reached through; its entries are reached by name, without end, but listed once.
            if (!below._context.Ancestors.SkipLast(1).Contains(below._context.Ancestors[^1]))
            {
                entries.AddRange(below.Entries);
                problems.AddRange(below._all.Value.Problems);
            }
        }
        catch (CatalogueException e)
        {
            problems.Add(e.Problem);
        }
    }

    private CatalogueException Unknown(string name)
    {
        var names = Entries.Select(e => e.Name).ToList();
        var inside = names.Where(n => n.StartsWith(name + ".", StringComparison.Ordinal)).ToList();
        var prefix = _context.Prefix;
        return inside.Count > 0
            ? new(new(Location, 0, 0, "", $"'{prefix}{name}' is a catalogue, not an entry.", $"Its entries are: {Listed(inside)}."))
            : new(new(Location, 0, 0, "", $"There is no entry '{prefix}{name}'.", $"{Near.Suggest(name, names)}{(names.Count == 0 ? "The catalogue is empty." : $"There are: {Listed(names)}.")}"));
    }

    private static string Listed(List<string> names) => string.Join(", ", names.Take(30)) + (names.Count > 30 ? $" and {names.Count - 30} more" : "");
}
