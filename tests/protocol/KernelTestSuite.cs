using System.Diagnostics;
using System.Text.Json;

namespace Isopleth.Tests.Protocol;

/// <summary>Runs jupyter_kernel_test against the C# kernel as it is shipped: its kernelspec, its program, its extension.</summary>
public sealed class KernelTestSuite : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);
    private readonly DirectoryInfo _jupyter = Directory.CreateTempSubdirectory("isopleth-jupyter-");

    public KernelTestSuite()
    {
        InstallKernelspec();
        Outcomes = Run();
    }

    /// <summary>What each test of the suite said, by its name.</summary>
    internal IReadOnlyDictionary<string, (string Outcome, string Detail)> Outcomes { get; }

    public void Dispose() => _jupyter.Delete(recursive: true);

    private void InstallKernelspec()
    {
        var source = Path.Combine(Samples.RepositoryRoot, "kernels-ext", "kernelspec", "kernel.json");
        var spec = File.ReadAllText(source)
            .Replace("{kernel}", ProgramRun.Built("Isopleth.Kernel", "Isopleth.Kernel"), StringComparison.Ordinal)
            .Replace("{extension}", ProgramRun.Built("Isopleth.Magics", "Isopleth.Magics.dll"), StringComparison.Ordinal);
        var folder = _jupyter.CreateSubdirectory(Path.Combine("kernels", ".net-csharp"));
        File.WriteAllText(Path.Combine(folder.FullName, "kernel.json"), spec);
    }

    private Dictionary<string, (string Outcome, string Detail)> Run()
    {
        var script = Path.Combine(Samples.RepositoryRoot, "tests", "protocol", "kernel", "csharp_kernel.py");
        var start = new ProcessStartInfo("/usr/bin/python3", ["-X", "frozen_modules=off", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["JUPYTER_PATH"] = _jupyter.FullName;
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEndAsync();
        if (!python.WaitForExit(Longest))
        {
            python.Kill(entireProcessTree: true);
            throw new TimeoutException($"jupyter_kernel_test did not end within {Longest}.");
        }

        var outcomes = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => line.StartsWith('{'))
            .Select(static line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(static line => line.GetProperty("test").GetString()!, static line => (line.GetProperty("outcome").GetString()!, line.GetProperty("detail").GetString()!));
        return outcomes.Count > 0
            ? outcomes
            : throw new InvalidOperationException($"jupyter_kernel_test did not run (apt-get install python3-jupyter-kernel-test):\n{errors.Result}");
    }
}
