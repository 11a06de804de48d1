using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Files that we write, read by netCDF4-python, by xarray and by ourselves.</summary>
public class NetCdfWriteTests : ScratchFolder
{
    private static OrderedDictionary<string, object> Attributes(params (string Name, object Value)[] attributes) =>
        new(attributes.Select(a => KeyValuePair.Create(a.Name, a.Value)), StringComparer.Ordinal);

    private static Dataset Sample()
    {
        var so2 = Enumerable.Range(0, 24).Select(i => i == 5 ? double.NaN : i * 0.125).ToArray();
        return new Dataset(
            [
                DataArray.Create("so2", ["time", "y", "x"], [2, 3, 4], so2, Attributes(("units", "mol m-2"), ("weights", new[] { 1.5f, 2 }), ("note", "Ätna"))),
                DataArray.Create("packed", ["time", "y", "x"], [2, 3, 4], so2).WithEncoding(StorageEncoding.Packed(0.125, 1, (short)-999)),
                DataArray.Create("station", ["time"], [2], new[] { "Catania", "Nicolosi ☀" }),
                DataArray.Create("flag", ["y", "x"], [3, 4], Enumerable.Range(0, 12).Select(i => (byte)i).ToArray(), Attributes(("flag_values", new byte[] { 0, 1 }))),
                DataArray.Create("counter", [], [], new[] { long.MaxValue }),
            ],
            [
                DataArray.FromTimes("time", [new DateTime(2018, 12, 30, 11, 49, 0), new DateTime(2018, 12, 30, 11, 50, 0)]),
                DataArray.Create("latitude", ["y", "x"], [3, 4], new float[12], Attributes(("units", "degrees_north"))),
            ],
            Attributes(("title", "Etna"), ("orbit", 6286)));
    }

    private string Write(Dataset dataset, NetCdfWriteOptions? options = null)
    {
        var path = Scratch("written.nc");
        NetCdf.Write(path, dataset, options);
        return path;
    }

    [Fact]
    public void Write_Sample_PythonReadsTheSameValuesAndAttributes()
    {
        var seen = Python.Read(Write(Sample()));
        var variables = seen["variables"]!;
        Assert.Equal(Sample()["so2"].ToDoubles(), Python.Numbers(variables["so2"]!["decoded"]));
        Assert.Equal(Sample()["so2"].ToDoubles(), Python.Numbers(variables["packed"]!["decoded"]));
        Assert.Equal("i2", (string?)variables["packed"]!["type"]);
        Assert.Equal(["Catania", "Nicolosi ☀"], Python.Texts(variables["station"]!["stored"]));
        Assert.Equal([long.MaxValue.ToString()], Python.Texts(variables["counter"]!["stored"]));
        Assert.Equal("Ätna", (string?)variables["so2"]!["attributes"]!["note"]);
        Assert.Equal("""{"type":"f4","values":[1.5,2.0]}""", variables["so2"]!["attributes"]!["weights"]!.ToJsonString());
        Assert.Equal("""{"type":"i4","values":["6286"]}""", seen["attributes"]!["orbit"]!.ToJsonString());
        Assert.Equal("CF-1.8", (string?)seen["attributes"]!["Conventions"]);
        Assert.Equal("latitude", (string?)variables["so2"]!["attributes"]!["coordinates"]);
        Assert.Null(variables["time"]!["attributes"]!["_FillValue"]);
        Assert.Equal("f8", (string?)variables["so2"]!["attributes"]!["_FillValue"]!["type"]);
    }

    [Fact]
    public void Write_Sample_XarrayFindsCoordinatesAndTimes()
    {
        var seen = Python.ReadWithXarray(Write(Sample()));
        Assert.Equal(["latitude", "time"], Python.Texts(seen["coordinates"]));
        Assert.Equal(["2018-12-30T11:49:00", "2018-12-30T11:50:00"], Python.Texts(seen["times"]!["time"]));
        Assert.Equal(["latitude", "time"], Python.Texts(seen["variables"]!["so2"]!["coordinates"]));
    }

    [Fact]
    public void Write_Sample_ReadsBackExactly()
    {
        using var back = NetCdf.Open(Write(Sample()));
        AssertSame(Sample(), back);
        Assert.Equal(["2018-12-30T11:49:00", "2018-12-30T11:50:00"], back["time"].ToTimes().Select(t => t.ToString("s")));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(4, false)]
    public void Write_Compression_IsAsAskedAndChangesNoValue(int level, bool shuffle)
    {
        var path = Write(Sample(), new NetCdfWriteOptions { DeflateLevel = level, Shuffle = shuffle });
        var so2 = Python.Read(path)["variables"]!["so2"]!;
        Assert.Equal(level, (int)so2["deflate"]!);
        Assert.Equal(level > 0 && shuffle, (bool)so2["shuffle"]!);
        Assert.Equal(Sample()["so2"].ToDoubles(), Python.Numbers(so2["decoded"]));
    }

