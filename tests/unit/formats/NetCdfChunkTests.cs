using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Chunks unpacked here, against the C library's own reading of them.</summary>
public sealed class NetCdfChunkTests : ScratchFolder
{
    private static string Python(params string[] arguments)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, "netcdf_chunks_reference.py"), .. arguments]);
        return status == 0 ? output : throw new InvalidOperationException($"The reference needs python3-netcdf4: {error}");
    }

    [Fact]
    public void Read_AnyChunksFiltersOrderAndWindow_GivesWhatTheCLibraryGives()
    {
        var folder = Path.GetDirectoryName(Scratch("x"))!;
        var about = JsonNode.Parse(Python("write", folder))!.AsObject();
        using var data = NetCdf.Open(Scratch("chunks.nc"), decode: false);
        Assert.Equal(78, about.Count);
        foreach (var (name, _) in about)
        {
            var work = new Compare(data[name], File.ReadAllBytes(Scratch(name + ".raw")));
            NumericTypes.Invoke(data[name].ElementType, ref work);
        }
    }

    /// <summary>Whole, and forty windows with and without strides, picked from the whole in the test itself.</summary>
    private readonly struct Compare(DataArray array, byte[] expected) : INumericWork
    {
        public void Do<T>() where T : unmanaged, INumber<T>
        {
            var (all, read) = (MemoryMarshal.Cast<byte, T>(expected).ToArray(), array);
            Assert.True(all.AsSpan().SequenceEqual(read.To<T>()), $"{read.Name} as a whole");
            var memory = DataArray.Create(read.Name, read.Dimensions, [.. read.Shape], all);
            var slices = Gen.ArrayOf(Gen.Choose(0, 999).Two().SelectMany(p => Gen.Frequency((3, Gen.Constant(1)), (1, Gen.Choose(1, 9))).Select(s => (p.Item1, p.Item2, s))), read.Rank);
            Prop.ForAll(slices.ToArbitrary(), window =>
            {
                var selectors = window.Select((w, d) =>
                {
                    var (a, b) = (w.Item1 * read.Shape[d] / 1000, w.Item2 * read.Shape[d] / 1000);
                    return (read.Dimensions[d], new PositionSelector(Math.Min(a, b)..(Math.Max(a, b) + 1), w.s));
                }).ToArray();
                return read.Isel(selectors).To<T>().AsSpan().SequenceEqual(memory.Isel(selectors).To<T>());
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(20210401, 17963));
        }
    }

    [Fact]
    public void Read_FileReplacedWhileItIsOpen_GivesTheValuesOfTheOneThatWasOpened()
    {
        var folder = Path.GetDirectoryName(Scratch("x"))!;
        _ = Python("write", folder);
        using var data = NetCdf.Open(Scratch("chunks.nc"), decode: false);
        File.WriteAllBytes(Scratch("other"), new byte[1 << 24]);
        File.Move(Scratch("other"), Scratch("chunks.nc"), overwrite: true);
        Assert.Equal(MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Scratch("piece0.raw"))), data["piece0"].To<double>());
    }

    [Fact]
    public void Read_EverySample_HasTheCLibrarysSums()
    {
        var paths = Directory.EnumerateFiles(Samples.Path_("."), "*", SearchOption.AllDirectories)
            .Where(p => Path.GetExtension(p) is ".nc" or ".nc4" or ".h5")
            .Where(p => Path.GetFileName(p) != "bad_missing_data.nc").ToArray(); // a dimension twice, grown in two steps: libnetcdf gives whatever its memory held
        var wrong = new List<string>();
        var count = 0;
        foreach (var (path, sums) in JsonNode.Parse(Python(["sums", .. paths]))!.AsObject())
        {
            foreach (var group in sums!.AsObject().Select(s => "/" + s.Key[..s.Key.LastIndexOf('/')].Trim('/')).Distinct())
            {
                using var data = NetCdf.Open(path, group, decode: false);
                foreach (var (name, array) in data.Coordinates.Concat(data.Variables))
                {
                    if (sums[$"{group.TrimEnd('/')}/{name}"] is { } sum)
                    {
                        count++;
                        var work = new Sum(array);
                        NumericTypes.Invoke(array.ElementType, ref work);
                        if (work.Result != (string?)sum)
                        {
                            wrong.Add($"{path}{group}: {name}");
                        }
                    }
                }
            }
        }

        Assert.True(count > 1500, $"Only {count} variables were compared.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private struct Sum(DataArray array) : INumericWork
    {
        public string? Result { get; private set; }

        public void Do<T>() where T : unmanaged, INumber<T> => Result = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<T>(array.To<T>())));
    }

    [Fact]
    public void Read_HiddenNameInAGroup_IsFound()
    {
        _ = Python("write", Path.GetDirectoryName(Scratch("x"))!);
        using var data = NetCdf.Open(Scratch("two.nc"), "/deep/er");
        Assert.Equal(Enumerable.Range(0, 40_000).Select(i => i / 4.0), data["n"].ToDoubles());
    }

    [Theory]
    [InlineData(false, "cannot be inflated")]
    [InlineData(true, "its checksum does not fit")]
    public void Read_DamagedChunk_IsNamedAndTheOthersAreRead(bool checksum, string how)
    {
        var path = Scratch("damaged.nc");
        var (status, _, error) = ProgramRun.Run("/usr/bin/python3", ["-c", $"""
            import sys, netCDF4, numpy as np
            with netCDF4.Dataset(sys.argv[1], 'w') as d:
                d.createDimension('y', 400); d.createDimension('x', 500)
                v = d.createVariable('so2', 'f4', ['y', 'x'], chunksizes=[100, 125], {(checksum ? "fletcher32=True" : "zlib=True, shuffle=True")})
                v[:] = np.random.default_rng(1).random((400, 500))
            """, path]);
        Assert.True(status == 0, error);
        double[] whole;
        using (var data = NetCdf.Open(path))
        {
            whole = data["so2"].ToDoubles();
        }

        // The middle of the file is in the middle of a chunk of random numbers.
        using (var file = File.Open(path, FileMode.Open))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[64]);
        }

        using var damaged = NetCdf.Open(path);
        var all = Assert.Throws<DataFormatException>(() => damaged["so2"].ToDoubles());
        Assert.Matches(@"damaged\.nc, variable 'so2': Chunk \[\d, \d\] \(from position \[\d+, \d+\] on\) is damaged: .*" + how, all.Message);
        var numbers = System.Text.RegularExpressions.Regex.Match(all.Message, @"position \[(\d+), (\d+)\]").Groups.Values.Skip(1).Select(g => int.Parse(g.Value)).ToArray();

        // A small window is the C library's affair; its error says as much.
        Assert.Contains($"from position [{numbers[0]}, {numbers[1]}] on", Assert.Throws<DataFormatException>(() => damaged["so2"].Isel(("y", numbers[0]), ("x", numbers[1])).Item<float>()).Message, StringComparison.Ordinal);
        var other = (numbers[0] + 100) % 400;
        Assert.Equal(whole.AsSpan(other * 500, 50_000).ToArray(), damaged["so2"].Isel(("y", other..(other + 100))).ToDoubles());
    }

    [Fact]
    public void Dispose_WhileChunksAreRead_GivesValuesOrTellsThatItIsClosed()
    {
        var path = Scratch("many.nc");
        var values = Enumerable.Range(0, 600_000).Select(i => (float)(i % 977)).ToArray();
        NetCdf.Write(path, new Dataset([DataArray.Create("v", ["x"], [values.Length], values)]), new NetCdfWriteOptions { Chunks = new Dictionary<string, int> { ["x"] = 20_000 } });
        for (var round = 0; round < 20; round++)
        {
            var data = NetCdf.Open(path);
            var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                try
                {
                    return data["v"].To<float>().AsSpan().SequenceEqual(values);
                }
                catch (ObjectDisposedException)
                {
                    return true;
                }
            })).ToArray();
            Thread.Sleep(round % 5);
            data.Dispose();
            Assert.All(readers, r => Assert.True(r.GetAwaiter().GetResult()));
        }

        // Closed indeed: the file opens anew, and is what it now is.
        NetCdf.Write(path, new Dataset([DataArray.Create("v", ["x"], [2], new float[] { 1, 2 })]));
        using var again = NetCdf.Open(path);
        Assert.Equal([1f, 2], again["v"].To<float>());
    }

    [Fact]
    public void Read_TextsOfOneLengthInHdf5_AreTextsAndNotTheEnd()
    {
        using var data = NetCdf.Open(Samples.Path_("spectra/gosat/l1b_20090627211734.h5"), "/FootprintGeometry");
        var texts = data["footprint_time_string"].To<string>();
        Assert.Equal(6, texts.Length);
        Assert.All(texts, t => Assert.StartsWith("2009-06-27T21:17", t, StringComparison.Ordinal));
        Assert.Equal(texts[4], data["footprint_time_string"].Isel(("phony_dim_1", 2), ("phony_dim_2", 0)).To<string>()[0]);
    }
}
