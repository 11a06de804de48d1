using System.Diagnostics;

namespace Isopleth.Kernel.Packages;

/// <summary>The <c>dotnet</c> of the SDK, run as a program beside the kernel.</summary>
internal static class DotnetProgram
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="progress">Told now and then how long it has run.</param>
    /// <param name="cancellation">Ends it, with all that it has started.</param>
    /// <returns>Its exit status and what it wrote.</returns>
    /// <exception cref="PackageException">There is no SDK.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static (int Status, string Output) Run(IEnumerable<string> arguments, string folder, Action<TimeSpan> progress, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Find(), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment =
            {
                ["DOTNET_CLI_UI_LANGUAGE"] = "en",
                ["DOTNET_NOLOGO"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
                // NuGet asks six times, a second apart: of a source that is gone one wants to know sooner.
                ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = Environment.GetEnvironmentVariable("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT") ?? "3",
                ["NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS"] = Environment.GetEnvironmentVariable("NUGET_ENHANCED_NETWORK_RETRY_DELAY_MILLISECONDS") ?? "500",
            },
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        while (!process.WaitForExit(Tick))
        {
            if (cancellation.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                cancellation.ThrowIfCancellationRequested();
            }

            progress(watch.Elapsed);
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }

    private static string Find()
    {
        // The SDK beside the running runtime; else whichever stands on the path.
        var root = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "..", "..", "..", ".."));
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(root)
            .FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "sdk")) && File.Exists(Path.Combine(folder, name))) is { } found
            ? Path.Combine(found, name)
            : throw new PackageException(
                $"Packages and projects are fetched with the .NET SDK, and there is none at {root} nor on PATH. Install it (apt-get install dotnet-sdk-{Environment.Version.Major}.0); what was fetched before serves without it.");
    }
}
