using System.Diagnostics;

namespace Isopleth.Tests.Runner;

/// <summary>The program <c>isopleth</c>, run as its users run it.</summary>
internal static class IsoplethProgram
{
    /// <summary>The program as it was built beside these tests.</summary>
    private static string ProgramPath { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Isopleth.Cli", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "isopleth"));

    public static Process Start(string folder, params IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(ProgramPath, arguments)
    {
        UseShellExecute = false,
        WorkingDirectory = folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
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
