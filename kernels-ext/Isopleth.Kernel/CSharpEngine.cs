using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Nodes;
using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Errors;
using Isopleth.Kernel.Extensions;
using Isopleth.Kernel.Language;
using Isopleth.Kernel.Magics;
using Isopleth.Kernel.Outputs;
using Isopleth.Kernel.Packages;
using Isopleth.Kernel.Widgets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel;

/// <summary>Runs C# cells: state from cell to cell, top-level <c>await</c>, the trailing expression shown, an interrupt that keeps the session.</summary>
/// <param name="extensions">Assemblies that add to the cells; see <see cref="IKernelExtension"/>.</param>
public sealed class CSharpEngine(params IReadOnlyList<string> extensions) : IKernelEngine
{
    // The runtime optimises what has been called thirty times: the user's own cells then find the compiler optimised.
    private const int CellsOfWarmUp = 40;
    private static readonly TimeSpan BeforeWarmUp = TimeSpan.FromMilliseconds(200);
    private readonly CellThread _thread = new();
    private readonly ConcurrentDictionary<string, SourceText> _sources = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Func<string, int, CompletionList?>> _completions = [];
    private readonly ConcurrentQueue<Func<string, int, JsonObject?>> _inspections = [];
    private readonly ConcurrentQueue<string> _troubles = [];
    private readonly Lock _starting = new();
    private Task<Session>? _session;
    private CellOutput? _output;
    private string? _cell;
    private MagicTable? _magics;
    private SessionImports? _imports;
    private BroughtExtensions? _brought;
    private volatile int _cells;

    /// <inheritdoc/>
    public KernelInfo Info { get; } = new(
        "isopleth", typeof(CSharpEngine).Assembly.GetName().Version!.ToString(3), "C#", "14.0", "text/x-csharp", ".cs", "csharp", "text/x-csharp",
        "Isopleth: C# for the Earth sciences. Tab completes, Shift-Tab helps, `name?` shows help in the pager.");

    /// <inheritdoc/>
    public bool SupportsSubshells => true;

    /// <inheritdoc/>
    public void Attach(IComms comms) => WidgetComms.Attach(comms, RunHandler);

    /// <inheritdoc/>
    public void Warm() => _ = Starting();

    /// <inheritdoc/>
    public ExecutionOutcome Execute(ExecutionRequest request, IOutputs outputs)
    {
        var output = new CellOutput(outputs) { Explain = Explain };
        var run = _thread.Begin(stray => output.Write("stderr", Explain(stray)));
        try
        {
            var session = Starting().GetAwaiter().GetResult();
            return run.Interrupted ? new(RuntimeErrorReport.Interrupted)
                : CellDirectives.HelpOn(request.Code) is { } subject ? Help(session, subject)
                : Execute(session, request, output, run);
        }
        catch (OutOfMemoryException e)
        {
            return new(Of(e));
        }
        catch (OperationCanceledException) when (run.Interrupted)
        {
            return new(RuntimeErrorReport.Interrupted);
        }
        finally
        {
            MemoryLimit.Restore();
            TellTroubles(output);
            _thread.End(run);
            _cells++; // cells end one after the other
            StartupProfile.End();
        }
    }

    /// <summary>Runs what a widget's handler does, with the outputs of the cell that made the widget.</summary>
    private void RunHandler(CellOutput? output, Action handler)
    {
        var error = _thread.RunBeside(
            cancellation =>
            {
                output?.Resume(cancellation);
                handler();
            },
            Tell);
        if (error is not null)
        {
            Tell(error);
        }

        output?.Flush();

        void Tell(Exception e) => output?.Write("stderr", Explain(e));
    }

    private RuntimeErrorReport Report => new(_sources, _session is { IsCompletedSuccessfully: true } started ? started.Result : null);

    /// <summary>What a cell threw; where memory ran out, with what to do, and room to do it.</summary>
    private CellError Of(Exception error)
    {
        // Room first: to find the lines takes memory too.
        var advice = RuntimeErrorReport.Unwrap(error) is OutOfMemoryException ? MemoryLimit.Relieve() : null;
        var report = Report.Of(error);
        return advice is null ? report : report with { Value = $"Memory is full. {advice}", Traceback = [.. report.Traceback, advice] };
    }

    private string Explain(Exception error) => string.Join('\n', Report.Of(error).Traceback) + "\n";

