namespace Isopleth.Kernel.Magics;

/// <summary>The reference page of the magics, written from their table.</summary>
internal static class MagicReference
{
    /// <summary>The page.</summary>
    /// <param name="magics">The magics, in the order to show.</param>
    /// <returns>Markdown.</returns>
    public static string Page(IEnumerable<Magic> magics) => string.Join('\n',
    [
        "# Magics", "", "Lines of a cell that are not C#. `-h` behind any of them shows its help; Tab completes names and options. This page is written from the kernel's own table.",
        .. magics.SelectMany(static m => (string[])
        [
            "", $"## #!{m.Name}", m.Summary, "", $"Usage: `{m.Usage}`", "",
            .. m.Parameters.Count == 0 ? (string[])[] : ["| | |", "|---|---|", .. m.Parameters.Select(static p => $"| `{p.Usage}` | {p.Summary} |"), ""],
            "```csharp", m.Example, "```",
        ]), "",
    ]);
}
