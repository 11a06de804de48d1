using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Benchmarks;

/// <summary>Means by month of a file, opened and read anew each time, beside xarray with dask on the same processors, in alternation; at full size and a tenth of it.</summary>
internal static class ArraysBenchmark
{
    private const string Bench = "arrays";
    private const int Alternations = 5;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var folder = Directory.CreateTempSubdirectory("isopleth-bench-").FullName;
        try
        {
            foreach (var (name, days) in new[] { ("month_mean_tenth", 292), ("month_mean", 2920) })
            {
                var path = Path.Combine(folder, name + ".nc");
                Write(path, days);
                // A fresh peer for each size: the peak of its memory is that of this size.
                using var peer = new Peer(folder);
                var (times, work) = (new Alternation(), new Alternation());
                var (answer, _) = (peer.Ask(path), Means(path));
                for (var i = 0; i < Alternations; i++)
                {
                    var ours = Means(path);
                    answer = peer.Ask(path);
                    times.Add(ours.Seconds, (double)answer["seconds"]!);
                    work.Add(ours.Processor, (double)answer["processor"]!);
                    foreach (var (their, our) in answer["values"]!.AsArray().Zip(ours.Values))
                    {
                        if (Math.Abs((double)their! - our) > 1e-4 * Math.Abs(our))
                        {
                            throw new InvalidOperationException($"The means differ: ours is {our}, theirs {their}.");
                        }
                    }
                }

                var named = (string)answer["peer"]!;
                yield return times.ToRow(Bench, name, named, "s") with { Limit = "goal 2" };
                yield return work.ToRow(Bench, name + "_processor", named, "s");
                using var process = Process.GetCurrentProcess();
                yield return new(Bench, name + "_peak", process.PeakWorkingSet64 / 1048576.0, (double)answer["megabytes"]!, named, "MB") { Limit = string.Create(CultureInfo.InvariantCulture, $"the file has {new FileInfo(path).Length / 1e6:F0} MB") };
                File.Delete(path);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Daily fields of 360 by 480 floats in chunks of about a mebibyte, not compressed, made as they are written.</summary>
    private static void Write(string path, int days)
    {
        var times = DataArray.FromTimes("time", [.. Enumerable.Range(0, days).Select(d => new DateTime(2001, 1, 1).AddDays(d * 2920.0 / days))], "hours since 2001-01-01");
        var year = DataArray.Create("t", ["time"], [days], Enumerable.Range(0, days).Select(d => (float)(280 + (10 * Math.Sin(2 * Math.PI * d / 365)))).ToArray(), coordinates: [times]);
        var map = DataArray.Create("t", ["y", "x"], [360, 480], Enumerable.Range(0, 360 * 480).Select(i => (float)(i * 7919L % 1000) / 100).ToArray());
        NetCdf.Write(path, new Dataset([(year.Chunk(("time", 40)) + map).Chunk(("time", 40), ("y", 90), ("x", 80))]), new() { DeflateLevel = 0, Shuffle = false });
    }

    private static (double Seconds, double Processor, double[] Values) Means(string path)
    {
        GC.Collect();
        var (clock, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        using var data = NetCdf.Open(path);
        var means = data["t"].GroupBy("time", TimePart.Month).Mean().Load();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds,
            [means.Isel(("month", 0), ("y", 0), ("x", 0)).Item<double>(), means.Isel(("month", 6), ("y", 7), ("x", 8)).Item<double>(), means.Isel(("month", ^1), ("y", ^1), ("x", ^1)).Item<double>()]);
    }

    /// <summary>Debian's Python with xarray, which answers a line of JSON to each path.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process _process;

        public Peer(string folder)
        {
            var script = Path.Combine(folder, "arrays_peer.py");
            using (var text = typeof(Peer).Assembly.GetManifestResourceStream("arrays_peer.py")!)
            using (var file = File.Create(script))
            {
                text.CopyTo(file);
            }

            _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }

        public JsonNode Ask(string path)
        {
            _process.StandardInput.WriteLine(path);
            return JsonNode.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("xarray did not answer; it needs python3-xarray, python3-dask and python3-netcdf4."))!;
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
