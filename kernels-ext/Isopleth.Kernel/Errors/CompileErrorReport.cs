using System.Globalization;
using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Microsoft.CodeAnalysis;

namespace Isopleth.Kernel.Errors;

/// <summary>Tells why a cell does not compile: its number and line, the user's own source, a caret under the token.</summary>
internal static class CompileErrorReport
{
    private const int MostErrors = 10;

    /// <summary>The errors of a cell, as the protocol has them.</summary>
    /// <param name="cell">The cell, which did not compile.</param>
    public static CellError Of(CompiledCell cell)
    {
        var errors = cell.Errors.DistinctBy(static e => (e.Location.SourceSpan, e.Id)).ToList();
        var lines = new List<string>();
        foreach (var error in errors.Take(MostErrors))
        {
            lines.AddRange(Lines(cell, error));
        }

        if (errors.Count > MostErrors)
        {
            lines.Add($"… and {errors.Count - MostErrors} more errors.");
        }

        return new CellError(errors[0].Id, Message(errors[0]), lines);
    }

    private static string Message(Diagnostic error) => error.GetMessage(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(CompiledCell cell, Diagnostic error)
    {
        var span = error.Location.GetLineSpan();
        var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
        yield return $"{span.Path}, line {line + 1}, column {column + 1}: {ErrorText.Red($"error {error.Id}")}: {Message(error)}";
        if (error.Location.SourceTree is { } tree && ErrorText.Line(tree.GetText(), line) is { } source)
        {
            var width = span.EndLinePosition.Line == line ? Math.Max(1, span.EndLinePosition.Character - column) : 1;
            yield return source;
            yield return new string(' ', column + 4) + ErrorText.Red(new string('^', width));
        }

        if (NameSuggestion.For(cell.Compilation, error) is { } near)
        {
            yield return $"Did you mean '{near}'?";
        }
    }
}
