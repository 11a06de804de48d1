using Isopleth.Jupyter;
using Isopleth.Kernel.Errors;

namespace Isopleth.Kernel.Packages;

/// <summary>Why what a cell asked for by <c>#r</c>, <c>#i</c> or <c>#load</c> is not to be had. The session is as it was before.</summary>
/// <param name="message">What was asked, what is there, what to do.</param>
internal sealed class PackageException(string message) : Exception(message)
{
    /// <summary>The name that the cell's error carries.</summary>
    public string ErrorName { get; init; } = "PackageError";

    /// <summary>What of the line at fault tells it from the others; null where that is not known.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether a source could not be reached, so that what an earlier restore found may serve instead.</summary>
    public bool Unreachable { get; init; }

    /// <summary>The error as the cell tells it: the line that asks, and why it fails.</summary>
    /// <param name="text">The cell.</param>
    public CellError ToError(CellText text)
    {
        var lines = text.Code.Split('\n');
        var asking = Enumerable.Range(0, lines.Length).Where(i => ImportLines.IsOne(lines[i])).ToList();
        var at = asking.FindIndex(i => Subject is not null && lines[i].Contains(Subject, StringComparison.OrdinalIgnoreCase));
        var line = asking.Count > 0 ? asking[Math.Max(0, at)] : 0;
        var shown = lines[line].TrimEnd().Replace('\t', ' ');
        var column = shown.Length - shown.TrimStart().Length;
        return new(ErrorName, Message,
        [
            $"{text.Name}, line {line + 1}, column {column + 1}: {ErrorText.Red(ErrorName)}: {Message}",
            "    " + shown,
            new string(' ', column + 4) + ErrorText.Red(new string('^', Math.Max(1, shown.Length - column))),
        ]);
    }
}
