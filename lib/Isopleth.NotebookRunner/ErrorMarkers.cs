using System.Globalization;
using Isopleth.Jupyter.Notebooks;

namespace Isopleth.NotebookRunner;

/// <summary>The cells by which a reader finds where a run failed: a banner at the top, linked to an anchor before each failing cell.
/// Their tags are papermill's, so that either tool removes what the other left.</summary>
internal static class ErrorMarkers
{
    private const string Tag = "papermill-error-cell-tag";
    private const string Anchor = "papermill-error-cell";
    private const string Style = "style=\"color:red; font-family:Helvetica Neue, Helvetica, Arial, sans-serif; font-size:2em;\"";

    /// <summary>Removes the markers of an earlier run.</summary>
    public static void Remove(Notebook notebook)
    {
        foreach (var cell in notebook.Cells.Where(cell => cell.HasTag(Tag)).ToList())
        {
            notebook.Remove(cell);
        }
    }

    /// <summary>Marks failing cells, given in the notebook's order.</summary>
    public static void Insert(Notebook notebook, IReadOnlyList<Cell> failed, bool stopped)
    {
        if (failed.Count == 0)
        {
            return;
        }

        for (var i = 0; i < failed.Count; i++)
        {
            var text = stopped ? "The run met an error here and stopped:" : "The run met an error here and went on:";
            notebook.Insert(notebook.Cells.ToList().IndexOf(failed[i]), Cell.Markdown($"<span id=\"{Name(i)}\" {Style}>{text}</span>", Tag));
        }

        var links = string.Join(", ", failed.Select((cell, i) => $"<a href=\"#{Name(i)}\">In [{cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? " "}]</a>"));
        notebook.Insert(0, Cell.Markdown($"<span {Style}>The run met an error at {links}.</span>", Tag));
    }

    private static string Name(int i) => i == 0 ? Anchor : $"{Anchor}-{i + 1}";
}
