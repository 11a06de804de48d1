using System.Globalization;

namespace Isopleth.Jupyter;

/// <summary>Something of the Jupyter protocol's surroundings is not as it must be: a kernelspec, a connection file, an endpoint, a kernel.</summary>
/// <param name="message">What is wrong, which value, what was expected and what to do.</param>
/// <param name="innerException">The cause, or null.</param>
public class JupyterException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>No kernelspec of that name is installed.</summary>
/// <param name="name">The name that was asked for.</param>
/// <param name="known">The names that there are.</param>
/// <param name="searched">The folders that were searched.</param>
public sealed class KernelSpecNotFoundException(string name, IReadOnlyList<string> known, IReadOnlyList<string> searched)
    : JupyterException(
        $"There is no kernel '{name}'. " +
        (known.Count == 0 ? "No kernels are installed" : $"The kernels installed are: {string.Join(", ", known)}") +
        $" (searched {string.Join(", ", searched)}). Install the kernel, or set JUPYTER_PATH to the folder above its 'kernels' folder.")
{
    /// <summary>The name that was asked for.</summary>
    public string Name { get; } = name;

    /// <summary>The names that there are.</summary>
    public IReadOnlyList<string> Known { get; } = known;
}

/// <summary>The kernel's process ended while it was needed.</summary>
public sealed class KernelDiedException : JupyterException
{
    /// <summary>Tells of a kernel that has died.</summary>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="exitCode">Its exit code (128 + the signal's number when a signal ended it), or null when it is not known.</param>
    /// <param name="lastLines">The last lines it wrote to its standard error.</param>
    /// <param name="kills">How many processes of its memory group the system killed for memory while it lived, or null when that is not known.</param>
    public KernelDiedException(string kernel, int? exitCode, IReadOnlyList<string> lastLines, long? kills = null)
        : base(Describe(kernel, exitCode, lastLines, kills))
    {
        ExitCode = exitCode;
        LastLines = lastLines;
    }

    /// <summary>The process's exit code (128 + the signal's number when a signal ended it), or null when it is not known.</summary>
    public int? ExitCode { get; }

    /// <summary>The last lines it wrote to its standard error.</summary>
    public IReadOnlyList<string> LastLines { get; }

    private static string Describe(string kernel, int? exitCode, IReadOnlyList<string> lastLines, long? kills)
    {
        var cause = exitCode switch
        {
            null => "",
            137 when kills > 0 => string.Create(CultureInfo.InvariantCulture, $" (exit code 137: the memory limit was reached, and the system killed it; processes killed so meanwhile: {kills}). Load less at once, or allow it more memory"),
            137 when kills == 0 => " (exit code 137: killed from outside; it was not the memory limit, which has killed nothing meanwhile)",
            137 => " (exit code 137: killed, often for using more memory than it may)",
            139 => " (exit code 139: segmentation fault in native code)",
            134 when lastLines.Contains(KernelProcess.StackOverflow, StringComparer.Ordinal) => " (exit code 134: its stack overflowed; look for what calls itself without an end)",
            134 => " (exit code 134: aborted)",
            > 128 and < 160 => string.Create(CultureInfo.InvariantCulture, $" (exit code {exitCode}: ended by signal {exitCode - 128})"),
            _ => $" (exit code {exitCode})",
        };
        var said = lastLines.Count == 0 ? " It wrote nothing to its standard error." : " Its last words: " + string.Join(Environment.NewLine, lastLines);
        return $"The kernel '{kernel}' died{cause}.{said}";
    }
}
