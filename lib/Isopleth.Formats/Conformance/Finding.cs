namespace Isopleth.Formats;

/// <summary>One thing that a check found.</summary>
/// <param name="Severity">How grave it is.</param>
/// <param name="Rule">The standard and its section, for example <c>CF 3.1</c>, <c>ODV columns</c>, <c>DataCite 10</c>.</param>
/// <param name="Place">The variable, attribute, column or element; empty for the whole file.</param>
/// <param name="Line">The line in a text file, from 1; null in a binary one.</param>
/// <param name="Message">What is wrong, with the value.</param>
/// <param name="Remedy">What to do.</param>
public sealed record Finding(Severity Severity, string Rule, string Place, int? Line, string Message, string Remedy)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Severity.ToString().ToUpperInvariant()} ({Rule}) {(Line is { } line ? $"line {line}" : "")}{(Line is not null && Place.Length > 0 ? ", " : "")}{Place}{(Line is null && Place.Length == 0 ? "file" : "")}: {Message} → {Remedy}";
}
