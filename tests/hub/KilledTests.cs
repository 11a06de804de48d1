using System.Diagnostics;
using Isopleth.Tests.Labs;

namespace Isopleth.Tests.Hub;

/// <summary><c>up</c> killed with -9 at seeded moments: the next one always ends well, and nothing is left.</summary>
public sealed class KilledTests(SharedLab shared)
{
    [Fact]
    public async Task Up_KilledAtRandomMoments_IsFinishedByTheNext()
    {
        shared.Ready();
        var lab = await Lab.UpAsync("killed");
        lab.AddUser("xenia");
        var random = new Random(20261120);
        for (var i = 0; i < Math.Max(3, LongRun.Of(20)); i++)
        {
            lab.Must("down");
            using (var up = StartUp(lab.State))
            {
                await Task.Delay(random.Next(50, 4000));
                await KillAsync(up, whole: i % 3 != 0);
            }

            if (i % 2 == 1)
            {
                // Half of the times the lab's own first process, too; by its name, for a number may be another's by now.
                ProgramRun.Run("/usr/bin/env", ["pkill", "-KILL", "-f", $"launch.sh .* {lab.State} "]);
            }

            lab.Must("up");
            using var client = new HttpClient();
            Assert.True((await client.GetAsync(new Uri(lab.Address, "hub/health"))).IsSuccessStatusCode);
        }

        Assert.Contains("xenia", lab.Must("user", "list"), StringComparison.Ordinal);
        lab.Must("down");
        Assert.Equal("", Leftovers.Of(lab));
        await lab.DisposeAsync();
    }

    [Fact]
    public async Task Up_KilledWhileItBuildsTheImage_LeavesNothing_AndTheNextBeginsAnew()
    {
        shared.Ready();
        var (images, state) = ("/var/tmp/isopleth-test-images", "/var/tmp/isopleth-test-built");
        var random = new Random(20261121);
        var moments = LongRun.Of(100);
        for (var i = 0; i < (moments > 10 ? 10 : 2); i++)
        {
            using var up = StartUp(state, ("ISOPLETH_IMAGES", images));
            await LabUser.WaitAsync(() => Task.FromResult(Directory.Exists(images) && Directory.GetDirectories(images, "*.building").Any(d => Directory.Exists($"{d}/var"))), "the build's begin");
            await Task.Delay(random.Next(100, moments > 10 ? 90_000 : 8_000));
            await KillAsync(up, whole: i % 2 == 1);
            await LabUser.WaitAsync(() => Task.FromResult(Leftovers.Holders(images) == ""), "the end of all that built", 10);
            Assert.DoesNotContain(Directory.GetDirectories(images), d => !d.EndsWith(".building", StringComparison.Ordinal) && !File.Exists($"{d}/etc/isopleth-packages"));
        }

        if (moments > 10)
        {
            var (status, _, error) = ProgramRun.Run(Path.Combine(Samples.RepositoryRoot, "isopleth"), ["up", "--state", state, "--port", $"{Lab.FreePort()}"], ("ISOPLETH_IMAGES", images));
            Assert.True(status == 0, error);
            Assert.Equal(0, ProgramRun.Run(Path.Combine(Samples.RepositoryRoot, "isopleth"), ["down", "--state", state], ("ISOPLETH_IMAGES", images)).Status);
            Assert.Empty(Directory.GetDirectories(images, "*.building"));
            Assert.Equal("", Leftovers.Holders(state));
        }

        Directory.Delete(images, recursive: true);
        Directory.Delete(state, recursive: true);
    }

    private static Process StartUp(string state, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/usr/bin/setsid", [Path.Combine(Samples.RepositoryRoot, "isopleth"), "up", "--state", state]) { RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var up = Process.Start(start)!;
        up.BeginErrorReadLine();
        return up;
    }

    /// <summary>Kills what setsid has made the leader of a group, or the whole group; nothing in it gets a chance to tidy up.</summary>
    private static async Task KillAsync(Process up, bool whole)
    {
        ProgramRun.Run("/usr/bin/env", ["kill", "-KILL", "--", whole ? $"-{up.Id}" : $"{up.Id}"]);
        await up.WaitForExitAsync();
    }
}
