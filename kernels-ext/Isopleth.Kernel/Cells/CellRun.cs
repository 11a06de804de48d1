using System.Diagnostics.CodeAnalysis;

namespace Isopleth.Kernel.Cells;

/// <summary>One cell while it runs, as the synchronisation context of its awaits: all of its continuations come back to the cell thread.</summary>
/// <remarks>Continuations that come after the cell has ended still run there, between cells; those of an interrupted cell are dropped.</remarks>
/// <param name="thread">The cell thread.</param>
/// <param name="unhandled">Told of an exception that an <c>async void</c> of the cell let go.</param>
[SuppressMessage("Design", "CA1001", Justification = "What a cell starts may hold its token past the cell's end.")]
internal sealed class CellRun(CellThread thread, Action<Exception> unhandled) : SynchronizationContext
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>Cancelled when the cell is interrupted.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Whether the cell was interrupted.</summary>
    public bool Interrupted { get; private set; }

    /// <summary>Whether the cell was ended while its code went on.</summary>
    public bool IsLeftBehind { get; private set; }

    /// <summary>Told how the part of the cell that runs has ended.</summary>
    public TaskCompletionSource<Exception?>? Part { get; set; }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => thread.Enqueue(() => Continue(d, state));

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state)
    {
        if (thread.IsCurrent)
        {
            d(state);
            return;
        }

        using var done = new ManualResetEventSlim();
        thread.Enqueue(() =>
        {
            Continue(d, state);
            done.Set();
        });
        done.Wait();
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Marks the cell as interrupted and cancels its token.</summary>
    public void Interrupt()
    {
        Interrupted = true;

        // Callbacks of the cell's own may block: never on the thread that interrupts.
        ThreadPool.UnsafeQueueUserWorkItem(static source => source.Cancel(), _cancellation, preferLocal: false);
    }

    /// <summary>Ends the cell, though its code goes on.</summary>
    public void LeaveBehind()
    {
        IsLeftBehind = true;
        Part?.TrySetResult(new OperationCanceledException());
    }

    private void Continue(SendOrPostCallback d, object? state)
    {
        if (Interrupted)
        {
            return;
        }

        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
        catch (Exception e) when (!Interrupted)
        {
            unhandled(e);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }
}