    [Fact]
    public void Write_ChunksAndUnlimitedDimensions_AreAsAsked()
    {
        var options = new NetCdfWriteOptions { Chunks = new Dictionary<string, int> { ["y"] = 2, ["x"] = 100 }, UnlimitedDimensions = ["time"] };
        var seen = Python.Read(Write(Sample(), options));
        Assert.Equal("[2,2,4]", seen["variables"]!["so2"]!["chunks"]!.ToJsonString());
        Assert.Equal("""["time"]""", seen["unlimited"]!.ToJsonString());
        Assert.Equal(Sample()["so2"].ToDoubles(), Python.Numbers(seen["variables"]!["so2"]!["decoded"]));
    }

    [Theory]
    [InlineData(new[] { 1500, 1100 }, new[] { 400, 300 })]
    [InlineData(new[] { 3, 1500, 700 }, new[] { 2, 64, 64 })]
    [InlineData(new[] { 2_000_003 }, new[] { 1000 })]
    public void Write_LargerThanATile_EveryValueInItsPlace(int[] shape, int[] chunks)
    {
        var values = Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(i => (float)(i % 99991)).ToArray();
        var names = shape.Select((_, i) => $"d{i}").ToArray();
        var options = new NetCdfWriteOptions { Chunks = names.Zip(chunks).ToDictionary(p => p.First, p => p.Second) };
        using var back = NetCdf.Open(Write(new Dataset([DataArray.Create("v", names, shape, values)]), options));
        Assert.Equal(values, back["v"].To<float>());
        Assert.Equal(values.Select(v => (double)v), back["v"].ToDoubles());
    }

    [Theory]
    [InlineData("types4.nc")]
    [InlineData("packed.nc")]
    [InlineData("times.nc")]
    [InlineData("types3.nc")]
    public void Write_WhatWasRead_StoresTheSameBits(string file)
    {
        var original = Path.Combine(Python.Folder, file);
        using var data = NetCdf.Open(original);
        var copy = Write(data);
        var (before, after) = (Python.Read(original)["variables"]!.AsObject(), Python.Read(copy)["variables"]!.AsObject());

        // Of what lies outside the valid range only that it is missing is known.
        foreach (var (name, variable) in before.Where(v => v.Key != "ranged"))
        {
            Assert.Equal(variable!["stored"]!.ToJsonString(), after[name]!["stored"]!.ToJsonString());
            Assert.Equal((string?)variable["type"], (string?)after[name]!["type"]);
            foreach (var (attribute, value) in variable["attributes"]!.AsObject())
            {
                Assert.Equal(value!.ToJsonString(), after[name]!["attributes"]![attribute]?.ToJsonString());
            }
        }
    }

    [Fact]
    public void Write_OntoItsOwnSource_ReplacesTheFileWhole()
    {
        var path = Write(Sample());
        using (var data = NetCdf.Open(path))
        {
            NetCdf.Write(path, data.Isel(("time", 1..2)));
        }

        using var back = NetCdf.Open(path);
        Assert.Equal(Sample()["so2"].Isel("time", 1..2).ToDoubles(), back["so2"].ToDoubles());
        Assert.Equal(["written.nc"], ScratchFiles());
    }

    [Fact]
    public void Write_FailsHalfway_LeavesTheOldFileAndNothingElse()
    {
        var path = Write(Sample());
        var before = File.ReadAllBytes(path);
        var bad = DataArray.Create("bad", ["x"], [1], [1e9]).WithEncoding(StorageEncoding.Packed(1, 0, (short)-1));
        Assert.Contains("'bad' has a value of 1E+09", Assert.Throws<ArgumentException>(() => NetCdf.Write(path, new Dataset([bad]))).Message);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(["written.nc"], ScratchFiles());
    }

    [Fact]
    public void Write_FolderOrMissingFolder_SaysWhatIsWrong()
    {
        Assert.Contains("This is a folder", Assert.Throws<DataFormatException>(() => NetCdf.Write(Path.GetDirectoryName(Scratch("x"))!, Sample())).Message);
        Assert.Contains("there is no folder", Assert.Throws<DataFormatException>(() => NetCdf.Write(Scratch("none/x.nc"), Sample())).Message);
        var error = Assert.Throws<DataFormatException>(() => NetCdf.Write("/proc/x.nc", Sample()));
        Assert.Contains("/proc/x.nc: The file cannot be written", error.Message);
    }

    [Fact]
    public void Write_AttributeOfNoNetCdfKind_NamesIt()
    {
        var array = DataArray.Create("v", [], [], [1], Attributes(("when", DateTime.UnixEpoch)));
        Assert.Contains("Attribute 'when' of 'v' is a DateTime", Assert.Throws<ArgumentException>(() => Write(new Dataset([array]))).Message);
    }

