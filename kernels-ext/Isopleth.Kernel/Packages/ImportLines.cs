using System.Text.RegularExpressions;

namespace Isopleth.Kernel.Packages;

/// <summary>The lines of a cell that ask for something from outside: <c>#r "nuget:…"</c>, as .NET Interactive had it also without the quotation marks, <c>#r "….csproj"</c>, <c>#i "nuget:…"</c>, <c>#load "…"</c>.</summary>
/// <param name="Packages">What stands behind <c>nuget:</c>.</param>
/// <param name="Projects">Project files.</param>
/// <param name="Sources">Package sources.</param>
/// <param name="Files">Files to run before the cell.</param>
internal sealed partial record ImportLines(IReadOnlyList<string> Packages, IReadOnlyList<string> Projects, IReadOnlyList<string> Sources, IReadOnlyList<string> Files)
{
    private static readonly ImportLines None = new([], [], [], []);

    /// <summary>Reads a cell.</summary>
    /// <param name="code">Its text.</param>
    public static ImportLines In(string code)
    {
        if (!code.Contains('#', StringComparison.Ordinal) || Line().Matches(code) is not { Count: > 0 } lines)
        {
            return None;
        }

        return new(Of("package"), Of("project"), Of("source"), Of("file"));

        string[] Of(string group) => [.. lines.Select(line => line.Groups[group]).Where(static found => found.Success).Select(static found => found.Value.Trim())];
    }

    /// <summary>The cell without these lines, which become empty, so that line numbers stay.</summary>
    /// <param name="code">The cell.</param>
    public static string Strip(string code) => code.Contains('#', StringComparison.Ordinal) ? Line().Replace(code, "") : code;

    /// <summary>Whether a line is one of these.</summary>
    /// <param name="line">The line.</param>
    public static bool IsOne(string line) => Line().IsMatch(line);

    [GeneratedRegex("""^[ \t]*\#(?:r[ \t]+nuget:(?<package>[^"'\n]*?)(?=[ \t\r]*(?://[^\n]*)?$)|i[ \t]+nuget:(?<source>[^"'\n]+)|r[ \t]+"(?:nuget:(?<package>[^"\n]*)|(?<project>[^"\n]*\.(?:cs|fs|vb)proj))"|i[ \t]+"(?:nuget:)?(?<source>[^"\n]*)"|load[ \t]+"(?<file>[^"\n]*)")[^\n]*""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Line();
}
