using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Magics;

/// <summary>A part of a cell: a stretch of C#, or a magic with its text.</summary>
/// <param name="Name">The magic's name; empty for C#.</param>
/// <param name="Line">The magic's line.</param>
/// <param name="LineNumber">Its number, from 0; -1 where it is no line of the user's.</param>
/// <param name="Text">The C#, with empty lines before it so that line numbers stay; or the magic's text.</param>
internal sealed partial record CellPart(string Name, string Line, int LineNumber, string Text)
{
    public bool IsCSharp => Name.Length == 0;

    /// <summary>The number of the last line of a magic and its text.</summary>
    public int LastLine => LineNumber + (Text.Length == 0 ? 0 : Text.AsSpan().Count('\n') + 1);

    /// <summary>The parts of a cell, in order.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="table">The magics.</param>
    /// <param name="before">How many lines stand before the user's own: that of a language which the cell's metadata name.</param>
    public static List<CellPart> Of(string code, MagicTable table, int before = 0)
    {
        var parts = new List<CellPart>();
        var lines = code.Split('\n');
        var open = new CellPart("", "", 0, "");
        var first = 0;
        for (var i = 0; i <= lines.Length; i++)
        {
            var magic = i < lines.Length ? NameIn(lines[i]) : null;
            if (i < lines.Length && (magic is null || (!open.IsCSharp && !table.EndsText(magic))))
            {
                continue;
            }

            var text = string.Join('\n', lines[first..i]);
            if (!open.IsCSharp)
            {
                parts.Add(open with { Text = text });
            }
            else if (!string.IsNullOrWhiteSpace(text))
            {
                parts.Add(open with { Text = new string('\n', first - before) + text });
            }

            if (magic is null)
            {
                break;
            }

            first = i + 1;
            open = new(magic, lines[i], i - before, "");
            if (!table.TakesText(magic))
            {
                parts.Add(open);
                open = new("", "", 0, "");
            }
        }

        return parts;
    }

    /// <summary>The name of the magic that a line calls, or null.</summary>
    /// <param name="line">The line.</param>
    public static string? NameIn(string line) => MagicLine().Match(line) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^[ \t]*#!([^\s/]\S*)")]
    private static partial Regex MagicLine();
}
