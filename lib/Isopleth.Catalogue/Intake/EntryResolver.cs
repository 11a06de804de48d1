using Isopleth.Catalogue.Templates;

namespace Isopleth.Catalogue.Intake;

/// <summary>Chooses an entry's parameters and fills in its templates.</summary>
internal static class EntryResolver
{
    /// <summary>The template in a default such as <c>env(NAME)</c>; null when the text is only text.</summary>
    public static string? DefaultTemplate(string text) =>
        text.Contains("{{", StringComparison.Ordinal) ? text
        : (text.StartsWith("env(", StringComparison.Ordinal) || text.StartsWith("client_env(", StringComparison.Ordinal)) && text.EndsWith(')') ? $"{{{{ {text} }}}}"
        : null;

    /// <summary>What may be chosen, in a sentence.</summary>
    public static string ParametersOf(CatalogueEntry entry) =>
        entry.Parameters.Count == 0 ? "The entry has no parameters." : $"Parameters: {string.Join("; ", entry.Parameters.Select(p => $"{p.Name}: {p}"))}.";

    /// <summary>All texts in arguments, however deep.</summary>
    public static IEnumerable<YamlScalar> Scalars(YamlNode? node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlList list => list.Items.SelectMany(Scalars),
        YamlMap map => map.Pairs.SelectMany(p => Scalars(p.Value)),
        _ => [],
    };

    /// <summary>The value of each parameter: given, checked and of its type, or its default.</summary>
    public static Dictionary<string, object?> Choose(CatalogueEntry entry, IReadOnlyDictionary<string, object?> given)
    {
        foreach (var name in given.Keys)
        {
            if (entry.Parameters.All(p => p.Name != name))
            {
                throw entry.Fault("parameters", $"There is no parameter '{name}'.", Near.Suggest(name, entry.Parameters.Select(p => p.Name)) + ParametersOf(entry));
            }
        }

        return entry.Parameters.ToDictionary(p => p.Name, p => Choose(entry, p, given), StringComparer.Ordinal);
    }

    /// <summary>The driver's arguments with the parameters put in.</summary>
    public static OpenRequest Request(CatalogueEntry entry, Dictionary<string, object?> chosen)
    {
        var variables = new Dictionary<string, object?>(chosen, StringComparer.Ordinal) { ["CATALOG_DIR"] = entry.Context.CatalogDir };
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in (entry.ArgumentNodes?.Pairs ?? []).Concat(entry.Choice.Arguments?.Pairs ?? []))
        {
            arguments[key.Text] = FillIn(entry, value, variables, $"args.{key.Text}");
        }

        // As intake has it, a parameter that no template uses is an argument of the driver.
        var used = Scalars(entry.ArgumentNodes).SelectMany(s => Template.Parse(s.Text).Names).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in chosen.Where(p => !used.Contains(p.Key)))
        {
            arguments[name] = value;
        }

        return new(entry, entry.Driver, new(chosen), new(arguments));
    }

    private static object? Choose(CatalogueEntry entry, CatalogueParameter parameter, IReadOnlyDictionary<string, object?> given)
    {
        var key = $"parameters.{parameter.Name}";
        if (!given.TryGetValue(parameter.Name, out var value))
        {
            if (!parameter.HasDefault)
            {
                throw entry.Fault(key, $"The parameter '{parameter.Name}' ({parameter.TypeName}) has no default.", $"Give it: .Open((\"{parameter.Name}\", …)). {parameter.Description}".TrimEnd());
            }

            value = parameter.Default is string text && DefaultTemplate(text) is { } template ? Render(entry, template, [], key, null) : parameter.Default;
        }

        if (!ParameterValue.TryConvert(parameter.Type, value, out var converted))
        {
            throw entry.Fault(key, $"{PythonText.Quoted(value)} is not {ParameterValue.Expected(parameter.Type)}.", $"{parameter.Name} is {parameter}.");
        }

        return parameter.Refuse(converted) is { } refusal
            ? throw entry.Fault(key, refusal, Near.Suggest(PythonText.Of(converted), parameter.Allowed?.Select(PythonText.Of) ?? []).TrimEnd())
            : converted;
    }

    private static object? FillIn(CatalogueEntry entry, YamlNode node, Dictionary<string, object?> variables, string key) => node switch
    {
        YamlMap map => new CatalogueMetadata(map.Pairs.ToDictionary(p => p.Key.Text, p => FillIn(entry, p.Value, variables, $"{key}.{p.Key.Text}"), StringComparer.Ordinal)),
        YamlList list => list.Items.Select(i => FillIn(entry, i, variables, key)).ToArray(),
        YamlScalar { IsText: true } text => Render(entry, text.Text, variables, key, text),
        _ => node.ToValue(),
    };

    private static string Render(CatalogueEntry entry, string template, Dictionary<string, object?> variables, string key, YamlNode? at)
    {
        try
        {
            return Template.Parse(template).Render(entry.Context.Scope(variables));
        }
        catch (TemplateException e)
        {
            throw entry.Fault(key, e.Message, e.Hint, at);
        }
    }
}
