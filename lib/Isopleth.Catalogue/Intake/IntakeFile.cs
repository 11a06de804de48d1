using Isopleth.Catalogue.Templates;

namespace Isopleth.Catalogue.Intake;

/// <summary>One intake file: its own description, and its sources, each an entry or what is wrong with it.</summary>
internal sealed record IntakeFile(
    CatalogueContext Context,
    string? Name,
    string Description,
    CatalogueMetadata Metadata,
    IReadOnlyList<IntakeSource> Sources,
    IReadOnlyList<CatalogueProblem> Problems)
{
    private const string SourcesHint = "Write 'sources:' with one 'name:' for each entry below it.";

    /// <summary>Reads a file; what is wrong with single sources does not hide the others.</summary>
    /// <exception cref="CatalogueException">The file as a whole cannot be read.</exception>
    public static IntakeFile Read(CatalogueContext context)
    {
        var nodes = new NodeReader(context.File);
        var root = YamlReader.Read(context.File, ReadText(context.File))
            ?? throw new CatalogueException(new(context.File, 0, 0, "", "The catalogue is empty.", SourcesHint));
        var map = nodes.Map(root, "", $"A catalogue is a mapping. {SourcesHint}");
        var problems = new List<CatalogueProblem>();
        T Try<T>(Func<T> read, T otherwise)
        {
            try
            {
                return read();
            }
            catch (CatalogueException e)
            {
                problems.Add(e.Problem);
                return otherwise;
            }
        }

        Try(() => Plugins(nodes, map), false);
        var header = Try(() => nodes.OptionalMap(map, "", "metadata", "Write keys and values below metadata:."), null);
        var metadata = (CatalogueMetadata?)header?.ToValue() ?? CatalogueMetadata.Empty;
        var inner = context with { Variables = Try(() => Variables(nodes, context, header), context.Variables) };
        var shared = header is null ? [] : Try(() => EntryReader.Parameters(nodes, header, "metadata"), []);
        var sources = SourcesOf(nodes, map).Pairs.Select(p => Source(nodes, inner, SourcesOf(nodes, map), p, shared)).ToList();
        problems.AddRange(sources.Where(s => s.Problem is not null).Select(s => s.Problem!).Distinct());
        return new(inner, Optional(Try(() => nodes.Text(map, "", "name"), "")), Try(() => nodes.Text(map, "", "description"), "").Trim(), metadata, sources, problems);
    }

    private static string? Optional(string text) => text.Length > 0 ? text : null;

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CatalogueException(new(file, 0, 0, "", File.Exists(file) ? e.Message : "There is no such catalogue file.", "Check the path."), e);
        }
    }

    private static YamlMap SourcesOf(NodeReader nodes, YamlMap map)
    {
        var node = map.Find("sources")?.Value ?? throw nodes.Fault(map, "sources", "the catalogue has no 'sources'.", SourcesHint);
        return node switch
        {
            YamlList list => throw nodes.Fault(list, "sources", "sources are written as a list, a form that intake has given up.", "Write each entry as 'name:' with its driver below, instead of '- name: …'."),
            YamlScalar { Plain: true } empty when empty.ToValue() is null => new([], empty.Line, empty.Column),
            _ => nodes.Map(node, "sources", SourcesHint),
        };
    }

    private static IntakeSource Source(NodeReader nodes, CatalogueContext context, YamlMap sources, YamlPair pair, IReadOnlyList<CatalogueParameter> shared)
    {
        try
        {
            nodes.RequireText(pair.Key, "sources");
            nodes.RequireOnce(sources, pair.Key, "sources");
            return new(pair.Key.Text, EntryReader.Read(context, pair, shared), null);
        }
        catch (CatalogueException e)
        {
            return new(pair.Key.Text, null, e.Problem);
        }
    }

    // Plugins are Python modules; they are not loaded here, but a malformed section is told.
    private static bool Plugins(NodeReader nodes, YamlMap map)
    {
        const string hint = "Write 'source:' with a list of '- module: NAME'; or leave plugins out, they are Python's.";
        if (nodes.OptionalMap(map, "", "plugins", hint) is not { } plugins)
        {
            return false;
        }

        var source = plugins.Find("source")?.Value ?? throw nodes.Fault(plugins, "plugins.source", "the key 'source' is missing.", hint);
        if (source is not YamlList list)
        {
            throw nodes.Fault(source, "plugins.source", $"a list was expected, not {source.Describe()}.", hint);
        }

        foreach (var item in list.Items)
        {
            if (nodes.Text(nodes.Map(item, "plugins.source", hint), "plugins.source", "module").Length == 0)
            {
                throw nodes.Fault(item, "plugins.source.module", "the key 'module' is missing.", hint);
            }
        }

        return true;
    }

    private static Dictionary<string, DeclaredVariable> Variables(NodeReader nodes, CatalogueContext context, YamlMap? header)
    {
        var variables = new Dictionary<string, DeclaredVariable>(context.Variables, StringComparer.Ordinal);
        const string hint = "Write each variable as 'NAME:' with its default and remedy below.";
        var declared = header is null ? null : nodes.OptionalMap(header, "metadata", "environment", hint);
        foreach (var (name, value) in declared?.Pairs ?? [])
        {
            var path = $"metadata.environment.{name.Text}";
            var map = nodes.Map(value, path, hint);
            var fallback = nodes.Text(map, path, "default");
            try
            {
                var scope = context.Scope(new Dictionary<string, object?>(StringComparer.Ordinal) { ["CATALOG_DIR"] = context.CatalogDir });
                variables[name.Text] = new(fallback.Length > 0 ? Template.Parse(fallback).Render(scope) : null, Optional(nodes.Text(map, path, "remedy").Trim().TrimEnd('.')));
            }
            catch (TemplateException e)
            {
                throw nodes.Fault(map, $"{path}.default", e.Message, e.Hint);
            }
        }

        return variables;
    }
}

/// <summary>One source of a file: its entry, or what is wrong with it.</summary>
internal sealed record IntakeSource(string Name, CatalogueEntry? Entry, CatalogueProblem? Problem);
