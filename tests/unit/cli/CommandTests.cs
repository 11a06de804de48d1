using System.Text.Json.Nodes;

namespace Isopleth.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-cli-").FullName;

    [Fact]
    public void KernelInstall_IntoAPrefix_WritesAKernelspecWhoseProgramIsThere_AndUninstallRemovesIt()
    {
        var installed = ProgramRun.Isopleth(["kernel", "install", "--prefix", _folder]);

        var folder = Path.Combine(_folder, "share", "jupyter", "kernels", ".net-csharp");
        Assert.Equal(0, installed.Status);
        Assert.Contains(folder, installed.Output, StringComparison.Ordinal);
        var spec = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!;
        Assert.Equal(".NET (C#)", (string?)spec["display_name"]);
        Assert.Equal("C#", (string?)spec["language"]);
        Assert.Equal("message", (string?)spec["interrupt_mode"]);
        var argv = spec["argv"]!.AsArray().Select(a => (string)a!).ToArray();
        Assert.True(File.Exists(argv[0]), $"{argv[0]} is not there");
        Assert.All(argv.Skip(1).Where(a => a.EndsWith(".dll", StringComparison.Ordinal)), a => Assert.True(File.Exists(a), $"{a} is not there"));
        Assert.Contains("{connection_file}", argv);

        var removed = ProgramRun.Isopleth(["kernel", "uninstall", "--prefix", _folder]);

        Assert.Equal(0, removed.Status);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void KernelUninstall_WhereThereIsNone_SaysSo()
    {
        var (status, output, _) = ProgramRun.Isopleth(["kernel", "uninstall", "--prefix", _folder]);

        Assert.Equal(1, status);
        Assert.Contains("There is no kernel '.net-csharp' below " + _folder, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_UnknownSuite_ListsThoseThereAre()
    {
        var (status, _, error) = ProgramRun.Isopleth(["test", "atmosfere"]);

        Assert.Equal(2, status);
        Assert.Contains("'atmosfere'", error, StringComparison.Ordinal);
        Assert.Contains("atmosphere", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_UnknownName_ListsThoseThereAre()
    {
        var (status, _, error) = ProgramRun.Isopleth(["bench", "nothing"]);

        Assert.Equal(2, status);
        Assert.Contains("The benchmarks are: kernel", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_NativeLibraryMissing_NamesItAndTheCommandThatInstallsIt()
    {
        var (status, output, _) = ProgramRun.Isopleth(["doctor"], ("ISOPLETH_LIB_NETCDF", "/no/such/libnetcdf.so"));

        Assert.Equal(1, status);
        Assert.Contains("libnetcdf", output, StringComparison.Ordinal);
        Assert.Contains("apt-get install libnetcdf", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_OnThisMachine_FindsEveryNativeLibrary()
    {
        var (status, output, _) = ProgramRun.Isopleth(["doctor"]);

        Assert.True(status == 0, output);
        Assert.All(["libzmq", "libnetcdf", "libcairo", "C# kernel"], name => Assert.Contains(name, output, StringComparison.Ordinal));
        Assert.DoesNotContain("missing", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NativeLibraryMissing_IsOneClearErrorOfTheCell()
    {
        var (status, _, error) = ProgramRun.Isopleth(
            ["run", "notebooks/atmosphere/plume-detection.ipynb", Path.Combine(_folder, "out.ipynb")], ("ISOPLETH_LIB_NETCDF", "/no/such/libnetcdf.so"));

        Assert.Equal(1, status);
        Assert.Contains("libnetcdf", error, StringComparison.Ordinal);
        Assert.Contains("apt-get install libnetcdf", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
