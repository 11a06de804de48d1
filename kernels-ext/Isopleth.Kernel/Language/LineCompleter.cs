using System.Text.RegularExpressions;
using Isopleth.Jupyter;
using Isopleth.Kernel.Magics;

namespace Isopleth.Kernel.Language;

/// <summary>Completes what the compiler does not know: the lines that begin with <c>#</c>, the names of packages, and paths.</summary>
internal static partial class LineCompleter
{
    private static readonly string[] Directives =
        ["#r \"nuget:", "#r \"", "#i \"nuget:", "#load \"", "#region", "#endregion", "#if", "#else", "#endif", "#nullable", "#pragma warning"];

    /// <summary>Completions at a position, or null where no such line is being typed.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    public static CompletionList? Complete(string code, int cursor)
    {
        var begin = cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1;
        var line = code[begin..cursor];
        if (Directive().Match(line) is { Success: true } directive)
        {
            return List(directive.Groups[1], Directives, "keyword");
        }

        if (Opened().Match(line) is not { Success: true } opened)
        {
            return null;
        }

        var (kind, text) = (opened.Groups["kind"].Value, opened.Groups["text"]);
        if (kind != "load" && text.Value.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            var asked = text.Value["nuget:".Length..];
            var start = begin + text.Index + "nuget:".Length;
            return kind == "i" ? At(start, MagicValueType.Folder.Completions(asked, NoVariables), "folder")
                : asked.Split(',', 2) is [var name, var version]
                    ? At(cursor - version.TrimStart().Length, Within(PackageNames.Versions(name.Trim()).Concat(["*", "*-*"]), version.TrimStart()), "version")
                    : At(start, PackageNames.Like(asked), "package");
        }

        return List(text, kind == "load" ? Files(text.Value, ".csx", ".cs") : ["nuget:", .. kind == "i" ? MagicValueType.Folder.Completions(text.Value, NoVariables) : Files(text.Value, ".dll", ".csproj")], "file");

        CompletionList List(Group typed, IEnumerable<string> items, string type) => At(begin + typed.Index, Within(items, typed.Value), type);

        CompletionList At(int start, IEnumerable<string> items, string type) => new(start, cursor, [.. items.Select(item => new CompletionItem(item, type))]);
    }

    /// <summary>Paths that go on with what was typed.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="extensions">The endings that files may have; any where none is named.</param>
    public static IEnumerable<string> Files(string typed, params string[] extensions) => Within(MagicValueType.File(extensions).Completions(typed, NoVariables), typed);

    private static IEnumerable<string> Within(IEnumerable<string> items, string typed) => items.Where(item => item.StartsWith(typed, StringComparison.OrdinalIgnoreCase));

    private static string[] NoVariables() => [];

    [GeneratedRegex(@"^[ \t]*(#\w*)$")]
    private static partial Regex Directive();

    [GeneratedRegex("""^[ \t]*#(?<kind>r|i|load)[ \t]+"(?<text>[^"]*)$""")]
    private static partial Regex Opened();
}
