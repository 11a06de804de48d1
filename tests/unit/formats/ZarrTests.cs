using System.Net;
using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Zarr hierarchies: zarr-python's own, and the fixtures of zarrita.js.</summary>
public sealed class ZarrTests : ScratchFolder
{
    private static string Python(string script, params string[] arguments)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-c", "import sys, json, numpy as np, zarr, numcodecs\n" + script, .. arguments]);
        return status == 0 ? output : throw new InvalidOperationException($"The reference needs python3-zarr: {error}");
    }

    [Fact]
    public void Open_Version2Fixtures_HaveZarrPythonsValues()
    {
        var root = Samples.Path_("zarr/zarrita_fixtures_v2/data.zarr");
        var expected = JsonNode.Parse(Python("""
            g = zarr.open(sys.argv[1], 'r'); out = {}
            for n in g.array_keys():
                try: a = g[n]; v = a[...]
                except Exception as e: continue
                out[n] = dict(shape=list(a.shape), values=[(x.decode() if isinstance(x, bytes) else x if isinstance(x, str) else None if x is None else float(x) if not isinstance(x, (list, dict)) else json.dumps(x)) for x in v.ravel().tolist()])
            print(json.dumps(out))
            """, root))!.AsObject();

        using var data = Zarr.Open(root);

        Assert.InRange(expected.Count, 25, 40);
        foreach (var (name, about) in expected)
        {
            var array = data[name];
            Assert.Equal(about!["shape"]!.AsArray().Select(n => (int)n!), array.Shape);
            if (name.Contains(".json2", StringComparison.Ordinal))
            {
                continue; // texts of any JSON value
            }

            if (array.ElementType == typeof(string))
            {
                Assert.Equal(about["values"]!.AsArray().Select(v => (string?)v ?? ""), array.To<string>());
            }
            else
            {
                Assert.True(about["values"]!.AsArray().Select(v => (double)v!).SequenceEqual(array.ToDoubles()), name);
            }
        }
    }

    [Fact]
    public void Open_Version3Fixtures_AllOpenAndAgreeWithVersion2()
    {
        using var two = Zarr.Open(Samples.Path_("zarr/zarrita_fixtures_v2/data.zarr"));
        using var three = Zarr.Open(Samples.Path_("zarr/zarrita_fixtures_v3/data.zarr"));

        Assert.InRange(three.Variables.Count, 40, 60);
        var both = 0;
        foreach (var array in three.Variables.Values)
        {
            var counted = array.ElementType == typeof(string) ? null : array.ToDoubles();
            Assert.Equal(array.Size, counted?.Length ?? array.To<string>().Length);
            if (counted is not null && two.Contains(array.Name) && two[array.Name].Shape.SequenceEqual(array.Shape))
            {
                both++;
                Assert.Equal(two[array.Name].ToDoubles(), counted);
            }
        }

        Assert.InRange(both, 5, 60);

        // Sharded arrays hold what their plain siblings do.
        Assert.Equal([1, 2, 3, 4], three["1d.contiguous.compressed.sharded.i2"].To<int>());
        foreach (var name in new[] { "3d.chunked.i2", "3d.chunked.compressed.sharded.i2", "3d.contiguous.compressed.sharded.i2" })
        {
            Assert.Equal(Enumerable.Range(0, (int)three[name].Size), three[name].To<int>());
        }

        Assert.Equal(Enumerable.Range(1, (int)three["2d.chunked.compressed.sharded.i2"].Size), three["2d.chunked.compressed.sharded.i2"].To<int>());
        Assert.Equal(three["3d.chunked.mixed.i2.C"].ToDoubles(), three["3d.chunked.mixed.i2.F"].ToDoubles());
    }

    [Theory]
    [InlineData("zarr/zarrita_fixtures_v2/data.zipped_from_parent.zarr.zip", "zarr/zarrita_fixtures_v2/data.zarr")]
    [InlineData("zarr/zarrita_fixtures_v3/data.zipped_from_within.zarr.zip", "zarr/zarrita_fixtures_v3/data.zarr")]
    [InlineData("zarr/zarrita_fixtures_v3/data.uncompressed.zarr.zip", "zarr/zarrita_fixtures_v3/data.zarr")]
    public void Open_Zip_HoldsWhatTheFolderHolds(string zip, string folder)
    {
        using var packed = DataStore.Open(Samples.Path_(zip));
        using var plain = DataStore.Open(Samples.Path_(folder));

        Assert.Equal(plain.Variables.Keys.Order(), packed.Variables.Keys.Order());
        Assert.Equal(plain["2d.chunked.i2"].ToDoubles(), packed["2d.chunked.i2"].ToDoubles());
    }

    [Fact]
    public void Open_Cube_HasItsDimensionsUnitsTimesAndValues()
    {
        var root = Samples.Path_("zarr/xcube_cube-5-100-200.zarr");
        using var cube = DataStore.Open(root);

        var chl = cube["conc_chl"];
        Assert.Equal(["time", "lat", "lon"], chl.Dimensions);
        Assert.Equal([5, 1000, 2000], chl.Shape);
        Assert.Equal("mg m^-3", chl.Units);
        Assert.Equal("degrees_east", cube["lon"].Units);
        Assert.Equal(new DateTime(2017, 1, 16), cube["time"].ToTimes()[0].Date);

        // A window that crosses chunks, with steps, as zarr-python gives it.
        var expected = JsonNode.Parse(Python("a = zarr.open(sys.argv[1], 'r')['conc_chl'][1:5:2, 150:450:7, 380:820:11]; print(json.dumps([None if x != x else x for x in a.ravel().tolist()]))", root))!
            .AsArray().Select(v => v is null ? double.NaN : (double)v);
        var window = chl.Isel(("time", new PositionSelector(1..5, 2)), ("lat", new PositionSelector(150..450, 7)), ("lon", new PositionSelector(380..820, 11)));
        Assert.Equal(expected, window.ToDoubles());
    }

    [Theory]
    [InlineData("numcodecs.Blosc(cname='lz4', shuffle=1)")]
    [InlineData("numcodecs.Blosc(cname='zstd', shuffle=2)")]
    [InlineData("numcodecs.Blosc(cname='zlib', shuffle=0)")]
    [InlineData("numcodecs.Zstd(3)")]
    [InlineData("numcodecs.Zlib(3)")]
    [InlineData("numcodecs.GZip(3)")]
    [InlineData("numcodecs.LZ4()")]
    [InlineData("None")]
    public void Open_EveryCompressor_ReadsWhatZarrPythonWrote(string compressor)
    {
        _ = Python($"""
            g = zarr.open_group(sys.argv[1], 'w'); v = np.arange(7 * 11 * 5).reshape(7, 11, 5)
            for t in ('i1', '<i2', '>i4', '<u8', '<f4', '>f8', '?'):
                for o in 'CF':
                    g.create_dataset(t[-2:] + o, data=(v % 100).astype(t), chunks=(3, 4, 5), compressor={compressor}, order=o, fill_value=0)
            g['i2C'].attrs['_ARRAY_DIMENSIONS'] = ['a', 'b', 'c']
            g.attrs['title'] = 'Ätna'
            zarr.consolidate_metadata(sys.argv[1])
            """, Scratch("a.zarr"));

        using var data = Zarr.Open(Scratch("a.zarr"), decode: false);

        var expected = Enumerable.Range(0, 7 * 11 * 5).Select(i => (double)(i % 100)).ToArray();
        Assert.Equal(14, data.Variables.Count);
        Assert.All(data.Variables.Values.Where(a => !a.Name.StartsWith('?')), a => Assert.Equal(expected, a.ToDoubles()));
        Assert.Equal(["a", "b", "c"], data["i2C"].Dimensions);
        Assert.Equal("Ätna", data.Attributes["title"]);
    }

    [Fact]
    public async Task Open_OverHttp_ReadsByItsConsolidatedMetadata()
    {
        var root = Samples.Path_("zarr/xcube_cube-5-100-200.zarr");
        using var listener = new HttpListener();
        var port = Random.Shared.Next(20_000, 40_000);
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var serving = Task.Run(
            async () =>
            {
                while (listener.IsListening)
                {
                    HttpListenerContext context;
                    try
                    {
                        context = await listener.GetContextAsync();
                    }
                    catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                    {
                        return;
                    }

                    var file = Path.Combine(root, context.Request.Url!.AbsolutePath["/cube.zarr/".Length..]);
                    if (File.Exists(file))
                    {
                        await context.Response.OutputStream.WriteAsync(await File.ReadAllBytesAsync(file));
                    }
                    else
                    {
                        context.Response.StatusCode = 404;
                    }

                    context.Response.Close();
                }
            },
            TestContext.Current.CancellationToken);

        using (var near = Zarr.Open(root))
        using (var far = DataStore.Open($"http://127.0.0.1:{port}/cube.zarr"))
        {
            Assert.Equal(near.Variables.Keys.Order(), far.Variables.Keys.Order());
            Assert.Equal(near["conc_tsm"].Isel(("time", 2), ("lat", 90..210)).ToDoubles(), far["conc_tsm"].Isel(("time", 2), ("lat", 90..210)).ToDoubles());
        }

        listener.Stop();
        await serving;
    }

    /// <summary>A server of a folder; <paramref name="answer"/> may answer itself.</summary>
    private static async Task ServeAsync(string root, bool knowsRanges, Func<string, int, int?> answer, Action<string> use)
    {
        using var listener = new HttpListener();
        var port = Random.Shared.Next(20_000, 40_000);
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var asked = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var serving = Task.Run(async () =>
        {
            while (listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                var key = context.Request.Url!.AbsolutePath.TrimStart('/');
                var file = Path.Combine(root, key);
                if (answer(key, asked.AddOrUpdate(key, 1, (_, n) => n + 1)) is { } status)
                {
                    context.Response.StatusCode = status;
                }
                else if (!File.Exists(file))
                {
                    context.Response.StatusCode = 404;
                }
                else
                {
                    var bytes = await File.ReadAllBytesAsync(file);
                    if (knowsRanges && context.Request.Headers["Range"] is { } range)
                    {
                        var ends = range["bytes=".Length..].Split('-');
                        bytes = ends[0].Length == 0 ? bytes[^int.Parse(ends[1])..] : bytes[int.Parse(ends[0])..(int.Parse(ends[1]) + 1)];
                        context.Response.StatusCode = 206;
                    }

                    await context.Response.OutputStream.WriteAsync(bytes);
                }

                context.Response.Close();
            }
        });
        use($"http://127.0.0.1:{port}");
        listener.Stop();
        await serving;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ShardsOverHttp_AreReadByRangesAndMissingOnesAreFill(bool knowsRanges)
    {
        var values = Enumerable.Range(0, 60 * 70).Select(i => i < 30 * 70 ? double.NaN : i / 8.0).ToArray();
        Zarr.Write(Scratch("s.zarr"), new Dataset([DataArray.Create("v", ["y", "x"], [60, 70], values)]), new ZarrWriteOptions
        {
            Version = 3, Chunks = new Dictionary<string, int> { ["y"] = 10, ["x"] = 12 }, ChunksPerShard = new Dictionary<string, int> { ["y"] = 3, ["x"] = 2 },
        });
        await ServeAsync(Scratch("s.zarr"), knowsRanges, (_, _) => null, address =>
        {
            using var far = Zarr.Open(address);
            Assert.Equal(values, far["v"].ToDoubles());
            Assert.Equal(values[(45 * 70) + 33], far["v"].Isel(("y", 45), ("x", 33)).Item<double>());
        });
    }

    [Fact]
    public async Task Open_OverHttp_AsksAgainWhereTheServerIsBusyAndTellsWhenItStaysSo()
    {
        Zarr.Write(Scratch("s.zarr"), new Dataset([DataArray.Create("v", ["x"], [40], Enumerable.Range(1, 40).ToArray())]), new ZarrWriteOptions { Chunks = new Dictionary<string, int> { ["x"] = 10 } });
        await ServeAsync(Scratch("s.zarr"), true, (key, time) => key == "v/1" && time == 1 ? 503 : key == "v/3" ? 500 : null, address =>
        {
            using var far = Zarr.Open(address);
            Assert.Equal(Enumerable.Range(1, 30), far["v"].Isel("x", ..30).To<int>());
            Assert.Contains("does not give 'v/3', asked 3 times", Assert.Throws<DataFormatException>(() => far["v"].To<int>()).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Open_NumPysTimes_AreTimesAndNotATimeIsMissing()
    {
        var folder = Directory.CreateDirectory(Scratch("times.zarr/t"));
        File.WriteAllText(Scratch("times.zarr/.zgroup"), """{"zarr_format": 2}""");
        File.WriteAllText(Path.Combine(folder.FullName, ".zarray"), """{"zarr_format": 2, "shape": [3], "chunks": [3], "dtype": "<M8[s]", "compressor": null, "fill_value": 0, "filters": null, "order": "C"}""");
        File.WriteAllText(Path.Combine(folder.FullName, ".zattrs"), """{"_ARRAY_DIMENSIONS": ["t"]}""");
        File.WriteAllBytes(Path.Combine(folder.FullName, "0"), [.. new[] { 0, long.MinValue, 86400L }.SelectMany(BitConverter.GetBytes)]);
        using var data = Zarr.Open(Scratch("times.zarr"));

        Assert.Equal([DateTime.UnixEpoch, DateTime.MaxValue, DateTime.UnixEpoch.AddDays(1)], data["t"].ToTimes(missing: DateTime.MaxValue));
    }

    [Fact]
    public void Open_Damaged_SaysWhere()
    {
        _ = Python("g = zarr.open_group(sys.argv[1], 'w'); g.create_dataset('x', data=np.random.rand(100, 100), chunks=(50, 50)); g.create_dataset('y', data=np.arange(5))", Scratch("a.zarr"));
        File.WriteAllBytes(Scratch("a.zarr/x/0.1"), [1, 2, 3]);
        File.WriteAllText(Scratch("a.zarr/y/.zarray"), "{\"shape\": [5], \"chunks\": [0], \"dtype\": \"<i8\"}");

        Assert.Contains("y", Assert.Throws<DataFormatException>(() => Zarr.Open(Scratch("a.zarr"))).Message, StringComparison.Ordinal);
        File.Delete(Scratch("a.zarr/y/.zarray"));
        using var data = Zarr.Open(Scratch("a.zarr"));
        Assert.Contains("Chunk 0.1 is damaged", Assert.Throws<DataFormatException>(() => data["x"].ToDoubles()).Message, StringComparison.Ordinal);
        Assert.Contains("no group '/none'", Assert.Throws<DataFormatException>(() => Zarr.Open(Scratch("a.zarr"), "none")).Message, StringComparison.Ordinal);
    }
}
