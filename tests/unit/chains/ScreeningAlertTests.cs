using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Isopleth.Atmosphere;
using Isopleth.Chains;

namespace Isopleth.Tests.Chains;

/// <summary>Alerts into a named pipe, whose reader is there or not, comes late, leaves and comes back.</summary>
public sealed class ScreeningAlertTests : IDisposable
{
    private static readonly Lazy<PcaModel> Background = new(ScreeningScenes.Model);

    private readonly string _folder = Directory.CreateTempSubdirectory("isopleth-chains-").FullName;

    private string Scratch(params string[] names) => Path.Combine([_folder, .. names]);

    private ScreeningChainOptions Options(int granules)
    {
        PcaModelFile.Write(Scratch("model.nc"), Background.Value);
        Assert.Equal(0, ProgramRun.Run("/usr/bin/mkfifo", [Scratch("pipe")]).Status);
        var paths = Enumerable.Range(0, granules).Select(i => Scratch("in", $"g{i}.nc")).ToArray();
        _ = Directory.CreateDirectory(Scratch("in"));
        foreach (var (path, seed) in paths.Select((path, seed) => (path, seed)))
        {
            TropomiLevel1.Write(path, SpectralSceneSimulator.Simulate(ScreeningScenes.Eventful(seed)));
        }

        return new() { Model = Scratch("model.nc"), Output = Scratch("out"), Granules = paths, Alerts = Scratch("pipe"), AlertPatience = TimeSpan.FromSeconds(30) };
    }

    [Fact]
    public async Task Pipe_NobodyReads_TheRunEndsAndTheNextTellsIt()
    {
        var options = Options(2) with { AlertPatience = TimeSpan.FromMilliseconds(300) };
        var notices = new Notices();
        int events;
        using (var chain = new ScreeningChain(options) { Notices = notices })
        {
            await chain.RunAsync(cancellationToken: TestContext.Current.CancellationToken);
            events = chain.Done.Values.Sum(done => done.Events);
        }

        Assert.True(events > 2);
        Assert.Contains(notices, notice => notice.Contains($"{events} alerts were not read", StringComparison.Ordinal));
        Assert.Equal(events, File.ReadLines(Scratch("out", "alerts.jsonl")).Count());

        var reading = Task.Run(() => File.ReadAllLines(Scratch("pipe")), TestContext.Current.CancellationToken);
        await RunAsync(options with { AlertPatience = TimeSpan.FromSeconds(30) });
        Assert.Equal(File.ReadLines(Scratch("out", "alerts.jsonl")), await reading);

        // And not once more.
        var third = Task.Run(() => File.ReadAllLines(Scratch("pipe")), TestContext.Current.CancellationToken);
        await RunAsync(options);
        Assert.Empty(await third);
    }

