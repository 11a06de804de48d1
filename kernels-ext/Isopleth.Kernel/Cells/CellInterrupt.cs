using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Isopleth.Kernel.Cells;

/// <summary>What compiled cells ask in every loop and at every method's entry: whether to stop. Calls to it are put there by the kernel, never by hand.</summary>
/// <remarks>The asking is inlined and costs a load and a branch; the throw stands out of line.</remarks>
public static class CellInterrupt
{
    private const nuint GuardSize = 1 << 20;

    // Every level of an async recursion catches the error and throws it on, with a trace that grows by a frame each time:
    // the work is the square of the depth, so that such a recursion is given two of the stack's megabytes.
    private const nuint AsyncGuardSize = CellThread.StackSize - (2 << 20);
    private static volatile bool _requested;

    // The last part of the cell thread's stack: a method entered there throws instead of ending the process.
    // An interrupt makes it all of memory, so that a method's entry compares once for both.
    private static nuint _guardStart;
    private static nuint _guardSize = GuardSize;

    /// <summary>Throws when the cell is to stop.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Poll()
    {
        if (_requested)
        {
            ThrowInterrupted();
        }
    }

    /// <summary>Throws when the cell is to stop, or when its recursion is about to exhaust the stack.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    public static unsafe void Enter()
    {
        byte here;
        if ((nuint)(&here) - _guardStart < _guardSize)
        {
            ThrowAtEntry();
        }
    }

    /// <summary>As <see cref="Enter"/>, in an async method, whose recursion is stopped earlier.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [SkipLocalsInit]
    public static unsafe void EnterAsync()
    {
        byte here;
        Poll();
        if ((nuint)(&here) - _guardStart < AsyncGuardSize)
        {
            throw TooDeep();
        }
    }

    /// <summary>As <see cref="Enter"/>, in an expression.</summary>
    /// <returns>Always true.</returns>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Entered()
    {
        Enter();
        return true;
    }

    /// <summary>Throws when the cell is to stop; otherwise gives <paramref name="value"/> back.</summary>
    /// <typeparam name="T">The type of an expression lambda's value.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Pass<T>(T value)
        where T : allows ref struct
    {
        if (_requested)
        {
            ThrowInterrupted();
        }

        return value;
    }

    /// <summary>Makes every poll throw from now on.</summary>
    internal static void Request()
    {
        _requested = true;
        Volatile.Write(ref _guardSize, nuint.MaxValue);
    }

    /// <summary>Lets cells run again.</summary>
    internal static void Clear()
    {
        Volatile.Write(ref _guardSize, GuardSize);
        _requested = false;
    }

    /// <summary>The lower end of the current thread's stack, where it has only just begun.</summary>
    /// <param name="stackSize">The thread's stack [bytes].</param>
    internal static unsafe nuint StackEnd(int stackSize)
    {
        byte here;
        return (nuint)(&here) - (nuint)stackSize;
    }

    /// <summary>Guards the stack of the thread that is about to run a cell.</summary>
    /// <param name="stackEnd">Its lower end.</param>
    internal static void GuardStack(nuint stackEnd) => _guardStart = stackEnd;

    [DoesNotReturn]
    private static void ThrowInterrupted() => throw new OperationCanceledException("The cell was interrupted.");

    // One statement: the runtime takes it for a method that never returns only so.
    [DoesNotReturn]
    private static void ThrowAtEntry() => throw TroubleAtEntry();

    private static unsafe Exception TroubleAtEntry()
    {
        byte here;
        Poll();
        return (nuint)(&here) - _guardStart < GuardSize
            ? TooDeep()
            : new OperationCanceledException("The cell was interrupted."); // and the request was taken back since the method asked
    }

    private static InsufficientExecutionStackException TooDeep() =>
        new("The recursion is too deep: the stack is full. Look for a method that calls itself without an end.");
}
