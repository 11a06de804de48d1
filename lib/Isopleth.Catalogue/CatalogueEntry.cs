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

    private DriverChoice Choice => Drivers.FirstOrDefault(d => _context.Options.Drivers.Knows(d.Name)) ?? Drivers[0];

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

        var chosen = Choose(parameters);
        if (_context.Options.Drivers.Find(Driver) is not { } opener)
        {
            var (reason, hint) = _context.Options.Drivers.Missing(Driver);
            throw Fault("driver", reason, hint);
        }

        return opener(Request(chosen));
    }

    /// <summary>Chooses the parameters and fills in the templates, without opening anything.</summary>
    /// <param name="parameters">Values for <see cref="Parameters"/> by name; those left out keep their default.</param>
    /// <returns>What the driver would be given.</returns>
    /// <exception cref="CatalogueException">A parameter is unknown, required, of the wrong type or out of range, or a template has no value.</exception>
    public OpenRequest Resolve(IReadOnlyDictionary<string, object?> parameters) => Request(Choose(parameters));

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
        foreach (var scalar in Scalars(ArgumentNodes))
        {
            foreach (var name in Template.Parse(scalar.Text).Names.Where(n => !known.Contains(n)))
            {
                yield return Fault("args", $"The template '{scalar.Text}' uses '{name}', which is no parameter.", ParametersThereAre, scalar).Problem;
            }
        }
    }

    /// <summary>The template in a default such as <c>env(NAME)</c>; null when the text is only text.</summary>
    internal static string? DefaultTemplate(string text) =>
        text.Contains("{{", StringComparison.Ordinal) ? text
        : (text.StartsWith("env(", StringComparison.Ordinal) || text.StartsWith("client_env(", StringComparison.Ordinal)) && text.EndsWith(')') ? $"{{{{ {text} }}}}"
        : null;

    private string ParametersThereAre => Parameters.Count == 0 ? "The entry has no parameters." : $"Parameters: {string.Join("; ", Parameters.Select(p => $"{p.Name}: {p}"))}.";

    private OpenRequest Request(Dictionary<string, object?> chosen) => new(this, Driver, new(chosen), new(FillIn(chosen)));

    private Dictionary<string, object?> Choose(IReadOnlyDictionary<string, object?> given)
    {
        foreach (var name in given.Keys)
        {
            if (Parameters.All(p => p.Name != name))
            {
                throw Fault("parameters", $"There is no parameter '{name}'.", Near.Suggest(name, Parameters.Select(p => p.Name)) + ParametersThereAre);
            }
        }

        return Parameters.ToDictionary(p => p.Name, p => Choose(p, given), StringComparer.Ordinal);
    }

    private object? Choose(CatalogueParameter parameter, IReadOnlyDictionary<string, object?> given)
    {
        var key = $"parameters.{parameter.Name}";
        if (!given.TryGetValue(parameter.Name, out var value))
        {
            if (!parameter.HasDefault)
            {
                throw Fault(key, $"The parameter '{parameter.Name}' ({parameter.TypeName}) has no default.", $"Give it: .Open((\"{parameter.Name}\", …)). {parameter.Description}".TrimEnd());
            }

            value = parameter.Default is string text && DefaultTemplate(text) is { } template ? Render(template, [], key, null) : parameter.Default;
        }

        if (!ParameterValue.TryConvert(parameter.Type, value, out var converted))
        {
            throw Fault(key, $"{PythonText.Quoted(value)} is not {ParameterValue.Expected(parameter.Type)}.", $"{parameter.Name} is {parameter}.");
        }

        return parameter.Refuse(converted) is { } refusal
            ? throw Fault(key, refusal, Near.Suggest(PythonText.Of(converted), parameter.Allowed?.Select(PythonText.Of) ?? []).TrimEnd())
            : converted;
    }

    private Dictionary<string, object?> FillIn(Dictionary<string, object?> chosen)
    {
        var variables = new Dictionary<string, object?>(chosen, StringComparer.Ordinal) { ["CATALOG_DIR"] = _context.CatalogDir };
        var filled = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in (ArgumentNodes?.Pairs ?? []).Concat(Choice.Arguments?.Pairs ?? []))
        {
            filled[key.Text] = FillIn(value, variables, $"args.{key.Text}");
        }

        // As intake has it, a parameter that no template uses is an argument of the driver.
        var used = Scalars(ArgumentNodes).SelectMany(s => Template.Parse(s.Text).Names).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in chosen.Where(p => !used.Contains(p.Key)))
        {
            filled[name] = value;
        }

        return filled;
    }

    private object? FillIn(YamlNode node, Dictionary<string, object?> variables, string key) => node switch
    {
        YamlMap map => new CatalogueMetadata(map.Pairs.ToDictionary(p => p.Key.Text, p => FillIn(p.Value, variables, $"{key}.{p.Key.Text}"), StringComparer.Ordinal)),
        YamlList list => list.Items.Select(i => FillIn(i, variables, key)).ToArray(),
        YamlScalar { IsText: true } text => Render(text.Text, variables, key, text),
        _ => node.ToValue(),
    };

    private string Render(string template, Dictionary<string, object?> variables, string key, YamlNode? at)
    {
        try
        {
            return Template.Parse(template).Render(_context.Scope(variables));
        }
        catch (TemplateException e)
        {
            throw Fault(key, e.Message, e.Hint, at);
        }
    }

    private static IEnumerable<YamlScalar> Scalars(YamlNode? node) => node switch
    {
        YamlScalar scalar => [scalar],
        YamlList list => list.Items.SelectMany(Scalars),
        YamlMap map => map.Pairs.SelectMany(p => Scalars(p.Value)),
        _ => [],
    };
}