    [Fact]
    public async Task Pipe_ReaderLeavesAndAnotherComes_EachLineIsReadOnce()
    {
        var options = Options(3);
        var token = TestContext.Current.CancellationToken;
        var reading = Task.Run(
            async () =>
            {
                // Three readers: two take a line or two each, byte by byte, and go; the last takes the rest.
                var lines = new List<string>();
                foreach (var count in (int[])[1, 2, int.MaxValue])
                {
                    await using var pipe = new FileStream(Scratch("pipe"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
                    while (lines.Count < count && Line(pipe) is { } line)
                    {
                        lines.Add(line);
                    }

                    await Task.Delay(100, token);
                }

                return lines;
            },
            token);

        await RunAsync(options);

        var expected = File.ReadAllLines(Scratch("out", "alerts.jsonl"));
        Assert.True(expected.Length > 3);
        Assert.Equal(expected, await reading);
    }

    [Theory]
    [InlineData("TERM", 130)]
    [InlineData("INT", 130)]
    [InlineData("KILL", 137)]
    public async Task Pipe_ProgramIsEndedWhileNobodyReads_EndsAtOnceAndTheNextLosesNothing(string signal, int status)
    {
        var token = TestContext.Current.CancellationToken;
        _ = Options(3);
        string[] arguments = ["screen", "--model", Scratch("model.nc"), "--out", Scratch("out"), "--watch", Scratch("in"), "--alerts", Scratch("pipe"), "--settle", "0.1"];
        using (var process = Process.Start(new ProcessStartInfo(ProgramRun.Built("Isopleth.Cli", "isopleth"), arguments) { RedirectStandardError = true })!)
        {
            var said = process.StandardError.ReadToEndAsync(token);
            var patience = Stopwatch.StartNew();
            while (Done() < 2 && patience.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(20, token);
            }

            var ending = Stopwatch.StartNew();
            Assert.Equal(0, ProgramRun.Run("/usr/bin/kill", ["-s", signal, $"{process.Id}"]).Status);
            await process.WaitForExitAsync(token);
            Assert.InRange(ending.Elapsed.TotalSeconds, 0, 20); // of a loaded machine; it hung for ever
            Assert.True(process.ExitCode == status, await said);
        }

        var reading = Task.Run(() => File.ReadAllLines(Scratch("pipe")), token);
        var rest = ProgramRun.Isopleth([.. arguments, "--until-idle", "1"]);
        Assert.Equal((0, 3), (rest.Status, Done()));

        Assert.Equal(File.ReadLines(Scratch("out", "alerts.jsonl")), await reading);
        Assert.Equal(3, File.ReadLines(Scratch("out", "alerts.jsonl")).Select(line => (string)JsonNode.Parse(line)!["granule"]!).Distinct().Count());
    }

    [Fact]
    public async Task Pipe_ProgramIsKilledWhileItIsRead_SomeComeTwiceAndNoneIsLost()
    {
        var token = TestContext.Current.CancellationToken;
        _ = Options(4);
        string[] arguments = ["screen", "--model", Scratch("model.nc"), "--out", Scratch("out"), "--watch", Scratch("in"), "--alerts", Scratch("pipe"), "--settle", "0.1", "--until-idle", "1"];
        var read = new List<string>();
        using (var process = Process.Start(new ProcessStartInfo(ProgramRun.Built("Isopleth.Cli", "isopleth"), arguments) { RedirectStandardError = true })!)
        {
            await using var pipe = new FileStream(Scratch("pipe"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            for (var i = 0; i < 3 && Line(pipe) is { } line; i++)
            {
                read.Add(line);
            }

            process.Kill();
            while (Line(pipe) is { } line)
            {
                read.Add(line);
            }

            await process.WaitForExitAsync(token);
        }

        var first = read.Count;
        var reading = Task.Run(() => File.ReadAllLines(Scratch("pipe")), token);
        Assert.Equal(0, ProgramRun.Isopleth(arguments).Status);
        read.AddRange(await reading);

        var expected = File.ReadAllLines(Scratch("out", "alerts.jsonl"));
        Assert.Equal(expected, read.Distinct());
        Assert.InRange(read.Skip(first).Intersect(read.Take(first)).Sum(Encoding.UTF8.GetByteCount), 0, 4096);
    }

    [Fact]
    public async Task File_WithAlertsOfAnotherRun_KeepsThem()
    {
        var options = Options(2) with { Alerts = Scratch("alerts.jsonl") };
        await RunAsync(options with { Granules = [options.Granules[0]] });
        var first = File.ReadAllLines(Scratch("alerts.jsonl"));

        await RunAsync(options with { Output = Scratch("other"), Granules = [options.Granules[1]] });

        var both = File.ReadAllLines(Scratch("alerts.jsonl"));
        Assert.Equal(first, both.Take(first.Length));
        Assert.True(both.Length > first.Length);

        // The first folder's next run does not take the other's for what a killed run left.
        await RunAsync(options with { Granules = [options.Granules[1]] });
        Assert.Equal(both, File.ReadAllLines(Scratch("alerts.jsonl")).Take(both.Length));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task RunAsync(ScreeningChainOptions options)
    {
        using var chain = new ScreeningChain(options);
        await chain.RunAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    private int Done() => File.Exists(Scratch("out", "journal.jsonl")) ? File.ReadLines(Scratch("out", "journal.jsonl")).Count(line => line.Contains("\"Granule\"", StringComparison.Ordinal)) : 0;

    private static string? Line(FileStream pipe)
    {
        var line = new List<byte>();
        for (var value = pipe.ReadByte(); value >= 0; value = pipe.ReadByte())
        {
            if (value == '\n')
            {
                return Encoding.UTF8.GetString([.. line]);
            }

            line.Add((byte)value);
        }

        return null;
    }

    private sealed class Notices : List<string>, IProgress<string>
    {
        public void Report(string value) => Add(value);
    }
}
