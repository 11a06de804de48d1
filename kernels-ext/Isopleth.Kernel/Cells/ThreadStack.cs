using System.Runtime.InteropServices;

namespace Isopleth.Kernel.Cells;

/// <summary>Where the stack of the calling thread lies.</summary>
internal static partial class ThreadStack
{
    // pthread_attr_t takes 56 bytes on x64 and 64 on arm64.
    private const int AttributesSize = 128;

    /// <summary>The lowest address of the calling thread's stack, and its size [bytes].</summary>
    public static unsafe (nuint End, nuint Size) OfThisThread()
    {
        var attributes = stackalloc byte[AttributesSize];
        if (GetAttributes(Self(), attributes) != 0)
        {
            return default;
        }

        var known = GetStack(attributes, out var end, out var size) == 0;
        _ = Destroy(attributes);
        return known ? (end, size) : default;
    }

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint Self();

    [LibraryImport("libc", EntryPoint = "pthread_getattr_np")]
    private static unsafe partial int GetAttributes(nint thread, byte* attributes);

    [LibraryImport("libc", EntryPoint = "pthread_attr_getstack")]
    private static unsafe partial int GetStack(byte* attributes, out nuint end, out nuint size);

    [LibraryImport("libc", EntryPoint = "pthread_attr_destroy")]
    private static unsafe partial int Destroy(byte* attributes);
}
