using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Cells;

/// <summary>What a cell may be besides C# and magics: a question.</summary>
internal static partial class CellDirectives
{
    /// <summary>What <c>name?</c> or <c>?name</c> asks help on, or null where the cell is no question.</summary>
    /// <param name="code">The cell.</param>
    public static string? HelpOn(string code) =>
        code.Contains('?', StringComparison.Ordinal) && Question().Match(code) is { Success: true } question
            ? question.Groups[1].Value + question.Groups[2].Value
            : null;

    [GeneratedRegex(@"^\s*(?:\?([\w.]+)|([\w.]+)\?\??)\s*$")]
    private static partial Regex Question();
}
