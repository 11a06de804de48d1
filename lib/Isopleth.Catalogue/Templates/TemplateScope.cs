namespace Isopleth.Catalogue.Templates;

/// <summary>A name or variable that has no value; it is an error only when it is rendered, so that the <c>default</c> filter can replace it.</summary>
internal sealed record Undefined(string Name, string Reason, string Hint);

/// <summary>What a template sees: variables by name and the environment.</summary>
internal sealed class TemplateScope(IReadOnlyDictionary<string, object?> variables, Func<string, string?> environment)
{
    public object? Lookup(string name) => variables.TryGetValue(name, out var value)
        ? value
        : new Undefined(name, $"'{name}' has no value here.", $"Names with a value: {string.Join(", ", variables.Keys.Order(StringComparer.Ordinal))}; declare '{name}' under parameters.");

    public object Environment(string name) => environment(name) is { } value
        ? value
        : new Undefined(name, $"The environment variable {name} is not set.", $"Set {name}, or give a default: {{{{ env({name}, 'value') }}}}.");
}
