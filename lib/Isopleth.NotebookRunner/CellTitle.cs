using System.Text.RegularExpressions;
using Isopleth.Jupyter.Notebooks;
using Isopleth.NotebookRunner.Parameters;

namespace Isopleth.NotebookRunner;

/// <summary>Short names of code cells, by which people follow a run.</summary>
internal static partial class CellTitle
{
    private const int Longest = 60;

    /// <summary>The heading of the markdown cell before it, or else its first comment or line of code.</summary>
    public static string Of(Notebook notebook, int index)
    {
        var cell = notebook.Cells[index];
        if (cell.HasTag(NotebookParameters.DeclaringTag))
        {
            return "parameters";
        }

        if (cell.HasTag(NotebookParameters.InjectedTag))
        {
            return "injected parameters";
        }

        var before = index > 0 ? notebook.Cells[index - 1] : null;
        var title = before is { CellType: "markdown" } && Heading().Match(before.Source) is { Success: true } heading
            ? heading.Groups["text"].Value
            : cell.Source.Split('\n').Select(line => CommentMark().Replace(line.Trim(), "")).FirstOrDefault(line => line.Length > 0, "(empty)");
        title = title.Trim();
        return title.Length <= Longest ? title : string.Concat(title.AsSpan(0, Longest - 1).TrimEnd(), "…");
    }

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+?)\s*#*\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(//+|#(?![!r]))\s*")]
    private static partial Regex CommentMark();
}