    [Fact]
    public void Write_BadOptions_NameTheValue()
    {
        Assert.Contains("DeflateLevel is 10", Assert.Throws<ArgumentOutOfRangeException>(() => Write(Sample(), new NetCdfWriteOptions { DeflateLevel = 10 })).Message);
        Assert.Contains("'x' is 0", Assert.Throws<ArgumentOutOfRangeException>(() => Write(Sample(), new NetCdfWriteOptions { Chunks = new Dictionary<string, int> { ["x"] = 0 } })).Message);
        Assert.Contains("dimension 'z'", Assert.Throws<ArgumentException>(() => Write(Sample(), new NetCdfWriteOptions { UnlimitedDimensions = ["z"] })).Message);
    }

    private static void AssertSame(Dataset expected, Dataset actual)
    {
        Assert.Equal(expected.Dimensions, actual.Dimensions);
        Assert.Equal(expected.Coordinates.Keys.Order(), actual.Coordinates.Keys.Order());
        foreach (var array in expected.Variables.Values.Concat(expected.Coordinates.Values))
        {
            var other = actual[array.Name];
            Assert.Equal(array.ElementType, other.ElementType);
            Assert.Equal(array.Dimensions, other.Dimensions);
            foreach (var (name, value) in array.Attributes)
            {
                Assert.Equal(value, other.Attributes[name]);
            }

            if (array.ElementType == typeof(string))
            {
                Assert.Equal(array.To<string>(), other.To<string>());
            }
            else
            {
                Assert.Equal(array.ToDoubles(), other.ToDoubles());
            }
        }
    }

    [Fact]
    public void Write_Groups_ShareTheDimensionsAboveThem()
    {
        DataArray Values(string name, int rows, int columns) => DataArray.Create(name, ["row", "column"], [rows, columns], Enumerable.Range(0, rows * columns).ToArray());
        var path = Scratch("groups.nc");

        NetCdf.Write(path, new Dictionary<string, Dataset>
        {
            ["/"] = new Dataset([], attributes: Attributes(("title", "groups"))),
            ["/BAND/MODE"] = new Dataset([DataArray.Create("row", ["row"], [2], new[] { 10, 20 })]),
            ["/BAND/MODE/DATA"] = new Dataset([Values("v", 2, 3)]),
            ["/BAND/OTHER"] = new Dataset([Values("w", 5, 3)], attributes: Attributes(("note", "own rows"))),
        });

        Assert.Equal(["/", "/BAND", "/BAND/MODE", "/BAND/MODE/DATA", "/BAND/OTHER"], NetCdf.Groups(path));
        using var data = NetCdf.Open(path, "/BAND/MODE/DATA");
        Assert.Equal(["column"], data.Dimensions.Keys.Except(["row"]));
        Assert.Equal([10, 20], data["v"].Coordinates["row"].To<int>());
        using var other = NetCdf.Open(path, "/BAND/OTHER");
        Assert.Equal(15, other["w"].Size);
        Assert.Equal("own rows", other.Attributes["note"]);

        // Groups of a file that is open already.
        var root = NetCdf.Open(path);
        Assert.Equal([0, 1, 2, 3, 4, 5], NetCdf.OpenGroup(root, "BAND/MODE/DATA")["v"].To<int>());
        Assert.Contains("no group '/BANDS'; its groups are /, /BAND", Assert.Throws<DataFormatException>(() => NetCdf.OpenGroup(root, "/BANDS")).Message);
        Assert.Contains("No NetCDF file is open here", Assert.Throws<DataFormatException>(() => NetCdf.OpenGroup(new Dataset([]), "/BAND")).Message);
        var left = NetCdf.OpenGroup(root, "/BAND/OTHER");
        root.Dispose();
        _ = Assert.Throws<ObjectDisposedException>(() => left["w"].To<int>());
        const string script = "import netCDF4, sys; f = netCDF4.Dataset(sys.argv[1]); m = f['BAND/MODE']; print(f.title, f.Conventions, list(m.dimensions), list(m['DATA'].dimensions), m['DATA/v'][1, 2], f['BAND/OTHER/w'].shape)";
        Assert.Equal("groups CF-1.8 ['row'] ['column'] 5 (5, 3)", ProgramRun.Run("/usr/bin/python3", ["-c", script, path]).Output.Trim());
    }

    [Theory]
    [InlineData("DATA")]
    [InlineData("/DATA/")]
    [InlineData("//DATA")]
    public void Write_PathThatIsNone_IsRefused(string group) => Assert.Contains(
        $"'{group}' is no path of a group", Assert.Throws<ArgumentException>(() => NetCdf.Write(Scratch("x.nc"), new Dictionary<string, Dataset> { [group] = Sample() })).Message, StringComparison.Ordinal);
}
