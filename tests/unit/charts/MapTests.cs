using System.Xml.Linq;

namespace Isopleth.Charts.Tests;

public class MapTests
{
    [Fact]
    public void ToSvg_TwoPixels_AreDrawnAsTwoQuadrilaterals()
    {
        var map = new Map("Two pixels").AddPixels([37, 37, 38, 38, 37, 37, 38, 38], [14, 15, 15, 14, 15, 16, 16, 15], [1, 2], "Column [mol m-2]");

        var svg = XDocument.Parse(map.ToSvg());

        Assert.Equal("Two pixels", svg.Root!.Element(svg.Root.Name.Namespace + "title")!.Value);
        Assert.Contains("mol m⁻²", map.ToString());
    }
}
