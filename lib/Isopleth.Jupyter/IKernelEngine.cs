using System.Text.Json.Nodes;

namespace Isopleth.Jupyter;

/// <summary>What runs the cells: the contract between the protocol stack, which knows no compiler, and an engine, which knows no sockets.</summary>
/// <remarks>Calls come from the shell thread, one at a time, except <see cref="Interrupt"/>, which comes from the control thread while a cell runs.</remarks>
public interface IKernelEngine
{
    /// <summary>What <c>kernel_info_reply</c> says of the engine.</summary>
    KernelInfo Info { get; }

    /// <summary>Whether requests may also come from other threads while a cell runs (subshells, JEP 91); false unless the engine says otherwise.</summary>
    bool SupportsSubshells => false;

    /// <summary>Hands the engine its comms. Called once, before <see cref="Warm"/>.</summary>
    /// <param name="comms">The kernel's comms.</param>
    void Attach(IComms comms)
    {
        // An engine without widgets needs none.
    }

    /// <summary>Begins whatever makes the first cell quick. Called once, after the sockets are bound; must return at once.</summary>
    void Warm();

    /// <summary>Runs one cell to its end, awaiting what it awaits.</summary>
    /// <param name="request">The cell.</param>
    /// <param name="outputs">Where its outputs go, as they come.</param>
    /// <returns>How it ended. The engine displays the trailing expression itself through <see cref="IOutputs.Result"/>.</returns>
    ExecutionOutcome Execute(ExecutionRequest request, IOutputs outputs);

    /// <summary>Stops the running cell and keeps the session. Does nothing when no cell runs.</summary>
    void Interrupt();

    /// <summary>Completions at a position.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The position [UTF-16 code units]; the protocol layer converts from code points.</param>
    /// <returns>The completions, and the span that they replace.</returns>
    CompletionList Complete(string code, int cursor);

    /// <summary>Help on what stands at a position, by MIME type; null when nothing is known.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="cursor">The position [UTF-16 code units].</param>
    /// <param name="detailLevel">0, or 1 for more.</param>
    /// <returns>A MIME bundle, or null.</returns>
    JsonObject? Inspect(string code, int cursor, int detailLevel);

    /// <summary>Whether a cell is complete, needs more lines, or can never be valid.</summary>
    /// <param name="code">The cell's text.</param>
    /// <returns>The verdict, with the indent for the next line.</returns>
    Completeness IsComplete(string code);
}

/// <summary>What <c>kernel_info_reply</c> says of an engine.</summary>
/// <param name="Implementation">The kernel's name.</param>
/// <param name="ImplementationVersion">The kernel's version.</param>
/// <param name="LanguageName">The language, as notebooks record it.</param>
/// <param name="LanguageVersion">The language's version.</param>
/// <param name="MimeType">The MIME type of source text.</param>
/// <param name="FileExtension">The extension of source files, with its dot.</param>
/// <param name="PygmentsLexer">The Pygments lexer's name.</param>
/// <param name="CodeMirrorMode">The CodeMirror mode.</param>
/// <param name="Banner">The words a console shows at its start.</param>
public sealed record KernelInfo(
    string Implementation, string ImplementationVersion, string LanguageName, string LanguageVersion, string MimeType,
    string FileExtension, string PygmentsLexer, string CodeMirrorMode, string Banner);

/// <summary>One cell to run.</summary>
/// <param name="Code">Its text.</param>
/// <param name="ExecutionCount">Its number.</param>
/// <param name="Silent">True when nothing of it is to be shown or kept.</param>
/// <param name="UserExpressions">Expressions to evaluate after it, by name.</param>
public sealed record ExecutionRequest(string Code, int ExecutionCount, bool Silent, IReadOnlyDictionary<string, string> UserExpressions)
{
    /// <summary>The request's message metadata (a notebook's cell may tell its language or its id here); empty when there is none.</summary>
    public JsonObject Metadata { get; init; } = [];
}

/// <summary>How a cell ended.</summary>
/// <param name="Error">The error, or null when it ended well.</param>
public sealed record ExecutionOutcome(CellError? Error)
{
    /// <summary>The values of the request's user expressions: each <c>{"status":"ok","data":{…},"metadata":{…}}</c> or an error of the protocol's form.</summary>
    public JsonObject UserExpressions { get; init; } = [];

    /// <summary>The reply's payload (a pager's page, say).</summary>
    public JsonArray Payload { get; init; } = [];
}

/// <summary>A cell's error as the protocol has it.</summary>
/// <param name="Name">The error's kind, for example <c>CS0103</c> or <c>DivideByZeroException</c>.</param>
/// <param name="Value">The message.</param>
/// <param name="Traceback">Lines to show, ANSI colours allowed.</param>
public sealed record CellError(string Name, string Value, IReadOnlyList<string> Traceback);

/// <summary>Completions at a position.</summary>
/// <param name="Start">Start of the span that they replace [UTF-16 code units].</param>
/// <param name="End">Its end.</param>
/// <param name="Items">The completions, in the order to show.</param>
public sealed record CompletionList(int Start, int End, IReadOnlyList<CompletionItem> Items);

/// <summary>One completion.</summary>
/// <param name="Text">What is inserted.</param>
/// <param name="Kind">Its kind as JupyterLab shows it: <c>method</c>, <c>property</c>, <c>class</c>, <c>keyword</c> …</param>
/// <param name="Signature">Its signature, or null.</param>
public sealed record CompletionItem(string Text, string Kind, string? Signature = null);

/// <summary>Whether a cell is complete.</summary>
/// <param name="Status"><c>complete</c>, <c>incomplete</c> or <c>invalid</c>.</param>
/// <param name="Indent">The next line's indent where it is incomplete.</param>
public sealed record Completeness(string Status, string Indent = "");
