using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Jupyter.Notebooks;
using Isopleth.Kernel.Display;

namespace Isopleth.Kernel.Magics;

/// <summary>The kernel's own magics, named as those of .NET Interactive.</summary>
internal static class CoreMagics
{
    private const string Programs = "Start programs from C#: System.Diagnostics.Process.Start(\"ls\", \"-l\").WaitForExit(); or run the cell in a notebook with a PowerShell kernel.";
    private const string Requests = "Send the request from C#: await new HttpClient().GetStringAsync(\"https://…\").";
    private const string Kernels = "Run the cell in a notebook with a kernel of that language; isopleth run executes both, and files pass data between them.";

    /// <summary>Languages and connections of .NET Interactive's notebooks that this kernel does not run, and what to do instead.</summary>
    public static readonly IReadOnlyDictionary<string, string> Foreign = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["pwsh"] = Programs, ["powershell"] = Programs, ["http"] = Requests, ["httpRequest"] = Requests,
        ["kql"] = "Ask the service from C# with its .NET client, brought in by #r \"nuget:…\".",
        ["sql"] = "It comes with Isopleth.Magics, which this kernel was started without; ./isopleth kernel install writes a kernelspec that names it.",
        ["connect"] = "#!sql queries files, C# variables and DuckDB databases (--db FILE); other databases are reached from C# with their .NET client, brought in by #r \"nuget:…\".",
        ["wpf"] = "WPF windows are for Windows alone; display(…) shows values here.", ["dispatcher"] = "WPF windows are for Windows alone; display(…) shows values here.",
        ["python"] = Kernels, ["r"] = Kernels, ["julia"] = Kernels,
    };

    /// <summary>The magics.</summary>
    public static readonly IReadOnlyList<Magic> All =
    [
        new("about", "Tells the kernel, its version and what it runs on.", "#!about", static call => call.Show(new MimeContent(MimeTypes.Markdown,
            $"**Isopleth** {typeof(CoreMagics).Assembly.GetName().Version!.ToString(3)}, C# 14 on .NET {Environment.Version}, {Environment.OSVersion.VersionString}"))),
        new("csharp", "The lines beneath are C#, as those of any cell are.", "#!csharp\n1 + 1", static _ => { }) { Aliases = ["c#", "C#", "cs"] },
        new("fsharp", "The lines beneath are F#, with variables of their own; #!share takes them over, in both directions.",
            "var heights = new[] { 3357, 924 };\n#!fsharp\n#!share heights --from csharp\nlet highest = Array.max heights\n#!csharp\n#!share highest --from fsharp\nhighest", CellLanguages.RunFSharp)
        {
            Aliases = ["f#", "F#", "fs"], TakesText = true,
        },
        Shown("html", MimeTypes.Html, "<b>Etna</b>"),
        new("import", "Runs the C# of a file: a script, or the code cells of a notebook.",
            "System.IO.File.WriteAllText(\"/tmp/heights.csx\", \"var height = 3357;\");\n#!import /tmp/heights.csx\nheight", static call => Import(call, call["file"]!))
        {
            Parameters = [new("file", "The script or the notebook", IsRequired: true) { Type = MagicValueType.File(".cs", ".csx", ".ipynb", ".dib") }],
        },
        new("javascript", "Runs the lines beneath as JavaScript in the front end; #!share takes C# variables there.", "var heights = new[] { 3357, 924 };\n#!javascript\n#!share heights --from csharp\nconsole.log(heights)", static call => JavaScript(call))
        {
            Aliases = ["js"], TakesText = true,
        },
        new("lsmagic", "Lists the magics.", "#!lsmagic", static call => call.Show(call.Table.Magics.Select(static m => new { Magic = m.Usage, m.Summary }))),
        Shown("markdown", MimeTypes.Markdown, "**Etna**") with { Aliases = ["md"] },
        Shown("mermaid", "text/vnd.mermaid", "graph LR\n    catalogue --> notebook"),
        new("set", "Sets a C# variable to a number, a text, or another variable's value.", "#!set --name height --value 3357\nheight + 1", static call => call.Hand(call["--name"]!, Shared(call, call.Value("--value"))))
        {
            Parameters = [New("--name", "The variable"), new("--value", "A number (42, 3.5), true or false, else a text; in quotation marks always a text. @input:PROMPT or @password:PROMPT asks for a text, @csharp:NAME takes a variable", IsRequired: true) { Type = MagicValueType.Literal }, MimeType],
        },
        new("share", "Takes over a variable of another language's cells; a variable of C# can get a further name.", "var height = 3357;\n#!share height --from csharp --as metres\nmetres", static call => Share(call))
        {
            Parameters = [new("name", "The variable", IsRequired: true) { Type = MagicValueType.Variable with { Fault = static (_, _) => null } }, new("--from", "The language whose variable it is") { Type = MagicValueType.Choice("csharp", "fsharp", "value") }, New("--as", "The name that it gets here", isRequired: false), MimeType],
        },
        new("time", "Shows how long the cell took.", "#!time\nEnumerable.Range(0, 1_000_000).Sum(static x => (long)x)", static call => Time(call)),
        new("value", "Sets a C# variable to the lines beneath, to a text, or to what a file or an address holds.", "#!value --name table\nname,height\nEtna,3357\n#!csharp\ntable.Split('\\n').Length",
            static call => call.Declare(call["--name"]!, Given(call)))
        {
            Parameters =
            [
                New("--name", "The variable"), new("--from-file", "The file whose text it gets") { Type = MagicValueType.File() },
                new("--from-url", "The address whose text it gets") { Type = MagicValueType.Url }, new("--from-value", "The text that it gets"), MimeType,
            ],
            TakesText = true,
        },
        new("who", "Names the variables.", "var height = 3357;\n#!who", static call => call.Show(string.Join(' ', call.Variables.Select(static v => v.Name)))),
        new("whos", "Shows the variables with their types and values.", "var height = 3357;\n#!whos", static call => call.Show(
            call.Variables.Select(static v => new { Variable = v.Name, Type = CSharpName.Of(v.Value?.GetType() ?? typeof(object)), v.Value }))),
    ];

    private static MagicParameter MimeType => new("--mime-type", "The form to take the value in, as text") { Type = MagicValueType.Choice(MimeTypes.Text, MimeTypes.Json, MimeTypes.Html, MimeTypes.Csv) };

    private static MagicParameter New(string name, string summary, bool isRequired = true) => new(name, summary, isRequired) { Type = MagicValueType.NewVariable };

    private static Magic Shown(string name, string mimeType, string example) =>
        new(name, $"Shows the lines beneath as {mimeType}.", $"#!{name}\n{example}", call => call.Show(new MimeContent(mimeType, call.Text))) { TakesText = true };

    private static void Time(MagicCall call)
    {
        var start = Stopwatch.GetTimestamp();
        call.AtEnd(() => call.Show(string.Create(CultureInfo.InvariantCulture, $"Wall time: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms")));
    }

    private static void Share(MagicCall call)
    {
        var name = call["name"]!;
        var variables = call.Cell.VariablesOf(call["--from"] ?? "csharp");
        var found = variables.FirstOrDefault(v => v.Name == name);
        if (found.Name is null && (call["--from"] != "fsharp" || !call.Table.Languages.FSharp.TryGet(name, out found.Value)))
        {
            throw call.Fault("name", MagicValueType.Variable.Fault(name, () => [.. variables.Select(static v => v.Name)])!);
        }

        // What C# has is there for C# already, under its name.
        if (call.IsForeign || call["--from"] == "fsharp" || call.Has("--as") || call.Has("--mime-type"))
        {
            call.Hand(call["--as"] ?? name, Shared(call, found.Value));
        }
    }

    private static void JavaScript(MagicCall call)
    {
        var shared = new StringBuilder();
        var script = call.TakeDirectives((name, value) => shared.Append(CultureInfo.InvariantCulture, $"var {name} = {Formatter.Format(value is string ? JsonValue.Create(value) : value, MimeTypes.Json)};\n"));
        call.Show(new MimeContent(MimeTypes.JavaScript, shared + script));
    }

    private static object? Shared(MagicCall call, object? value) => call["--mime-type"] is { } mimeType ? Formatter.Format(value, mimeType) : value;

    private static object? Given(MagicCall call)
    {
        string[] sources = ["--from-value", "--from-file", "--from-url"];
        if (Array.Find(sources, call.Has) is not { } source)
        {
            return call.Text;
        }

        if (Array.FindLast(sources, call.Has) is { } other && other != source)
        {
            throw call.Fault(other, $"The value comes from {source} or from {other}; leave one of them out.");
        }

        return !string.IsNullOrWhiteSpace(call.Text) ? throw call.Fault(source, $"The value comes from {source}, and the lines beneath would be lost; put #!csharp before them, or leave {source} out.")
            : source == "--from-file" ? File.ReadAllText(call[source]!)
            : source == "--from-url" ? Fetch(call, call[source]!)
            : call.Value(source);
    }

    private static string Fetch(MagicCall call, string url)
    {
        using var client = new HttpClient();
        try
        {
            return client.GetStringAsync(new Uri(url), call.Cancellation).GetAwaiter().GetResult();
        }
        catch (HttpRequestException e)
        {
            throw call.Fault("--from-url", $"{url} gives nothing: {e.Message.TrimEnd('.')}.");
        }
    }

    private static void Import(MagicCall call, string file)
    {
        switch (Path.GetExtension(file))
        {
            case ".cs" or ".csx":
                call.RunCell(File.ReadAllText(file), Path.GetFileName(file));
                break;
            default:
                var cells = Notebook.Load(file).Cells;
                for (var i = 0; i < cells.Count; i++)
                {
                    if (cells[i].IsCode)
                    {
                        call.RunCell(CellLanguage.Apply(cells[i].Source, cells[i].Metadata, call.Table), $"{Path.GetFileName(file)}, cell {i + 1}");
                    }
                }

                break;
        }
    }
}
