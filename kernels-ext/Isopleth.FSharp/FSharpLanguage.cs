using System.Reflection;
using System.Runtime.ExceptionServices;
using FSharp.Compiler.Diagnostics;
using FSharp.Compiler.Interactive;
using FSharp.Compiler.Symbols;
using Isopleth.FSharp;
using Isopleth.Kernel.Extensions;
using Isopleth.Kernel.Magics;
using Microsoft.DotNet.Interactive.Formatting;
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
    private readonly Dictionary<string, string> _referenced = new(StringComparer.Ordinal);

    /// <summary>Starts the compiler.</summary>
    public FSharpLanguage()
    {
        // Against the running framework, not an SDK's reference assemblies: the kernel needs no SDK.
        _session = Shell.FsiEvaluationSession.Create(
            Shell.FsiEvaluationSession.GetDefaultConfiguration(),
            ["fsi", "--noninteractive", "--nologo", "--gui-", "--quiet", "--usesdkrefs-", "--debug+", "--optimize+", $"-r:{typeof(ICellLanguage).Assembly.Location}"],
            new StringReader(""), TextWriter.Null, TextWriter.Null, collectible: null, legacyReferenceResolver: null);
        _session.EvalInteraction(Prelude, null);

        // As F# writes them, wherever they are shown.
        foreach (var type in new[]
        {
            typeof(FSharpOption<>), typeof(FSharpValueOption<>), typeof(FSharpResult<,>), typeof(FSharpChoice<,>), typeof(FSharpChoice<,,>), typeof(FSharpFunc<,>), typeof(FSharpRef<>),
        })
        {
            Formatter.Register(type, value => _session.FormatValue(value, value.GetType()));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<(string Name, object? Value)> Variables => [.. _session.GetBoundValues().Select(static bound => (bound.Name, bound.Value.ReflectionValue))];

    /// <inheritdoc/>
    public bool TryGet(string name, out object? value)
    {
        // A function is a method of its cell, which becomes a value where its name is evaluated.
        var found = Evaluate($"``{name}``");
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
            throw new MagicException($"'{name}' is {(CSharpName.Of(value!.GetType()) is { Length: > 0 } type ? $"a {type}" : "anonymous")}, which F# does not see. It takes types with a name (records and classes of cells that need no variables of the session, those of assemblies and packages), and lists and tuples of these: make it one.");
        }
    }

    /// <inheritdoc/>
    public void Reference(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var file in files)
        {
            if (_referenced.TryAdd(Path.GetFileName(file), file))
            {
                _session.EvalInteraction($"#r @\"{file}\"", null);
            }
            else if (_referenced[Path.GetFileName(file)] != file)
            {
                throw new MagicException("The type of this value was declared anew after F# had taken it, and F# keeps types as they were: give the new type another name, or restart the kernel.");
            }
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
            case FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item: { Value: var shown } }:
                return shown.ReflectionType == typeof(Unit) ? null
                    : shown.ReflectionValue is null || Holds(shown.ReflectionType, typeof(FSharpOption<>)) ? new ShownValue(_session.FormatValue(shown.ReflectionValue!, shown.ReflectionType))
                    : Holds(shown.ReflectionType, typeof(FSharpFunc<,>)) && Trailing() is { } function ? new ShownValue(Shown(shown, function))
                    : new ShownValue(shown.ReflectionValue);
            default:
                // Of any type, and so of none that could be handed over.
                return Trailing() is { } generic && Evaluate("box it") is { } value ? new ShownValue(Shown(value, generic)) : null;
        }
    }

    /// <summary>The type of the trailing expression of the cell that ran last, as F# writes it; null where it ended in none. Of the cells the last stands first.</summary>
    private string? Trailing() => _session.CurrentPartialAssemblySignature.Entities.FirstOrDefault()?.MembersFunctionsAndValues
        .LastOrDefault(static member => member.LogicalName == "it")?.FullType.Format(FSharpDisplayContext.Empty.WithShortTypeNames(true));

    private Shell.FsiValue? Evaluate(string expression) =>
        _session.EvalExpressionNonThrowing(expression).Item1 is FSharpChoice<FSharpOption<Shell.FsiValue>, Exception>.Choice1Of2 { Item: { } evaluated } ? evaluated.Value : null;

    private string Shown(Shell.FsiValue value, string type) => value.ReflectionValue is { } function && Holds(function.GetType(), typeof(FSharpFunc<,>)) ? $"<fun: {type}>" : _session.FormatValue(value.ReflectionValue!, value.ReflectionValue?.GetType() ?? typeof(FSharpOption<object>));

    /// <summary>Whether a type is of a generic one, derives from it, or is a list or array of it.</summary>
    private static bool Holds(Type type, Type generic) =>
        (type.IsGenericType && type.GetGenericTypeDefinition() == generic)
        || (type.BaseType is { } parent && Holds(parent, generic))
        || (generic == typeof(FSharpOption<>) && (type.IsArray ? Holds(type.GetElementType()!, generic) : type.IsGenericType && type.GetGenericArguments() is [var element] && element.IsGenericType && element.GetGenericTypeDefinition() == generic));

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
