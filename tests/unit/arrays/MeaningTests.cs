using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class MeaningTests
{
    // `udunits2 -H FROM -W TO` of UDUNITS 2.2.28 gives the same to its six digits; there the Dobson unit is rounded to 446.2 umol m-2, here it is 2.6867e16 molecules cm-2.
    [Theory]
    [InlineData("hPa", "Pa", 1013.25, 101325)]
    [InlineData("degC", "K", 15, 288.15)]
    [InlineData("K", "degC", 288.15, 15)]
    [InlineData("degF", "degC", 212, 100)]
    [InlineData("m s-1", "km/h", 10, 36)]
    [InlineData("m.s-1", "knot", 1, 1.9438444924406)]
    [InlineData("kg m-2 s-1", "g/(m2 day)", 1e-3, 86400)]
    [InlineData("W/m^2", "kJ m**-2 h-1", 1, 3.6)]
    [InlineData("ppb", "1", 400, 4e-7)]
    [InlineData("%", "1e-3", 3.5, 35)]
    [InlineData("umol kg-1", "mmol/kg", 250, 0.25)]
    [InlineData("kilometers", "m", 2, 2000)]
    [InlineData("milliseconds", "s", 1500, 1.5)]
    [InlineData("year", "days", 1, 365.242198781)]
    [InlineData("DU", "molec cm-2", 300, 300 * 2.6867e16)]
    [InlineData("molec cm-2", "mol m-2", 6.02214076e19, 1)]
    [InlineData("degrees", "radian", 180, Math.PI)]
    [InlineData("100 kg", "t", 5, 0.5)]
    [InlineData("", "1", 5, 5)]
    public void ConvertUnits_OfOneKind_ConvertsAsUdunitsDoes(string from, string to, double value, double expected)
    {
        var converted = DataArray.Create("v", ["x"], [1], new[] { value }, Fields.Attributes(("units", from), ("long_name", "a"))).ConvertUnits(to);
        Assert.Equal(expected, converted.Item<double>(), Math.Abs(expected) * 1e-7);
        Assert.Equal(to, converted.Units);
        Assert.Equal("a", converted.Attributes["long_name"]);
    }

    [Theory]
    [InlineData("K", "Pa", "'K' cannot be converted to 'Pa': in SI base units the one is [K], the other [m-1 kg s-2]")]
    [InlineData("smoot", "m", "'smoot' in the units 'smoot' is not understood")]
    [InlineData("m", "kg^", "'kg' in the units 'kg^' is not understood")]
    [InlineData("m", "(m", "'(' in the units '(m' is not understood")]
    [InlineData("m", "m)", "')' in the units 'm)' is not understood")]
    [InlineData("m", "m & s", "'m & s' in the units 'm & s' is not understood")]
    public void ConvertUnits_NotUnderstoodOrOfAnotherKind_SaysWhich(string from, string to, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<Exception>(() => DataArray.Create("v", [], [], [1.0], Fields.Attributes(("units", from))).ConvertUnits(to)).Message);

    [Fact]
    public void ConvertUnits_None_SaysSo() => Assert.Contains("'v' has no units", Assert.Throws<ArgumentException>(() => DataArray.Create("v", [], [], [1.0]).ConvertUnits("m")).Message);

    [Fact]
    public void HasFlag_ValuesMasksAndBoth_ByMeaning()
    {
        // Examples 3.3 to 3.5 of the CF conventions.
        var status = DataArray.Create("status", ["x"], [4], new sbyte[] { 1, 2, 3, 1 }, Fields.Attributes(("flag_values", new sbyte[] { 1, 2, 3 }), ("flag_meanings", "quality_good sensor_nonfunctional outside_valid_range")));
        Assert.Equal([1, 0, 0, 1], status.HasFlag("quality_good").To<int>());
        var bits = DataArray.Create("status", ["x"], [3], new byte[] { 0, 5, 32 }, Fields.Attributes(("flag_masks", new sbyte[] { 1, 2, 4, 8, 16, 32 }), ("flag_meanings", "low_battery processor_fault memory_fault disk_fault software_fault maintenance_required")));
        Assert.Equal([0, 1, 0], bits.HasFlag("memory_fault").To<int>());
        Assert.Equal([0, 0, 1], bits.Chunk(("x", 1)).HasFlag("maintenance_required").To<int>());
        var both = DataArray.Create("status", ["x"], [4], new short[] { 0, 1, 6, 10 }, Fields.Attributes(("flag_masks", new short[] { 1, 2, 12, 12, 12 }), ("flag_values", new short[] { 1, 2, 4, 8, 12 }), ("flag_meanings", "low_battery hardware_fault offline_mode calibration_mode maintenance_mode")));
        Assert.Equal([0, 0, 1, 0], both.HasFlag("offline_mode").To<int>());
        Assert.Equal([0, 0, 0, 1], both.HasFlag("calibration_mode").To<int>());
        Assert.Equal([0, 0, 1, 1], both.HasFlag("hardware_fault").To<int>());
    }

    [Fact]
    public void HasFlag_SignedMaskOverUnsignedAndMissing_ComparesBits()
    {
        var flags = DataArray.Create("f", ["x"], [2], new byte[] { 128, 1 }, Fields.Attributes(("flag_masks", new sbyte[] { -128 }), ("flag_values", new sbyte[] { -128 }), ("flag_meanings", "cloud")));
        Assert.Equal([1, 0], flags.HasFlag("cloud").To<int>());
        var missing = DataArray.Create("f", ["x"], [2], new[] { float.NaN, 0 }, Fields.Attributes(("flag_values", new sbyte[] { 0 }), ("flag_meanings", "clear")));
        Assert.Equal([0, 1], missing.HasFlag("clear").To<int>());
        Assert.Contains("has no flag 'claer'; its flags are clear. Did you mean 'clear'?", Assert.Throws<ArgumentException>(() => missing.HasFlag("claer")).Message);
        Assert.Contains("neither as many flag_values", Assert.Throws<ArgumentException>(() => missing.WithAttributes(Fields.Attributes(("flag_meanings", "a b"), ("flag_values", new sbyte[] { 1 }))).HasFlag("a")).Message);
    }

    [Fact]
    public void WithStandardName_FindsVariablesByMeaning()
    {
        var data = new Dataset([Fields.Temperature().WithAttributes(Fields.Attributes(("standard_name", "air_temperature"))), DataArray.Create("n", ["time"], [3], new int[3], Fields.Attributes(("standard_name", "air_temperature number_of_observations")))]);
        Assert.Equal(["temperature", "n"], data.WithStandardName("air_temperature").Select(v => v.Name));
        Assert.Equal("time", Assert.Single(data.WithStandardName("time")).Name);
        Assert.Empty(data.WithStandardName("sea_ice_area_fraction"));
    }

    [Fact]
    public void BoundsOf_GivenOrInferred()
    {
        var latitude = DataArray.Create("lat", ["lat"], [3], new[] { 10.0, 20, 40 }, Fields.Attributes(("bounds", "lat_bnds")));
        var bounds = DataArray.Create("lat_bnds", ["lat", "nv"], [3, 2], new[] { 5.0, 15, 15, 25, 25, 55 });
        var values = DataArray.Create("v", ["lat"], [3], new double[3], coordinates: [latitude]);
        Assert.Equal(bounds.ToDoubles(), new Dataset([values, bounds]).BoundsOf("lat").ToDoubles());
        Assert.Equal([5.0, 15, 15, 30, 30, 50], new Dataset([values]).BoundsOf("lat").ToDoubles());
        Assert.Contains("has no bounds", Assert.Throws<ArgumentException>(() => new Dataset([values.Isel("lat", ..1)]).BoundsOf("lat")).Message);
    }

    [Fact]
    public void Nearest_AxesCurvilinearAndPixels_FindTheSamePlace()
    {
        var axes = Fields.Temperature();
        Assert.Equal([12.0, 112, 212], axes.Nearest(38.4, 14.3).ToDoubles());
        Assert.Equal([12.0, 112, 212], axes.Nearest(38.4, 14.3 - 360).ToDoubles());
        var swath = Swath();
        Assert.Equal(7, swath.Nearest(1.02, 179.9).Item<int>());
        Assert.Equal(8, swath.Nearest(1, -178.9).Item<int>());
        var pixels = DataArray.Create("v", ["pixel"], [3], new[] { 1, 2, 3 }, coordinates: [DataArray.Create("lat", ["pixel"], [3], new[] { 0.0, 89.9, 10 }), DataArray.Create("lon", ["pixel"], [3], new[] { 0.0, 170, 10 })]);
        Assert.Equal(2, pixels.Nearest(89, -10).Item<int>());
        Assert.Equal(111.195, Assert.Throws<ArgumentOutOfRangeException>(() => pixels.Nearest(1, 0, within: 100_000)).Message.Split("lies ")[1].Split(' ')[0] is var km ? double.Parse(km) : 0, 0.1);
        Assert.Contains("no coordinate of latitude", Assert.Throws<ArgumentException>(() => Xarray.Line().Nearest(0, 0)).Message);
    }

    [Fact]
    public void Box_CurvilinearAndPixels_AcrossTheDateLine()
    {
        var box = Swath().Box((0.5, 2.5), (179.5, -178.5));
        Assert.Equal([2, 2], box.Shape);
        Assert.Equal([7f, 8, 12, 13], box.To<float>());
        var pixels = DataArray.Create("v", ["pixel"], [3], new[] { 1, 2, 3 }, coordinates: [DataArray.Create("lat", ["pixel"], [3], new[] { 0.0, 50, 1 }), DataArray.Create("lon", ["pixel"], [3], new[] { 0.0, 0, 359 })]);
        Assert.Equal([1, 3], pixels.Box((-5, 5), (-2, 2)).To<int>());
        Assert.Equal([1, 2, 3], pixels.Box((-90, 90), (-180, 180)).To<int>());
        Assert.Contains("Nothing of 'v' lies in", Assert.Throws<ArgumentOutOfRangeException>(() => pixels.Box((60, 70), (0, 1))).Message);
    }

    /// <summary>Values 0 to 19 over [4, 5]; row y at latitude y, column x at longitude 178 + x, wrapped at the date line.</summary>
    private static DataArray Swath() => DataArray.Create("v", ["y", "x"], [4, 5], Enumerable.Range(0, 20).ToArray(), coordinates:
    [
        DataArray.Create("latitude", ["y", "x"], [4, 5], Enumerable.Range(0, 20).Select(i => (double)(i / 5)).ToArray()),
        DataArray.Create("longitude", ["y", "x"], [4, 5], Enumerable.Range(0, 20).Select(i => 178.0 + (i % 5) is var l && l > 180 ? l - 360 : l).ToArray()),
    ]);

    [Fact]
    public void Arithmetic_OfDifferentUnits_SaysWhichAndWhatToDo()
    {
        DataArray In(string units, string name = "b") => DataArray.Create(name, ["x"], [1], new[] { 1.0 }, Fields.Attributes(("units", units)));
        string Refused(string a, string b) => Assert.Throws<ArgumentException>(() => In(a, "a") - In(b)).Message;
        Assert.Equal("'a' is in 'K' and 'b' in 'degC'; convert one of them: ConvertUnits(\"K\").", Refused("K", "degC"));
        Assert.Contains("'a' is in 'K' and 'b' in 'm s-1'; these measure different kinds of quantities", Refused("K", "m s-1"));
        Assert.Contains("read points in time with ToTimes()", Refused("days since 2000-01-01", "hours since 1970-01-01"));
        Assert.Throws<ArgumentException>(() => In("K") > In("degC"));
        Assert.Equal(0, (In("m s-1") - In("m/s")).Item<double>());
        Assert.Equal(0, (In("psu") - In("practical salinity")).Item<double>());
        Assert.Equal(-272.15, (In("K") - In("degC").ConvertUnits("K")).Item<double>() + 1, 1e-9);
        Assert.Equal(1, (In("K") * In("degC")).Item<double>());
    }
}
