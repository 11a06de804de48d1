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
}
