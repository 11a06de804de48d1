namespace Isopleth.Catalogue.Intake;

/// <summary>Entries that stand for another one: <c>driver: alias</c> with a <c>target</c>, chosen through a <c>mapping</c> if there is one.</summary>
internal static class AliasResolver
{
    private static readonly string[] AliasDrivers = ["alias", "intake.source.derived.AliasSource"];

    public static bool IsAlias(CatalogueEntry entry) => AliasDrivers.Contains(entry.Driver);

    /// <summary>The entry an alias stands for, and the parameters that are for it: those the alias does not declare itself.</summary>
    public static (CatalogueEntry Entry, IReadOnlyDictionary<string, object?> Passed) Target(CatalogueEntry alias, IReadOnlyDictionary<string, object?> parameters)
    {
        var seen = new List<string>();
        while (true)
        {
            seen.Add(alias.Name);
            var own = alias.Parameters.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
            var request = alias.ResolveOwn(parameters.Where(p => own.Contains(p.Key)).ToDictionary(StringComparer.Ordinal));
            parameters = parameters.Where(p => !own.Contains(p.Key)).ToDictionary(StringComparer.Ordinal);
            var target = TargetOf(alias, request);
            if (!IsAlias(target))
            {
                return (target, parameters);
            }

            if (seen.Contains(target.Name))
            {
                throw alias.Fault("args.target", $"The aliases go round in a circle: {string.Join(" -> ", seen)} -> {target.Name}.", "Let one of them name a dataset.");
            }

            alias = target;
        }
    }

    private static CatalogueEntry TargetOf(CatalogueEntry alias, OpenRequest request)
    {
        var name = request.Arguments.Text("target") ?? throw alias.Fault("args", "The alias has no target.", "Add target: with the name of an entry.");
        if (request.Arguments.ContainsKey("mapping"))
        {
            var mapping = request.Arguments.Section("mapping");
            name = mapping.Text(name) ?? throw alias.Fault("args.mapping", $"The mapping has no '{name}'.", $"It has: {string.Join(", ", mapping.Keys)}.");
        }

        // 'folder/file.yml:entry' names an entry of another file.
        var colon = name.LastIndexOf(':');
        return colon > 0
            ? Catalogue.Load(Path.GetFullPath(name[..colon], alias.Folder), alias.Context.Options)[name[(colon + 1)..]]
            : alias.Home!.EntryHereOrAbove(name) ?? throw alias.Fault("args.target", $"There is no entry '{name}' to stand for.", Near.Suggest(name, alias.Home!.Entries.Select(e => e.Name)).TrimEnd());
    }
}
