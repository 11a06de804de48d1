using System.Text.RegularExpressions;
using Isopleth.Jupyter;
using Isopleth.Kernel.Errors;

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

    /// <summary>An error that no line of C# made.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="message">What it says.</param>
    public static CellError Error(string name, string message) => new(name, message, [$"{ErrorText.Red(name)}: {message}"]);

    [GeneratedRegex(@"^\s*(?:\?([\w.]+)|([\w.]+)\?\??)\s*$")]
    private static partial Regex Question();
}
