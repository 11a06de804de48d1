using System.Text.Json.Nodes;

namespace Isopleth.Tests.Clients;

/// <summary>The C# kernel, installed by <c>isopleth kernel install</c> where nothing else is, and the clients of this machine that drive it.</summary>
public sealed class InstalledKernel : IDisposable
{
    // Debian's own: another Python, without the packages, may stand before it on PATH.
    private const string Python = "/usr/bin/python3";
    private readonly string _prefix = Directory.CreateTempSubdirectory("isopleth-clients-").FullName;

    public InstalledKernel()
    {
        var (status, _, error) = ProgramRun.Isopleth(["kernel", "install", "--prefix", _prefix]);
        Assert.True(status == 0, error);
    }

    /// <summary>A folder for a test's files.</summary>
    public string Folder => _prefix;

    /// <summary>Runs a Python module as its user would.</summary>
    public (int Status, string Output, string Error) RunModule(string module, params string[] arguments) =>
        Run(["-m", module, .. arguments]);

    /// <summary>Runs one of this folder's scripts.</summary>
    /// <returns>What it saw, by its steps.</returns>
    public IReadOnlyDictionary<string, string?> RunScript(string name)
    {
        var (status, output, error) = Run([Path.Combine(Samples.RepositoryRoot, "tests", "clients", name)]);
        Assert.True(status == 0, $"{name} failed:\n{output}\n{error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line.StartsWith('{'))
            .Select(static line => JsonNode.Parse(line)!.AsObject())
            .ToDictionary(static line => (string)line["step"]!, static line => line["saw"]?.ToJsonString());
    }

    public void Dispose() => Directory.Delete(_prefix, recursive: true);

    private (int Status, string Output, string Error) Run(string[] arguments) =>
        ProgramRun.Run("/usr/bin/timeout", ["240", Python, "-X", "frozen_modules=off", .. arguments], ("JUPYTER_PATH", Path.Combine(_prefix, "share", "jupyter")), ("JUPYTER_CONFIG_DIR", _prefix), ("IPYTHONDIR", _prefix));
}