    private ExecutionOutcome Execute(Session session, ExecutionRequest request, CellOutput output, CellRun run)
    {
        _output = output;
        var name = $"Cell {request.ExecutionCount}";
        var code = CellLanguage.Apply(request.Code, request.Metadata, _magics!);
        _cell = code.Contains("#!", StringComparison.Ordinal) ? name : null;
        if (_cell is not null)
        {
            _sources[name] = SourceText.From(request.Code); // its parts have the lines that they have in it
        }

        output.Enter(run.Cancellation);
        output.Cell = new(_magics!, session, output, (part, partName, show) => RunCSharp(session, part, partName, output, run, show), OnCellThread, run.Cancellation) { Code = request.Code };
        var error = _cell is not null
            ? RunMagics(output.Cell, code, name, output, run, Show)
            : RunCSharp(session, code, name, output, run, Show);
        return new(error)
        {
            UserExpressions = error is null ? Evaluate(session, request.UserExpressions, output, run) : [],
            Payload = output.Payload,
        };

        Exception? OnCellThread(Action body) => _thread.Run(run, () =>
        {
            output.Enter(run.Cancellation);
            body();
            return Task.CompletedTask;
        });

        void Show(object? value)
        {
            if (!request.Silent)
            {
                output.Result(Formatter.ToBundle(value), Formatter.ToMetadata(value));
            }
        }
    }

    private CellError? RunMagics(MagicCell cell, string code, string name, CellOutput output, CellRun run, Action<object?> show)
    {
        output.Enter(run.Cancellation);
        try
        {
            return cell.Run(code, name, show, code == cell.Code ? 0 : 1);
        }
        catch (Exception) when (run.Interrupted)
        {
            return RuntimeErrorReport.Interrupted;
        }
        catch (Exception e)
        {
            return Report.Of(e);
        }
    }

    private CellError? RunCSharp(Session session, string code, string name, CellOutput output, CellRun run, Action<object?> show) =>
        Execute(session, new CellText(code, name, Environment.CurrentDirectory, []), output, run, show);

    /// <summary>Runs a cell, or a file that one loads, after what it brings in.</summary>
    private CellError? Execute(Session session, CellText text, CellOutput output, CellRun run, Action<object?> result)
    {
        try
        {
            var lines = ImportLines.In(text.Code);
            _imports!.Add(lines, text.Folder, output, run.Cancellation);
            foreach (var file in lines.Files)
            {
                if (Execute(session, text.Load(file), output, run, static _ => { }) is { } failed)
                {
                    return failed;
                }
            }
        }
        catch (PackageException e)
        {
            return e.ToError(text);
        }

        var tree = CellCompiler.Parse(ImportLines.Strip(text.Code), text.Name);
        if (text.Name != _cell)
        {
            _sources[text.Name] = tree.GetText();
        }

        _brought!.Load(
            tree.GetCompilationUnitRoot().GetReferenceDirectives().Select(directive => Path.GetFullPath(directive.File.ValueText, text.Folder)), output,
            script => output.Cell!.RunNested($"#!import \"{script}\"", Path.GetFileName(script)));
        var written = tree.GetText();
        CompiledCell? cell = null;
        if (CellParts.Of(tree) is { } parts)
        {
            var library = session.CompileLibrary(parts.Library);
            if (library.Compiled.Compiles)
            {
                cell = session.Compile(parts.Rest, library);
            }
            else if (parts.IsNeeded)
            {
                if (session.NamesIn(library).Count == 0 || ScriptExtensions.Of(tree) is not { } script)
                {
                    return CompileErrorReport.OfLibrary(library, session, written);
                }

                tree = script;
            }
        }

        // Types that need something of the session's, a constant say, are the cell's own.
        cell ??= session.Compile(tree);
        return !cell.Compiles ? CompileErrorReport.Of(cell, written) : Run(session, cell, output, run, keep: true, value =>
        {
            if (HasResult(cell, value))
            {
                result(value);
            }
        });
    }

    /// <inheritdoc/>
    public void Interrupt() => _thread.Interrupt(
        polls: _session is { IsCompleted: true }, // the kernel's own first cell goes on
        left => _output?.Write("stderr", left
            ? "The cell was inside code that cannot be stopped: a library's own loop (LINQ with no lambda of the cell, a regular expression, F#) or native code. The cell is over; that code goes on in the background and takes a processor until it ends or the kernel is restarted.\n"
            : "The cell is inside code that cannot be stopped. Wait for it, or restart the kernel.\n"));

