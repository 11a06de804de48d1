using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Isopleth.Kernel.Cells;
using Isopleth.Kernel.Outputs;

namespace Isopleth.Kernel.Errors;

/// <summary>What nothing catches on a thread, timer or task that a cell began: the cell's outputs tell it, and the process lives on.</summary>
/// <remarks>On a thread of the kernel's own it ends the process, as it would without this: half a kernel is worse than none.</remarks>
internal static class StrayExceptions
{
    private static readonly Lazy<bool> Caught = new(static () =>
    {
        ExceptionHandling.SetUnhandledExceptionHandler(static stray => !IsOfTheKernel(Thread.CurrentThread) && Tell("Nothing caught this exception, and it ended its thread.", stray));
        TaskScheduler.UnobservedTaskException += static (_, e) =>
        {
            if (e.Exception.Flatten().InnerExceptions.Any(IsOfACell))
            {
                Tell("A task that nothing awaited has failed.", e.Exception);
            }
        };
        return true;
    });

    /// <summary>Begins, once for the process.</summary>
    public static void Catch() => _ = Caught.Value;

    private static bool IsOfTheKernel(Thread thread) =>
        thread.Name is "shell" or "control" or "sockets" or CellThread.Name or CellThread.InterruptName || thread.Name?.StartsWith("subshell-", StringComparison.Ordinal) == true;

    private static bool IsOfACell(Exception exception) =>
        new StackTrace(exception).GetFrames().Any(static frame => frame.GetMethod()?.Module.Assembly.GetName().Name?.StartsWith(Session.CellName, StringComparison.Ordinal) == true);

    private static bool Tell(string what, Exception stray)
    {
        // Polls throw on all threads when a cell is interrupted.
        if (CellOutput.Current is { } output && stray.GetBaseException() is not (OperationCanceledException or ThreadInterruptedException))
        {
            output.Write("stderr", $"{what}\n{output.Explain(stray)}");
        }

        return true;
    }
}
