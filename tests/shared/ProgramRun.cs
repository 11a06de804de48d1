using System.Diagnostics;

namespace Isopleth.Tests;

/// <summary>Runs a program of the product as its user would, and keeps what it said.</summary>
internal static class ProgramRun
{
    public static (int Status, string Output, string Error) Run(string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = Samples.RepositoryRoot, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary><c>isopleth</c>, as the build made it.</summary>
    public static (int Status, string Output, string Error) Isopleth(IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        Run(Path.Combine(Samples.RepositoryRoot, "artifacts", "bin", "Isopleth.Cli", "release", "isopleth"), arguments, environment);
}