    /// <summary>Whether a cell has begun that has not ended.</summary>
    internal bool IsRunning => _thread.IsRunning;

    /// <inheritdoc/>
    public CompletionList Complete(string code, int cursor)
    {
        var session = Starting().GetAwaiter().GetResult();
        return _magics!.Complete(code, cursor, session.Variables)
            ?? _completions.Select(provider => provider(code, cursor)).FirstOrDefault(static list => list is not null)
            ?? CompleteText(code, cursor)
            ?? LineCompleter.Complete(code, cursor)
            ?? Completer.Complete(session, _magics.CSharpOf(code), cursor);
    }

    /// <summary>The completions of F# beneath its magic; null where the cursor stands in C#.</summary>
    private CompletionList? CompleteText(string code, int cursor)
    {
        if (!code.Contains("#!", StringComparison.Ordinal) || CellPart.Of(code[..cursor], _magics!) is not [.., { IsCSharp: false } last] || !_magics!.TakesText(last.Name))
        {
            return null;
        }

        // The F# session is not asked while it runs a cell, nor loaded for a question.
        var start = CellLanguages.StartOfName(code, cursor);
        return new(code.LastIndexOf('.', Math.Max(0, cursor - 1), cursor - start) + 1 is var member and > 0 ? member : start, cursor,
            !IsRunning && _magics.Languages.Loaded is { } language ? [.. language.Complete(code[start..cursor]).Select(static name => new CompletionItem(name, "name"))] : []);
    }

    /// <inheritdoc/>
    public JsonObject? Inspect(string code, int cursor, int detailLevel)
    {
        var session = Starting().GetAwaiter().GetResult();
        return _magics!.Inspect(code, cursor)
            ?? _inspections.Select(provider => provider(code, cursor)).FirstOrDefault(static help => help is not null)
            ?? Inspector.Inspect(session, _magics.CSharpOf(code), cursor, detailLevel);
    }

    /// <inheritdoc/>
    public Completeness IsComplete(string code)
    {
        if (!code.Contains("#!", StringComparison.Ordinal))
        {
            return CompletenessCheck.Of(code);
        }

        Starting().GetAwaiter().GetResult();
        return CompletenessCheck.Of(CellPart.Of(code, _magics!).LastOrDefault() is { IsCSharp: true } last ? last.Text : "");
    }

    private static ExecutionOutcome Help(Session session, string subject) => new((CellError?)null)
    {
        Payload =
        [
            new JsonObject
            {
                ["source"] = "page",
                ["data"] = Inspector.Inspect(session, subject, subject.Length, detailLevel: 1) ?? new JsonObject { [MimeTypes.Text] = $"Nothing is known of '{subject}'." },
                ["start"] = 0,
            },
        ],
    };

    /// <summary>Whether the cell ends in an expression without a semicolon that has a value, or returned one.</summary>
    private static bool HasResult(CompiledCell cell, object? value)
    {
        var tree = cell.Compilation.SyntaxTrees[0];
        var members = tree.GetCompilationUnitRoot().Members;
        return value is not DisplayedValue // what display(…) returns has been shown
            && (members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
                ? value is not null || cell.Compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type?.SpecialType != SpecialType.System_Void
                : value is not null && members.OfType<GlobalStatementSyntax>().SelectMany(static m => m.DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
                    .Any(static n => n is ReturnStatementSyntax { Expression: not null }));
    }

    private CellError? Run(Session session, CompiledCell cell, CellOutput output, CellRun run, bool keep, Action<object?> done)
    {
        var error = _thread.Run(run, async () =>
        {
            output.Enter(run.Cancellation);
            try
            {
                var value = await session.Run(cell, keep);
                if (!run.IsLeftBehind)
                {
                    NativeOutput.Drain();
                    done(value);
                }
            }
            finally
            {
                await session.DisposeUsed(cell);
            }
        });
        output.Flush();
        if (error is null)
        {
            return null;
        }

        var told = run.Interrupted ? RuntimeErrorReport.Interrupted : Of(error);
        session.KeepUnreached(cell, Report.LineIn(error, cell.Compilation.SyntaxTrees[0].FilePath));
        return told;
    }

    private JsonObject Evaluate(Session session, IReadOnlyDictionary<string, string> expressions, CellOutput output, CellRun run)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            var cell = session.Compile(CellCompiler.Parse(expression, name));
            JsonObject? data = null;
            var error = !cell.Compiles ? CompileErrorReport.Of(cell) : Run(session, cell, output, run, keep: false, value => data = Formatter.ToBundle(value));
            values[name] = error is null
                ? new JsonObject { ["status"] = "ok", ["data"] = data, ["metadata"] = new JsonObject() }
                : new JsonObject { ["status"] = "error", ["ename"] = error.Name, ["evalue"] = error.Value, ["traceback"] = new JsonArray([.. error.Traceback.Select(static line => (JsonNode)line)]) };
        }

