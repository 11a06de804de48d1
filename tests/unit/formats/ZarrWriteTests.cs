using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Hierarchies that we write: read back by us, by zarr-python and xarray, those of version 3 by zarrita.</summary>
public sealed class ZarrWriteTests : ScratchFolder
{
    private static JsonNode Python(string script, params string[] arguments)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", "-c", "import sys, json, numpy as np, zarr, xarray as xr\n" + script, .. arguments]);
        return status == 0 ? JsonNode.Parse(output)! : throw new InvalidOperationException($"The reference needs python3-zarr and python3-xarray: {error}");
    }

    private static Dataset Sample()
    {
        var time = DataArray.FromTimes("time", [new(2020, 2, 28), new(2020, 2, 29), new(2020, 3, 1)], "hours since 2000-01-01");
        var latitude = DataArray.Create("lat", ["y"], [70], Enumerable.Range(0, 70).Select(i => 36 + (i * 0.1)).ToArray(), new Dictionary<string, object> { ["units"] = "degrees_north" });
        var area = DataArray.Create("area", ["y"], [70], Enumerable.Range(0, 70).Select(i => (float)i).ToArray());
        var values = Enumerable.Range(0, 3 * 70 * 90).Select(i => i % 11 == 0 ? float.NaN : (float)Math.Sqrt(i)).ToArray();
        return new Dataset(
            [
                DataArray.Create("so2", ["time", "y", "x"], [3, 70, 90], values, new Dictionary<string, object> { ["units"] = "mol m-2", ["valid_range"] = new[] { 0.0, 1e6 } }, [time, latitude, area]),
                DataArray.Create("count", ["y", "x"], [70, 90], Enumerable.Range(0, 6300).Select(i => (long)i << 33).ToArray()),
                DataArray.Create("flag", ["y"], [70], Enumerable.Range(0, 70).Select(i => (byte)(i % 3)).ToArray()),
                DataArray.Create("name", ["time"], [3], new[] { "Etna", "日本", "" }),
                DataArray.Create("scalar", [], [], new[] { -2.5 }),
                DataArray.Create("nothing", ["y", "x"], [70, 90], Enumerable.Repeat(float.NaN, 6300).ToArray()),
            ],
            attributes: new Dictionary<string, object> { ["title"] = "Ätna", ["history"] = "made \"here\"", ["version"] = 3 });
    }

    public static TheoryData<int, ZarrCompression> Layouts()
    {
        var data = new TheoryData<int, ZarrCompression>();
        foreach (var compression in Enum.GetValues<ZarrCompression>())
        {
            data.Add(2, compression);
            data.Add(3, compression);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Write_EveryCompression_ReadsBackTheSame(int version, ZarrCompression compression)
    {
        var memory = Sample();
        var path = Scratch("a.zarr");
        Zarr.Write(path, memory, new ZarrWriteOptions { Version = version, Compression = compression, Level = 3, Chunks = new Dictionary<string, int> { ["y"] = 32, ["x"] = 40, ["time"] = 2 } });

        using var file = DataStore.Open(path);
        Assert.Equal(memory.Dimensions.OrderBy(d => d.Key), file.Dimensions.OrderBy(d => d.Key));
        foreach (var (name, array) in memory.Variables.Concat(memory.Coordinates))
        {
            var read = file[name];
    if (array.ElementType == typeof(string))
            {
                Assert.Equal(array.To<string>(), read.To<string>());
            }
            else
            {
                Assert.Equal(array.ToDoubles(), read.ToDoubles());
            }
        }

        Assert.Equal(memory["time"].ToTimes(), file["time"].ToTimes());
        Assert.Equal(["area", "lat", "time"], file["so2"].Coordinates.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("made \"here\"", file.Attributes["history"]);
        Assert.Equal(3, file.Attributes["version"]);
        Assert.Equal(new[] { 0.0, 1e6 }.Select(v => v), ((Array)(file["so2"].Attributes.GetValueOrDefault("valid_range") ?? file["so2"].Variable.Encoding!.Attributes["valid_range"])).Cast<object>().Select(Convert.ToDouble));

        // What is all fill has no chunks.
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(path, "nothing"), "*", SearchOption.AllDirectories), f => !Path.GetFileName(f).StartsWith('.') && Path.GetFileName(f) != "zarr.json");
    }

    [Theory]
    [InlineData(ZarrCompression.None)]
    [InlineData(ZarrCompression.Blosc)]
    [InlineData(ZarrCompression.Zstandard)]
    [InlineData(ZarrCompression.Zlib)]
    [InlineData(ZarrCompression.GZip)]
    public void Write_Version2_IsReadByZarrPythonAndXarray(ZarrCompression compression)
    {
        var memory = Sample();
        Zarr.Write(Scratch("a.zarr"), memory, new ZarrWriteOptions { Compression = compression, Chunks = new Dictionary<string, int> { ["y"] = 33, ["x"] = 41 } });

        var answer = Python("""
            g = zarr.open_consolidated(sys.argv[1], mode='r'); d = xr.open_zarr(sys.argv[1])
            raw = lambda v: np.nan_to_num(np.asarray(v, 'f8'), nan=-1).ravel().tolist()
            print(json.dumps(dict(so2=raw(g['so2'][...]), xso2=raw(d['so2'].values), count=g['count'][...].ravel().tolist(), name=g['name'][...].tolist(), scalar=float(d['scalar']),
                times=[str(t)[:10] for t in d['time'].values], coords=sorted(d['so2'].coords), title=d.attrs['title'], units=d['so2'].attrs['units'], nothing=raw(d['nothing'].values)[:5], chunks=list(g['so2'].chunks),
                attrs=sorted(d['so2'].attrs), dtype=[str(g[n].dtype) for n in ('so2', 'count', 'flag')])))
            """, Scratch("a.zarr"));

        double[] Numbers(string name) => [.. answer[name]!.AsArray().Select(v => (double)v!)];
        string[] Texts(string name) => [.. answer[name]!.AsArray().Select(v => (string)v!)];
        var so2 = memory["so2"].ToDoubles().Select(v => double.IsNaN(v) ? -1 : v).ToArray();
        Assert.Equal(so2, Numbers("so2"));
        Assert.Equal(so2, Numbers("xso2"));
        Assert.Equal(memory["count"].To<long>(), answer["count"]!.AsArray().Select(v => (long)v!));
        Assert.Equal(["Etna", "日本", ""], Texts("name"));
        Assert.Equal(-2.5, (double)answer["scalar"]!);
        Assert.Equal(["2020-02-28", "2020-02-29", "2020-03-01"], Texts("times"));
        Assert.Equal(["area", "lat", "time"], Texts("coords").Where(c => c is not ("x" or "y")));
        Assert.Equal(("Ätna", "mol m-2"), ((string)answer["title"]!, (string)answer["units"]!));
        Assert.Equal([-1.0, -1, -1, -1, -1], Numbers("nothing"));
        Assert.Equal(["units", "valid_range"], Texts("attrs"));
        Assert.Equal(["float32", "int64", "uint8"], Texts("dtype"));
        Assert.Equal(33, Numbers("chunks")[1]);
    }

    [Fact]
    public void Write_Packed_IsPackedAndReadBack()
    {
        var packed = DataArray.Create("t", ["x"], [5], new[] { 271.5, 280.25, double.NaN, 300, 271.5 }) is var t
            ? new Dataset([new DataArray(t.Variable.With(t.Variable.Attributes, StorageEncoding.Packed(0.25, 270, (short)-32768)))]) : null!;
        foreach (var version in new[] { 2, 3 })
        {
            Zarr.Write(Scratch("p.zarr"), packed, new ZarrWriteOptions { Version = version });
            using var stored = Zarr.Open(Scratch("p.zarr"), decode: false);
            Assert.Equal(new short[] { 6, 41, -32768, 120, 6 }, stored["t"].To<short>());
            using var read = Zarr.Open(Scratch("p.zarr"));
            Assert.Equal(packed["t"].ToDoubles(), read["t"].ToDoubles());
        }
    }

    [Fact]
    public void Write_Groups_AreThereWithTheirParents()
    {
        foreach (var version in new[] { 2, 3 })
        {
            Zarr.Write(Scratch("g.zarr"), new Dictionary<string, Dataset> { ["/deep/er"] = Sample(), ["/"] = new([DataArray.Create("v", ["n"], [2], new[] { 1, 2 })]) }, new ZarrWriteOptions { Version = version });
            using var root = Zarr.Open(Scratch("g.zarr"));
            Assert.Equal(["/deep", "/deep/er"], root.Groups.Order(StringComparer.Ordinal));
            using var deep = Zarr.Open(Scratch("g.zarr"), "/deep/er");
            Assert.Equal(Sample()["count"].To<long>(), deep["count"].To<long>());
        }
    }

    [Fact]
    public void Write_Shards_AreFewFilesAndTheSameValues()
    {
        var memory = Sample();
        var options = new ZarrWriteOptions { Version = 3, Compression = ZarrCompression.Zstandard, Chunks = new Dictionary<string, int> { ["y"] = 8, ["x"] = 16, ["time"] = 1 } };
        Zarr.Write(Scratch("many.zarr"), memory, options);
        Zarr.Write(Scratch("few.zarr"), memory, options with { ChunksPerShard = new Dictionary<string, int> { ["y"] = 4, ["x"] = 3, ["time"] = 2 } });

        int Files(string name) => Directory.EnumerateFiles(Scratch(name), "*", SearchOption.AllDirectories).Count();
        Assert.True(Files("few.zarr") * 5 < Files("many.zarr"), $"{Files("few.zarr")} of {Files("many.zarr")}");
        using var few = Zarr.Open(Scratch("few.zarr"));
        Assert.Equal(memory["so2"].ToDoubles(), few["so2"].ToDoubles());
        Assert.Equal(memory["so2"].Isel(("time", 2), ("y", 5..61), ("x", new PositionSelector(3..88, 7))).ToDoubles(), few["so2"].Isel(("time", 2), ("y", 5..61), ("x", new PositionSelector(3..88, 7))).ToDoubles());
        Assert.Equal(memory["count"].To<long>(), few["count"].To<long>());

        // An index that was changed does not fit its checksum.
        var shard = Directory.EnumerateFiles(Scratch("few.zarr/so2/c"), "*", SearchOption.AllDirectories).First();
        var bytes = File.ReadAllBytes(shard);
        bytes[^10] ^= 1;
        File.WriteAllBytes(shard, bytes);
        using var damaged = Zarr.Open(Scratch("few.zarr"));
        Assert.Contains("checksum", Assert.Throws<DataFormatException>(() => damaged["so2"].ToDoubles()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ZarrCompression.None, 1)]
    [InlineData(ZarrCompression.GZip, 1)]
    [InlineData(ZarrCompression.Zstandard, 1)]
    [InlineData(ZarrCompression.Blosc, 1)]
    [InlineData(ZarrCompression.Zstandard, 3)]
    [InlineData(ZarrCompression.Blosc, 3)]
    public void Write_VersionThree_IsReadByZarrita(ZarrCompression compression, int chunksPerShard)
    {
        string[] names = ["time", "y", "x"];
        var memory = Sample();
        Zarr.Write(Scratch("three.zarr"), memory, new ZarrWriteOptions
        {
            Version = 3, Compression = compression, Chunks = new Dictionary<string, int> { ["time"] = 2, ["y"] = 32, ["x"] = 40 }, ChunksPerShard = chunksPerShard == 1 ? new Dictionary<string, int>() : names.ToDictionary(n => n, _ => chunksPerShard),
        });

        const string script = """
            const [path, modules] = process.argv.slice(1);
            const zarr = await import(modules + "/zarrita/dist/src/index.js");
            const { default: FileSystemStore } = await import(modules + "/@zarrita/storage/dist/src/fs.js");
            const group = await zarr.open.v3(zarr.root(new FileSystemStore(path)), { kind: "group" });
            const arrays = {};
            for (const name of ["time", "lat", "so2", "count", "flag", "scalar", "nothing"]) {
                const array = await zarr.open.v3(group.resolve(name), { kind: "array" });
                const read = await zarr.get(array);
                arrays[name] = { shape: array.shape, chunks: array.chunks, units: array.attrs.units, values: Array.from(read?.data ?? [read], String) };
            }
            console.log(JSON.stringify({ title: group.attrs.title, arrays }));
            """;
        var modules = Path.Combine(Samples.RepositoryRoot, "artifacts", "npm", "node_modules");
        var (status, output, error) = ProgramRun.Run("node", ["--input-type=module", "-e", script, Scratch("three.zarr"), modules]);
        Assert.True(status == 0, $"./isopleth test fetches zarrita, the other reader (node and npm): {error}");
        var read = JsonNode.Parse(output)!;
        Assert.Equal("Ätna", (string)read["title"]!);
        Assert.Equal("mol m-2", (string)read["arrays"]!["so2"]!["units"]!);
        Assert.Equal("[2,32,40]", read["arrays"]!["so2"]!["chunks"]!.ToJsonString());
        foreach (var (name, array) in read["arrays"]!.AsObject())
        {
            var expected = memory[name];
            Assert.Equal(expected.Shape, array!["shape"]!.AsArray().Select(n => (int)n!));
            Assert.Equal(expected.ToDoubles(), array["values"]!.AsArray().Select(v => double.Parse((string)v!, System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Fact]
    public void WriteThenRead_AnyShapeChunksShardsAndWindow_GivesTheSameValues()
    {
        var cases = from rank in Gen.Choose(0, 4)
                    from shape in Gen.ArrayOf(Gen.Choose(1, 13), rank)
                    from chunk in Gen.Choose(1, 9)
                    from shard in Gen.Choose(1, 3)
                    from version in Gen.Choose(2, 3)
                    from compression in Gen.Elements(Enum.GetValues<ZarrCompression>())
                    from start in Gen.Choose(0, 5)
                    from stride in Gen.Choose(1, 4)
                    select (shape, chunk, shard, version, compression, start, stride);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var names = c.shape.Select((_, i) => $"d{i}").ToArray();
            var size = c.shape.Aggregate(1, (a, b) => a * b);
            var memory = new Dataset(
            [
                DataArray.Create("double", names, c.shape, Enumerable.Range(0, size).Select(i => i % 5 == 0 ? double.NaN : Math.Sqrt(i)).ToArray()),
                DataArray.Create("short", names, c.shape, Enumerable.Range(0, size).Select(i => (short)(i * 7)).ToArray()),
                DataArray.Create("text", names, c.shape, Enumerable.Range(0, size).Select(i => $"№ {i}").ToArray()),
            ]);
            Zarr.Write(Scratch("law.zarr"), memory, new ZarrWriteOptions
            {
                Version = c.version, Compression = c.compression, Chunks = names.ToDictionary(n => n, _ => c.chunk),
                ChunksPerShard = c.version == 2 ? new Dictionary<string, int>() : names.ToDictionary(n => n, _ => c.shard),
            });
            using var file = Zarr.Open(Scratch("law.zarr"));
            Dataset Part(Dataset data) => data.Isel([.. data.Dimensions.Select(d => (d.Key, new PositionSelector(Math.Min(c.start, d.Value - 1).., c.stride)))]);
            return Same(memory, file) && Same(Part(memory), Part(file));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80).WithReplay(20210401, 17963));
    }

    private static bool Same(Dataset a, Dataset b) =>
        a["double"].ToDoubles().SequenceEqual(b["double"].ToDoubles())
        && a["short"].To<short>().SequenceEqual(b["short"].To<short>())
        && a["text"].To<string>().SequenceEqual(b["text"].To<string>());

    [Fact]
    public void Write_InPlaceOfSomething_ReplacesHierarchiesOnly()
    {
        var path = Scratch("a.zarr");
        Zarr.Write(path, Sample());
        using (var old = Zarr.Open(path))
        {
            // From the very folder that it replaces.
            Zarr.Write(path, new Dataset([old["count"] + 1]));
        }

        using (var replaced = Zarr.Open(path))
        {
            Assert.Equal(Sample()["count"].To<long>().Select(v => v + 1), replaced.Variables.Values.Single().To<long>());
        }

        Directory.CreateDirectory(Scratch("letters"));
        File.WriteAllText(Scratch("letters/dear.txt"), "…");
        Assert.Contains("is not replaced", Assert.Throws<DataFormatException>(() => Zarr.Write(Scratch("letters"), Sample())).Message, StringComparison.Ordinal);
        Assert.Contains("there is no folder", Assert.Throws<DataFormatException>(() => Zarr.Write(Scratch("none/a.zarr"), Sample())).Message, StringComparison.Ordinal);
        Assert.Equal(["a.zarr", "letters"], ScratchFiles());
    }

    [Fact]
    public void Write_WhatFails_LeavesTheOldHierarchy()
    {
        var path = Scratch("a.zarr");
        Zarr.Write(path, Sample());
        var t = DataArray.Create("t", ["x"], [2], new[] { 1.0, 1e9 });
        var impossible = new Dataset([new DataArray(t.Variable.With(t.Variable.Attributes, StorageEncoding.Packed(1, 0, (short)-1)))]);

        Assert.Throws<ArgumentException>(() => Zarr.Write(path, impossible));

        Assert.Equal(["a.zarr"], ScratchFiles());
        using var old = Zarr.Open(path);
        Assert.True(old.Contains("so2"));
    }

    [Theory]
    [InlineData("Version is 4")]
    [InlineData("Level is 0")]
    [InlineData("name dimension 'z'")]
    [InlineData("Version 2 of Zarr has no shards")]
    [InlineData("it is at least 1")]
    public void Write_WrongOptions_SayWhat(string message)
    {
        var options = message switch
        {
            "Version is 4" => new ZarrWriteOptions { Version = 4 },
            "Level is 0" => new ZarrWriteOptions { Level = 0 },
            "name dimension 'z'" => new ZarrWriteOptions { Chunks = new Dictionary<string, int> { ["z"] = 4 } },
            "it is at least 1" => new ZarrWriteOptions { Chunks = new Dictionary<string, int> { ["x"] = 0 } },
            _ => new ZarrWriteOptions { ChunksPerShard = new Dictionary<string, int> { ["x"] = 4 } },
        };
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Zarr.Write(Scratch("a.zarr"), Sample(), options)).Message, StringComparison.Ordinal);
    }
}
