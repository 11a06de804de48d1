using System.Diagnostics;

namespace Isopleth.Tests;

/// <summary>Runs a program as its user would, and keeps what it said.</summary>
internal static class ProgramRun
{
    public static (int Status, string Output, string Error) Run(string program, IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        Run(program, arguments, input: "", environment);

    public static (int Status, string Output, string Error) Run(string program, IEnumerable<string> arguments, string input, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Samples.RepositoryRoot, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary><c>isopleth</c>, as the build made it.</summary>
    public static (int Status, string Output, string Error) Isopleth(IEnumerable<string> arguments, params (string Name, string? Value)[] environment) =>
        Run(Built("Isopleth.Cli", "isopleth"), arguments, environment);

    /// <summary>A file of another project, built in this program's configuration.</summary>
    public static string Built(string project, string file)
    {
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, file));
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not there; build {project} first.", path);
    }
}
