using System.Collections.Concurrent;
using System.Diagnostics;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>
/// Keeps a damaged HDF5 file from taking the process with it. HDF5 1.10 follows false addresses until the system ends the process (in <c>H5HG_read</c> and elsewhere),
/// and nothing in the process can catch that. So a file is opened first by a second, small process, which reads its description, its texts and its values, of long variables the first ones.
/// When that one dies, the file is refused with an error, and the session lives.
/// </summary>
/// <remarks>
/// The second process is this program with this library as its startup hook; it is started with the first HDF5 file, stays, and ends with this one. A file that was sound is not asked
/// for again until it changes. <c>ISOPLETH_HDF5_GUARD=0</c> turns it off. Where it cannot be started, files are opened without it. Damage further on in long variables is not seen.
/// </remarks>
internal static class ProbeProcess
{
    private const string Switch = "ISOPLETH_HDF5_GUARD";

    private static readonly ConcurrentDictionary<string, (long Length, DateTime Written)> Sound = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();
    private static Process? _process;
    private static bool _isOn = OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Switch) != "0" && typeof(ProbeProcess).Assembly.Location.Length > 0;

    /// <summary>Throws when reading a file would end this process, or never end.</summary>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public static void Check(string path)
    {
        if (!_isOn || path.AsSpan().IndexOfAny('\n', '\r') >= 0)
        {
            return;
        }

        var file = new FileInfo(path);
        var state = (file.Length, file.LastWriteTimeUtc);
        if (Sound.TryGetValue(path, out var known) && known == state)
        {
            return;
        }

        lock (Gate)
        {
            if (Ask(path, Endless(file.Length)) is { } fault)
            {
                throw new DataFormatException($"This HDF5 file is damaged: {fault}.", path, hint: "Fetch or write it again.");
            }
        }

        Sound[path] = state;
    }

    /// <summary>Of processor time: what takes longer does not end. A slow disk may take as long as it wants.</summary>
    private static TimeSpan Endless(long bytes) => TimeSpan.FromSeconds(Math.Min(20, 4 + (bytes >> 20)));

    /// <summary>What is wrong with a file that nobody survives; null for any other.</summary>
    private static string? Ask(string path, TimeSpan endless)
    {
        try
        {
            _process = _process is { HasExited: false } ? _process : Start();
            if (_process is not { } process)
            {
                return null;
            }

            process.StandardInput.WriteLine(path);
            process.StandardInput.Flush();
            var before = process.TotalProcessorTime;
            while (true)
            {
                var line = process.StandardOutput.ReadLineAsync();
                while (!line.Wait(500))
                {
                    if (process.TotalProcessorTime - before > endless)
                    {
                        End();
                        return "reading its description does not end";
                    }
                }

                if (line.Result is not { } text)
                {
                    End();
                    return "the HDF5 library crashes when it reads it, as a second process found out";
                }

                if (text.StartsWith(Probe.Answer, StringComparison.Ordinal))
                {
                    return null;
                }
            }
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or AggregateException or System.ComponentModel.Win32Exception)
        {
            // Something is wrong with the probe, and not with the file.
            End();
            return null;
        }
    }

    /// <summary>Starts the second process; where that fails, there is none from now on.</summary>
    private static Process? Start()
    {
        var program = Environment.ProcessPath ?? "";
        var isMuxer = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo("/bin/sh", ["-c", "ulimit -c 0; exec \"$0\" \"$@\" 2> /dev/null", program, .. isMuxer ? Environment.GetCommandLineArgs()[..1] : []])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in new[] { ("DOTNET_STARTUP_HOOKS", typeof(ProbeProcess).Assembly.Location), (Switch, "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_TieredPGO", "0"), ("DOTNET_DbgEnableMiniDump", "0") })
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var ready = process.StandardOutput.ReadLineAsync();
        if (ready.Wait(TimeSpan.FromSeconds(30)) && ready.Result == Probe.Ready)
        {
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => End();
            return process;
        }

        _isOn = false;
        process.Kill(entireProcessTree: true);
        return null;
    }

    private static void End()
    {
        var process = Interlocked.Exchange(ref _process, null);
        try
        {
            process?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It is gone already.
        }

        process?.Dispose();
    }
}
