using System.Diagnostics;
using System.Globalization;
using Isopleth.Atmosphere;
using Isopleth.Chains;
using Isopleth.Formats;
using Isopleth.Formats.NetCdfNative;

namespace Isopleth.Benchmarks;

/// <summary>Compressed level-1 granules to their products, one after the other through one chain, as a stream comes, beside the rate at which a mission's level 1 comes down.</summary>
/// <remarks>
/// The mission's 475 GB a day are the files as they are delivered, so bytes of the compressed files are counted, also of those variables that screening has no need to read.
/// Where the real product's chunks are not known they are what the simulator writes: eight scan lines whole, shuffled, and deflated by zlib at level 1.
/// </remarks>
internal static class GranuleBenchmark
{
    private const double MissionRate = 475e9 / 86_400 / 1e6; // MB/s of 475 GB a day
    private const string Mission = "475 GB a day";
    private const string Observations = "/BAND7_RADIANCE/STANDARD_MODE/OBSERVATIONS";
    private static readonly string[] Needed = ["radiance", "radiance_noise", "spectral_channel_quality"];

    public static async IAsyncEnumerable<Row> RunAsync(string bench)
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-bench-").FullName;
        try
        {
            string Write(string name, SpectralSimulationOptions simulation)
            {
                var path = Path.Combine(folder, name);
                TropomiLevel1.Write(path, SpectralSceneSimulator.Simulate(simulation));
                return path;
            }

            var background = Write("background.nc", new() { Seed = 1, Rows = 60, Columns = 100 });
            var model = Path.Combine(folder, "model.nc");
            PcaModelFile.Write(model, ModelFitting.Fit([background], new PcaFitOptions()));
            var granule = Write("granule.nc", new() { Seed = 2, Rows = 200, Columns = 215, SpikeRate = 0.0005, Plumes = [new("CO", 60, 80, 3, 4), new("CH4", 150, 30, 2, 3)] });
            var tenth = Write("tenth.nc", new() { Seed = 3, Rows = 20, Columns = 215, SpikeRate = 0.0005, Plumes = [new("CO", 6, 80, 3, 4), new("CH4", 15, 30, 2, 3)] });

            var megabytes = new FileInfo(granule).Length / 1e6;
            var (seconds, work) = await ScreenAsync(granule, model, Path.Combine(folder, "whole"), 20);
            var (bytes, inflating) = Inflate(granule);
            var processors = Environment.ProcessorCount;
            yield return new(bench, "file_to_events", megabytes / seconds, MissionRate, Mission, "MB/s")
            {
                Limit = string.Create(CultureInfo.InvariantCulture, $"bytes of the compressed files, of which {bytes / 1e6 / megabytes:P0} are read; {processors} processors, busy for {work / seconds / processors:P0}"),
            };
            yield return new(bench, "file_to_events_processor", megabytes / work, MissionRate, Mission, "MB/s") { Limit = "by the time of one processor, with that of the process that tries the files first" };
            yield return new(bench, "file_to_events_share_of_inflate", inflating / work, null, null, "1")
            {
                Limit = string.Create(CultureInfo.InvariantCulture, $"libdeflate alone, on the chunks that are read: {megabytes / inflating:F0} MB/s on one processor"),
            };
            var (tenthSeconds, _) = await ScreenAsync(tenth, model, Path.Combine(folder, "tenth"), 40);
            yield return new(bench, "file_to_events_tenth", new FileInfo(tenth).Length / 1e6 / tenthSeconds, MissionRate, Mission, "MB/s") { Limit = "granules of 20 scan lines instead of 200" };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Time for one granule by the clock, and that of all processors together.</summary>
    private static async Task<(double Seconds, double Processor)> ScreenAsync(string granule, string model, string output, int count)
    {
        // The first ones are those by which the runtime compiles, and the buffers are made.
        const int warm = 40;
        _ = Directory.CreateDirectory(output);
        var granules = Enumerable.Range(0, warm + count).Select(i => File.CreateSymbolicLink(Path.Combine(output, $"granule{i}.nc"), granule).FullName).ToArray();
        var (clock, processor, done) = (new Stopwatch(), TimeSpan.Zero, 0);
        using var chain = new ScreeningChain(new() { Model = model, Output = Path.Combine(output, "out"), Granules = granules, Screening = new() { Indicators = IndicatorTable.Read("swir").Channels } });
        await chain.RunAsync(new Told(() =>
        {
            if (++done == warm)
            {
                processor = Processor();
                clock.Restart();
            }
        }));
        var (seconds, work) = (clock.Elapsed.TotalSeconds, (Processor() - processor).TotalSeconds);
        return chain.Done.Values.All(screened => screened.Events >= 2) ? (seconds / count, work / count) : throw new InvalidOperationException("The two planted clouds were not found.");
    }

    /// <summary>Time of the processors so far, for this process and those that it started.</summary>
    private static TimeSpan Processor()
    {
        var children = Directory.EnumerateDirectories("/proc/self/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return children.Aggregate(Environment.CpuUsage.TotalTime, (sum, child) =>
        {
            using var process = Process.GetProcessById(int.Parse(child, CultureInfo.InvariantCulture));
            return sum + process.TotalProcessorTime;
        });
    }

    /// <summary>The chunks that screening needs, as they are stored, inflated and nothing else: their bytes, and the time of one processor.</summary>
    private static (double Bytes, double Seconds) Inflate(string granule)
    {
        var (bytes, best) = (0.0, 0.0);
        using var file = NetCdfFile.Open(granule);
        foreach (var name in Needed)
        {
            using var data = NetCdf.Open(granule, Observations, decode: false);
            var variable = data[name].Variable;
            var chunk = variable.Source.Chunks!;
            var room = new byte[checked(chunk.Aggregate(1, (product, n) => product * n) * sizeof(float))];
            var packed = Enumerable.Range(0, variable.Shape[1] / chunk[1]).Select(i => Packed(file, name, (ulong)(i * chunk[1]))).ToList();
            bytes += packed.Sum(block => (double)block.Length);
            best += Enumerable.Range(0, 5).Min(_ =>
            {
                var before = Environment.CpuUsage.TotalTime;
                foreach (var block in packed)
                {
                    if (Deflate.Inflate(block, room) <= 0)
                    {
                        throw new InvalidOperationException($"A chunk of {name} cannot be inflated.");
                    }
                }

                return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            });
        }

        return (bytes, best);
    }

    private static unsafe byte[] Packed(NetCdfFile file, string variable, ulong line)
    {
        using (file.Enter())
        {
            var dataset = file.Dataset(file.Groups()[Observations], variable);
            var offset = stackalloc ulong[] { 0, line, 0, 0 };
            ulong length;
            var found = NetCdfLibrary.H5Dget_chunk_storage_size(dataset, offset, &length);
            var bytes = new byte[length];
            fixed (byte* p = bytes)
            {
                return found >= 0 && NetCdfLibrary.H5Dread_chunk(dataset, 0, offset, out _, p) >= 0 ? bytes : throw new InvalidOperationException($"A chunk of {variable} cannot be read.");
            }
        }
    }

    private sealed class Told(Action told) : IProgress<ScreenedGranule>
    {
        public void Report(ScreenedGranule value) => told();
    }
}
