using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Isopleth.Kernel.Cells;

/// <summary>The thread that cells run on, and the way to stop what runs there.</summary>
/// <remarks>
/// An interrupt goes in steps. First every poll throws and the cell's token is cancelled; what is still there after 150 ms gets
/// <see cref="Thread.Interrupt"/>, which ends sleeps and waits, again and again; after three seconds, in code that neither asks nor waits, the cell is ended
/// and its thread left behind: a new one takes its place, and the old one stops where it comes to a poll while no cell runs.
/// The session lives on in every case.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "There is one, as long as the process.")]
internal sealed class CellThread
{
    // Some 100,000 calls deep; twice that would take twice as long to unwind when a recursion has no end.
    internal const int StackSize = 16 << 20;

    /// <summary>The thread's name.</summary>
    public const string Name = "cells";

    /// <summary>The name of the thread that stops a cell.</summary>
    public const string InterruptName = "interrupt";

    private static readonly TimeSpan BeforeThreadInterrupt = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan BetweenThreadInterrupts = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TimeToStopBeside = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeBeforeNextCell = TimeSpan.FromMilliseconds(20);
    private const int AttemptsBeforeNotice = 30;

    private readonly BlockingCollection<Action> _work = [];
    private volatile Thread _thread;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private CellRun? _running;
    private int _beside;
    private int _leftBehind;
    private bool _inside;

    /// <summary>Starts the thread.</summary>
    public CellThread()
    {
        _thread = NewThread();
        _thread.Start();
    }

    /// <summary>Whether the caller is on the cell thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Puts work in the thread's queue.</summary>
    /// <param name="work">The work; it must not throw.</param>
    public void Enqueue(Action work) => _work.Add(work);

    /// <summary>Opens a cell to interrupts, from before it is compiled.</summary>
    /// <param name="unhandled">Told of an exception that an <c>async void</c> of the cell let go.</param>
    /// <returns>The cell, to be ended with <see cref="End"/>.</returns>
    public CellRun Begin(Action<Exception> unhandled)
    {
        _turn.Wait();
        return Open(unhandled);
    }

