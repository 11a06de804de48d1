using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class SummaryTests
{
    [Fact]
    public void ToString_Dataset_IsLaidOutAsXarrayDoes()
    {
        var text = new Dataset([Fields.Temperature()], attributes: Fields.Attributes(("title", "Sicily"))).ToString();
        Assert.Equal(
            """
            <Dataset>
            Dimensions:  (time: 3, latitude: 4, longitude: 5)
            Coordinates:
              * time       (time)       double 2020-01-01 2020-01-02 2020-01-03
              * latitude   (latitude)   double 40 38.5 37 35.5 [degrees_north]
              * longitude  (longitude)  float 10 12 14 16 18 [degrees_east]
            Data variables:
                temperature  (time, latitude, longitude)  double 0 1 2 3 4 [K]
            Attributes:
                title: Sicily
            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void ToString_Array_ShowsTheFirstPlaneAndCoordinates()
    {
        var text = Fields.Temperature().ToString();
        Assert.StartsWith("<DataArray 'temperature' (time: 3, latitude: 4, longitude: 5)> double [K]\n0 1 2 3 4\n10 11 12 13 14\n", text);
        Assert.Contains("* latitude", text);
    }

    [Fact]
    public void ToString_LongLazyArray_ReadsOnlyItsEnds()
    {
        var source = new RecordingSource<float>(Enumerable.Range(0, 1000).Select(i => (float)i).ToArray(), 1000);
        var text = new DataArray(new Variable("a", ["x"], source)).ToString();
        Assert.Contains("0 1 2 … 997 998 999", text);
        Assert.Equal(["0+3x1", "997+3x1"], source.Reads);
    }

    [Fact]
    public void ToString_Dataset_ReadsNoDataVariable()
    {
        var source = new RecordingSource<float>(new float[1000], 1000);
        var data = CfDecoder.Decode(new StoredDataset([new Variable("a", ["x"], source)], Fields.Attributes()));
        Assert.Contains("a  (x)  float …", data.ToString());
        _ = data.ToHtml();
        Assert.Empty(source.Reads);
    }

    [Fact]
    public void ToHtml_ForeignText_IsEscaped()
    {
        var array = DataArray.Create("<b>", ["<i>"], [1], ["<script>alert(1)</script>"], Fields.Attributes(("units", "<u>"), ("a\"b", "<img src=x>")));
        foreach (var html in new[] { array.ToHtml(), new Dataset([array], attributes: Fields.Attributes(("x", "<script>"))).ToHtml() })
        {
            Assert.DoesNotContain("<script", html);
            Assert.DoesNotContain("<img", html);
            Assert.DoesNotContain("<b>", html);
            Assert.Contains("&lt;b&gt;", html);
            Assert.DoesNotContain("http", html);
        }
    }

    [Fact]
    public void ToHtml_Variables_FoldTheirAttributesUnderWhatTheyAreCalled()
    {
        var html = new Dataset([Fields.Temperature()]).ToHtml();
        Assert.Contains("<td><details><summary>air temperature</summary><table><tr><td>", html, StringComparison.Ordinal);
        Assert.Contains("<td><b>time</b></td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_Dataset_HasEverySection()
    {
        var html = new Dataset([Fields.Temperature()], attributes: Fields.Attributes(("title", "Sicily"))).ToHtml();
        foreach (var part in new[] { "Dimensions (3)", "Coordinates (3)", "Data variables (1)", "Attributes (1)", "air temperature", "2020-01-01" })
        {
            Assert.Contains(part, html);
        }
    }

    public static TheoryData<DataArray, string> Odd => new()
    {
        { DataArray.Create("s", [], [], [3.5]), "<DataArray 's' ()> double\n3.5" },
        { DataArray.Create("e", ["x"], [0], Array.Empty<double>()), "<DataArray 'e' (x: 0)> double\n(empty)" },
        { DataArray.Create("e", ["x", "y"], [0, 3], Array.Empty<float>()), "<DataArray 'e' (x: 0, y: 3)> float\n(empty)" },
        { DataArray.Create("", ["x"], [2], [double.NaN, 1e300]), "<DataArray '' (x: 2)> double\nNaN 1E+300" },
        { DataArray.Create("orbit", ["x"], [2], [9_007_199_254_740_993L, 2]), "<DataArray 'orbit' (x: 2)> long\n9007199254740993 2" },
        { DataArray.Create("u", ["x"], [1], [ulong.MaxValue]), "<DataArray 'u' (x: 1)> ulong\n18446744073709551615" },
        { DataArray.Create("t", ["x"], [3], ["short", new string('é', 300), "two\nlines"]), $"<DataArray 't' (x: 3)> string\n\"short\" \"{new string('é', 40)}…\" \"two lines\"" },
        { DataArray.Create("t", ["x"], [1], [new string('a', 39) + "🌋 Etna"]), $"<DataArray 't' (x: 1)> string\n\"{new string('a', 39)}…\"" },
        { DataArray.Create("c", ["x"], [3], ['a', 'b', '\0']), "<DataArray 'c' (x: 3)> char\n'a' 'b' ''" },
        { DataArray.Create("p", ["x"], [2], [new Uri("http://a/b"), null!]), "<DataArray 'p' (x: 2)> Uri\nhttp://a/b (none)" },
        { DataArray.Create("pm", ["x"], [1], [7f], Fields.Attributes(("units", "µg m⁻³"))), "<DataArray 'pm' (x: 1)> float [µg m⁻³]\n7\nAttributes:\n    units: µg m⁻³" },
        { DataArray.FromTimes("time", []), "<DataArray 'time' (time: 0)> double\n(empty)\nAttributes:" },
        { DataArray.Create("big", ["a", "b", "c"], [20, 30, 40], new short[24_000]).Chunk(("a", 10)), "<DataArray 'big' (a: 20, b: 30, c: 40)> short\n0 0 0 … 0 0 0\n0 0 0 … 0 0 0\n0 0 0 … 0 0 0\n…\n0 0 0" },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void ToString_OddArrays_AreShort(DataArray array, string expected)
    {
        Assert.StartsWith(expected, array.ToString(), StringComparison.Ordinal);
        var html = array.ToHtml();
        Assert.InRange(html.Length, 1, 4000);
        System.Xml.Linq.XDocument.Parse(html.Replace("<details open>", "<details>", StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_Groups_SayByWhat() =>
        Assert.Equal("<GroupedArray 't' along time, 12 groups by month: 1 2 3 … 10 11 12>", Xarray.Daily().Rename("t").GroupBy("time", TimePart.Month).ToString());

    [Fact]
    public void ToString_EmptyDataset_HasNothingButItsHead() => Assert.Equal("<Dataset>\nDimensions:  ()", new Dataset([]).ToString());
}
