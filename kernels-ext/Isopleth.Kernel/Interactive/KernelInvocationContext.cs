using System.Diagnostics.CodeAnalysis;
using Isopleth.Kernel.Display;
using Isopleth.Kernel.Outputs;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Microsoft.DotNet.Interactive;

/// <summary>The cell that runs, as notebooks of .NET Interactive address it.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "Notebooks call them on an instance.")]
public sealed class KernelInvocationContext
{
    private KernelInvocationContext()
    {
    }

    /// <summary>The cell that runs; null outside of any.</summary>
    public static KernelInvocationContext? Current => CellOutput.Current is null ? null : new();

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken CancellationToken => CellCommands.CellCancellation;

    /// <summary>What it was told to do.</summary>
    public KernelCommand Command => new SubmitCode(CellOutput.Current?.Cell?.Code ?? "");

    /// <summary>The language that runs it.</summary>
    public Kernel HandlingKernel => Kernel.Current;

    /// <summary>Shows a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="mimeTypes">The MIME type to show it in; none for all that it has.</param>
    /// <returns>What was shown, to be updated later.</returns>
    /// <exception cref="ArgumentException">The value has no such form.</exception>
    public DisplayedValue Display(object? value, params string[] mimeTypes) => CellCommands.display(value, mimeTypes);

    /// <summary>Shows a text as content of a MIME type.</summary>
    /// <param name="value">The text.</param>
    /// <param name="mimeType">Its MIME type.</param>
    /// <returns>What was shown, to be updated later.</returns>
    public DisplayedValue DisplayAs(string value, string mimeType) => value.DisplayAs(mimeType);

    /// <summary>Writes to the cell's standard output.</summary>
    /// <param name="output">What to write.</param>
    public void DisplayStandardOut(string output) => Console.Out.Write(output);

    /// <summary>Writes to the cell's standard error.</summary>
    /// <param name="error">What to write.</param>
    public void DisplayStandardError(string error) => Console.Error.Write(error);

    /// <summary>Shows what an event tells of: a value, or an error.</summary>
    /// <param name="kernelEvent">The event.</param>
    public void Publish(KernelEvent kernelEvent)
    {
        switch (kernelEvent)
        {
            case DisplayedValueProduced { FormattedValues: [var first, ..] }:
                first.Value.DisplayAs(first.MimeType);
                break;
            case DisplayedValueProduced shown:
                shown.Value.Display();
                break;
            case ReturnValueProduced returned:
                returned.Value.Display();
                break;
            case CommandFailed failed:
                DisplayStandardError(failed.Message + "\n");
                break;
            default:
                break;
        }
    }
}
