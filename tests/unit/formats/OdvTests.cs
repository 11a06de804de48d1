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

    [Theory]
    [InlineData("insitu/seadatanet/sample_ODV.txt")]
    [InlineData("insitu/seadatanet/sample_ODV_qv.txt")]
    [InlineData("insitu/seadatanet/sample_ODV_aggregated.txt")]
    [InlineData("insitu/seadatanet/time_series_small.txt")]
    [InlineData("insitu/seadatanet_octopus/diap.txt")]
    [InlineData("insitu/seadatanet_octopus/ts_dateFormat.txt")]
    [InlineData("insitu/divand/BlackSea_10profiles_Latin1.txt")]
    public void Write_Sample_ReadsBackExactly(string sample)
    {
        using var data = Odv.Open(Samples.Path_(sample));
        Odv.Write(Scratch("b.txt"), data);

        using var back = DataStore.Open(Scratch("b.txt"));

        Assert.Equal(data.Variables.Keys.Concat(data.Coordinates.Keys).Order(StringComparer.Ordinal), back.Variables.Keys.Concat(back.Coordinates.Keys).Order(StringComparer.Ordinal));
        foreach (var array in data.Variables.Values.Concat(data.Coordinates.Values))
        {
            var same = back[array.Name];
            Assert.Equal(array.ElementType, same.ElementType);
            if (array.ElementType == typeof(string))
            {
                Assert.Equal(array.To<string>(), same.To<string>());
            }
            else
            {
                Assert.Equal(array.ToDoubles(), same.ToDoubles());
            }

            foreach (var name in new[] { "units", "sdn_parameter_urn", "sdn_uom_urn", "long_name", "flag_meanings", "standard_name" })
            {
                Assert.Equal((array.Name, name, array.Attributes.GetValueOrDefault(name)), (array.Name, name, same.Attributes.GetValueOrDefault(name)));
            }
        }
    }

    [Fact]
    public void Write_DataOfOnesOwn_IsAsSeaDataNetWantsIt()
    {
        DataArray Of<T>(string name, T[] values, params (string Name, object Value)[] attributes) =>
            DataArray.Create(name, ["obs"], [3], values, new Dictionary<string, object>(attributes.Select(a => KeyValuePair.Create(a.Name, a.Value))));
        var times = DataArray.FromTimes("time", [new DateTime(2020, 1, 2, 3, 4, 5), new DateTime(2020, 1, 2, 3, 4, 5), new DateTime(2020, 1, 3)]);
        Odv.Write(Scratch("b.txt"), new Dataset(
        [
            Of("longitude", [1.5, 1.5, 2]), Of("latitude", [42.25f, 42.25f, 43]), Of("time", times.ToDoubles(), ("units", times.Units!)),
            Of("Depth", [0.0, 10, 5], ("units", "m"), ("sdn_parameter_urn", "SDN:P01::ADEPZZ01"), ("sdn_uom_urn", "SDN:P06::ULAA")),
            Of("Temperature", [20.1, double.NaN, 19], ("units", "degC"), ("sdn_parameter_urn", "SDN:P01::TEMPPR01"), ("sdn_uom_urn", "SDN:P06::UPAA")), Of("Temperature_qc", new byte[] { 1, 9, (byte)'Q' }),
        ]), new OdvWriteOptions { Comments = ["by a test"] });

        Assert.Equal(
            """
            //by a test
            //SDN_parameter_mapping
            //<subject>SDN:LOCAL:Depth</subject><object>SDN:P01::ADEPZZ01</object><units>SDN:P06::ULAA</units>
            //<subject>SDN:LOCAL:Temperature</subject><object>SDN:P01::TEMPPR01</object><units>SDN:P06::UPAA</units>
            //
            Cruise	Station	Type	yyyy-mm-ddThh:mm:ss.sss	Longitude [degrees_east]	Latitude [degrees_north]	Depth [m]	QV:SEADATANET	Temperature [degC]	QV:SEADATANET
            Cruise	Station	*	2020-01-02T03:04:05.000	1.5	42.25	0	0	20.1	1
            						10	0		9
            Cruise	Station	*	2020-01-03T00:00:00.000	2	43	5	0	19	Q

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(Scratch("b.txt")));
        using var back = Odv.Open(Scratch("b.txt"));
        Assert.Equal([0, 0, 1], back["station_index"].To<int>());
    }

    [Fact]
    public void Write_WithoutPlaceOrAlongSomethingElse_SaysSo()
    {
        var x = DataArray.Create("x", ["row"], [1], [1.0]);
        Assert.Contains("needs 'longitude'", Assert.Throws<ArgumentException>(() => Odv.Write(Scratch("b.txt"), new Dataset([x]))).Message, StringComparison.Ordinal);
        DataArray[] place = [x.Rename("longitude"), x.Rename("latitude"), x.Rename("time")];
        Assert.Contains("'grid' lies along (y, z)", Assert.Throws<ArgumentException>(() => Odv.Write(Scratch("b.txt"), new Dataset([.. place, DataArray.Create("grid", ["y", "z"], [1, 1], [1.0])]))).Message, StringComparison.Ordinal);
        Assert.Contains("the flag 'Z' in row 0", Assert.Throws<ArgumentException>(() => Odv.Write(Scratch("b.txt"), new Dataset([.. place, x, DataArray.Create("x_qc", ["row"], [1], [(byte)'Z'])]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LargeFileInParts_IsWhatANaiveReaderFinds()
    {
        // Long enough for several parts; stations of 1 to 5000 rows, repeated names, blank and comment lines, numbers of every form.
        var random = new Random(2);
        var text = new System.Text.StringBuilder(Header);
        var expected = new List<(string Station, string Cdi, double Bottom, double Depth, double Value, byte Flag)>();
        for (var station = 0; expected.Count < 60_000; station++)
        {
            var (cdi, bottom) = ($"cdi{station / 2}", station % 3 == 0 ? double.NaN : station * 1.5);
            var rows = random.Next(10) == 0 ? random.Next(1, 5000) : random.Next(1, 40);
            for (var i = 0; i < rows; i++)
            {
                var value = random.Next(8) switch { 0 => double.NaN, 1 => random.NextDouble() * 1e-7, 2 => -random.Next(1000), 3 => random.NextDouble() * 1e20, _ => Math.Round(random.NextDouble() * 30, 3) };
                var flag = double.IsNaN(value) ? (byte)'9' : (byte)('1' + random.Next(4));
                var named = i == 0 || random.Next(50) == 0;
                expected.Add(($"S{station}", cdi, bottom, i * 0.5, value, flag));
                var culture = System.Globalization.CultureInfo.InvariantCulture;
                _ = text.Append(named ? $"Kréuz\tS{station}\tB\t2010-01-02T03:04:05.678\t1.25\t-2.5\t{cdi}\t7\t{(double.IsNaN(bottom) ? "" : bottom.ToString(culture))}" : new string('\t', 8))
                    .Append(culture, $"\t{i * 0.5}\t1\t{(double.IsNaN(value) ? "" : value.ToString("R", culture))}\t{(char)flag}")
                    .Append(random.Next(1000) == 0 ? "\r\n\n//a comment\n" : random.Next(2) == 0 ? "\r\n" : "\n");
            }
        }

        using var data = Odv.Open(Write(text.ToString().TrimEnd()));

        Assert.Equal(expected.Count, data.Dimensions["row"]);
        Assert.Equal(expected.Select(e => e.Station), data["Station"].To<string>());
        Assert.Equal(expected.Select(e => e.Cdi), data["LOCAL_CDI_ID"].To<string>());
        Assert.Equal(expected.Select(e => e.Bottom), data["Bot. Depth"].ToDoubles());
        Assert.Equal(expected.Select(e => e.Depth), data["Depth"].ToDoubles());
        Assert.Equal(expected.Select(e => e.Value), data["Temperature"].ToDoubles());
        Assert.Equal(expected.Select(e => e.Flag), data["Temperature_qc"].To<byte>());
        Assert.Equal(expected.Select(e => int.Parse(e.Station[1..], System.Globalization.CultureInfo.InvariantCulture)), data["station_index"].To<int>());
        Assert.Equal("Kréuz", data["Cruise"].To<string>()[^1]);
        Assert.Equal(new DateTime(2010, 1, 2, 3, 4, 5, 678), data["time"].ToTimes()[5]);
    }

    [Fact]
    public void Open_PartlyNamedRows_TakeTheRestFromTheRowBefore()
    {
        var rows = string.Concat(Enumerable.Range(0, 40_000).Select(i => i == 0 ? "C\tS\tB\t2010-01-01\t1\t2\tx\t1\t5\t1\t1\t3\t1\n" : $"\t\t\t\t\t\tx{i / 30_000}\t1\t\t1\t1\t{i}\t1\n"));

        using var data = Odv.Open(Write(Header + rows + rows.Replace("C\tS", "C\tS", StringComparison.Ordinal)));

        Assert.All(data["Station"].To<string>(), s => Assert.Equal("S", s));
        Assert.Equal("x1", data["LOCAL_CDI_ID"].To<string>()[39_999]);
        Assert.All(data["longitude"].ToDoubles(), v => Assert.Equal(1, v));
    }

    [Theory]
    [InlineData("Lon (°E)", "Lat (°N)")]
    [InlineData("Longitude [degrees_east]", "Latitude [degrees_north]")]
    public void Open_DayAndTimeInColumnsOfTheirOwn_AreOneTime(string longitude, string latitude)
    {
        foreach (var encoding in new[] { System.Text.Encoding.UTF8, System.Text.Encoding.Latin1 })
        {
            File.WriteAllText(Scratch("old.txt"), $"Cruise\tStation\tType\tmon/day/yr\thh:mm\t{longitude}\t{latitude}\tBot. Depth [m]\tDepth [m]\tQF\tTemp [°C]\tQF\nA\t1\tB\t02/28/1995\t13:45\t10\t-20\t\t5\t0\t3.5\t0\n\t\t\t\t\t\t\t\t10\t0\t3.4\t4\nA\t2\tB\t12/01/1995\t\t11\t-21\t90\t5\t0\t3.6\t0\n", encoding);
            using var data = DataStore.Open(Scratch("old.txt"));

            Assert.Equal([new DateTime(1995, 2, 28, 13, 45, 0), new DateTime(1995, 2, 28, 13, 45, 0), new DateTime(1995, 12, 1)], data["time"].ToTimes());
            Assert.Equal([10, 10, 11], data["longitude"].ToDoubles());
            Assert.Equal([-20, -20, -21], data["latitude"].ToDoubles());
            Assert.Equal([3.5, 3.4, 3.6], data["Temp"].ToDoubles());
            Assert.DoesNotContain("hh:mm", data.Variables.Keys);
        }
    }

    [Fact]
    public void Open_CarriageReturnsAlone_AreLines()
    {
        using var data = DataStore.Open(Write((Header + "C\tS\tB\t2010-01-01\t1\t2\tx\t1\t5\t1\t1\t3\t1\n").Replace('\n', '\r')));

        Assert.Equal([3], data["Temperature"].ToDoubles());
    }

    [Fact]
    public void Open_HeaderOnly_HasNoRows()
    {
        using var data = DataStore.Open(Write(Header.TrimEnd()));

        Assert.Equal(0, data.Dimensions["row"]);
        Assert.Empty(data["Temperature"].ToDoubles());
        Odv.Write(Scratch("b.txt"), data);
        using var back = Odv.Open(Scratch("b.txt"));
        Assert.Empty(back["station_index"].To<int>());
    }
}
