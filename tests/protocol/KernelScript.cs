using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Isopleth.Tests.Protocol;

/// <summary>Runs a Python script against the C# kernel as it is shipped: its kernelspec, its program, its extension.</summary>
internal static class KernelScript
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    /// <summary>Runs a script of <c>tests/protocol/kernel</c>.</summary>
    /// <param name="name">The script's file.</param>
    /// <returns>The JSON objects that it printed, one a line.</returns>
    public static IReadOnlyList<JsonObject> Run(string name)
    {
        var jupyter = Directory.CreateTempSubdirectory("isopleth-jupyter-");
        try
        {
            InstallKernelspec(jupyter);
            return Run(name, jupyter.FullName);
        }
        finally
        {
            jupyter.Delete(recursive: true);
        }
    }

    private static void InstallKernelspec(DirectoryInfo jupyter)
    {
        var source = Path.Combine(Samples.RepositoryRoot, "kernels-ext", "kernelspec", "kernel.json");
        var spec = File.ReadAllText(source)
            .Replace("{kernel}", ProgramRun.Built("Isopleth.Kernel", "Isopleth.Kernel"), StringComparison.Ordinal)
            .Replace("{extension}", ProgramRun.Built("Isopleth.Magics", "Isopleth.Magics.dll"), StringComparison.Ordinal);
        var folder = jupyter.CreateSubdirectory(Path.Combine("kernels", ".net-csharp"));
        File.WriteAllText(Path.Combine(folder.FullName, "kernel.json"), spec);
    }

    private static List<JsonObject> Run(string name, string jupyter)
    {
        var script = Path.Combine(Samples.RepositoryRoot, "tests", "protocol", "kernel", name);
        var start = new ProcessStartInfo("/usr/bin/python3", ["-X", "frozen_modules=off", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_PATH"] = jupyter;
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEndAsync();
        if (!python.WaitForExit(Longest))
        {
            python.Kill(entireProcessTree: true);
            throw new TimeoutException($"{name} did not end within {Longest}.");
        }

        var lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => line.StartsWith('{'))
            .Select(static line => JsonNode.Parse(line)!.AsObject())
            .ToList();
        return lines.Count > 0 && python.ExitCode == 0
            ? lines
            : throw new InvalidOperationException($"{name} failed after {lines.Count} steps (it needs python3-jupyter-client and python3-jupyter-kernel-test):\n{errors.Result}");
    }
}
