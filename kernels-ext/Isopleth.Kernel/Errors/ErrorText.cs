using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Errors;

/// <summary>The pieces that reports of errors are made of.</summary>
internal static class ErrorText
{
    /// <summary>Red, as front ends show it.</summary>
    /// <param name="text">The text.</param>
    public static string Red(string text) => $"\e[31m{text}\e[0m";

    /// <summary>A line of source as it is shown: indented, tabs as single blanks so that a caret stands right.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="line">The line, from 0.</param>
    public static string? Line(SourceText source, int line) =>
        line >= 0 && line < source.Lines.Count ? "    " + source.Lines[line].ToString().Replace('\t', ' ') : null;
}
