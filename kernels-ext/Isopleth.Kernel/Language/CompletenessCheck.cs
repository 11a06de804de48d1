using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Isopleth.Kernel.Language;

/// <summary>Tells a console whether Enter runs the cell, or goes on with it.</summary>
internal static class CompletenessCheck
{
    private const string Step = "    ";

    /// <summary>The verdict on a cell's text.</summary>
    /// <param name="code">The text.</param>
    public static Completeness Of(string code)
    {
        var tree = CellCompiler.Parse(code);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
        {
            return new("incomplete", Indent(code));
        }

        var errors = CellParts.Of(tree) is { IsNeeded: true } parts ? parts.Library.GetDiagnostics().Concat(parts.Rest.GetDiagnostics()) : tree.GetDiagnostics();
        return new(errors.Any(static d => d.Severity == DiagnosticSeverity.Error) ? "invalid" : "complete");
    }

    /// <summary>The indent of the last line, one step deeper where it opens a block.</summary>
    private static string Indent(string code)
    {
        var last = code.TrimEnd().Split('\n')[^1];
        var indent = last[..(last.Length - last.TrimStart().Length)];
        return last.EndsWith('{') || last.EndsWith('(') || last.EndsWith('[') || last.EndsWith("=>", StringComparison.Ordinal) ? indent + Step : indent;
    }
}
