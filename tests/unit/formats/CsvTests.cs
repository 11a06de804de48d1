using System.Text;
using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Tests.Formats;

/// <summary>Tables of text in the forms that people send them.</summary>
public sealed class CsvTests : ScratchFolder
{
    private string Write(string text, Encoding? encoding = null)
    {
        File.WriteAllText(Scratch("a.txt"), text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return Scratch("a.txt");
    }

    [Theory]
    [InlineData("station;when;depth;temp\nA;2020-01-02 03:04:05;5;7.5\nB;2020-01-03 00:00:00;;8\n")]
    [InlineData("station,when,depth,temp\r\nA,2020-01-02T03:04:05,5,7.5\r\nB,2020-01-03T00:00:00,NA,8")]
    [InlineData("station\twhen\tdepth\ttemp\nA\t2020-01-02T03:04:05Z\t5\t7.5\nB\t2020-01-03T00:00:00Z\tNaN\t8")]
    [InlineData("# a comment\n# another, with; marks\nstation|when|depth|temp\nA|2020-01-02 03:04:05|5|7.5\nB|2020-01-03 00:00:00|null|8\n")]
    [InlineData("station;when;depth;temp\nA;2020-01-02 03:04:05;5;7,5\nB;2020-01-03 00:00:00;;8,0\n")]
    [InlineData("\"station\",\"when\",\"depth\",\"temp\"\n\"A\",\"2020-01-02 03:04:05\",\"5\",\"7.5\"\n\"B\",\"2020-01-03 00:00:00\",\"\",\"8\"\n")]
    public void Open_EveryForm_FindsSeparatorTypesTimesAndMissingValues(string text)
    {
        using var data = DataStore.Open(Write(text));

        Assert.Equal(["A", "B"], data["station"].To<string>());
        Assert.Equal(new DateTime(2020, 1, 2, 3, 4, 5), data["when"].ToTimes()[0]);
        Assert.Equal([5, double.NaN], data["depth"].ToDoubles());
        Assert.Equal([7.5, 8], data["temp"].ToDoubles());
    }

    [Fact]
    public void Open_EveryEncoding_ReadsAccents()
    {
        const string text = "name,x\nZürich,1\nGenève,2\n";
        foreach (var encoding in new[] { Encoding.UTF8, new UTF8Encoding(false), Encoding.Latin1, Encoding.Unicode })
        {
            using var data = Csv.Open(Write(text, encoding));

            Assert.Equal(["Zürich", "Genève"], data["name"].To<string>());
            Assert.Equal([1, 2], data["x"].To<int>());
        }

        using var opened = DataStore.Open(Write(text, Encoding.Latin1));
        Assert.Equal("Genève", opened["name"].To<string>()[1]);
    }

    [Fact]
    public void Open_Utf16QuotedLinesOneColumnAndTimesOfDay_AreRecognised()
    {
        using (var wide = DataStore.Open(Write("name,x\nZürich,1\nGenève,2\n", Encoding.Unicode)))
        {
            Assert.Equal(["Zürich", "Genève"], wide["name"].To<string>());
        }

        using (var quoted = DataStore.Open(Write("id,text,v\n1,\"line one\nline two, with a comma\",2.5\n2,\"say \"\"hi\"\"\",3\n")))
        {
            Assert.Equal(["line one\nline two, with a comma", "say \"hi\""], quoted["text"].To<string>());
            Assert.Equal([2.5, 3], quoted["v"].ToDoubles());
        }

        using (var one = DataStore.Open(Write("depth [m]\n1\n2.5\n-3e2\n")))
        {
            Assert.Equal([1, 2.5, -300], one["depth"].ToDoubles());
        }

        using var timed = DataStore.Open(Write("date,time,v\n2020-01-01,12:30:00,1\n2020-01-02,13:30:15,2\n"));
        Assert.Equal(["12:30:00", "13:30:15"], timed["time"].To<string>());
    }

    [Fact]
    public void Open_LineOfUnitsUnderTheNames_IsUnitsAndNoRow()
    {
        using var data = DataStore.Open(Write("\uFEFFtime,latitude,longitude,sst,station,wave µ\nUTC,degrees_north,degrees_east,degree_C,,m\n2020-01-01T00:00:00Z,1,2,3.5,A,1\n2020-01-02T00:00:00Z,1,2,NaN,B,2\n"));

        Assert.Equal(2, data.Dimensions["row"]);
        Assert.Equal(("degrees_north", "degree_C", null, "m"), (data["latitude"].Units, data["sst"].Units, data["station"].Units, data["wave µ"].Units));
        Assert.Equal(new DateTime(2020, 1, 2), data["time"].ToTimes()[1]);
        Assert.Equal([3.5, double.NaN], data["sst"].ToDoubles());
        using var plain = DataStore.Open(Write("a,b\nA,m\nB,s\n"));
        Assert.Equal(["A", "B"], plain["a"].To<string>());
    }

    [Fact]
    public void Open_UnitsInTheHeader_AreUnits()
    {
        using var data = DataStore.Open(Write("Depth [m],Temperature [degC],note\n1,2,a\n3,4,b\n"));

        Assert.Equal(("m", "degC"), (data["Depth"].Units, data["Temperature"].Units));
        Assert.Equal([1, 3], data["Depth"].To<int>());
    }

    [Fact]
    public void Open_HeaderAlone_HasColumnsAndNoRows()
    {
        using var data = DataStore.Open(Write("station,time,depth"));

        Assert.Equal(0, data.Dimensions["row"]);
        Assert.True(data.Contains("depth"));
    }

    [Fact]
    public void Open_BlanksBetween_IsATable()
    {
        using var data = DataStore.Open(Write("# lon lat  salinity\n 1.5   2 35.25 a\n-3.5  40 36     b\n"));

        Assert.Equal([1.5, -3.5], data["column0"].ToDoubles());
        Assert.Equal(["a", "b"], data["column3"].To<string>());
        using var named = DataStore.Open(Write("lon lat  salinity\r\n 1.5   2 35.25\r\n-3.5  40 36"));
        Assert.Equal([35.25, 36], named["salinity"].ToDoubles());
        Assert.Contains("Line 42 has 2 fields, those before it 3", Assert.Throws<DataFormatException>(() => DataStore.Open(Write(string.Concat(Enumerable.Repeat("1 2 3\n", 41)) + "1 2\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ProseAndMissing_SaysWhat()
    {
        Assert.Contains("no known format", Assert.Throws<DataFormatException>(() => DataStore.Open(Write("This is a letter, and no table.\nIt has words.\n"))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<DataFormatException>(() => Csv.Read(Scratch("missing.csv"))).Message, StringComparison.Ordinal);
        File.WriteAllBytes(Scratch("cut.csv.gz"), [0x1f, 0x8b, 8, 0, 1, 2, 3]);
        _ = Assert.Throws<DataFormatException>(() => DataStore.Open(Scratch("cut.csv.gz")));
    }

    [Theory]
    [InlineData("b.csv", ',')]
    [InlineData("b.csv.gz", ';')]
    [InlineData("b.tsv", '\t')]
    public void Write_DataSet_ReadsBackExactly(string name, char separator)
    {
        var random = new Random(3);
        var data = new Dataset(
        [
            DataArray.Create("x", ["row"], [500], Enumerable.Range(0, 500).Select(i => i == 7 ? double.NaN : random.NextDouble() * Math.Pow(10, random.Next(-200, 200))).ToArray(), new Dictionary<string, object> { ["units"] = "m s-1" }),
            DataArray.Create("n", ["row"], [500], Enumerable.Range(0, 500).Select(i => (long)i * int.MaxValue).ToArray()),
            DataArray.Create("text", ["row"], [500], Enumerable.Range(0, 500).Select(i => i == 3 ? "" : $"a, b; \"{i}\"\té").ToArray()),
            DataArray.Create("at", ["row"], [500], Enumerable.Range(0, 500).Select(i => i == 9 ? double.NaN : (i * 86400.0) + 0.125).ToArray(), new Dictionary<string, object> { ["units"] = "seconds since 1970-01-01" }),
        ]);
        Csv.Write(Scratch(name), data, new CsvWriteOptions { Separator = separator });

        using var back = DataStore.Open(Scratch(name));

        Assert.Equal(data["x"].ToDoubles(), back["x"].ToDoubles());
        Assert.Equal("m s-1", back["x"].Units);
        Assert.Equal(data["n"].To<long>(), back["n"].To<long>());
        Assert.Equal(data["text"].To<string>(), back["text"].To<string>());
        Assert.Equal(data["at"].ToDoubles(), back["at"].ToDoubles());
    }

    [Fact]
    public void Write_IsReadAlikeByPandas()
    {
        Csv.Write(Scratch("b.csv"), new Table(TableColumn.Create("x", new[] { 0.1, double.NaN, 1 / 3.0 }), TableColumn.Create("s", new[] { "a,b", "é", "\"" })));

        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-c", "import pandas, sys; d = pandas.read_csv(sys.argv[1], float_precision='round_trip'); print([repr(v) for v in d.x], list(d.s))", Scratch("b.csv")]);

        Assert.True(status == 0, $"The reference needs python3-pandas (apt-get install it): {error}");
        Assert.Equal("['0.1', 'nan', '0.3333333333333333'] ['a,b', 'é', '\"']", output.Trim());
    }

    [Fact]
    public void Write_TwoDimensionsOrBadSeparator_SaysSo()
    {
        var grid = new Dataset([DataArray.Create("v", ["y", "x"], [1, 1], [1.0])]);
        Assert.Contains("'v' lies along (y, x)", Assert.Throws<ArgumentException>(() => Csv.Write(Scratch("b.csv"), grid)).Message, StringComparison.Ordinal);
        Assert.Contains("Separator is '.'", Assert.Throws<ArgumentException>(() => Csv.Write(Scratch("b.csv"), new Table(TableColumn.Create("x", new[] { 1 })), new CsvWriteOptions { Separator = '.' })).Message, StringComparison.Ordinal);
    }
}
