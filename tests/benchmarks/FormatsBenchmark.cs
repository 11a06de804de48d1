using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Benchmarks;

/// <summary>Files read and written beside the tools that the field has for them, in alternation; at full size and a tenth of it.</summary>
internal static class FormatsBenchmark
{
    private const string Bench = "formats";
    private const int Alternations = 5;

    public static async IAsyncEnumerable<Row> RunAsync()
    {
        await Task.Yield();
        var folder = Directory.CreateTempSubdirectory("isopleth-bench-").FullName;
        using var peer = new Peer(folder);
        try
        {
            foreach (var tenth in new[] { false, true })
            {
                Func<List<Row>>[] parts = [() => NetCdfRows(peer, folder, tenth), () => OpenRows(peer, folder, tenth), () => ZarrRows(peer, folder, tenth), () => ParquetRows(folder, tenth), () => CogRows(peer, folder, tenth), () => OdvRows(peer, folder, tenth)];
                foreach (var row in parts.SelectMany(part => part()))
                {
                    yield return tenth ? row with { Name = row.Name + "_tenth" } : row;
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The same work by both, once to warm and agree, then in alternation; rates of some millions of bytes a second, or milliseconds of one of several doings.</summary>
    private static Row[] Compare(string name, string limit, Func<double> ours, Func<JsonNode> theirs, double? megabytes, int doings = 1, Action? before = null)
    {
        before?.Invoke();
        var (check, answer) = (ours(), theirs());
        var expected = (double)answer["check"]!;
        if (Math.Abs(check - expected) > 1e-9 * Math.Abs(expected))
        {
            throw new InvalidOperationException($"{name}: ours gives {check}, theirs {expected}.");
        }

        var (times, work) = (new Alternation(), new Alternation());
        double Measure(double seconds) => megabytes is { } size ? size / seconds : seconds * 1000 / doings;
        for (var i = 0; i < Alternations; i++)
        {
            before?.Invoke();
            GC.Collect();
            var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            _ = ours();
            var (seconds, worked) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
            var their = theirs();
            times.Add(Measure(seconds), Measure((double)their["seconds"]!));
            work.Add(worked, (double)their["processor"]!);
        }

        var peer = (string)answer["peer"]!;
        return [times.ToRow(Bench, name, peer, megabytes is null ? "ms" : "MB/s") with { Limit = limit }, work.ToRow(Bench, name + "_processor", peer, "s")];
    }

    private static List<Row> NetCdfRows(Peer peer, string folder, bool tenth)
    {
        var rows = new List<Row>();
        var times = tenth ? 60 : 600;
        var megabytes = times * 360 * 480 * 4 / 1e6;
        foreach (var kind in new[] { "contiguous", "deflated" })
        {
            var path = Path.Combine(folder, "a.nc");
            _ = peer.Ask("make", path, kind, times);
            rows.AddRange(Compare($"netcdf_{kind}", kind == "contiguous" ? "goal 0.95" : "goal 2",
                () =>
                {
                    using var data = NetCdf.Open(path);
                    return data["v"].To<float>()[^1];
                },
                () => peer.Ask("netcdf", path), megabytes));
        }
        return rows;
    }

    private static List<Row> OpenRows(Peer peer, string folder, bool tenth)
    {
        var rows = new List<Row>();
        var path = Path.Combine(folder, "open.nc");
        _ = peer.Ask("make", path, "open", tenth ? 10 : 100);
        rows.AddRange(Compare("netcdf_open", $"{(tenth ? 10 : 100)} variables; goal 1",
            () =>
            {
                var count = 0;
                for (var i = 0; i < 5; i++)
                {
                    using var data = NetCdf.Open(path);
                    count = data.Variables.Count;
                }

                return count;
            },
            () => peer.Ask("open", path), null, doings: 5));
        return rows;
    }

    private static List<Row> ZarrRows(Peer peer, string folder, bool tenth)
    {
        var rows = new List<Row>();
        var times = tenth ? 60 : 600;
        var megabytes = times * 360 * 480 * 4 / 1e6;
        var (path, ours, theirs) = (Path.Combine(folder, "a.nc"), Path.Combine(folder, "ours.zarr"), Path.Combine(folder, "theirs.zarr"));
        _ = peer.Ask("make", path, "contiguous", times);
        using var file = NetCdf.Open(path, decode: false);
        using var values = new Dataset([file["v"].Load()]);

        // zarr-python is some times as fast in some processes as in others, as the kernel gives them huge pages or not: each round has a new one, of which the best of three counts.
        JsonNode Anew(string command, string? load = null)
        {
            using var fresh = new Peer(folder);
            _ = load is null ? null : fresh.Ask("load", load);
            _ = fresh.Ask(command, theirs);
            return Enumerable.Range(0, 3).Select(_ => fresh.Ask(command, theirs)).MinBy(answer => (double)answer["seconds"]!)!;
        }

        var options = new ZarrWriteOptions { Chunks = new Dictionary<string, int> { ["t"] = 20, ["y"] = 90, ["x"] = 120 } };
        rows.AddRange(Compare("zarr_write", "Blosc, LZ4; the best of three of a new process of the peer each time; goal 2",
            () =>
            {
                Zarr.Write(ours, values, options);
                return values["v"].Isel(("t", ^1), ("y", ^1), ("x", ^1)).Item<float>();
            },
            () => Anew("zarr_write", path), megabytes, before: () => DeleteFolder(ours)));
        // Both read what zarr-python wrote.
        rows.AddRange(Compare("zarr_read", "the best of three of a new process of the peer each time; goal 2",
            () =>
            {
                using var data = Zarr.Open(theirs);
                return data["v"].To<float>()[^1];
            },
            () => Anew("zarr_read"), megabytes));
        return rows;
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Rows that meet a condition, into C# arrays, beside DuckDB's own way with them into a table of its own.</summary>
    private static List<Row> ParquetRows(string folder, bool tenth)
    {
        var rows = new List<Row>();
        var count = tenth ? 1_000_000 : 10_000_000;
        var path = Path.Combine(folder, "a.parquet");
        using (var writer = DuckDbConnection.Open())
        {
            writer.Execute($"COPY (SELECT range AS id, (hash(range) % 100000)::FLOAT / 10 AS depth, (range % 360)::DOUBLE AS longitude, sin(range)::DOUBLE AS value FROM range({count})) TO {DuckDbConnection.Literal(path)} (FORMAT parquet)");
        }

        const string where = "depth < 2500";
        using var database = DuckDbConnection.Open();
        JsonNode Theirs()
        {
            var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            database.Execute($"CREATE OR REPLACE TEMP TABLE found AS SELECT depth, longitude, value FROM read_parquet({DuckDbConnection.Literal(path)}) WHERE {where}");
            var (seconds, worked) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
            return new JsonObject { ["seconds"] = seconds, ["processor"] = worked, ["check"] = database.Table("SELECT count(*)::DOUBLE AS n FROM found")["n"].To<double>()[0], ["peer"] = $"DuckDB {DuckDbConnection.Version}, into its own table" };
        }

        rows.AddRange(Compare("parquet_scan", "goal 0.9", () => Parquet.Read(path, ["depth", "longitude", "value"], where).Count, Theirs, new FileInfo(path).Length / 1e6));
        return rows;
    }

    private static List<Row> CogRows(Peer peer, string folder, bool tenth)
    {
        var rows = new List<Row>();
        var side = tenth ? 3472 : 10_980;
        var path = Path.Combine(folder, "a.tif");
        var random = new Random(1);
        var values = new ushort[side * side];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (ushort)(2000 + (1000 * Math.Sin(i % side / 300.0)) + random.Next(64));
        }

        Raster.Write(path, new Dataset([DataArray.Create("v", ["y", "x"], [side, side], values)]));
        var places = Enumerable.Range(0, 40).Select(_ => new[] { random.Next(side - 512), random.Next(side - 512) }).ToArray();
        rows.AddRange(Compare("cog_window", $"opened anew each time, of {side}²; goal 0.91",
            () =>
            {
                var total = 0L;
                foreach (var place in places)
                {
                    using var raster = Raster.Open(path);
                    total += raster["band_data"].Isel(("y", place[1]..(place[1] + 512)), ("x", place[0]..(place[0] + 512))).To<ushort>()[^1];
                }

                return total;
            },
            () => peer.Ask("window", path, places), null, doings: places.Length));
        return rows;
    }

    /// <summary>A spreadsheet of stations with a hundred samples each, their metadata once, all of its values read; pandas does not spread the stations over their rows.</summary>
    private static List<Row> OdvRows(Peer peer, string folder, bool tenth)
    {
        var path = Path.Combine(folder, "odv.txt");
        var random = new Random(1);
        using (var text = new StreamWriter(path) { NewLine = "\n" })
        {
            text.WriteLine("//SDN_parameter_mapping\n//\nCruise\tStation\tType\tyyyy-mm-ddThh:mm:ss.sss\tLongitude [degrees_east]\tLatitude [degrees_north]\tLOCAL_CDI_ID\tEDMO_code\tBot. Depth [m]\tDepth [m]\tQV:SEADATANET\tTemperature [degC]\tQV:SEADATANET\tSalinity [psu]\tQV:SEADATANET");
            for (var row = 0; row < (tenth ? 100_000 : 1_000_000); row++)
            {
                var station = row / 100;
                text.Write(row % 100 > 0 ? "\t\t\t\t\t\t\t\t" : string.Create(CultureInfo.InvariantCulture, $"C{station / 100}\tS{station}\tB\t2010-{1 + (station % 12):00}-{1 + (station % 28):00}T{station % 24:00}:30:00.000\t{(random.NextDouble() * 360) - 180:F4}\t{(random.NextDouble() * 180) - 90:F4}\tcdi_{station}\t486\t{random.Next(5000)}"));
                text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\t{row % 100 * 5}\t1\t{random.NextDouble() * 25:F3}\t1\t{30 + (random.NextDouble() * 8):F3}\t{1 + random.Next(2)}"));
            }
        }

        return [.. Compare("odv_read", "goal 5", () =>
        {
            using var data = Odv.Open(path);
            return data["Temperature"].To<double>().Sum() + data["Salinity"].To<double>()[^1];
        }, () => peer.Ask("odv", path), new FileInfo(path).Length / 1e6)];
    }

    /// <summary>Debian's Python, which answers a line of JSON to each command.</summary>
    private sealed class Peer : IDisposable
    {
        private readonly Process _process;

        public Peer(string folder)
        {
            var script = Path.Combine(folder, "formats_peer.py");
            using (var text = typeof(Peer).Assembly.GetManifestResourceStream("formats_peer.py")!)
            using (var file = File.Create(script))
            {
                text.CopyTo(file);
            }

            _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-W", "ignore", script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }

        public JsonNode Ask(params object[] command)
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(command));
            return JsonNode.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The peer did not answer; it needs python3-netcdf4, python3-zarr, python3-pandas and python3-gdal."))!;
        }

        public void Dispose()
        {
            _process.StandardInput.Close();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
