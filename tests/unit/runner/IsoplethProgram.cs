using System.Diagnostics;

namespace Isopleth.Tests.Runner;

/// <summary>The program <c>isopleth</c>, run as its users run it.</summary>
internal static class IsoplethProgram
{
    // A shell that started the tests in the background had them ignore SIGINT, and so would their children: env gives it its meaning back.
    public static Process Start(string folder, params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", ProgramRun.Built("Isopleth.Cli", "isopleth"), .. arguments])
    {
        UseShellExecute = false,
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,

        // Kernels that a test puts into its own folder are found.
        Environment = { ["JUPYTER_PATH"] = folder },
    })!;

    public static async Task<(int Code, string Output, string Errors)> RunAsync(string folder, string[] arguments, string input = "")
    {
        using var process = Start(folder, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await errors);
    }
}
