using System.Globalization;

namespace Isopleth.Jupyter.Server;

/// <summary>A small file beside the connection file, there while a kernel lives and taken away by an orderly end: found at a start, it tells how the process before died.</summary>
/// <remarks>Front ends start a kernel that died with the same connection file.</remarks>
internal sealed class LifeMark : IDisposable
{
    private const string Extension = ".alive";
    private readonly string _path;
    private readonly string _life;
    private bool _ended;

    private LifeMark(string path)
    {
        _path = path;
        _life = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {StartOf(Environment.ProcessId)} {MemoryGroup.Kills() ?? -1}\n");
    }

    /// <summary>What is to be told of the process before, or null where there was none or it ended in order.</summary>
    public string? Death { get; private init; }

    /// <summary>Reads the mark of the process before and sets one of this process.</summary>
    /// <param name="connectionFile">Path of the connection file.</param>
    public static LifeMark Set(string connectionFile)
    {
        var path = Path.GetFullPath(connectionFile) + Extension;
        RemoveAbandoned(Path.GetDirectoryName(path)!);
        var mark = new LifeMark(path) { Death = Read(path) is { } left ? Explain(left, MemoryGroup.Kills(), labTells: Environment.GetEnvironmentVariable("JUPYTERHUB_SERVER_GROUP") is { Length: > 0 }) : null };
        mark.Write("");
        AppDomain.CurrentDomain.UnhandledException += mark.TakeFault;
        AppDomain.CurrentDomain.ProcessExit += mark.TakeExit;
        return mark;
    }

    /// <summary>What a mark that was left tells.</summary>
    /// <param name="mark">Its text: the process, when it started, the group's kills then; below, what it said at its end.</param>
    /// <param name="kills">The group's kills now, or null.</param>
    /// <param name="labTells">Whether the lab tells of the memory limit at the page itself.</param>
    /// <returns>The words, or null where the process still lives, the text is no mark, or the lab tells.</returns>
    public static string? Explain(string mark, long? kills, bool labTells)
    {
        var lines = mark.Split('\n', 2);
        if (lines[0].Split(' ') is not [var id, var start, var before]
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !long.TryParse(before, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var killsBefore)
            || (StartOf(process) is { } now && now == start))
        {
            return null;
        }

        var said = lines.Length > 1 ? lines[1].Trim() : "";
        var memory = said.Length == 0 && killsBefore >= 0 && kills > killsBefore;
        var reason = said.Length > 0 ? said
            : memory ? "the memory limit was reached, and the system killed it. Load less at once, or work where more memory is allowed."
            : $"it said nothing. It was killed from outside, or its stack overflowed, or native code crashed{(killsBefore >= 0 && kills is not null ? "; it was not the memory limit" : "")}. The log of what started it may have its last words.";
        return memory && labTells ? null : $"The kernel's process before this one (number {id}) died, and its variables are gone: {reason}";
    }

    /// <summary>Takes the mark away: the end is in order.</summary>
    public void Dispose()
    {
        _ended = true;
        AppDomain.CurrentDomain.UnhandledException -= TakeFault;
        AppDomain.CurrentDomain.ProcessExit -= TakeExit;
        Try(() => File.Delete(_path));
    }

    private void TakeFault(object sender, UnhandledExceptionEventArgs e) =>
        Write(e.ExceptionObject is Exception fault ? $"nothing caught an exception on a thread of its own: {fault.GetType().Name}: {fault.Message}" : "something was thrown on a thread of its own, and nothing caught it.");

    private void TakeExit(object? sender, EventArgs e)
    {
        if (!_ended)
        {
            Write("a cell ended it, as Environment.Exit does.");
        }
    }

    private void Write(string said) => Try(() => File.WriteAllText(_path, _life + said));

    private static string? Read(string path)
    {
        string? text = null;
        Try(() => text = File.Exists(path) ? File.ReadAllText(path) : null);
        return text;
    }

    /// <summary>Takes away the marks of kernels whose connection files are gone: nobody will start them again.</summary>
    private static void RemoveAbandoned(string folder) => Try(() =>
    {
        foreach (var mark in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (!File.Exists(mark[..^Extension.Length]))
            {
                File.Delete(mark);
            }
        }
    });

    /// <summary>When a process started [ticks of the system], or null where there is none of that number: numbers come again.</summary>
    private static string? StartOf(int process) =>
        Read($"/proc/{process}/stat") is { } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 19 } fields && fields[0] != "Z" ? fields[19] : null;

    // A kernel in a folder that it may not write to goes without a mark.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }
}
