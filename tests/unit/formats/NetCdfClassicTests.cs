using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>The classic formats of NetCDF, written: read back by us, and by netCDF4-python, xarray and SciPy, which has its own reader.</summary>
public sealed class NetCdfClassicTests : ScratchFolder
{
    private static DataArray Numbers<T>(string name, params T[] values) => DataArray.Create(name, ["x"], [values.Length], values);

    private static Dataset Sample(bool wide) => new(
        [
            Numbers("f8", 0.1, double.NaN, double.PositiveInfinity, -0.0, double.Epsilon),
            Numbers("f4", 0.1f, float.NaN, float.NegativeInfinity, -0f, float.Epsilon),
            Numbers<sbyte>("i1", -128, 127, 0, 1, -1), Numbers<short>("i2", short.MinValue, short.MaxValue, 0, 1, -1), Numbers("i4", int.MinValue, int.MaxValue, 0, 1, -1),
            Numbers<byte>("u1", 0, 255, 128, 1, 2), Numbers<ushort>("u2", 0, 65535, 32768, 1, 2), Numbers<uint>("u4", 0, uint.MaxValue, 1u << 31, 1, 2),
            wide ? Numbers("i8", long.MinValue, long.MaxValue, (1L << 53) + 1, 0, -1) : Numbers("i8", 1L, int.MaxValue, int.MinValue, 0, -1),
            Numbers("text", "Etna", "日本", "", "a\tb", "long text with blanks"),
            DataArray.Create("scalar", [], [], new[] { -2.5 }), DataArray.Create("word", [], [], new[] { "ß" }),
            DataArray.FromTimes("x", [new(2020, 2, 28), new(2020, 2, 29), new(2020, 3, 1), new(2020, 3, 2), new(2020, 3, 3)], "hours since 2000-01-01"),
        ],
        attributes: new Dictionary<string, object> { ["title"] = "Ätna", ["list"] = new[] { 1, 2, 3 }, ["bytes"] = new byte[] { 1, 255 }, ["large"] = 1L << 40 });

    [Theory]
    [InlineData(NetCdfVersion.Classic, 1)]
    [InlineData(NetCdfVersion.Offset64, 2)]
    [InlineData(NetCdfVersion.Data64, 5)]
    public void Write_Classic_IsReadBackByAll(NetCdfVersion version, byte number)
    {
        var data = Sample(wide: version == NetCdfVersion.Data64);
        NetCdf.Write(Scratch("a.nc"), data, new() { Version = version });
        Assert.Equal([(byte)'C', (byte)'D', (byte)'F', number], File.ReadAllBytes(Scratch("a.nc"))[..4]);
        using var back = DataStore.Open(Scratch("a.nc"));
        foreach (var array in data.Variables.Values.Concat(data.Coordinates.Values))
        {
            var read = back[array.Name];
            Assert.Equal(array.Dimensions, read.Dimensions);
            if (array.ElementType == typeof(string))
            {
                Assert.Equal(array.To<string>(), read.To<string>());
                continue;
            }

            Assert.Equal(array.ElementType == typeof(long) && version != NetCdfVersion.Data64 ? typeof(int) : array.ElementType, read.ElementType);
            Assert.Equal(array.ToDoubles().Select(BitConverter.DoubleToInt64Bits), read.ToDoubles().Select(BitConverter.DoubleToInt64Bits));
        }

        Assert.Equal(data["i8"].To<long>(), back["i8"].To<long>());
        Assert.Equal(new[] { 1, 2, 3 }, back.Attributes["list"]);
        Assert.Equal((double)(1L << 40), Convert.ToDouble(back.Attributes["large"], System.Globalization.CultureInfo.InvariantCulture));
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", "-c", """
            import sys, json, netCDF4, xarray as xr
            from scipy.io import netcdf_file
            d = netCDF4.Dataset(sys.argv[1]); d.set_auto_mask(False); x = xr.open_dataset(sys.argv[1])
            s = netcdf_file(sys.argv[1], mmap=False).variables['i2'][:].tolist() if d.data_model in ('NETCDF3_CLASSIC', 'NETCDF3_64BIT_OFFSET') else None
            print(json.dumps(dict(u2=d['u2'][:].tolist(), u4=x.u4.values.astype('f8').tolist(), f8=[repr(v) for v in x.f8.values.tolist()], i2=d['i2'][:].tolist(), scipy=s, time=str(x.x.values[1])[:10], text=[bytes(r).split(b'\0')[0].decode() for r in d['text'][:]])))
            """, Scratch("a.nc")]);
        Assert.True(status == 0, error);
        var seen = JsonNode.Parse(output)!;
        Assert.Equal(data["u2"].ToDoubles(), Python.Numbers(seen["u2"]));
        Assert.Equal(data["u4"].ToDoubles(), Python.Numbers(seen["u4"]));
        Assert.Equal(["0.1", "nan", "inf", "-0.0", "5e-324"], Python.Texts(seen["f8"]));
        Assert.Equal(data["i2"].ToDoubles(), Python.Numbers(seen["i2"]));
        Assert.Equal(data["text"].To<string>(), Python.Texts(seen["text"]));
        Assert.Equal("2020-02-29", seen["time"]!.ToString());
        if (version != NetCdfVersion.Data64)
        {
            Assert.Equal(data["i2"].ToDoubles(), Python.Numbers(seen["scipy"]));
        }
    }

    [Fact]
    public void Write_WhatClassicLacks_IsRefused()
    {
        var options = new NetCdfWriteOptions { Version = NetCdfVersion.Classic };
        Assert.Contains("do not fit into the 32 bits", Assert.Throws<ArgumentException>(() => NetCdf.Write(Scratch("a.nc"), Sample(wide: true), options)).Message, StringComparison.Ordinal);
        Assert.Contains("no groups", Assert.Throws<ArgumentException>(() => NetCdf.Write(Scratch("a.nc"), new Dictionary<string, Dataset> { ["/a"] = Sample(wide: false) }, options)).Message, StringComparison.Ordinal);
        Assert.Contains("list of texts", Assert.Throws<ArgumentException>(() => NetCdf.Write(Scratch("a.nc"), new Dataset([], attributes: new Dictionary<string, object> { ["names"] = new[] { "a", "b" } }), options)).Message, StringComparison.Ordinal);
        Assert.Empty(ScratchFiles());
    }
}
