using System.Diagnostics;
using System.Globalization;
using Isopleth.Jupyter;

namespace Isopleth.Benchmarks;

/// <summary>The C# kernel beside ipykernel: both driven by the same client, over the same transport, in alternation.</summary>
internal static class KernelBenchmark
{
    private const string Bench = "kernel";
    private const int Alternations = 50;
    private const int ManyCells = 1000;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        var ours = KernelSpecs.Find(".net-csharp");
        var theirs = Peer();
        var ready = new Alternation();
        var first = new Alternation();
        await StartAsync(ours); // the disk's caches are warm for both before anything is timed
        await StartAsync(theirs);
        for (var i = 0; i < Alternations; i++)
        {
            var (ourReady, ourFirst) = await StartAsync(ours);
            var (theirReady, theirFirst) = await StartAsync(theirs);
            ready.Add(ourReady, theirReady);
            first.Add(ourFirst, theirFirst);
        }

        await using var ourKernel = await KernelProcess.StartAsync(ours, new());
        await using var theirKernel = await KernelProcess.StartAsync(theirs, new());
        var peer = "";
        await theirKernel.Client.ExecuteAsync("import ipykernel; ipykernel.__version__", new(), m => peer = (string?)m.Content["data"]?["text/plain"] ?? peer);
        peer = $"ipykernel {peer.Trim('\'')}";
        yield return ready.ToRow(Bench, "ready", peer, "ms");
        yield return first.ToRow(Bench, "first_result", peer, "ms");

        // Warm is a kernel that someone has opened: it has rested, and what it makes ready while nothing runs is ready.
        await Task.Delay(TimeSpan.FromSeconds(3));
        yield return (await WarmAsync(ourKernel, theirKernel)).ToRow(Bench, "warm_cell", peer, "ms");
        yield return (await CompletionAsync(ourKernel, theirKernel)).ToRow(Bench, "completion", peer, "ms");
        for (var i = 0; i < ManyCells; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            await EvaluateAsync(ourKernel, $"var v{number} = {number} * 2;\nv{number} + 1", number: (i * 2) + 1);
            await EvaluateAsync(theirKernel, $"v{number} = {number} * 2\nv{number} + 1", number: (i * 2) + 1);
        }

        yield return (await WarmAsync(ourKernel, theirKernel)).ToRow(Bench, "after_1000_cells", peer, "ms");
        yield return new Row(Bench, "memory_mb", ResidentMegabytes(ourKernel.Pid), ResidentMegabytes(theirKernel.Pid), peer, "MB");

        await using var loops = await KernelProcess.StartAsync(ours, new());
        await foreach (var row in PollBenchmark.RunAsync(loops))
        {
            yield return row;
        }
    }

    /// <summary>Debian's ipykernel, under Debian's own Python: another Python may stand before it on PATH.</summary>
    private static KernelSpec Peer()
    {
        var spec = KernelSpecs.Find("python3");
        return spec with { Argv = [.. spec.Argv.Select((a, i) => i == 0 ? "/usr/bin/python3" : a)] };
    }

    /// <summary>Start of the process to the kernel's first answer, and to the result of a cell that was sent as soon as it had answered [ms].</summary>
    private static async Task<(double Ready, double FirstResult)> StartAsync(KernelSpec spec)
    {
        var clock = Stopwatch.StartNew();
        await using var kernel = await KernelProcess.StartAsync(spec, new());
        var ready = clock.Elapsed.TotalMilliseconds;
        await EvaluateAsync(kernel, "1+1", number: 2);
        return (ready, clock.Elapsed.TotalMilliseconds);
    }

    private static async Task<Alternation> WarmAsync(KernelProcess ours, KernelProcess theirs)
    {
        var times = new Alternation();
        for (var i = 0; i < 5; i++)
        {
            await EvaluateAsync(ours, "1+1", number: 2);
            await EvaluateAsync(theirs, "1+1", number: 2);
        }

        for (var i = 0; i < Alternations; i++)
        {
            times.Add(await EvaluateAsync(ours, "1+1", number: 2), await EvaluateAsync(theirs, "1+1", number: 2));
        }

        return times;
    }

    /// <summary>Completion after a dot, warm, in both: of a type and of a module.</summary>
    private static async Task<Alternation> CompletionAsync(KernelProcess ours, KernelProcess theirs)
    {
        await theirs.Client.ExecuteAsync("import os");
        var times = new Alternation();
        for (var i = -5; i < Alternations; i++)
        {
            var (code, match) = i % 2 == 0 ? ("Console.Wri", "WriteLine") : ("Enumerable.", "Range");
            var (our, their) = (await CompleteAsync(ours, code, match), await CompleteAsync(theirs, "os.pa", "path"));
            if (i >= 0)
            {
                times.Add(our, their);
            }
        }

        return times;
    }

    /// <summary>Completes at the end of <paramref name="code"/>, checks that <paramref name="match"/> is among the matches, and tells how long it took [ms].</summary>
    private static async Task<double> CompleteAsync(KernelProcess kernel, string code, string match)
    {
        var clock = Stopwatch.StartNew();
        var reply = await kernel.Client.CompleteAsync(code, code.Length);
        var elapsed = clock.Elapsed.TotalMilliseconds;
        return reply["matches"]!.AsArray().Any(m => ((string)m!).EndsWith(match, StringComparison.Ordinal))
            ? elapsed
            : throw new InvalidOperationException($"{kernel.Spec.DisplayName} does not complete {code} to {match}.");
    }

    /// <summary>Runs a cell, checks its result, and tells how long it took from the request to the end of its outputs [ms].</summary>
    private static async Task<double> EvaluateAsync(KernelProcess kernel, string code, int number)
    {
        string? result = null;
        var clock = Stopwatch.StartNew();
        var reply = await kernel.Client.ExecuteAsync(code, new(), m => result = m.Type == "execute_result" ? (string?)m.Content["data"]?["text/plain"] : result);
        var elapsed = clock.Elapsed.TotalMilliseconds;
        return reply.Status == "ok" && result == number.ToString(CultureInfo.InvariantCulture)
            ? elapsed
            : throw new InvalidOperationException($"{kernel.Spec.DisplayName} answered '{result ?? reply.ErrorValue}' to {code}, not {number}.");
    }

    private static double ResidentMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan(6, line.Length - 8), CultureInfo.InvariantCulture) / 1024;
    }
}