        return values;
    }

    private void TellTroubles(CellOutput output)
    {
        while (_troubles.TryDequeue(out var trouble))
        {
            output.Write("stderr", trouble + "\n");
        }

        NativeOutput.Drain();
        output.Flush();
    }

    private Task<Session> Starting()
    {
        lock (_starting)
        {
            return _session ??= Task.Run(Start);
        }
    }

    /// <summary>Loads the compiler by running a first cell of the kernel's own, which all others build on: the shortest there is, since a cell may be waiting. The rest follows while the kernel is idle.</summary>
    private Session Start()
    {
        CellConsole.Install();
        StrayExceptions.Catch();
        var stages = new ReferenceStages(LoadExtensions);
        var session = new Session(stages);
        var cell = session.Compile(CellCompiler.Parse("0"));
        if (!cell.Compiles)
        {
            throw new InvalidOperationException("The kernel's first cell does not compile: " + string.Join("; ", cell.Errors));
        }

        if (StartupProfile.IsRecording)
        {
            RunBeforeCells(session, cell);
        }

        session.Run(cell).GetAwaiter().GetResult();
        _magics = new(() => _ = stages[1]);
        _imports = new(session);
        _brought = new(session, _magics, _completions, _inspections);
        _ = WarmUp(stages);
        return session;
    }

    /// <summary>Brings in what the first cells and completions will want, once nothing has run for a while: a cell that was sent at once does not wait behind it.</summary>
    private async Task WarmUp(ReferenceStages stages)
    {
        int cells;
        do
        {
            cells = _cells;
            await Task.Delay(BeforeWarmUp).ConfigureAwait(false);
        }
        while (_thread.IsRunning || cells != _cells);

        // A session beside the user's, so that nothing of it is seen. The cells come first: what they call is optimised while the rest is brought in.
        var session = new Session(stages);
        for (var i = 0; i < CellsOfWarmUp; i++)
        {
            while (_thread.IsRunning)
            {
                await Task.Delay(BeforeWarmUp).ConfigureAwait(false);
            }

            session.Compile(CellCompiler.Parse($"var v{i} = {i} * 2.5; string t = $\"{{v{i}}}\"; v{i} + t.Length"));
        }

        _ = stages[1];
        session.Compile(CellCompiler.Parse("var a = Enumerable.Range(0, 3).Select(i => i * 2.0).ToList(); foreach (var b in a) { Console.WriteLine($\"{b}\"); }"));
        Completer.Complete(session, "Console.", 8);
        Completer.Complete(session, "Con", 3);
        Inspector.Inspect(session, "Console.WriteLine", 17, 0);
    }

    /// <summary>What the user's first cell will run through too: of a profile, the runtime plays back what comes before the first assembly of a cell.</summary>
    private static void RunBeforeCells(Session session, CompiledCell first)
    {
        session.Run(first with { Image = null }).GetAwaiter().GetResult();
        HasResult(session.Compile(CellCompiler.Parse("1 + 1")), 2);
        Formatter.ToBundle(2);
        Formatter.ToMetadata(2);
    }

    private List<LoadedExtension> LoadExtensions()
    {
        var loaded = new List<LoadedExtension>();
        foreach (var path in extensions)
        {
            try
            {
                var extension = LoadedExtension.Load(path);
                extension.GiveTo(_magics!, _completions, _inspections);
                loaded.Add(extension);
            }
            catch (Exception e)
            {
                // The kernel lives without it; the next cell tells.
                _troubles.Enqueue($"A kernel extension was not loaded. {e.Message}");
            }
        }

        return loaded;
    }
}
