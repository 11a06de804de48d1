using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Isopleth.Jupyter;
using Isopleth.Kernel.Cells;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Isopleth.Kernel.Errors;

/// <summary>Tells what a cell threw: the message, the user's own frames with their source, the causes folded beneath.</summary>
/// <param name="sources">The cells run so far, by the name that their frames carry.</param>
/// <param name="session">Knows the lines of cells that were compiled without; null before it has begun.</param>
internal sealed partial class RuntimeErrorReport(IReadOnlyDictionary<string, SourceText> sources, Session? session)
{
    private const int ShownAtEachEnd = 10;

    /// <summary>The error that stands for an interrupt.</summary>
    public static CellError Interrupted { get; } =
        new("Interrupted", "The cell was interrupted.", [ErrorText.Red("Interrupted") + ": the cell was stopped; all variables are kept."]);

    /// <summary>An exception as the protocol has it.</summary>
    /// <param name="exception">What the cell threw.</param>
    public CellError Of(Exception exception)
    {
        var shown = Unwrap(exception);
        return new CellError(CSharpName.Of(shown.GetType()), shown.Message, [.. Lines(shown)]);
    }

    /// <summary>An exception in one line, its causes included.</summary>
    /// <param name="exception">The exception.</param>
    public static string Summary(Exception exception) => string.Join(" ← ", Chain(Unwrap(exception)).Select(Headline));

    /// <summary>The line of a cell that an exception passed through last, from 0; null when none is known.</summary>
    /// <param name="exception">What the cell threw.</param>
    /// <param name="cell">The cell's name.</param>
    public int? LineIn(Exception exception, string cell) => Frames(exception).LastOrDefault(frame => frame.File == cell)?.Line - 1;

    private IEnumerable<Frame> Frames(Exception exception) => new StackTrace(exception, fNeedFileInfo: true).GetFrames().Select(frame =>
        frame.GetFileName() is { } file ? new Frame(frame.GetMethod(), file, frame.GetFileLineNumber())
        : session?.PlaceOf(frame) is var (cell, line) ? new(frame.GetMethod(), cell, line)
        : new(frame.GetMethod(), null, 0));

    private static string Headline(Exception exception) => $"{CSharpName.Of(exception.GetType())}: {exception.Message}";

    /// <summary>The exception that says something: wrappers that reflection, tasks and static constructors put around it are taken off.</summary>
    /// <param name="exception">What was thrown.</param>
    public static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var single] } => Unwrap(single),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    /// <summary>An exception and its causes: of an aggregate all of them, as many as are shown.</summary>
    private static IEnumerable<Exception> Chain(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: var causes } => causes.Take(ShownAtEachEnd).SelectMany(static cause => Chain(Unwrap(cause))).Prepend(exception),
        { InnerException: { } inner } => Chain(Unwrap(inner)).Prepend(exception),
        _ => [exception],
    };

    private IEnumerable<string> Lines(Exception exception)
    {
        var first = true;
        foreach (var cause in Chain(exception))
        {
            var (name, message) = (CSharpName.Of(cause.GetType()), cause.Message);
            yield return (first ? "" : "caused by ") + ErrorText.Red(name) + ": " + message;
            first = false;
            var frames = Frames(cause).Where(frame => NameOf(frame) is not null).ToArray();
            for (var i = 0; i < frames.Length; i++)
            {
                if (i == ShownAtEachEnd && frames.Length > 2 * ShownAtEachEnd)
                {
                    // What recursion piles up says the same again and again.
                    var left = frames.Length - (2 * ShownAtEachEnd);
                    yield return $"  … {left} more calls …";
                    i += left;
                }

                var (frame, cell) = (frames[i], NameOf(frames[i])!);
                var source = sources[cell];
                yield return $"  {cell}{(frame.Line > 0 ? $", line {frame.Line}" : "")}{Where(frame.Method)}";
                if (frame.Line > 0 && ErrorText.Line(source, frame.Line - 1) is { } text)
                {
                    yield return "  " + text.TrimEnd();
                }
            }
        }
    }

    /// <summary>The cell that a frame stands in, or null. F# tells it as a file in the folder that the kernel runs in.</summary>
    private string? NameOf(Frame frame) => frame.File switch
    {
        null => null,
        var name when sources.ContainsKey(name) => name,
        var file when Path.GetFileName(file) is var name && sources.ContainsKey(name) => name,
        _ => null,
    };

    /// <summary>The user's name of the method that a frame stands in; nothing at the top level of a cell.</summary>
    private static string Where(MethodBase? method)
    {
        if (method is null)
        {
            return "";
        }

        // <Name>d__0.MoveNext is the body of an async method or iterator; <Outer>g__Name|0_0 a local function; <Outer>b__0_0 a lambda.
        // <Name>g__Name__below|0_0 is a piece of the method itself, which PollRewriter cut out.
        var name = Piece().Replace(method.Name == "MoveNext" ? method.DeclaringType!.Name : method.Name, "$1");
        if (LocalFunction().Match(name) is { Success: true } local)
        {
            return $", in {local.Groups[1].Value}";
        }

        // F#: main@ runs the top level of a cell, whose functions are in a class FSI_0001, and its closures in classes such as f@12.
        if (name == "main@" || method.DeclaringType is { Name: var within } && within.StartsWith("FSI_", StringComparison.Ordinal))
        {
            return name == "main@" ? "" : $", in {name}";
        }

        if (name.Contains(">b__", StringComparison.Ordinal) || method.DeclaringType?.Name.Contains('@', StringComparison.Ordinal) == true)
        {
            return ", in a lambda";
        }

        var plain = StateMachine().Match(name) is { Success: true } machine ? machine.Groups[1].Value : name;
        var type = method.DeclaringType;
        while (type is not null && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }

        // The types of a cell are nested in its script class, which has no name for the user.
        return plain.StartsWith('<') ? ""
            : type is null or { DeclaringType: null, Name: WellKnownMemberNames.DefaultScriptClassName } ? $", in {plain}"
            : $", in {type.Name.Split('`')[0]}.{plain}".Replace(".ctor", "new", StringComparison.Ordinal);
    }

    private sealed record Frame(MethodBase? Method, string? File, int Line);

    [GeneratedRegex(@"^<(\w+)>g__\1__(?:elsewhere|below)\|.*")]
    private static partial Regex Piece();

    [GeneratedRegex(@"g__(\w+?)(?:__elsewhere|__below)?\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^<(\w+)>d__")]
    private static partial Regex StateMachine();
}
