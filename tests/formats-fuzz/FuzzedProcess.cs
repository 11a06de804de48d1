using System.Diagnostics;
using Isopleth.Formats;

namespace Isopleth.Tests.FormatsFuzz;

/// <summary>A process that opens files as it is told, with limits of time and memory; started anew when it dies.</summary>
internal sealed class FuzzedProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>A process is replaced after so many files: DuckDB's allocator keeps the address space that it once had, and the limit counts it.</summary>
    private const int MostFiles = 500;
    private Process? _process;
    private int _files;

    /// <summary>What the probe says of a file: <c>ok</c>, an error with its type, or <c>crash</c> or <c>hang</c>.</summary>
    public async Task<string> Ask(string path)
    {
        if (++_files % MostFiles == 0)
        {
            Dispose();
        }

        try
        {
            _process ??= await Start();
            await _process.StandardInput.WriteLineAsync(path);
            await _process.StandardInput.FlushAsync();
            while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
            {
                if (line.StartsWith("> ", StringComparison.Ordinal))
                {
                    return line[2..];
                }
            }
        }
        catch (TimeoutException)
        {
            Dispose();
            return "hang";
        }
        catch (IOException)
        {
            // The pipe is closed: it died.
        }

        await _process!.WaitForExitAsync();
        var status = _process.ExitCode;
        Dispose();
        return $"crash with status {status}";
    }

    public void Dispose()
    {
        if (_process is { } process)
        {
            _process = null;
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            process.Dispose();
        }
    }

    private static async Task<Process> Start()
    {
        // Private writable memory: three gigabytes; managed memory: one. The library's own probe, in the place of this program.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "ulimit -c 0; ulimit -d 3000000; exec \"$0\" 2> /dev/null", Environment.ProcessPath!]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(DataStore).Assembly.Location;
        start.Environment["DOTNET_GCHeapHardLimit"] = "40000000";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        var process = Process.Start(start)!;
        return await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) == "ready" ? process : throw new InvalidOperationException("The probe did not start.");
    }
}
