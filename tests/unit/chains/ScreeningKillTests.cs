using System.Diagnostics;
using System.Globalization;
using Isopleth.Atmosphere;
using Isopleth.Chains;
using Isopleth.Formats;

namespace Isopleth.Tests.Chains;

/// <summary><c>isopleth screen --watch</c> as an operator has it: killed, and started again, while granules arrive.</summary>
public sealed class ScreeningKillTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-chains-").FullName;

    private string Scratch(params string[] names) => Path.Combine([_folder, .. names]);

    private Process Screen(string to, string untilIdle, params string[] more) => Process.Start(new ProcessStartInfo(ProgramRun.Built("Isopleth.Cli", "isopleth"),
        ["screen", "--model", Scratch("model.nc"), "--out", Scratch(to), "--watch", Scratch("in"), "--alerts", Scratch(to + ".jsonl"), "--indicators", "swir", "--settle", "0.1", "--until-idle", untilIdle, .. more])
    { RedirectStandardError = true, RedirectStandardOutput = true })!;

    [Fact]
    public async Task Watch_KilledAtManyMoments_GivesWhatAnUndisturbedRunGives()
    {
        // Ten kills among twenty granules with --full.
        var kills = Math.Max(4, LongRun.Of(10));
        var granules = 2 * kills;
        var token = TestContext.Current.CancellationToken;
        PcaModelFile.Write(Scratch("model.nc"), ScreeningScenes.Model());
        _ = Directory.CreateDirectory(Scratch("in"));
        _ = Directory.CreateDirectory(Scratch("made"));
        for (var i = 0; i < granules; i++)
        {
            TropomiLevel1.Write(Scratch("made", $"g{i:00}.nc"), SpectralSceneSimulator.Simulate(ScreeningScenes.Eventful(i)));
        }

        using var killsAreOver = new CancellationTokenSource();

        // Granules come in two halves with a pause, so that some kills meet one that is half there, and as long as there are kills to come.
        var arriving = Task.Run(
            async () =>
            {
                var come = 0;
                foreach (var path in Directory.EnumerateFiles(Scratch("made")).Order(StringComparer.Ordinal))
                {
                    for (; come - Done("killed") > 3 && !killsAreOver.IsCancellationRequested; await Task.Delay(20, token))
                    {
                    }

                    come++;
                    var bytes = await File.ReadAllBytesAsync(path, token);
                    await using var file = new FileStream(Scratch("in", Path.GetFileName(path)), FileMode.Create);
                    await file.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), token);
                    await file.FlushAsync(token);
                    await Task.Delay(150, token);
                    await file.WriteAsync(bytes.AsMemory(bytes.Length / 2), token);
                }
            },
            token);

        var random = new Random(7);
        var killedAt = new List<int>();
        for (var kill = 0; kill < kills; kill++)
        {
            using var process = Screen("killed", "600");
            var (until, patience) = (Done("killed") + random.Next(0, 3), Stopwatch.StartNew());
            while (Done("killed") < Math.Min(until, granules) && patience.Elapsed < TimeSpan.FromSeconds(10))
            {
                await Task.Delay(10, token);
            }

            await Task.Delay(random.Next(0, 500), token);
            process.Kill(); // SIGKILL
            await process.WaitForExitAsync(token);
            killedAt.Add(Done("killed"));
        }

        await killsAreOver.CancelAsync();
        await arriving;
        using (var last = Screen("killed", "2"))
        {
            var said = await last.StandardError.ReadToEndAsync(token);
            await last.WaitForExitAsync(token);
            Assert.True(last.ExitCode == 0, said);
        }

        using (var undisturbed = Screen("whole", "2"))
        {
            var said = await undisturbed.StandardError.ReadToEndAsync(token);
            await undisturbed.WaitForExitAsync(token);
            Assert.True(undisturbed.ExitCode == 0, said);
        }

        output.WriteLine($"granules done at each kill: {string.Join(", ", killedAt)} of {granules}");
        Assert.InRange(killedAt.Distinct().Count(), kills / 3, kills); // the kills met work, not only waiting
        Assert.Equal(Events("whole"), Events("killed"));
        Assert.Equal(granules, Journal("killed").Length);
        Assert.Equal(Journal("whole"), Journal("killed"));
        Assert.Equal(File.ReadLines(Scratch("whole.jsonl")).Order(StringComparer.Ordinal), File.ReadLines(Scratch("killed.jsonl")).Order(StringComparer.Ordinal));
        foreach (var folder in new[] { "items", "products", "events" })
        {
            Assert.Equal(Names("whole", folder), Names("killed", folder));
        }

        foreach (var item in Names("whole", "items"))
        {
            Assert.Equal(await File.ReadAllTextAsync(Scratch("whole", "items", item), token), await File.ReadAllTextAsync(Scratch("killed", "items", item), token));
        }

        foreach (var name in Names("whole", "products"))
        {
            using var expected = NetCdf.Open(Scratch("whole", "products", name));
            using var product = NetCdf.Open(Scratch("killed", "products", name));
            Assert.Equal(expected.ToString(), product.ToString());
            Assert.Equal(expected["spectra"].To<float>(), product["spectra"].To<float>());
            Assert.Equal(expected["residual"].To<float>(), product["residual"].To<float>());
        }
    }

    [Fact]
    public void Screen_LongGranule_NeedsNoMoreMemoryThanAShortOne()
    {
        // One block of 32 lines × 100 pixels × 240 channels is 3 MB, and as much noise; the long granule has 230 MB more than the short one.
        var options = ScreeningScenes.Background(9) with { Columns = 100, DeadChannels = [17] };
        PcaModelFile.Write(Scratch("model.nc"), ScreeningScenes.Model());
        _ = Directory.CreateDirectory(Scratch("in"));
        var (shortOne, longOne) = (Peak("short", options with { Rows = 640 }), Peak("long", options with { Rows = 1600 }));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory {shortOne / 1e6:0} MB for 640 scan lines, {longOne / 1e6:0} MB for 1600"));
        Assert.InRange(longOne - shortOne, double.NegativeInfinity, 110e6);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Peak resident memory of the program [bytes], as the system counts it.</summary>
    private double Peak(string name, SpectralSimulationOptions options)
    {
        TropomiLevel1.Write(Scratch("in", name + ".nc"), SpectralSceneSimulator.Simulate(options));
        using var process = Screen(name + "-out", "0.5", "--block-rows", "32");
        var peak = 0.0;
        while (!process.WaitForExit(20))
        {
            try
            {
                var line = File.ReadLines($"/proc/{process.Id}/status").FirstOrDefault(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
                peak = line is null ? peak : 1024 * double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                break; // it has just ended
            }
        }

        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        File.Delete(Scratch("in", name + ".nc"));
        return peak;
    }

    /// <summary>Granules that are done.</summary>
    private int Done(string run)
    {
        var journal = Scratch(run, "journal.jsonl");
        return File.Exists(journal) ? File.ReadAllText(journal).Split('\n')[..^1].Count(IsGranule) : 0;
    }

    private static bool IsGranule(string line) => line.StartsWith("{\"Granule\"", StringComparison.Ordinal);

    private string[] Names(string run, string folder) => [.. Directory.EnumerateFiles(Scratch(run, folder)).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private string Events(string run)
    {
        using var database = DuckDbConnection.Open();
        var table = database.Table($"SELECT * FROM read_parquet({DuckDbConnection.Literal(Scratch(run, "events", "*.parquet"))}) ORDER BY granule, event");
        return string.Join('\n', Enumerable.Range(0, table.Count).Select(row => string.Join('|', table.Columns.Select(c => c[row]))));
    }

    /// <summary>What the journal says of each granule, without when and how long.</summary>
    private string[] Journal(string run) =>
    [
        .. File.ReadLines(Scratch(run, "journal.jsonl")).Where(IsGranule).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!)
            .Select(g => $"{g["Granule"]} {g["Size"]} {g["Status"]} {g["Screened"]} {g["Flagged"]} {g["Events"]}").Order(StringComparer.Ordinal),
    ];
}
