using System.Diagnostics;
using System.Globalization;
using Isopleth.Jupyter.Notebooks;
using Isopleth.Kernel.Display;
using Microsoft.CodeAnalysis.CSharp;

namespace Isopleth.Kernel.Magics;

/// <summary>The kernel's own magics, named as those of .NET Interactive.</summary>
internal static class CoreMagics
{
    /// <summary>Languages of .NET Interactive's notebooks that this kernel does not run.</summary>
    public static readonly HashSet<string> Foreign = new(StringComparer.Ordinal) { "fsharp", "f#", "F#", "pwsh", "powershell", "kql", "http", "sql", "python", "r", "wpf" };

    /// <summary>The magics.</summary>
    public static readonly IReadOnlyList<Magic> All =
    [
        new("about", "Tells the kernel, its version and what it runs on.", "#!about", static call => call.Show(new MimeContent(MimeTypes.Markdown,
            $"**Isopleth** {typeof(CoreMagics).Assembly.GetName().Version!.ToString(3)}, C# 14 on .NET {Environment.Version}, {Environment.OSVersion.VersionString}"))),
        new("csharp", "The lines beneath are C#, as those of any cell are.", "#!csharp\n1 + 1", static _ => { }) { Aliases = ["c#", "C#", "cs"] },
        Shown("html", MimeTypes.Html, "<b>Etna</b>"),
        new("import", "Runs the C# of a file: a script, or the code cells of a notebook.",
            "System.IO.File.WriteAllText(\"/tmp/heights.csx\", \"var height = 3357;\");\n#!import /tmp/heights.csx\nheight", static call => Import(call, call["file"]!))
        {
            Parameters = [new("file", "A .cs, .csx, .ipynb or .dib file", IsRequired: true)],
        },
        Shown("javascript", MimeTypes.JavaScript, "console.log('Etna')") with { Aliases = ["js"] },
        new("lsmagic", "Lists the magics.", "#!lsmagic", static call => call.Show(call.Table.Magics.Select(static m => new { Magic = m.Usage, m.Summary }))),
        Shown("markdown", MimeTypes.Markdown, "**Etna**") with { Aliases = ["md"] },
        Shown("mermaid", "text/vnd.mermaid", "graph LR\n    catalogue --> notebook"),
        new("set", "Sets a C# variable to a text.", "#!set --name volcano --value Etna\nvolcano", static call => Set(call, call["--value"]!))
        {
            Parameters = [new("--name", "The variable", IsRequired: true), new("--value", "Its text; @input:PROMPT or @password:PROMPT asks for it, @csharp:NAME takes a variable", IsRequired: true)],
        },
        new("share", "Takes over a variable of another language's cells; here all variables are those of C# already.", "var height = 3357;\n#!share height --from csharp --as metres\nmetres", static call => Share(call))
        {
            Parameters = [new("name", "The variable", IsRequired: true), new("--from", "The language"), new("--as", "The name that it gets here")],
        },
        new("time", "Shows how long the cell took.", "#!time\nEnumerable.Range(0, 1_000_000).Sum(static x => (long)x)", static call => Time(call)),
        new("value", "Sets a C# variable to the lines beneath, or to a file's text.", "#!value --name table\nname,height\nEtna,3357\n#!csharp\ntable.Split('\\n').Length",
            static call => Declare(call, call["--from-file"] is { } file ? Read(file) : call.Text))
        {
            Parameters = [new("--name", "The variable", IsRequired: true), new("--from-file", "The file whose text it gets")], TakesText = true,
        },
        new("who", "Names the variables.", "var height = 3357;\n#!who", static call => call.Show(string.Join(' ', call.Variables.Select(static v => v.Name)))),
        new("whos", "Shows the variables with their types and values.", "var height = 3357;\n#!whos", static call => call.Show(
            call.Variables.Select(static v => new { Variable = v.Name, Type = PlainText.TypeName(v.Value?.GetType() ?? typeof(object)), v.Value }))),
    ];

    private static Magic Shown(string name, string mimeType, string example) =>
        new(name, $"Shows the lines beneath as {mimeType}.", $"#!{name}\n{example}", call => call.Show(new MimeContent(mimeType, call.Text))) { TakesText = true };

    private static void Time(MagicCall call)
    {
        var start = Stopwatch.GetTimestamp();
        call.AtEnd(() => call.Show(string.Create(CultureInfo.InvariantCulture, $"Wall time: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms")));
    }

    private static void Set(MagicCall call, string value)
    {
        if (value.StartsWith("@csharp:", StringComparison.Ordinal))
        {
            DeclareAs(call, call["--name"]!, Variable(call, value["@csharp:".Length..]));
            return;
        }

        Declare(call, value);
    }

    private static void Share(MagicCall call)
    {
        var shared = Variable(call, call["name"]!);
        if (call["--as"] is { } name)
        {
            DeclareAs(call, name, shared);
        }
    }

    private static string Variable(MagicCall call, string name) => call.Variables.Any(v => v.Name == name)
        ? "@" + name
        : throw new MagicException($"There is no variable '{name}'; #!who names those that there are.");

    private static void Declare(MagicCall call, string text) => DeclareAs(call, call["--name"]!, SymbolDisplay.FormatLiteral(text, quote: true));

    private static void DeclareAs(MagicCall call, string name, string value)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
        {
            throw new MagicException($"'{name}' cannot name a variable; take letters, digits and underscores, a letter first.");
        }

        call.RunCell($"var @{name} = {value};", $"#!{name}");
    }

    private static void Import(MagicCall call, string file)
    {
        switch (Path.GetExtension(file))
        {
            case ".cs" or ".csx":
                call.RunCell(Read(file), Path.GetFileName(file));
                break;
            case ".ipynb" or ".dib":
                Read(file);
                var cells = Notebook.Load(file).Cells;
                for (var i = 0; i < cells.Count; i++)
                {
                    if (cells[i].IsCode)
                    {
                        call.RunCell(CellLanguage.Apply(cells[i].Source, cells[i].Metadata), $"{Path.GetFileName(file)}, cell {i + 1}");
                    }
                }

                break;
            default:
                throw new MagicException($"{file} cannot be imported; a .cs, .csx, .ipynb or .dib file can.");
        }
    }

    private static string Read(string file) => File.Exists(file)
        ? File.ReadAllText(file)
        : throw new MagicException($"There is no file {file} (looked for from {Environment.CurrentDirectory}).");
}
