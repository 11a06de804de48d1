using System.Globalization;
using System.Text.RegularExpressions;
using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Errors;

/// <summary>Tells why a cell does not compile: its number and line, the user's own source, a caret under the token.</summary>
internal static partial class CompileErrorReport
{
    private const int MostErrors = 10;
    private const int MostNamespaces = 3;

    /// <summary>The errors of a cell, as the protocol has them.</summary>
    /// <param name="cell">The cell, which did not compile.</param>
    /// <param name="written">Its text as the user wrote it; null where it was compiled so.</param>
    public static CellError Of(CompiledCell cell, SourceText? written = null)
    {
        var errors = cell.Errors.DistinctBy(static e => (e.Location.SourceSpan, e.Id)).ToList();
        var lines = new List<string>();
        foreach (var error in errors.Take(MostErrors))
        {
            lines.AddRange(Lines(cell, error, written));
        }

        if (errors.Count > MostErrors)
        {
            lines.Add($"… and {errors.Count - MostErrors} more errors.");
        }

        return new CellError(errors[0].Id, Message(errors[0]), lines);
    }

    /// <summary>The errors of the types of a cell that were compiled as a library, and why, where they name something of the session.</summary>
    /// <param name="library">The library, which did not compile.</param>
    /// <param name="session">The cells before it.</param>
    /// <param name="written">The cell's text as the user wrote it.</param>
    public static CellError OfLibrary(CellLibrary library, Session session, SourceText written)
    {
        var report = Of(library.Compiled, written);
        return session.NamesIn(library) is not [var name, ..] ? report : report with
        {
            Traceback =
            [
                .. report.Traceback,
                $"A cell with a namespace or an extension block is compiled as a library, which cannot see '{name}' of the session: pass a value as an argument; a type that needs a variable or function of the session, declare without that, or in the same cell.",
            ],
        };
    }

    /// <summary>What to do about an error that a cell has for being a cell.</summary>
    private static string? Hint(Diagnostic error)
    {
        var text = error.Location.SourceTree?.GetText();
        var line = text?.Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim() ?? "";
        return error.Id switch
        {
            "CS8345" => "A cell's variables live on after it, and a span does not. Keep an array, or put the lines that use the span between { and }.",
            "CS7010" or "CS1024" when line.StartsWith("#r", StringComparison.Ordinal) || line.StartsWith("#i", StringComparison.Ordinal) =>
                $"Write it with quotation marks: {line[..2]} \"{line[2..].Trim().Trim('"', '\'')}\".",
            "CS1525" when line is ['%', ..] && line.TrimStart('%').Split(' ')[0] is { Length: > 0 } magic => $"A magic begins with #! here: #!{magic}; #!lsmagic lists those that there are.",
            "CS0029" when Message(error) is var message && message.Contains("Span<", StringComparison.Ordinal) && message.EndsWith("'object'", StringComparison.Ordinal) =>
                "A span does not live on after its cell: write .Display() or .ToArray() behind it.",
            "CS0120" when error.Location.SourceTree?.Options.Kind == SourceCodeKind.Script => "The types of a cell do not see its variables: pass the value as an argument, or make it a static member of the type.",
            "CS8795" => "What writes code while a project is compiled, as [GeneratedRegex] and [LoggerMessage] ask for, does not run for cells: make it at run time (new Regex(…)), or put the type into a project and #r it.",
            "CS7009" => "Put this line before the first line of code of the cell, or into a cell of its own.",
            "CS0029" or "CS1503" or "CS0266" when Redeclared(error) is { } type => $"'{type}' was declared anew, and this value is of the type as it was before: run the cells that make it again.",
            "CS0246" or "CS0234" when line.StartsWith("using ", StringComparison.Ordinal) && !line.Contains('(', StringComparison.Ordinal) =>
                "No assembly here has this namespace. Where a package brings it, fetch that first: #r \"nuget:NAME\".",
            _ => null,
        };
    }

    /// <summary>The name of a type that cells declared twice, where an error tells the two apart by their cells.</summary>
    private static string? Redeclared(Diagnostic error)
    {
        var names = TypeOfCell().Matches(error.GetMessage(CultureInfo.InvariantCulture)).Select(static m => m.Groups[1].Value).ToList();
        return names is [var from, var to, ..] && from == to ? from : null;
    }

    [GeneratedRegex(@"([^\s']+) \[(?:Cell \d+\(\d+\)|library-\d+[^\]]*)\]")]
    private static partial Regex TypeOfCell();

    [GeneratedRegex(@" \[library-\d+[^\]]*\]")]
    private static partial Regex Library();

    private static string Message(Diagnostic error) => Library().Replace(error.GetMessage(CultureInfo.InvariantCulture).Replace("The type 'Script'", "The cell", StringComparison.Ordinal), "");

    private static IEnumerable<string> Lines(CompiledCell cell, Diagnostic error, SourceText? written)
    {
        var span = error.Location.GetLineSpan();
        var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
        yield return $"{span.Path}, line {line + 1}, column {column + 1}: {ErrorText.Red($"error {error.Id}")}: {Message(error)}";
        if (error.Location.SourceTree is { } tree && ErrorText.Line(written ?? tree.GetText(), line) is { } source)
        {
            var width = span.EndLinePosition.Line == line ? Math.Max(1, span.EndLinePosition.Character - column) : 1;
            yield return source;
            yield return new string(' ', column + 4) + ErrorText.Red(new string('^', width));
        }

        if (Hint(error) is { } hint)
        {
            yield return hint;
        }
        else if (NameSuggestion.NamespacesFor(cell.Compilation, error) is [_, ..] namespaces)
        {
            yield return $"There is such a type: add {string.Join(" or ", namespaces.Take(MostNamespaces).Select(static space => $"'using {space};'"))}.";
        }
        else if (NameSuggestion.For(cell.Compilation, error) is { } near)
        {
            yield return $"Did you mean '{near}'?";
        }
    }
}
