using System.Reflection;
using System.Runtime.ExceptionServices;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using Isopleth.FSharp;
using Isopleth.Kernel.Extensions;
using Isopleth.Kernel.Magics;
using Microsoft.FSharp.Core;

[assembly: KernelExtension(typeof(FSharpLanguage))]

namespace Isopleth.FSharp;

/// <summary>F# cells, run by the F# compiler's own interactive session in the kernel's process.</summary>
/// <remarks>
/// An interrupt ends waits, sleeps and whatever watches the cell's token; a loop that only computes is not stopped, since no questions can be put into F# code.
/// </remarks>
public sealed class FSharpLanguage : ICellLanguage
{
    // What F# cells of .NET Interactive have at hand, and the words of this kernel.
    private const string Prelude = """
        open System
        open System.IO
        open System.Text
        open Isopleth.Kernel.Display
        open Microsoft.DotNet.Interactive.Formatting
        open type Isopleth.Kernel.Display.CellCommands
        """;

    private readonly Shell.FsiEvaluationSession _session;
    private int _referenced;

    /// <summary>Starts the compiler.</summary>
    public FSharpLanguage()
    {
        // Against the running framework, not an SDK's reference assemblies: the kernel needs no SDK.
        _session = Shell.FsiEvaluationSession.Create(
            Shell.FsiEvaluationSession.GetDefaultConfiguration(),
            ["fsi", "--noninteractive", "--nologo", "--gui-", "--quiet", "--usesdkrefs-", "--debug+", "--optimize+", $"-r:{typeof(ICellLanguage).Assembly.Location}"],
            new StringReader(""), TextWriter.Null, TextWriter.Null, collectible: null, legacyReferenceResolver: null);
        _session.EvalInteraction(Prelude, null);
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, object? Value)> Variables => [.. _session.GetBoundValues().Select(static bound => (bound.Name, bound.Value.ReflectionValue))];

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value)
    {
        // A function is a method of its cell, which becomes a value where its name is evaluated.
        var found = _session.EvalExpressionNonThrowing($"``{name}``").Item1 is FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item: { } evaluated } ? evaluated.Value : null;
        value = found?.ReflectionValue;
        return found is not null;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Complete(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var typed = name[(name.LastIndexOf('.') + 1)..];
        return [.. _session.GetCompletions(name).Where(found => found.StartsWith(typed, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public void Set(string name, object? value)
    {
        try
        {
            _session.AddBoundValue(name, value ?? throw new MagicException($"'{name}' is null, which has no type that F# could give it."));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new MagicException($"'{name}' is a {value!.GetType().Name}, whose type F# does not see: a cell of C# declares it. Share numbers, texts, lists or tuples of these.");
        }
    }

    /// <inheritdoc/>
    public void Reference(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        for (; _referenced < files.Count; _referenced++)
        {
            _session.EvalInteraction($"#r @\"{files[_referenced]}\"", null);
        }
    }

    /// <inheritdoc/>
    public object? Run(string code, string name, CancellationToken cancellation)
    {
        var (outcome, diagnostics) = _session.EvalInteractionNonThrowing(code, name, cancellation);
        var faults = diagnostics.Where(static d => d.Severity.IsError).ToList();
        if (faults is [{ ErrorNumberText: "FS0030" } open] && open.Message.Contains("'it'", StringComparison.Ordinal))
        {
            // The trailing expression may be of any type, as failwith "…" is: that of an object will do.
            (outcome, diagnostics) = _session.EvalInteractionNonThrowing(Boxed(code, open), name, cancellation);
            faults = [.. diagnostics.Where(static d => d.Severity.IsError)];
        }

        if (faults.Count > 0)
        {
            throw new MagicException([.. faults.DistinctBy(static d => (d.StartLine, d.StartColumn, d.Message)).Select(Fault)]);
        }

        switch (outcome)
        {
            case FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice2Of2 failed:
                // With the stack that it was thrown from.
                ExceptionDispatchInfo.Throw(failed.Item is TargetInvocationException { InnerException: { } inner } ? inner : failed.Item);
                return null;
            case FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item: null } when LastLine(code) is "[]" or "[||]" or "None":
                // Of any type, and so of none that could be handed over.
                return new ShownValue(LastLine(code));
            case FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item.Value: { ReflectionValue: null, ReflectionType: { IsGenericType: true } type } } when type.GetGenericTypeDefinition() == typeof(FSharpOption<>):
                return new ShownValue("None");
            case FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item: { } shown } when shown.Value.ReflectionType != typeof(Unit):
                return new ShownValue(shown.Value.ReflectionValue);
            default:
                return null;
        }
    }

    private static string LastLine(string code) => code.TrimEnd()[(code.TrimEnd().LastIndexOf('\n') + 1)..];

    private static string Boxed(string code, FSharpDiagnostic expression)
    {
        var lines = code.Split('\n');
        lines[expression.EndLine - 1] = lines[expression.EndLine - 1].Insert(expression.EndColumn, ")");
        lines[expression.StartLine - 1] = lines[expression.StartLine - 1].Insert(expression.StartColumn, "box (");
        return string.Join('\n', lines);
    }

    private static TextFault Fault(FSharpDiagnostic fault) => new(
        fault.ErrorNumberText, fault.Message, fault.StartLine, fault.StartColumn + 1, fault.StartLine == fault.EndLine ? Math.Max(1, fault.EndColumn - fault.StartColumn) : 0);
}