    /// <summary>Runs a part of a cell to its end.</summary>
    /// <param name="run">The cell.</param>
    /// <param name="body">What runs on the cell thread; its awaits come back to it.</param>
    /// <returns>What it threw, or null.</returns>
    public Exception? Run(CellRun run, Func<Task> body)
    {
        if (IsCurrent)
        {
            // Code that the running cell submits itself.
            return Await(run, body);
        }

        var done = new TaskCompletionSource<Exception?>();
        run.Part = done;
        // The caller's context comes along: it tells the protocol whose messages these are.
        var context = ExecutionContext.Capture()!;
        Enqueue(() => ExecutionContext.Run(context, _ => done.TrySetResult(RunHere(run, body)), null));
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>Runs what belongs to no running cell, a widget's handler say: as a cell of its own between cells; at once, on the caller's thread, while a cell runs.</summary>
    /// <param name="body">What runs; it is given its cancellation.</param>
    /// <param name="unhandled">Told of an exception that an <c>async void</c> of it let go.</param>
    /// <returns>What it threw, or null.</returns>
    public Exception? RunBeside(Action<CancellationToken> body, Action<Exception> unhandled)
    {
        if (!_turn.Wait(0))
        {
            var beside = new CellRun(this, unhandled);
            var outer = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(beside);
            Interlocked.Increment(ref _beside);
            try
            {
                body(beside.Cancellation);
                return null;
            }
            catch (Exception e)
            {
                return e;
            }
            finally
            {
                Interlocked.Decrement(ref _beside);
                SynchronizationContext.SetSynchronizationContext(outer);
            }
        }

        var run = Open(unhandled);
        try
        {
            return Run(run, () =>
            {
                body(run.Cancellation);
                return Task.CompletedTask;
            });
        }
        finally
        {
            End(run);
        }
    }

    /// <summary>Closes a cell: interrupts no longer reach it.</summary>
    /// <param name="run">The cell.</param>
    public void End(CellRun run)
    {
        lock (_gate)
        {
            _running = null;
        }

        if (run.Interrupted)
        {
            // Loops that the cell left on other threads come to their polls meanwhile.
            Thread.Sleep(TimeBeforeNextCell);
            if (_leftBehind == 0)
            {
                CellInterrupt.Clear();
            }
        }

        _turn.Release();
    }

    /// <summary>Whether a cell has begun that has not ended.</summary>
    public bool IsRunning
    {
        get
        {
            lock (_gate)
            {
                return _running is not null;
            }
        }
    }

    /// <summary>Stops the running cell, if one runs; else what outlives the cell that it was begun beside.</summary>
    /// <param name="polls">Whether polls throw at once; otherwise the cell stops before it is run.</param>
    /// <param name="stuck">Called when the cell has not ended after some seconds; told whether its thread was left behind, and the cell is over.</param>
    public void Interrupt(bool polls, Action<bool> stuck)
    {
        CellRun? run;
        lock (_gate)
        {
            run = _running;
            if (run is null)
            {
                InterruptBeside();
                return;
            }

            if (run.Interrupted)
            {
                return;
            }

            if (polls)
            {
                CellInterrupt.Request();
            }

            run.Interrupt();
        }

        Enqueue(static () => { });

        // A thread of its own: the pool may be full of the cell's work.
        new Thread(() => Escalate(run, stuck)) { IsBackground = true, Name = InterruptName }.Start();
    }

    /// <summary>Stops what was begun beside a cell and has outlived it.</summary>
    private void InterruptBeside()
    {
        if (Volatile.Read(ref _beside) > 0 && _turn.Wait(0))
        {
            CellInterrupt.Request();
            ThreadPool.UnsafeQueueUserWorkItem(
                static thread =>
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref thread._beside) == 0, TimeToStopBeside);
                    CellInterrupt.Clear();
                    thread._turn.Release();
                },
                this,
                preferLocal: false);
        }
    }

    private CellRun Open(Action<Exception> unhandled)
    {
        lock (_gate)
        {
            if (_leftBehind > 0)
            {
                CellInterrupt.Clear();
            }

            return _running = new CellRun(this, unhandled);
        }
    }

    private void Escalate(CellRun run, Action<bool> stuck)
    {
        Thread.Sleep(BeforeThreadInterrupt);
        for (var attempt = 0; ; attempt++)
        {
            lock (_gate)
            {
                if (_running != run)
                {
                    return;
                }

                if (_inside)
                {
                    _thread.Interrupt();
                }
            }

            if (attempt == AttemptsBeforeNotice && !LeaveBehind(run, stuck))
            {
                stuck(false);
            }

            Thread.Sleep(BetweenThreadInterrupts);
        }
    }

    private Thread NewThread() => new(Loop, StackSize) { IsBackground = true, Name = Name };

    private void Loop()
    {
        CellInterrupt.GuardCellThread();
        while (IsCurrent)
        {
            _work.Take()();
        }

        lock (_gate)
        {
            if (--_leftBehind == 0 && _running is null)
            {
                CellInterrupt.Clear();
            }
        }
    }

    /// <summary>Ends a cell whose code does not end: the thread is left to it.</summary>
    private bool LeaveBehind(CellRun run, Action<bool> stuck)
    {
        lock (_gate)
        {
            if (_running != run || !_inside)
            {
                return false;
            }

            _leftBehind++;
            _inside = false;
            _thread.Priority = ThreadPriority.Lowest;
            _thread = NewThread();
        }

        stuck(true);
        _thread.Start();
        run.LeaveBehind();
        return true;
    }

    private Exception? RunHere(CellRun run, Func<Task> body)
    {
        SynchronizationContext.SetSynchronizationContext(run);
        try
        {
            SetInside(true);
            if (run.Interrupted)
            {
                return new OperationCanceledException();
            }

            return Await(run, body);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
            Leave(run);
        }
    }

    private Exception? Await(CellRun run, Func<Task> body)
    {
        try
        {
            var task = body();
            if (!task.IsCompleted)
            {
                _ = task.ContinueWith(_ => Enqueue(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                while (!task.IsCompleted)
                {
                    _work.Take()();
                    if (run.Interrupted && !task.IsCompleted)
                    {
                        return new OperationCanceledException();
                    }
                }
            }

            task.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private void SetInside(bool inside)
    {
        lock (_gate)
        {
            _inside = IsCurrent ? inside : _inside;
        }
    }

    /// <summary>Takes in a <see cref="Thread.Interrupt"/> that came too late for what it was meant for.</summary>
    private void Leave(CellRun run)
    {
        for (var left = false; !left;)
        {
            try
            {
                SetInside(false);
                if (run.Interrupted)
                {
                    Thread.Sleep(1);
                }

                left = true;
            }
            catch (ThreadInterruptedException)
            {
                // The loop tries again.
            }
        }
    }
}
