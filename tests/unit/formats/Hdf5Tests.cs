using System.Runtime.InteropServices;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>HDF5 files of other writers: what libnetcdf leaves out of them, and files that it does not open.</summary>
public sealed class Hdf5Tests : ScratchFolder
{
    private string Written(string name)
    {
        var (status, _, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, "hdf5_reference.py"), Path.GetDirectoryName(Scratch("x"))!]);
        return status == 0 ? Scratch(name) : throw new InvalidOperationException($"The reference needs python3-h5py: {error}");
    }

    [Fact]
    public void Open_TypesThatLibnetcdfLeavesOut_AllAreThere()
    {
        using var data = DataStore.Open(Written("types.h5"));
        Assert.Equal([1, 0, 1], data["mask"].To<sbyte>());
        Assert.Equal("false true", data["mask"].Attributes["flag_meanings"]);
        Assert.Equal((sbyte)1, data["x"].Attributes["is_good"]);
        Assert.Equal("/x", data.Attributes["reference"]);
        Assert.Equal([42, 0, 1], data["colour"].To<short>());
        Assert.Equal("BLUE GREEN RED", data["colour"].Attributes["flag_meanings"]);
        Assert.Equal([1, 2, 3], data["table.lat"].To<double>());
        Assert.Equal([9, 8, 7], data["table.n"].To<int>());
        Assert.Equal(["ab", "c", "defgh"], data["table.name"].To<string>());
        Assert.Equal([4, 5, 6], data["table.where.y"].To<float>());
        Assert.Equal(["µ", "", "long text"], data["table.free"].To<string>());
        Assert.Equal([3, 2], data["table.spectrum"].Shape);
        Assert.Equal([2, 4, 6], data["table.spectrum"].Isel(data["table.spectrum"].Dimensions[1], 1).To<float>());
        Assert.Equal([2, -4, 0], data["z.imag"].To<double>());
        Assert.Equal([[1, 2, 3], [], [4]], data["ragged"].To<double[]>());
        Assert.Equal([[1, 2, 3], [97, 98, 99], [120, 121, 122]], data["opaque"].To<byte[]>());
        Assert.Equal(["/x", "/"], data["references"].To<string>());
        Assert.Equal([1.5, 2.5, -3], data["wide"].To<double>());
        Assert.Equal([0, 1, 2, 3, 4, 5], data["of_arrays"].To<float>());
        Assert.Equal([3, 5], data["of_arrays"].Isel(data["of_arrays"].Dimensions[0], 1..).Isel(data["of_arrays"].Dimensions[1], 1).To<float>());
        Assert.Contains("null space", Assert.Throws<DataFormatException>(() => data["nothing"].ToDoubles()).Message, StringComparison.Ordinal);
        Assert.Contains("1, 2, 3", data["ragged"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PackedByLzf_GivesWhatH5pyGives()
    {
        using var data = DataStore.Open(Written("filters.h5"));
        Assert.Equal(MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Scratch("smooth.raw"))).ToArray(), data["smooth"].To<double>());
        Assert.Equal(MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Scratch("shuffled.raw"))).ToArray(), data["shuffled"].To<short>());
        Assert.Equal(MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Scratch("noise.raw"))).ToArray(), data["noise"].To<double>());
        Assert.Equal(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Scratch("big_endian.raw"))).ToArray(), data["big_endian"].To<float>());
        Assert.Equal(MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Scratch("partly.raw"))).ToArray(), data["partly"].To<float>());
        Assert.Equal([9_997, 9_998, 9_999], data["shuffled"].Isel(data["shuffled"].Dimensions[0], ^3..).To<short>());
    }

    [Fact]
    public void Open_LinksThatLeadNowhere_TheRestIsThereAndTheyAreNamed()
    {
        using var data = DataStore.Open(Written("links.h5"));
        Assert.Equal([0, 1, 2, 3, 4], data["a"].To<double>());
        Assert.Equal([0, 1, 2], data["alias"].To<long>());
        Assert.Equal(["/group"], data.Groups);
        Assert.Contains("/nothing, which leads nowhere", Assert.Throws<DataFormatException>(() => data["gone"].ToDoubles()).Message, StringComparison.Ordinal);
        Assert.Contains("no-such-file.h5", Assert.Throws<DataFormatException>(() => data["outside"].ToDoubles()).Message, StringComparison.Ordinal);
        Assert.Contains("leads nowhere", Assert.Throws<DataFormatException>(() => data["itself"].ToDoubles()).Message, StringComparison.Ordinal);
        using var group = DataStore.Open(Scratch("links.h5"), "/group");
        Assert.Equal([0, 1, 2], group["b"].To<long>());
    }

    [Fact]
    public void Open_ScalesForSomeAxesOnly_TheOthersAreUnnamed()
    {
        using var data = DataStore.Open(Written("scales.h5"));
        Assert.Equal("t", data["v"].Dimensions[0]);
        Assert.Equal(12, data["v"].To<double>().Length);
        Assert.Equal([0, 1, 2, 3], data["v"].Coordinates["t"].To<double>());
    }
}
