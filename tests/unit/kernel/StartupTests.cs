using System.Security.Cryptography;
using Isopleth.Jupyter;
using Isopleth.Tests;

namespace Isopleth.Kernel.Tests;

public sealed class StartupTests : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("isopleth-startup-").FullName;

    private string Folder => Path.Combine(_cache, "isopleth", "startup");

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    [Fact]
    public async Task Start_FirstOfABuild_KeepsAProfileThatLaterOnesLeaveAsItIs()
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1, "The runtime compiles ahead on a second core alone.");
        await RunCellAsync();
        var profile = Assert.Single(Directory.GetFiles(Folder));
        var kept = SHA256.HashData(await File.ReadAllBytesAsync(profile, TestContext.Current.CancellationToken));
        await Task.WhenAll(RunCellAsync(), RunCellAsync());
        Assert.Equal(kept, SHA256.HashData(await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(Folder)), TestContext.Current.CancellationToken)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Start_SpoiltProfile_RunsCells(int length)
    {
        await RunCellAsync();
        foreach (var profile in Directory.GetFiles(Folder))
        {
            var bytes = await File.ReadAllBytesAsync(profile, TestContext.Current.CancellationToken);
            new Random(length).NextBytes(bytes.AsSpan(Math.Min(bytes.Length, length)));
            await File.WriteAllBytesAsync(profile, length == 0 ? [] : bytes, TestContext.Current.CancellationToken);
        }

        await RunCellAsync();
    }

    [Fact]
    public async Task Start_NowhereToKeepAProfile_RunsCells()
    {
        await File.WriteAllTextAsync(Path.Combine(_cache, "isopleth"), "a file where a folder is wanted", TestContext.Current.CancellationToken);
        await RunCellAsync();
    }

    [Theory]
    [InlineData("400M", "new double[1000]")]
    [InlineData("419430400", "new byte[30_000_000]")]
    [InlineData("0.4G", "new string('x', 50)")]
    public async Task Memory_CellWantsMoreThanTheLimit_IsItsErrorAndTheSessionLives(string limit, string wanted)
    {
        await using var kernel = await StartAsync(("MEM_LIMIT", limit));
        Assert.Equal("", await RunAsync(kernel, "var kept = 41; List<object> hoard = null;"));
        for (var again = 0; again < 2; again++)
        {
            var error = await RunAsync(kernel, $"hoard = new();\nwhile (true) hoard.Add({wanted});");
            Assert.StartsWith("OutOfMemoryException: Memory is full. C# objects may take ", error);
            Assert.Contains("Set large variables to null", error);
            Assert.Equal("True", await RunAsync(kernel, "var most = hoard.Count; hoard = null; most > 0"));
            Assert.Equal("42", await RunAsync(kernel, "kept + 1"));
        }
    }

    [Fact]
    public async Task Memory_LimitThatIsNone_IsToldAndTheKernelRuns()
    {
        var lines = new List<string>();
        await using var kernel = await StartAsync(("MEM_LIMIT", "lots"), lines.Add);
        Assert.Equal("2", await RunAsync(kernel, "1 + 1"));
        Assert.Contains(lines, static line => line.Contains("MEM_LIMIT=lots is no amount of memory", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_ThousandCells_AddLittleMemory()
    {
        await using var kernel = await StartAsync();
        Assert.Equal("1", await RunAsync(kernel, "1"));

        // What a kernel reads when nothing runs is no cell's.
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        const string Memory = "GC.GetTotalMemory(true)";
        var before = long.Parse(await RunAsync(kernel, Memory));
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal($"{i + 1}", await RunAsync(kernel, $"var v{i} = {i}; v{i} + 1"));
        }

        var added = (long.Parse(await RunAsync(kernel, Memory)) - before) / 1e6;
        TestContext.Current.TestOutputHelper?.WriteLine($"1000 cells added {added:F1} MB");
        Assert.Equal("1997", await RunAsync(kernel, "v998 + v999"));
        Assert.True(added < 100, $"1000 cells added {added:F0} MB");
    }

    private async Task RunCellAsync()
    {
        await using var kernel = await StartAsync();
        Assert.Equal("2", await RunAsync(kernel, "1 + 1"));
    }

    /// <summary>A cell's result, or its error.</summary>
    private static async Task<string> RunAsync(KernelProcess kernel, string code)
    {
        string? result = null;
        var reply = await kernel.Client.ExecuteAsync(code, new(), m => result = m.Type == "execute_result" ? (string?)m.Content["data"]?["text/plain"] : result, TestContext.Current.CancellationToken);
        return reply.Status == "ok" ? result ?? "" : $"{reply.ErrorName}: {reply.ErrorValue}";
    }

    private Task<KernelProcess> StartAsync((string Name, string Value)? variable = null, Action<string>? log = null) =>
        KernelProcess.StartAsync(
            new()
            {
                Name = "csharp",
                DisplayName = "C#",
                Language = "C#",
                Argv = [ProgramRun.Built("Isopleth.Kernel", "Isopleth.Kernel"), "--connection-file", "{connection_file}"],
                Env = new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _cache, [variable?.Name ?? "UNUSED"] = variable?.Value ?? "" },
                InterruptMode = InterruptMode.Message,
                ResourceDirectory = _cache,
            },
            new() { Log = log },
            TestContext.Current.CancellationToken);
}
