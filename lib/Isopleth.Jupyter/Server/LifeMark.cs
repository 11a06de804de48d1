using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Isopleth.Jupyter.Server;

/// <summary>A small file beside the connection file, there while a kernel lives and taken away by an orderly end: found at a start, it tells how the process before died.</summary>
/// <remarks>Front ends start a kernel that died with the same connection file.</remarks>
internal sealed class LifeMark : IDisposable
{
    private const string Extension = ".alive";
    private const string WordsExtension = Extension + ".words";
    private readonly string _path;
    private readonly string _words;
    private readonly string _life;
    private SafeFileHandle? _file;
    private bool _ended;

    private LifeMark(string connectionFile)
    {
        _path = connectionFile + Extension;
        _words = connectionFile + WordsExtension;
        _life = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {StartOf(Environment.ProcessId)} {MemoryGroup.Kills() ?? -1} ");
    }

    /// <summary>What is to be told of the process before, or null where there was none or it ended in order.</summary>
    public string? Death { get; private init; }

    /// <summary>Reads the mark of the process before and sets one of this process.</summary>
    /// <param name="connectionFile">Path of the connection file.</param>
    public static LifeMark Set(string connectionFile)
    {
        var path = Path.GetFullPath(connectionFile);
        var labTells = Environment.GetEnvironmentVariable("JUPYTERHUB_SERVER_GROUP") is { Length: > 0 };
        var mark = new LifeMark(path) { Death = Read(path + Extension) is { } left ? Explain(left, MemoryGroup.Kills(), labTells, Read(path + WordsExtension)) : null };
        Try(() => mark._file = File.OpenHandle(mark._path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
        mark.Write(cell: 0);
        _ = Task.Run(() => Try(() => LastWords.Keep(mark._words))); // beside the start
        AppDomain.CurrentDomain.UnhandledException += mark.TakeFault;
        AppDomain.CurrentDomain.ProcessExit += mark.TakeExit;
        return mark;
    }

    /// <summary>Notes which cell runs.</summary>
    /// <param name="number">Its number; 0 when it is over.</param>
    public void Cell(int number)
    {
        Write(number);
        if (number > 0)
        {
            Try(() => LastWords.Forget(_words));
        }
    }

    /// <summary>What a mark that was left tells.</summary>
    /// <param name="mark">Its text: the process, when it started, the group's kills then, the cell that ran; below, what it said at its end.</param>
    /// <param name="kills">The group's kills now, or null.</param>
    /// <param name="labTells">Whether the lab tells of the memory limit at the page itself.</param>
    /// <param name="words">What it wrote to its standard error since the cell began; null where that was not kept.</param>
    /// <returns>The words, or null where the process still lives, the text is no mark, or the lab tells.</returns>
    public static string? Explain(string mark, long? kills, bool labTells, string? words)
    {
        var lines = mark.Split('\n', 2);
        if (lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var id, var start, var before, var cell]
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            || !long.TryParse(before, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var killsBefore)
            || (StartOf(process) is { } now && now == start))
        {
            return null;
        }

        var said = lines.Length > 1 && lines[1].Trim() is { Length: > 0 } line ? line : null;
        var memory = said is null && killsBefore >= 0 && kills > killsBefore;
        var reason = said
            ?? (memory ? "the memory limit was reached, and the system killed it. Load less at once, or work where more memory is allowed." : LastWords.Reason(words ?? ""))
            ?? $"it said nothing. It was killed from outside, or {(words is null ? "its stack overflowed, or " : "")}native code crashed{(killsBefore >= 0 && kills is not null ? "; it was not the memory limit" : "")}.{(words is null ? " The log of what started it may have its last words." : "")}";
        return memory && labTells ? null : $"The kernel's process before this one (number {id}) died{(cell == "0" ? "" : $" while cell {cell} ran")}, and its variables are gone: {reason}";
    }

    /// <summary>Takes the mark away: the end is in order.</summary>
    public void Dispose()
    {
        _ended = true;
        AppDomain.CurrentDomain.UnhandledException -= TakeFault;
        AppDomain.CurrentDomain.ProcessExit -= TakeExit;
        _file?.Dispose();
        _file = null;
        Try(() => File.Delete(_path));
        Try(() => File.Delete(_words));
        RemoveAbandoned(Path.GetDirectoryName(_path)!); // not at the start, which would wait for it where the folder is large
    }

    private void TakeFault(object sender, UnhandledExceptionEventArgs e) =>
        Say(e.ExceptionObject is Exception fault ? $"nothing caught an exception on a thread of its own: {fault.GetType().Name}: {fault.Message}" : "something was thrown on a thread of its own, and nothing caught it.");

    private void TakeExit(object? sender, EventArgs e)
    {
        if (!_ended)
        {
            Say("a cell ended it, as Environment.Exit does.");
        }
    }

    // The first line has one length, whatever the cell.
    private void Write(int cell) => Put(string.Create(CultureInfo.InvariantCulture, $"{_life}{cell,10}\n"), 0);

    private void Say(string said) => Put(said, _life.Length + 11);

    private void Put(string text, long at) => Try(() =>
    {
        if (_file is { } file)
        {
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), at);
        }
    });

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
            var kernel = mark[..^Extension.Length];
            if (!File.Exists(kernel))
            {
                File.Delete(mark);
                File.Delete(kernel + WordsExtension);
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
