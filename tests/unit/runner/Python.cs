namespace Isopleth.Tests.Runner;

/// <summary>The reference tools (nbformat, nbclient), run as programs of their own.</summary>
internal static class Python
{
    /// <summary>Runs a Python script and returns what it prints; its failure fails the test with its last words.</summary>
    public static string Run(string script, params IEnumerable<string> arguments)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-c", script, .. arguments]);
        Assert.True(status == 0, $"python3 exited {status}: {error}");
        return output;
    }
}
