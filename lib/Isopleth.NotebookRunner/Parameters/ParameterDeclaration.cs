namespace Isopleth.NotebookRunner.Parameters;

/// <summary>One parameter as a notebook's <c>parameters</c> cell declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its type in the notebook's language: as declared, or as the default shows it; null when neither tells.</param>
/// <param name="Default">The default's source text; null where there is none.</param>
/// <param name="Comment">The comment at the end of its line: what it means and its unit; null where there is none.</param>
public sealed record ParameterDeclaration(string Name, string? TypeName, string? Default, string? Comment)
{
    /// <summary>Words before the type that the injected declaration repeats, such as <c>const</c>.</summary>
    internal string Modifiers { get; init; } = "";
}
