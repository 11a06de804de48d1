using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Isopleth.Kernel.Cells;

/// <summary>What compiled cells ask in every loop and at every method's entry: whether to stop. Calls to it are put there by the kernel, never by hand.</summary>
/// <remarks>The asking is inlined and costs a load and a branch; the throw stands out of line.</remarks>
public static class CellInterrupt
{
    private const nuint LeastReserve = 128 << 10;
    private const nuint MostReserve = 1 << 20;

    // Every level of an async recursion catches the error and throws it on, with a trace that grows by a frame each time:
    // the work is the square of the depth, so that such a recursion is given less of a stack.
    private const nuint AsyncSize = 768 << 10;
    private static volatile bool _requested;

    // Where the part of the cell thread's stack begins that its methods may use: on that thread one comparison asks for the stack and for the interrupt, which puts it out of reach.
    // The runtime takes the address of native memory for a plain number, and keeps no register free for it across calls.
    private static readonly unsafe nuint* CellReach = (nuint*)NativeMemory.AllocZeroed((nuint)sizeof(nuint));
    private static nuint _cellFloor;

    // Below it lies the last part of a thread's stack: a method entered there throws instead of ending the process. Nothing before the thread's first entry.
    [ThreadStatic]
    private static nuint _floor;

    [ThreadStatic]
    private static nuint _asyncFloor;

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

    /// <summary>Throws when the cell is to stop, or when its recursion is about to exhaust the thread's stack.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    public static unsafe void Enter()
    {
        byte here;
        if ((nuint)(&here) - *CellReach >= CellThread.StackSize - MostReserve)
        {
            LookCloser();
        }
    }

    /// <summary>Whether <see cref="Enter"/> would look closer: where it comes to that, what follows is done elsewhere, so that no call stands in a small method's way.</summary>
    /// <returns>False on the cell thread, unless it is to stop or its stack is full.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [SkipLocalsInit]
    public static unsafe bool IsToLookCloser()
    {
        byte here;
        return (nuint)(&here) - *CellReach >= CellThread.StackSize - MostReserve;
    }

    /// <summary>As <see cref="Enter"/>, in an async method, whose recursion is stopped earlier.</summary>
    /// <exception cref="OperationCanceledException">The cell was interrupted.</exception>
    /// <exception cref="InsufficientExecutionStackException">The recursion is too deep.</exception>
    [SkipLocalsInit]
    public static unsafe void EnterAsync()
    {
        byte here;
        Enter();
        if ((nuint)(&here) < _asyncFloor)
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

    /// <summary>Whether a recursion may catch an exception that it throws on: not that its stack is full.</summary>
    /// <param name="caught">The exception.</param>
    public static bool MayCatch(Exception caught) => caught is not InsufficientExecutionStackException;

    /// <summary>Makes every poll throw from now on.</summary>
    internal static unsafe void Request()
    {
        _requested = true;
        Volatile.Write(ref *CellReach, 0);
    }

    /// <summary>Lets cells run again.</summary>
    internal static unsafe void Clear()
    {
        Volatile.Write(ref *CellReach, _cellFloor);
        _requested = false;
    }

    /// <summary>Makes the calling thread the one that is asked the least: the one that cells run on.</summary>
    internal static void GuardCellThread()
    {
        FindFloors();
        _cellFloor = _floor;
        if (!_requested)
        {
            Clear();
        }
    }

    [DoesNotReturn]
    private static void ThrowInterrupted() => throw new OperationCanceledException("The cell was interrupted.");

    /// <summary>Asks for the interrupt and for the stack of whatever thread it is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static unsafe void LookCloser()
    {
        byte here;
        Poll();
        if (_floor == 0)
        {
            FindFloors();
        }

        if ((nuint)(&here) < _floor)
        {
            throw TooDeep();
        }
    }

    private static void FindFloors()
    {
        var (end, size) = ThreadStack.OfThisThread();
        _floor = end + Math.Min(size / 2, Math.Clamp(size / 4, LeastReserve, MostReserve));
        _asyncFloor = size > AsyncSize ? Math.Max(_floor, end + size - AsyncSize) : _floor;
    }

    private static InsufficientExecutionStackException TooDeep() =>
        new("The recursion is too deep: the stack is full. Look for a method that calls itself without an end.");
}
