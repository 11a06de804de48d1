using System.Globalization;
using System.Text.Json.Nodes;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Argo profiles against NumPy's picking of the same values, over every float of the samples.</summary>
public sealed class ArgoTests : ScratchFolder
{
    private static JsonObject Reference(string path, string good)
    {
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "argo_reference.py"), path, good]);
        return status == 0 ? JsonNode.Parse(output)!.AsObject() : throw new InvalidOperationException($"The reference needs python3-netcdf4 (apt-get install it): {error}");
    }

    [Theory]
    [InlineData("13857_prof.nc", "1258")]
    [InlineData("1900857_prof.nc", "1258")]
    [InlineData("2901746_prof.nc", "12")]
    [InlineData("2902269_prof.nc", "1")]
    [InlineData("3902131_Sprof.nc", "1258")]
    [InlineData("5906072_prof.nc", "0123456789")]
    public void Open_Float_HasTheGoodValuesOfItsMode(string name, string good)
    {
        var path = Samples.Path_("insitu/argo/" + name);
        var expected = Reference(path, good);
        using var data = Argo.Open(path, new ArgoOptions { GoodFlags = good });

        foreach (var (parameter, said) in expected.Where(e => e.Key != "time"))
        {
            var values = data[parameter].ToDoubles();
            var finite = values.Where(double.IsFinite).ToArray();
            Assert.Equal((parameter, (int)said!["count"]!), (parameter, finite.Length));
            Assert.Equal((double)said["sum"]!, finite.Sum(), 1e-9 * Math.Abs((double)said["sum"]!) + 1e-9);
            Assert.Equal((double)said["squares"]!, finite.Sum(v => v * v), 1e-9 * (double)said["squares"]! + 1e-9);
            Assert.Equal(said["first"]!.AsArray().Select(v => v is null ? double.NaN : (double)v), values[..data.Dimensions["level"]]);
        }

        Assert.Equal(expected["time"]!.AsArray().Select(t => DateTime.Parse((string)t!, CultureInfo.InvariantCulture)), data["time"].ToTimes(DateTime.MinValue).Select(t => new DateTime(t.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond)), (a, b) => Math.Abs((a - b).TotalSeconds) <= 1);
    }

    [Fact]
    public void Open_CoreFile_TellsFloatCycleModeAndUnits()
    {
        using var data = Argo.Open(Samples.Path_("insitu/argo/5906072_prof.nc"));

        Assert.Equal("5906072", data["platform"].To<string>()[0]);
        Assert.Equal([1, 2, 3], data["cycle"].To<int>()[..3]);
        Assert.Equal("A", data["direction"].To<string>()[0]);
        Assert.Equal("D", data["TEMP_mode"].To<string>()[0]);
        Assert.Equal("degree_Celsius", data["TEMP"].Units);
        Assert.Equal(["time", "latitude", "longitude"], data["TEMP"].Coordinates.Keys);
        Assert.Equal((byte)'1', data["TEMP_qc"].To<byte>()[0]);
        Assert.Equal(["profile", "level"], data["PSAL_error"].Dimensions);
    }

    [Fact]
    public void Open_OtherModesOrParameters_LeavesTheRestOut()
    {
        var path = Samples.Path_("insitu/argo/3902131_Sprof.nc");
        using var delayed = Argo.Open(path, new ArgoOptions { Modes = "D", Parameters = ["DOXY"] });

        Assert.True(delayed.Contains("PRES"));
        Assert.False(delayed.Contains("TEMP"));
        Assert.DoesNotContain(delayed["DOXY"].ToDoubles()[..800], double.IsFinite);
        Assert.Equal("R", delayed["DOXY_mode"].To<string>()[0]);
    }

    [Fact]
    public void Rows_OfAFloat_AreTheGoodLevelsAndBecomeASpreadsheet()
    {
        using var data = Argo.Open(Samples.Path_("insitu/argo/13857_prof.nc"));

        var rows = Argo.Rows(data);
        Odv.Write(Scratch("float.txt"), rows);

        Assert.Equal(data["PRES"].ToDoubles().Zip(data["TEMP"].ToDoubles()).Count(p => double.IsFinite(p.First + p.Second)), rows.Dimensions["row"]);
        using var back = DataStore.Open(Scratch("float.txt"));
        Assert.Equal(rows["TEMP"].ToDoubles().Select(v => (float)v), back["TEMP"].ToDoubles().Select(v => (float)v));
        Assert.Equal("13857", back["Cruise"].To<string>()[0]);
        Assert.Equal(rows["Station"].To<string>(), back["Station"].To<string>());
    }

    [Fact]
    public void Recognise_Profiles_AreNamedArgo()
    {
        Assert.Equal("Argo (NetCDF)", DataStore.Recognise(Samples.Path_("insitu/argo/13857_prof.nc")).Name);
        Assert.Equal("Argo (NetCDF)", DataStore.Recognise(Samples.Path_("insitu/argo/3902131_Sprof.nc")).Name);
        Assert.Equal("NetCDF", DataStore.Recognise(Samples.Path_("insitu/divand/diva_results.nc")).Name);
    }

    [Fact]
    public void Open_NoProfilesOrUnknownParameter_SaysSo()
    {
        Assert.Contains("holds 'Argo meta-data', no profiles", Assert.Throws<DataFormatException>(() => Argo.Open(Samples.Path_("insitu/argo/3902131_meta.nc"))).Message, StringComparison.Ordinal);
        Assert.Contains("no Argo data", Assert.Throws<DataFormatException>(() => Argo.Open(Samples.Path_("insitu/divand/diva_results.nc"))).Message, StringComparison.Ordinal);
        Assert.Contains("it has PRES, TEMP", Assert.Throws<ArgumentException>(() => Argo.Open(Samples.Path_("insitu/argo/13857_prof.nc"), new ArgoOptions { Parameters = ["CHLA"] })).Message, StringComparison.Ordinal);
        Assert.Contains("some of R, A and D", Assert.Throws<ArgumentException>(() => Argo.Open("x", new ArgoOptions { Modes = "X" })).Message, StringComparison.Ordinal);
        Assert.Contains("digits", Assert.Throws<ArgumentException>(() => Argo.Open("x", new ArgoOptions { GoodFlags = "a" })).Message, StringComparison.Ordinal);
    }
}
