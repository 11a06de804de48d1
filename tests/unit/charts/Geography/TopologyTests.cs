using System.Text;
using Isopleth.Charts.Geography;

namespace Isopleth.Charts.Tests.Geography;

public class TopologyTests
{
    /// <summary>Two squares side by side that share arc 1, as the specification's §2.1.5 has it; steps of 0.5 east and 2 north from (10, 20).</summary>
    private const string TwoSquares = """
        {"type":"Topology",
         "objects":{"pair":{"type":"GeometryCollection","geometries":[
            {"type":"Polygon","arcs":[[0,1]]},
            {"type":"MultiPolygon","arcs":[[[2,-2]]]}]}},
         "arcs":[[[2,0],[-2,0],[0,1],[2,0]],[[2,1],[0,-1]],[[2,0],[2,0],[0,1],[-2,0]]],
         "transform":{"scale":[0.5,2],"translate":[10,20]}}
        """;

    private static Topology Parse(string json) => Topology.Parse(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Parse_QuantizedArcs_AddsUpTheDifferences()
    {
        var topology = Parse(TwoSquares);

        Assert.Equal(3, topology.ArcCount);
        Assert.Equal([11, 10, 10, 11], topology.X(0).ToArray());
        Assert.Equal([20, 20, 22, 22], topology.Y(0).ToArray());
    }

    [Fact]
    public void Ring_OfTwoArcs_JoinsThemAtTheirCommonPoint()
    {
        var topology = Parse(TwoSquares);

        var (x, y) = topology.Ring(topology.Rings["pair"][0]);

        Assert.Equal([11, 10, 10, 11, 11], x);
        Assert.Equal([20, 20, 22, 22, 20], y);
    }

    [Fact]
    public void Ring_WithANegativeArc_RunsThatArcBackwards()
    {
        var topology = Parse(TwoSquares);

        var (x, y) = topology.Ring(topology.Rings["pair"][1]);

        Assert.Equal([11, 12, 12, 11, 11], x);
        Assert.Equal([20, 20, 22, 22, 22], y);
    }

    [Fact]
    public void Parse_ArcsWithoutTransform_AreTheCoordinatesThemselves()
    {
        var topology = Parse("""{"type":"Topology","arcs":[[[1.5,-2.25e1, 7],[3, 4 ,8]]],"objects":{}}""");

        Assert.Equal([1.5, 3], topology.X(0).ToArray());
        Assert.Equal([-22.5, 4], topology.Y(0).ToArray());
    }

    [Theory]
    [InlineData("""{"type":"Topology","objects":{}}""", "arcs")]
    [InlineData("""{"arcs":[[[1,2],[3""", "cut off")]
    [InlineData("""{"arcs":[[[1,"x"]]]}""", "number was expected")]
    public void Parse_BrokenDocument_SaysWhatIsWrong(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => Parse(json)).Message);
}
