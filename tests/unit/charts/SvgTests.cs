using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Isopleth.Charts.Tests;

public partial class SvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>Pixels are the paths with a seam: fill and stroke of the same colour.</summary>
    private static List<XElement> PixelPaths(XDocument svg) =>
        [.. svg.Descendants(Svg + "path").Where(path => path.Attribute("fill")!.Value == path.Attribute("stroke")?.Value)];

    private static int Rings(IEnumerable<XElement> paths) => paths.Sum(path => path.Attribute("d")!.Value.Count(character => character == 'z'));

    [Fact]
    public void ToSvg_Swath_DrawsEveryPixelOnceAndGroupsThemByColour()
    {
        var paths = PixelPaths(XDocument.Parse(TestScenes.SwathMap(20, 30).ToSvg()));

        Assert.Equal(600, Rings(paths));
        Assert.InRange(paths.Count, 10, 50);
        Assert.Equal(paths.Count, paths.Select(path => path.Attribute("fill")!.Value).Distinct().Count());
    }

    [Fact]
    public void ToSvg_MissingAndHiddenValues_AreNotDrawn()
    {
        var (latitudes, longitudes, values) = TestScenes.Swath(10, 10);
        (values[3], values[50], values[99]) = (double.NaN, double.NaN, -1);

        var svg = new Map().AddPixels(latitudes, longitudes, values, new ColorAxis("v") { HideBelow = 0 }).ToSvg();

        Assert.Equal(97, Rings(PixelPaths(XDocument.Parse(svg))));
        Assert.DoesNotContain("NaN", svg);
    }

    [Fact]
    public void ToSvg_OnePixel_IsTheQuadrilateralItIs()
    {
        var svg = XDocument.Parse(new Map("", new MapExtent(10, 20, -5, 5)).AddPixels([0, -1, 3, 4], [12, 16, 18, 13], [1]).ToSvg());

        var frame = svg.Descendants(Svg + "clipPath").Single().Element(Svg + "rect")!;
        double Frame(string name) => double.Parse(frame.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        var corners = Corners(PixelPaths(svg).Single().Attribute("d")!.Value);
        Assert.Equal(4, corners.Count);
        foreach (var ((x, y), (longitude, latitude)) in corners.Zip([(12, 0), (16, -1), (18, 3), (13, 4)]))
        {
            Assert.Equal(Frame("x") + (Frame("width") * (longitude - 10) / 10), x, 1.0);
            Assert.Equal(Frame("y") + (Frame("height") * (5 - latitude) / 10), y, 1.0);
        }
    }

    [Fact]
    public void ToSvg_Map_IsAsHighAsTheCosineOfItsLatitudeDemands()
    {
        // At 60 degrees north a degree of latitude is twice as long as one of longitude.
        Assert.Equal(2, Ratio(new Map("", new MapExtent(0, 10, 55, 65))), 2);
        Assert.Equal(0.5, Ratio(new Map("", new MapExtent(0, 20, 57.5, 62.5))), 2);
        Assert.Equal(0.5, Ratio(new Map("", new MapExtent(0, 20, 57.5, 62.5)) { Height = 200 }), 2);

        static double Ratio(Map map)
        {
            var frame = XDocument.Parse(map.ToSvg()).Descendants(Svg + "clipPath").Single().Element(Svg + "rect")!;
            return (double)frame.Attribute("height")! / (double)frame.Attribute("width")!;
        }
    }

    [Fact]
    public void ToSvg_TwelveThousandPixels_StaysWellUnderAMegabyte() => Assert.InRange(TestScenes.SwathMap(100, 120).ToSvg().Length, 100_000, 450_000);

    [Fact]
    public void ToSvg_AwkwardTexts_AreEscapedAndReadBack()
    {
        const string Title = "A < B & \"C\" > 'D' — Ätna\u0001";

        var svg = XDocument.Parse(new Chart(Title, "x < [m]", "y & z").AddLine([1, 2], [3, 4], "<b>").ToSvg());

        Assert.Equal(Title.TrimEnd('\u0001'), svg.Root!.Element(Svg + "title")!.Value);
        Assert.Contains(svg.Descendants(Svg + "text"), text => text.Value == "<b>");
        Assert.Contains("y & z", svg.Root!.Element(Svg + "desc")!.Value);
    }

    /// <summary>An exported notebook holds many pictures in one page, in which names are shared.</summary>
    [Fact]
    public void ToSvg_TwoFiguresInOnePage_MeanTheSameByTheSameName()
    {
        var clips = new Figure[] { TestScenes.SwathMap(), new Map("", MapExtent.Globe), Figure.Line([1, 2], [1, 2]) }
            .SelectMany(figure => XDocument.Parse(figure.ToSvg()).Descendants(Svg + "clipPath")).ToList();

        Assert.Equal(3, clips.Select(clip => clip.Attribute("id")!.Value).Distinct().Count());
        Assert.Equal(3, clips.Select(clip => clip.ToString()).Distinct().Count());
    }

    [Fact]
    public void ToSvg_AnyFigure_NamesNoAddressToFetchFrom() =>
        Assert.All(Addresses().Matches(TestScenes.SwathMap().ToSvg()), match => Assert.Equal("http://www.w3.org/2000/svg", match.Value));

    [Fact]
    public void ToSvg_LineWithGaps_IsBrokenThere()
    {
        var line = XDocument.Parse(Figure.Line([1, 2, 3, 4, 5], [1, 2, double.NaN, 2, 1]).ToSvg()).Descendants(Svg + "path")
            .Single(path => path.Attribute("stroke")?.Value == Color.Series[0].ToString());

        Assert.Equal(2, line.Attribute("d")!.Value.Count(character => character == 'm'));
    }

    private static List<(double X, double Y)> Corners(string d)
    {
        var numbers = Numbers().Matches(d).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
        var corners = new List<(double X, double Y)>();
        var (x, y) = (0.0, 0.0);
        for (var i = 0; i < numbers.Length; i += 2)
        {
            (x, y) = (x + numbers[i], y + numbers[i + 1]);
            corners.Add((x, y));
        }

        return corners;
    }

    [GeneratedRegex("-?[0-9]+")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"https?://[^\s""'<)]*")]
    private static partial Regex Addresses();
}
