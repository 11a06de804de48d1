using System.Text.RegularExpressions;
using Isopleth.Jupyter;
using Isopleth.Kernel.Errors;

namespace Isopleth.Kernel.Cells;

/// <summary>The lines of a cell that are not C#, magics apart: package references, questions.</summary>
internal static partial class CellDirectives
{
    /// <summary>Why a cell cannot run, or null where nothing stands in its way.</summary>
    /// <param name="code">The cell.</param>
    public static CellError? Refuse(string code)
    {
        if (code.Contains('#', StringComparison.Ordinal) && Package().Match(code) is { Success: true } package)
        {
            return Error("PackageError", $"NuGet packages cannot be added from a cell in this version ({package.Value.Trim()}). Reference an assembly with #r \"path/to/library.dll\".");
        }

        return null;
    }

    /// <summary>What <c>name?</c> or <c>?name</c> asks help on, or null where the cell is no question.</summary>
    /// <param name="code">The cell.</param>
    public static string? HelpOn(string code) =>
        code.Contains('?', StringComparison.Ordinal) && Question().Match(code) is { Success: true } question
            ? question.Groups[1].Value + question.Groups[2].Value
            : null;

    private static CellError Error(string name, string message) => new(name, message, [$"{ErrorText.Red(name)}: {message}"]);

    [GeneratedRegex("""^\s*#(r\s+"nuget:[^"\n]*"|i\s+"[^"\n]*")""", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^\s*(?:\?([\w.]+)|([\w.]+)\?\??)\s*$")]
    private static partial Regex Question();
}
