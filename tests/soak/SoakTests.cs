using System.Diagnostics;
using System.Net.Http.Json;
using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Soak;

/// <summary>A class of twenty works for two minutes, or for ten with <c>--full</c>.</summary>
public sealed class SoakTests : IDisposable
{
    private const int Users = 20;

    // As many as two cores serve without a queue; the others wait their turn, as they would.
    private readonly SemaphoreSlim _starting = new(4);

    public void Dispose() => _starting.Dispose();

    [Fact]
    public async Task TwentyUsers_LogInRunRestartCloseReturn_WithoutErrorOrLeftover()
    {
        await using var lab = await Lab.UpAsync("soak", "limits: { memory: 1G, servers: 20 }");
        Assert.SkipWhen(lab.WhyNot is not null, lab.WhyNot ?? "");
        var names = Enumerable.Range(1, Users).Select(i => $"student{i:00}").ToList();
        var passwords = names.Select(name => lab.AddUser(name)).ToList();
        var clock = Stopwatch.StartNew();
        // With the coming up, everybody's second visit and the going down it is two minutes on two cores, or ten.
        var until = TimeSpan.FromSeconds(LongRun.Of(10) > 1 ? 570 : 60);
        var rounds = await Task.WhenAll(names.Zip(passwords).Select((who, i) => WorkAsync(lab, who.First, who.Second, i % 4 == 0 ? ".net-csharp" : "python3", clock, until)));

        Assert.All(rounds, n => Assert.True(n >= 2, "every user has come, and come back"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds.Sum()} rounds in {clock.Elapsed.TotalSeconds:F0} s");
        Assert.Equal("", lab.Inside("bash", "-c", "ps -eo uid=,args= | awk '$1 >= 20000 && $1 < 60000'").Trim());
        Assert.Equal("", lab.Inside("bash", "-c", "find /sys/fs/cgroup -path \"*/isopleth-$(sha256sum <<< \"$1\" | cut -c1-8)/*\" -name 'student*' -type d", "bash", lab.State).Trim());
        Assert.DoesNotMatch(@"(?m)^\[[IWE] .*(ServerApp|JupyterHub log:\d+)\] 5\d\d ", await File.ReadAllTextAsync(Path.Combine(lab.State, "log", "hub.log")));
    }

    /// <summary>One user's rounds.</summary>
    /// <returns>Their number.</returns>
    private async Task<int> WorkAsync(Lab lab, string name, string password, string spec, Stopwatch clock, TimeSpan until)
    {
        var (set, more) = spec == "python3" ? ($"x = '{name}'", "print(x * 2)") : ($"var x = \"{name}\";", "Console.WriteLine(x + x);");
        for (var round = 0; ; round++)
        {
            using var user = await LabUser.LogInAsync(lab, name, password);
            await _starting.WaitAsync();
            try
            {
                // Everybody returns at least once.
                if (round > 1 && clock.Elapsed > until)
                {
                    return round;
                }

                await user.StartServerAsync();
                await using var kernel = await user.StartKernelAsync(spec);
                await RunAsync(kernel, set, more, name);
                if (round % 2 == 0)
                {
                    await kernel.RestartAsync();
                    await RunAsync(kernel, set, more, name);
                }

                // What was left here the last time is still there.
                using var before = await user.Api.GetAsync($"user/{name}/api/contents/round.txt");
                Assert.Equal(round > 0, before.IsSuccessStatusCode);
                if (round > 0)
                {
                    Assert.Contains($"\"round {round - 1}\"", await before.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                }

                (await user.Api.PutAsJsonAsync($"user/{name}/api/contents/round.txt", new { type = "file", format = "text", content = $"round {round}" })).EnsureSuccessStatusCode();
            }
            finally
            {
                _starting.Release();
            }

            await user.StopServerAsync();
        }
    }

    private static async Task RunAsync(LabKernel kernel, string set, string more, string name)
    {
        var (_, error) = await kernel.RunAsync(set);
        Assert.Null(error);
        Assert.Equal($"{name}{name}", (await kernel.RunAsync(more)).Text.Trim());
    }
}
