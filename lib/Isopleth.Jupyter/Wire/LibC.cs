using System.Runtime.InteropServices;

namespace Isopleth.Jupyter.Wire;

/// <summary>The signals of processes, which .NET does not send.</summary>
internal static partial class LibC
{
    public const int Sigint = 2;
    private const nint Default = 0, Ignore = 1;
    private static readonly Lock Gate = new();

    [LibraryImport("libc")]
    public static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    public static partial int getppid();

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    /// <summary>Makes a SIGINT that this process ignores (as a shell's background jobs do) take effect again.</summary>
    /// <returns>True when it was ignored.</returns>
    public static bool StopIgnoringSigint()
    {
        var before = signal(Sigint, Default);
        if (before is not (Default or Ignore))
        {
            _ = signal(Sigint, before);
        }

        return before == Ignore;
    }

    /// <summary>Starts a child that does not inherit an ignored SIGINT.</summary>
    public static T WithSigintDefault<T>(Func<T> start)
    {
        lock (Gate)
        {
            var ignored = StopIgnoringSigint();
            try
            {
                return start();
            }
            finally
            {
                if (ignored)
                {
                    _ = signal(Sigint, Ignore);
                }
            }
        }
    }
}
