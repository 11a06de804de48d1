using System.Runtime.InteropServices;
using System.Text;

namespace Isopleth.Jupyter.Server;

/// <summary>Keeps what the process writes to its standard error in a file too, and outlives it: what the runtime says of a full stack comes after anything that this process could do itself.</summary>
/// <remarks>It is <c>tee</c> that stands between, and ends when the process has; the standard error is read by the same reader as before.</remarks>
internal static unsafe partial class LastWords
{
    private const int StandardError = 2;
    private const int CloseOnExec = 0x80000;
    private const int Shown = 4;

    private static readonly string[] FirstWords = [KernelProcess.StackOverflow, "Fatal error.", "Process terminated.", "Unhandled exception."];

    // posix_spawn_file_actions_t takes 80 bytes in glibc, and less in musl.
    private const int ActionsSize = 256;

    /// <summary>Puts <c>tee</c> behind the standard error. Where there is none, all stays as it was.</summary>
    /// <param name="path">The file, which is made anew, readable by its owner alone.</param>
    public static void Keep(string path)
    {
        var ends = stackalloc int[2];
        var actions = stackalloc byte[ActionsSize];
        if (!OperatingSystem.IsLinux() || pipe2(ends, CloseOnExec) != 0)
        {
            return;
        }

        new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }).Dispose();
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawn_file_actions_adddup2(actions, ends[0], 0);
        _ = posix_spawn_file_actions_adddup2(actions, StandardError, 1);

        // No loop: beside a stackalloc, it would have the runtime optimise this before its first call.
        fixed (byte* tee = "tee\0"u8, options = "-ai\0"u8, file = Encoding.UTF8.GetBytes(path + '\0'))
        {
            byte** arguments = stackalloc byte*[] { tee, options, file, null };
            var environment = *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");
            if (posix_spawnp(out _, tee, actions, null, arguments, environment) == 0)
            {
                _ = dup2(ends[1], StandardError);
            }
        }

        _ = posix_spawn_file_actions_destroy(actions);
        _ = close(ends[0]);
        _ = close(ends[1]);
    }

    /// <summary>Empties the file: what comes next is said by what runs next.</summary>
    /// <param name="path">The file.</param>
    public static void Forget(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            File.WriteAllText(path, "");
        }
    }

    /// <summary>Why a process ended, as far as what it wrote to its standard error tells.</summary>
    /// <param name="text">What it wrote.</param>
    /// <returns>The reason, with the lines that tell it; null where it wrote nothing.</returns>
    public static string? Reason(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var first = Array.FindLastIndex(lines, static line => Array.Exists(FirstWords, word => line.StartsWith(word, StringComparison.Ordinal)));
        return lines.Length == 0 ? null
            : first >= 0 && lines[first] == KernelProcess.StackOverflow ? $"its stack overflowed; look for what calls itself without an end:{InLines(FirstCalls(lines[first..]))}"
            : $"its last words were:{InLines(first >= 0 ? lines.Skip(first).Take(Shown) : lines.TakeLast(Shown))}";
    }

    // Those that come back.
    private static IEnumerable<string> FirstCalls(IEnumerable<string> lines) => lines.Where(static line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal)).Take(Shown);

    private static string InLines(IEnumerable<string> lines) => string.Concat(lines.Select(static line => "\n    " + line));

    [LibraryImport("libc")]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc")]
    private static partial int dup2(int descriptor, int copy);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc")]
    private static partial int posix_spawnp(out int process, byte* file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_adddup2(byte* actions, int descriptor, int copy);

    [LibraryImport("libc")]
    private static partial int posix_spawn_file_actions_destroy(byte* actions);
}
