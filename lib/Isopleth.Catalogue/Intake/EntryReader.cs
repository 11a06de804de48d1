using Isopleth.Catalogue.Templates;

namespace Isopleth.Catalogue.Intake;

/// <summary>Reads one source of an intake file into an entry.</summary>
internal static class EntryReader
{
    private const string DriverHint = "Add for example: driver: netcdf.";

    // Keys that intake gives a meaning, those without one here (direct_access, cache and the like) included.
    private static readonly string[] KnownKeys = ["description", "driver", "args", "parameters", "metadata", "cache", "direct_access", "name", "remote", "cls"];

    /// <summary>Reads the source <paramref name="source"/>; <paramref name="shared"/> are the parameters that the file gives all its entries.</summary>
    /// <exception cref="CatalogueException">The source is malformed.</exception>
    public static CatalogueEntry Read(CatalogueContext context, YamlPair source, IReadOnlyList<CatalogueParameter> shared)
    {
        var nodes = new NodeReader(context.File);
        var path = NodeReader.Join("sources", source.Key.Text);
        var map = nodes.Map(source.Value, path, "Write the entry's driver, args and description below its name, indented.");
        nodes.RequireKeys(map, path);
        var driver = map.Find("driver") ?? throw nodes.Fault(source.Key, NodeReader.Join(path, "driver"), "the entry has no driver.", Near.To("driver", map.Pairs.Select(p => p.Key.Text)) is [var meant, ..] ? $"Rename '{meant}' to 'driver'." : DriverHint);
        var own = Parameters(nodes, map, path);
        var entry = new CatalogueEntry(context, source.Key)
        {
            Description = nodes.Text(map, path, "description").Trim(),
            Drivers = Drivers(nodes, driver.Value, NodeReader.Join(path, "driver")),
            Parameters = [.. own, .. shared.Where(s => own.All(o => o.Name != s.Name))],
            Metadata = (CatalogueMetadata?)nodes.OptionalMap(map, path, "metadata", "Write keys and values below metadata:.")?.ToValue() ?? CatalogueMetadata.Empty,
            UnknownKeys = [.. map.Pairs.Select(p => p.Key).Where(k => !KnownKeys.Contains(k.Text))],
            ArgumentNodes = nodes.OptionalMap(map, path, "args", "Write the arguments as keys and values below args:."),
        };
        if (entry.ArgumentNodes is not null)
        {
            CheckTemplates(nodes, entry.ArgumentNodes, NodeReader.Join(path, "args"));
        }

        return entry;
    }

    /// <summary>A key that means nothing, with the one that was probably meant.</summary>
    public static (string Reason, string Hint) Unknown(YamlScalar key) =>
        ($"The key '{key.Text}' has no meaning in an entry.", $"{Near.Suggest(key.Text, KnownKeys)}Keys: {string.Join(", ", KnownKeys)}.");

    /// <summary>Reads the mapping <c>parameters</c> below <paramref name="map"/>.</summary>
    public static IReadOnlyList<CatalogueParameter> Parameters(NodeReader nodes, YamlMap map, string path)
    {
        var key = NodeReader.Join(path, "parameters");
        if (map.Find("parameters")?.Value is YamlList list)
        {
            throw nodes.Fault(list, key, "parameters are written as a list, a form that intake has given up.", "Write each as 'name:' with its type, description and default below.");
        }

        if (nodes.OptionalMap(map, path, "parameters", "Write each parameter as 'name:' with its type, description and default below.") is not { } parameters)
        {
            return [];
        }

        nodes.RequireKeys(parameters, key);
        return [.. parameters.Pairs.Select(p => Parameter(nodes, p, NodeReader.Join(key, p.Key.Text)))];
    }

    private static CatalogueParameter Parameter(NodeReader nodes, YamlPair pair, string path)
    {
        var map = nodes.Map(pair.Value, path, "Write its type, description and default below its name.");
        nodes.RequireKeys(map, path);
        var type = Type(nodes, pair, map, path);
        var allowed = map.Find("allowed")?.Value switch
        {
            null => null,
            YamlList list => list,
            var node => throw nodes.Fault(node, NodeReader.Join(path, "allowed"), $"a list was expected, not {node.Describe()}.", "Write [a, b, …]."),
        };
        var ofLists = type is ParameterType.List or ParameterType.MList or ParameterType.Tuple;
        var fallback = map.Find("default")?.Value;
        var parameter = new CatalogueParameter(pair.Key.Text, nodes.Text(map, path, "description").Trim(), type)
        {
            HasDefault = fallback is not null,
            Default = fallback is null ? null : Value(nodes, type, fallback, NodeReader.Join(path, "default")),
            Minimum = map.Find("min") is { } min ? Value(nodes, type, min.Value, NodeReader.Join(path, "min")) : null,
            Maximum = map.Find("max") is { } max ? Value(nodes, type, max.Value, NodeReader.Join(path, "max")) : null,
            Allowed = allowed?.Items.Select(i => ofLists && i is not YamlList ? i.ToValue() : Value(nodes, type, i, NodeReader.Join(path, "allowed"))).ToArray(),
        };
        if (fallback is not null && !IsTemplate(parameter.Default) && parameter.Refuse(parameter.Default) is { } refusal)
        {
            throw nodes.Fault(fallback, NodeReader.Join(path, "default"), refusal, "Correct the default, or the values allowed.");
        }

        return parameter;
    }

