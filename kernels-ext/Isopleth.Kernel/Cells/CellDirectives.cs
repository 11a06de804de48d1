using System.Text.RegularExpressions;
using Isopleth.Jupyter;
using Isopleth.Kernel.Errors;

namespace Isopleth.Kernel.Cells;

/// <summary>The lines of a cell that are not C#: magics, package references, questions.</summary>
internal static partial class CellDirectives
{
    /// <summary>Why a cell cannot run, or null where nothing stands in its way.</summary>
    /// <param name="code">The cell.</param>
    public static CellError? Refuse(string code)
    {
        if (!code.Contains('#', StringComparison.Ordinal))
        {
            return null;
        }

        if (Package().Match(code) is { Success: true } package)
        {
            return Error("PackageError", $"NuGet packages cannot be added from a cell in this version ({package.Value.Trim()}). Reference an assembly with #r \"path/to/library.dll\".");
        }

        return Magic().Matches(code).FirstOrDefault(static m => !IsCSharp(m.Groups[1].Value)) is { } magic
            ? Error("MagicError", $"The magic #!{magic.Groups[1].Value} is not known here. This kernel runs C# cells; #!csharp is the one magic that it takes.")
            : null;
    }

    /// <summary>The C# of a cell: what is not C# becomes empty lines, so that line numbers stay.</summary>
    /// <param name="code">The cell.</param>
    public static string Strip(string code) =>
        code.Contains("#!", StringComparison.Ordinal) ? Magic().Replace(code, static m => IsCSharp(m.Groups[1].Value) ? "" : m.Value) : code;

    /// <summary>What <c>name?</c> or <c>?name</c> asks help on, or null where the cell is no question.</summary>
    /// <param name="code">The cell.</param>
    public static string? HelpOn(string code) =>
        code.Contains('?', StringComparison.Ordinal) && Question().Match(code) is { Success: true } question
            ? question.Groups[1].Value + question.Groups[2].Value
            : null;

    private static bool IsCSharp(string magic) => magic is "csharp" or "c#" or "C#" or "cs";

    private static CellError Error(string name, string message) => new(name, message, [$"{ErrorText.Red(name)}: {message}"]);

    [GeneratedRegex("""^\s*#(r\s+"nuget:[^"\n]*"|i\s+"[^"\n]*")""", RegexOptions.Multiline)]
    private static partial Regex Package();

    [GeneratedRegex(@"^[ \t]*#!([^\s]+)[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Magic();

    [GeneratedRegex(@"^\s*(?:\?([\w.]+)|([\w.]+)\?\??)\s*$")]
    private static partial Regex Question();
}
