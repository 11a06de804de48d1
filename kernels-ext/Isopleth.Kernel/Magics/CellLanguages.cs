using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Extensions;

namespace Isopleth.Kernel.Magics;

/// <summary>The languages besides C#, each loaded with its first cell: a kernel that runs none does not pay for them.</summary>
internal sealed partial class CellLanguages
{
    private const string Assembly = "Isopleth.FSharp";
    private ICellLanguage? _fsharp;

    /// <summary>F#.</summary>
    /// <exception cref="MagicException">It was not built.</exception>
    public ICellLanguage FSharp => _fsharp ??= Load(PathOf(Assembly));

    /// <summary>F#, where a cell of it has run.</summary>
    public ICellLanguage? Loaded => _fsharp;

    /// <summary>Where the name begins that ends at a position, with the names and dots before it.</summary>
    /// <param name="code">The text.</param>
    /// <param name="end">The position.</param>
    public static int StartOfName(string code, int end)
    {
        while (end > 0 && (char.IsLetterOrDigit(code[end - 1]) || code[end - 1] is '_' or '.' or '\''))
        {
            end--;
        }

        return end;
    }

    /// <summary>Runs a cell of F#.</summary>
    /// <param name="call">The magic.</param>
    public static void RunFSharp(MagicCall call)
    {
        var language = call.Table.Languages.FSharp;
        language.Reference(call.Cell.Session.Files);
        var code = call.TakeDirectives((variable, value) =>
        {
            // Types that cells of C# declare.
            language.Reference([.. value is null ? [] : call.Cell.Session.FilesOf(value.GetType())]);
            language.Set(variable, value);
        });
        if (PackageLine().IsMatch(code))
        {
            // Packages are the session's, whatever language asks for them. Line numbers stay.
            call.RunCell(new string('\n', call.LineNumber) + string.Join('\n', code.Split('\n').Select(static line => PackageLine().IsMatch(line) ? line : "")), call.CellName);
            code = PackageLine().Replace(code, "");
        }

        language.Reference(call.Cell.Session.Files);
        ShownValue? shown = null;
        try
        {
            // At the lines that it has in the cell, which errors and stack traces tell.
            call.OnCellThread(() => shown = (ShownValue?)language.Run(new string('\n', call.LineNumber) + code, call.CellName, call.Cancellation));
        }
        catch (MagicException e) when (e.Faults.Count > 0)
        {
            throw new MagicException([.. e.Faults.Select(fault => fault with { Line = fault.Line - call.LineNumber })]);
        }

        if (shown is { Value: not DisplayedValue }) // what display shows has been shown
        {
            call.Result(shown.Value);
        }
    }

    private static ICellLanguage Load(string path)
    {
        // Before the language's own: it would load what it was given as files once more.
        AppDomain.CurrentDomain.AssemblyResolve += static (_, asked) => CellLibraries.Find(new(asked.Name));
        AssemblyLoadContext.Default.Resolving += static (_, name) => CellLibraries.Find(name);
        ICellLanguage? language = null;
        Formatter.RegisterDefaults(() => language = LoadedExtension.Create<ICellLanguage>(path));
        return language!;
    }

    /// <summary>The language's assembly: in the folder that <c>ISOPLETH_FSHARP</c> names, or where the build puts it, beside the kernel's own folder.</summary>
    private static string PathOf(string name)
    {
        var own = Path.GetDirectoryName(typeof(CellLanguages).Assembly.Location)!;
        var folder = Environment.GetEnvironmentVariable("ISOPLETH_FSHARP") is { Length: > 0 } chosen ? chosen : Path.Combine(own, "..", "..", name, Path.GetFileName(own));
        var path = Path.GetFullPath(Path.Combine(folder, name + ".dll"));
        return File.Exists(path) ? path : throw new MagicException($"F# is not here: there is no {path}. Build it with ./isopleth run, or name its folder in ISOPLETH_FSHARP.");
    }

    [GeneratedRegex("""^[ \t]*\#[ri][ \t]+"nuget:[^"\n]*"[^\n]*""", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex PackageLine();
}