    private static ParameterType Type(NodeReader nodes, YamlPair pair, YamlMap map, string path)
    {
        var names = Enum.GetNames<ParameterType>().Select(n => n.ToLowerInvariant()).ToArray();
        var given = nodes.Text(map, path, "type");
        if (given.Length == 0)
        {
            throw nodes.Fault(map.Find("type")?.Value ?? pair.Key, NodeReader.Join(path, "type"), "the parameter has no type.", $"Give one of: {string.Join(", ", names)}.");
        }

        var known = given == "unicode" ? "str" : given;
        return names.Contains(known)
            ? Enum.Parse<ParameterType>(known, ignoreCase: true)
            : throw nodes.Fault(map.Find("type")!.Value, NodeReader.Join(path, "type"), $"'{given}' is no parameter type.", $"{Near.Suggest(given, names)}Types: {string.Join(", ", names)}.");
    }

    private static object? Value(NodeReader nodes, ParameterType type, YamlNode node, string path)
    {
        // Text keeps its digits as they were written: 05056000 is a station's number, not a count.
        var plain = node is YamlScalar scalar && (type is ParameterType.Str || IsTemplate(scalar.Text)) ? scalar.Text : node.ToValue();
        return IsTemplate(plain) || ParameterValue.TryConvert(type, plain, out plain)
            ? plain
            : throw nodes.Fault(node, path, $"{node.Describe()} is not {ParameterValue.Expected(type)} (type {type.ToString().ToLowerInvariant()}).", "Correct the value or the type.");
    }

    // Text that is read from the environment when the entry is opened.
    private static bool IsTemplate(object? value) => value is string text && EntryResolver.DefaultTemplate(text) is not null;

    private static List<DriverChoice> Drivers(NodeReader nodes, YamlNode node, string path) => node switch
    {
        YamlScalar { IsText: true } name => [new(name.Text, null)],
        YamlList { Items.Count: > 0 } list => [.. list.Items.SelectMany(i => Drivers(nodes, i, path))],
        YamlMap { Pairs.Count: > 0 } map => [.. map.Pairs.Select(p => Choice(nodes, p, NodeReader.Join(path, p.Key.Text)))],
        _ => throw nodes.Fault(node, path, $"the name of a driver was expected, not {node.Describe()}.", DriverHint),
    };

    private static DriverChoice Choice(NodeReader nodes, YamlPair pair, string path)
    {
        var map = nodes.Map(pair.Value, path, "Write 'class: NAME' below it.");
        var name = nodes.Text(map, path, "class");
        return name.Length > 0
            ? new(name, nodes.OptionalMap(map, path, "args", "Write the arguments as keys and values below args:."))
            : throw nodes.Fault(pair.Key, NodeReader.Join(path, "class"), "the driver has no class.", "Write 'class: NAME' below it.");
    }

    private static void CheckTemplates(NodeReader nodes, YamlNode node, string path)
    {
        switch (node)
        {
            case YamlMap map:
                nodes.RequireKeys(map, path);
                foreach (var (key, value) in map.Pairs)
                {
                    CheckTemplates(nodes, value, NodeReader.Join(path, key.Text));
                }

                break;
            case YamlList list:
                foreach (var item in list.Items)
                {
                    CheckTemplates(nodes, item, path);
                }

                break;
            case YamlScalar scalar:
                try
                {
                    _ = Template.Parse(scalar.Text);
                }
                catch (TemplateException e)
                {
                    throw nodes.Fault(scalar, path, e.Message, e.Hint);
                }

                break;
        }
    }
}

/// <summary>A driver that an entry can be opened with, and the arguments it has of its own.</summary>
internal sealed record DriverChoice(string Name, YamlMap? Arguments);
