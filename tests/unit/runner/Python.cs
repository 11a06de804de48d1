using System.Diagnostics;

namespace Isopleth.Tests.Runner;

/// <summary>The reference tools (nbformat, nbclient), run as programs of their own.</summary>
internal static class Python
{
    /// <summary>Runs a Python script and returns what it prints; its failure fails the test with its last words.</summary>
    public static string Run(string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", script, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"python3 exited {process.ExitCode}: {errors.Result}");
        return output;
    }
}
