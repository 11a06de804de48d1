using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Ocean Data View spreadsheets: SeaDataNet's own examples, and what is wrong with others.</summary>
public sealed class OdvTests : ScratchFolder
{
    private const string Header = "Cruise\tStation\tType\tyyyy-mm-ddThh:mm:ss.sss\tLongitude [degrees_east]\tLatitude [degrees_north]\tLOCAL_CDI_ID\tEDMO_code\tBot. Depth [m]\tDepth [m]\tQV:SEADATANET\tTemperature [degC]\tQV:SEADATANET\n";

    private string Write(string text)
    {
        File.WriteAllText(Scratch("a.txt"), text);
        return Scratch("a.txt");
    }

    [Fact]
    public void Open_SeaDataNetSample_HasPlaceVocabularyAndValues()
    {
        using var data = Odv.Open(Samples.Path_("insitu/seadatanet/sample_ODV.txt"));

        Assert.Equal(["1234"], data["EDMO_code"].To<string>());
        Assert.Equal((10.0, 20.0), (data["longitude"].ToDoubles()[0], data["latitude"].ToDoubles()[0]));
        var silicate = data.Variables.Values.Single(v => (v.Attributes.GetValueOrDefault("sdn_parameter_urn") as string) == "SDN:P01::SLCAAAZX");
        Assert.Equal([37.5], silicate.ToDoubles());
        Assert.Equal(("umol/l", "SDN:P06::UPOX"), (silicate.Units, silicate.Attributes["sdn_uom_urn"]));
        Assert.Contains(data.Variables.Values, v => (v.Attributes.GetValueOrDefault("sdn_parameter_urn") as string) == "SDN:P01::PSSTTS01");
        Assert.True(double.IsNaN(data["Temperature"].ToDoubles()[0]));
        Assert.Equal((byte)'9', data["Temperature_qc"].To<byte>()[0]);
        Assert.Equal(new DateTime(2010, 1, 1), data["time"].ToTimes()[0]);
    }

    [Fact]
    public void Open_TwoFiles_HaveTheirSalinities()
    {
        double Salinity(string name)
        {
            using var data = Odv.Open(Samples.Path_("insitu/seadatanet/" + name));
            return data.Variables.Values.Single(v => v.Name.Contains("alinity", StringComparison.Ordinal) && v.ElementType == typeof(double)).ToDoubles()[0];
        }

        Assert.Equal((30, 31), (Salinity("sample_ODV.txt"), Salinity("sample_ODV2.txt")));
    }

    [Fact]
    public void Open_ValueFlaggedAsMissing_IsNaN()
    {
        using var data = Odv.Open(Samples.Path_("insitu/seadatanet/sample_ODV_qv.txt"));

        Assert.Equal([double.NaN, 4.0], data["Sampling depth"].ToDoubles());
        Assert.Equal("9"u8.ToArray().Concat("1"u8.ToArray()), data["Sampling depth_qc"].To<byte>());
    }

    [Fact]
    public void Open_TimeSeries_HasATimeForEachRow()
    {
        using var data = Odv.Open(Samples.Path_("insitu/seadatanet/time_series_small.txt"));

        Assert.Equal(new DateTime(2009, 10, 23, 16, 56, 0), data["time_ISO8601"].ToTimes(DateTime.MinValue)[1]);
        Assert.Equal(2, data["station_index"].To<int>().Distinct().Count());
    }

    [Fact]
    public void Open_Latin1Profiles_FillsStationsDownAndReadsAccents()
    {
        using var data = Odv.Open(Samples.Path_("insitu/divand/BlackSea_10profiles_Latin1.txt"));

        Assert.Equal(185, data.Dimensions["row"]);
        Assert.Equal(10, data["station_index"].To<int>().Distinct().Count());
        Assert.Equal("°C", data["Temperature"].Units);
        Assert.Equal([22.208, 22.260, 22.346], data["Temperature"].ToDoubles()[..3]);
        Assert.Equal((28.3333, 43.0, 31.25, 43.5), (data["longitude"].ToDoubles().Min(), data["latitude"].ToDoubles().Min(), data["longitude"].ToDoubles().Max(), data["latitude"].ToDoubles().Max()));
        Assert.Equal("WOD05_BG000003", data["Cruise"].To<string>()[2]);
    }

    [Theory]
    [InlineData("insitu/seadatanet_octopus/diap_invalid.txt", "SDN_parameter_mapping")]
    public void Open_InvalidSample_SaysWhy(string sample, string says) =>
        Assert.Contains(says, Assert.Throws<DataFormatException>(() => Odv.Open(Samples.Path_(sample))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("C\tS\tB\t2010-01-01\t1\t2\tx\t1\t5\tdeep\t1\t3\t1\n", "Line 2: 'deep' is no number", "Depth")]
    [InlineData("C\tS\tB\tyesterday\t1\t2\tx\t1\t5\t1\t1\t3\t1\n", "Line 2: 'yesterday' is no time", "yyyy")]
    [InlineData("C\tS\tB\t2010-01-01\t1\t2\tx\t1\t5\t1\t1\t3\t1\tmore\n", "Line 2: there are more fields than the 13", "more")]
    public void Open_WrongRow_SaysLineAndColumn(string row, string says, string where)
    {
        var error = Assert.Throws<DataFormatException>(() => Odv.Open(Write(Header + row)));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(where, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithoutPlaceOrHeader_SaysSo()
    {
        Assert.Contains("no Longitude and Latitude", Assert.Throws<DataFormatException>(() => Odv.Open(Write("Cruise\tStation\nC\tS\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("before its header", Assert.Throws<DataFormatException>(() => Odv.Open(Write("//only a comment\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_Open_FindsSeparatorTypesTimesAndMissingValues()
    {
        using var data = DataStore.Open(Write("station;when;depth;temp\nA;2020-01-02 03:04:05;5;7.5\nB;2020-01-03 00:00:00;;8\n"));

        Assert.Equal(["A", "B"], data["station"].To<string>());
        Assert.Equal(new DateTime(2020, 1, 2, 3, 4, 5), data["when"].ToTimes()[0]);
        Assert.Equal([5, double.NaN], data["depth"].ToDoubles());
        Assert.Equal([7.5, 8], data["temp"].ToDoubles());
    }
}
