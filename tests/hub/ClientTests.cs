using System.Text.Json.Nodes;

namespace Isopleth.Tests.Hub;

/// <summary>The lab's own versions of what uses kernels: papermill 2.6, jupyter-kernel-test 0.7, nbclient; and packages from the network.</summary>
[Collection(SharedLab.Tests)]
public sealed class ClientTests(SharedLab shared)
{
    [Fact]
    public void Papermill_RunsThePlumeNotebook_WithParameters()
    {
        var lab = shared.Ready();
        lab.AddUser("petra");
        var (status, output, error) = lab.As("petra", "sh", "-c", "cd ~ && papermill --no-progress-bar -p scene two_sources notebooks/atmosphere/plume-detection.ipynb out.ipynb && cat out.ipynb");
        Assert.True(status == 0, error);
        var cells = JsonNode.Parse(output)!["cells"]!.AsArray();
        Assert.Contains(cells, c => c!["metadata"]!["tags"]?.AsArray().Any(t => (string)t! == "injected-parameters") == true);
        Assert.All(cells.Where(c => (string)c!["cell_type"]! == "code"), c => Assert.Equal("completed", (string?)c!["metadata"]!["papermill"]!["status"]));
    }

    [Fact]
    public void JupyterKernelTest_OfTheLab_Passes()
    {
        var lab = shared.Ready();
        lab.AddUser("kai");
        var suite = File.ReadAllText(Path.Combine(Samples.RepositoryRoot, "tests", "protocol", "kernel", "csharp_kernel.py"));
        var (status, output, error) = lab.As("kai", "sh", "-c", "cd /tmp && printf '%s' \"$1\" > csharp_kernel.py && python3 -m unittest -v csharp_kernel 2>&1", "sh", suite);
        Assert.True(status == 0, output + error);
        Assert.Contains("OK", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Ran 0 tests", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_FromTheNetwork_ComesIntoACell()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("nuria");
        await user.StartServerAsync();
        await using var kernel = await user.StartKernelAsync(".net-csharp");
        var (text, error) = await kernel.RunAsync("""
            #r "nuget:Humanizer.Core, 2.14.1"
            using Humanizer;
            5.ToWords()
            """);
        Assert.Null(error);
        Assert.Contains("five", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SlurmJob_FromANotebook_RunsAsItsUser()
    {
        var lab = shared.Ready();
        using var user = await lab.LogInAsync("sven");
        await user.StartServerAsync();
        await using var kernel = await user.StartKernelAsync("python3");
        var (text, error) = await kernel.RunAsync("import subprocess; print(subprocess.run('srun -n2 id -un; sbatch --wait -o o.txt --wrap \"id -un; pwd\" > /dev/null; cat o.txt', shell=True, capture_output=True, text=True))");
        Assert.Null(error);
        Assert.Contains(@"sven\nsven\nsven\n/home/sven\n", text, StringComparison.Ordinal);
    }
}
