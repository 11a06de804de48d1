using System.Diagnostics;
using System.Globalization;
using Isopleth.Tests.Labs;

namespace Isopleth.Benchmarks;

/// <summary>What people wait for in the lab, and what one of them costs. The image is there already; C# and Python take turns in the same server.</summary>
internal static class HubBenchmark
{
    private const int Repetitions = 5;
    private const int Spawns = 10;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await using var lab = await Lab.UpAsync("bench", "limits: { memory: 2G }");
        if (lab.WhyNot is not null)
        {
            await Console.Error.WriteLineAsync($"There can be no lab here: {lab.WhyNot}");
            yield break;
        }

        var starts = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            lab.Must("down");
            starts.Add(await SecondsAsync(() => Task.Run(() => lab.Must("up"))));
        }

        yield return Ours("hub_start", Alternation.Median(starts), "s", "of ./isopleth up on an image that is there");

        var password = lab.AddUser("first");
        var logins = new List<double>();
        LabUser? user = null;
        for (var i = 0; i < Repetitions; i++)
        {
            if (user is not null)
            {
                await user.StopServerAsync();
                user.Dispose();
            }

            logins.Add(await SecondsAsync(async () =>
            {
                user = await LabUser.LogInAsync(lab, "first", password);
                await user.StartServerAsync();
                (await user.Api.GetAsync("user/first/lab")).EnsureSuccessStatusCode();
            }));
        }

        yield return Ours("login_to_lab", Alternation.Median(logins), "s", "the server's start, in Python, is nearly all of it");

        var (csharp, python) = (new List<double>(), new List<double>());
        for (var i = 0; i < Repetitions; i++)
        {
            csharp.Add(await FirstResultAsync(user!, ".net-csharp"));
            python.Add(await FirstResultAsync(user!, "python3"));
        }

        yield return new("hub", "launcher_to_result", Alternation.Median(csharp), Alternation.Median(python), "ipykernel in the same server", "s");
        await user!.StopServerAsync();
        user.Dispose();

        var people = new List<LabUser>();
        for (var i = 0; i < Spawns; i++)
        {
            people.Add(await lab.LogInAsync($"user{i}"));
        }

        var ten = await SecondsAsync(() => Task.WhenAll(people.Select(p => p.StartServerAsync())));
        yield return Ours("ten_spawns", ten, "s", "processors: a server's start is a second and a half of one");

        // Each process's share of what it uses, so that what servers have in common counts once.
        var shares = lab.Inside("bash", "-c", "for p in $(ps -eo pid=,uid= | awk '$2 >= 20000 && $2 < 60000 { print $1 }'); do awk '/^Pss:/ { print $2 }' /proc/$p/smaps_rollup; done | awk '{ s += $1 } END { print s / 1024 }'");
        yield return Ours("memory_per_idle_user_mb", double.Parse(shares, CultureInfo.InvariantCulture) / Spawns, "MB", "JupyterLab's server, no kernel");
        people.ForEach(p => p.Dispose());
    }

    /// <summary>From the click on the launcher's card to a cell's answer [s].</summary>
    private static Task<double> FirstResultAsync(LabUser user, string spec) => SecondsAsync(async () =>
    {
        await using var kernel = await user.StartKernelAsync(spec);
        var (text, error) = await kernel.RunAsync("1 + 1");
        if (text != "2")
        {
            throw new InvalidOperationException($"{spec} answered '{text}', {error}");
        }
    });

    private static Row Ours(string name, double value, string unit, string limit) => new("hub", name, value, null, null, unit) { Limit = limit };

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return clock.Elapsed.TotalSeconds;
    }
}
