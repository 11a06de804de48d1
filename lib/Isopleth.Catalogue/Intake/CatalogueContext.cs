using Isopleth.Catalogue.Templates;

namespace Isopleth.Catalogue.Intake;

/// <summary>What the entries of a file share: options, the folder, the environment variables a catalogue above declares.</summary>
/// <param name="Options">How entries are opened.</param>
/// <param name="File">The catalogue file.</param>
/// <param name="Prefix">What stands before the entries' names: empty, or dotted and ending in a dot.</param>
/// <param name="Variables">The environment variables declared under <c>metadata: environment:</c>, here or above, by name.</param>
/// <param name="Ancestors">The files this one was reached through, itself included.</param>
internal sealed record CatalogueContext(
    CatalogueOptions Options,
    string File,
    string Prefix,
    IReadOnlyDictionary<string, DeclaredVariable> Variables,
    IReadOnlyList<string> Ancestors)
{
    /// <summary>The folder of the file with a closing slash, as intake's <c>CATALOG_DIR</c> has it.</summary>
    public string CatalogDir => Path.GetDirectoryName(File) + Path.DirectorySeparatorChar;

    /// <summary>The value of an environment variable: what is set, else what a catalogue declares as its default.</summary>
    public string? Environment(string name)
    {
        var set = Options.Environment(name);
        return string.IsNullOrEmpty(set) && Variables.TryGetValue(name, out var declared) ? declared.Default : set;
    }

    public TemplateScope Scope(IReadOnlyDictionary<string, object?> variables) => new(variables, Environment);

    /// <summary>What to do about a variable that points at nothing useful.</summary>
    public string Advice(string name)
    {
        var set = Options.Environment(name);
        var declared = Variables.GetValueOrDefault(name);
        var state = string.IsNullOrEmpty(set) ? $"{name} is not set{(declared?.Default is null ? "" : $" (default {Path.GetFullPath(declared.Default)})")}" : $"{name} is '{set}'";
        var remedy = declared?.Remedy ?? $"set {name} to the folder that holds the data";
        return $"{state}: {remedy}.";
    }
}

/// <summary>An environment variable that a catalogue declares, with its default and what to do when the data are not there.</summary>
internal sealed record DeclaredVariable(string? Default, string? Remedy);
