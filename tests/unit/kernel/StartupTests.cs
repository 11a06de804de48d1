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
        await RunCellAsync(keeps: true);
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
        await RunCellAsync(keeps: Environment.ProcessorCount > 1);
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

    private async Task RunCellAsync(bool keeps = false)
    {
        await using var kernel = await KernelProcess.StartAsync(
            new()
            {
                Name = "csharp",
                DisplayName = "C#",
                Language = "C#",
                Argv = [ProgramRun.Built("Isopleth.Kernel", "Isopleth.Kernel"), "--connection-file", "{connection_file}"],
                Env = new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _cache },
                InterruptMode = InterruptMode.Message,
                ResourceDirectory = _cache,
            },
            cancellationToken: TestContext.Current.CancellationToken);
        string? result = null;
        var reply = await kernel.Client.ExecuteAsync("1 + 1", new(), m => result = m.Type == "execute_result" ? (string?)m.Content["data"]?["text/plain"] : result, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("ok", reply.Status);
        Assert.Equal("2", result);
        for (var waited = 0; keeps && waited < 200 && !(Directory.Exists(Folder) && Directory.GetFiles(Folder).Any(static file => !file.EndsWith(".part", StringComparison.Ordinal))); waited++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
