namespace Isopleth.Kernel.Magics;

/// <summary>The reference page of the magics, written from their table.</summary>
internal static class MagicReference
{
    /// <summary>The page.</summary>
    /// <param name="magics">The magics, in the order to show.</param>
    /// <returns>Markdown.</returns>
    public static string Page(IEnumerable<Magic> magics) => string.Join('\n',
    [
        "# Magics", "", "Lines of a cell that are not C#. `-h` behind any of them shows its help; Tab completes names, options and their values. This page is written from the kernel's own table.",
        "", "A value may be given in quotes, taken from a variable (`@csharp:name`), or asked for: `@input`, `@input:\"Which orbit?\"`, `@password:\"API key\"`,",
        "`@input:{\"prompt\": \"Which day?\", \"type\": \"date\", \"saveAs\": \"day\"}`. `type` is " + string.Join(", ", MagicValueType.OfInput.Select(static t => $"`{t.Name}`")) + ";",
        "what is given under `saveAs` is asked for once, and kept for you alone in `~/.local/share/isopleth/answers.json`.",
        .. magics.SelectMany(static m => (string[])
        [
            "", $"## #!{m.Name}", m.Summary, "", $"Usage: `{m.Usage}`", "",
            .. m.Parameters.Count == 0 ? (string[])[] : ["| | | |", "|---|---|---|", .. m.Parameters.Select(static p => $"| `{p.Usage.Replace("|", "\\|", StringComparison.Ordinal)}` | {p.Type.Name.Replace('|', '/')} | {p.Summary} |"), ""],
            "```csharp", m.Example, "```",
        ]), "",
    ]);
}
