using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Isopleth.Arrays;

/// <summary>Large arrays on large pages, where Linux gives them on request only: reading across the rows of an array on small ones mostly waits for the page table.</summary>
internal static unsafe partial class HugePages
{
    private const nint PageBytes = 2 << 20;

    /// <summary>Asks for them, for memory that is not written yet; without them all stays as it is.</summary>
    public static void Ask<T>(T[] values)
    {
        const int hugePage = 14;
        if (!OperatingSystem.IsLinux() || RuntimeHelpers.IsReferenceOrContainsReferences<T>() || (nint)values.Length * Unsafe.SizeOf<T>() is var length && length < 2 * PageBytes)
        {
            return;
        }

        fixed (byte* p = &Unsafe.As<T, byte>(ref MemoryMarshal.GetArrayDataReference(values)))
        {
            // Only pages that are the array's alone.
            var first = ((nint)p + PageBytes - 1) & -PageBytes;
            _ = madvise(first, (((nint)p + length) & -PageBytes) - first, hugePage);
        }
    }

    [LibraryImport("libc")]
    private static partial int madvise(nint address, nint length, int advice);
}
