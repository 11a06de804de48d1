using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Tests;

public class PixelNeighboursTests
{
    /// <summary>On real orbits the pixels that the frames call touching are those that share a corner, to within a quarter of a pixel: real corners do not match exactly.</summary>
    [Theory]
    [InlineData("20181230_orbit06286")]
    [InlineData("20210228_orbit17508")]
    [InlineData("20210330_orbit17934")]
    public void Find_RealOrbit_TouchingPixelsShareACorner(string orbit)
    {
        using var dataset = NetCdf.Open(Samples.Path_($"tropomi_l2/etna_mediterranean/{orbit}_NO2_SO2_HCHO_L2.nc"));
        var scene = PlumeScene.FromDataset(dataset);
        var geometry = new PixelGeometry(scene);
        var neighbours = PixelNeighbours.Find(geometry, new LatitudeBands(scene.Latitude, scene.Longitude, 0.1), scene, sigma: 0.5);

        var corners = Enumerable.Range(0, 4 * scene.Count).Select(k => Sphere.Position(scene.LatitudeBounds[k], scene.LongitudeBounds[k])).ToArray();
        var byPlace = new LatitudeBands(scene.LatitudeBounds, scene.LongitudeBounds, 0.1);
        var sharing = new HashSet<(int, int)>();
        var found = new List<int>();
        for (var k = 0; k < corners.Length; k++)
        {
            found.Clear();
            byPlace.Collect(scene.LatitudeBounds[k], scene.LongitudeBounds[k], 0.05, 0.05, found);
            foreach (var other in found.Where(other => other / 4 != k / 4))
            {
                var difference = corners[other] - corners[k];
                var (u, v) = geometry.Offset(k / 4, geometry.Position(k / 4) + difference);
                if (Math.Max(Math.Abs(u), Math.Abs(v)) < 0.25)
                {
                    sharing.Add((Math.Min(k / 4, other / 4), Math.Max(k / 4, other / 4)));
                }
            }
        }

        var touching = Enumerable.Range(0, scene.Count)
            .SelectMany(i => neighbours.Touch[neighbours.TouchStart[i]..neighbours.TouchStart[i + 1]].Select(j => (Math.Min(i, j), Math.Max(i, j)))).ToHashSet();
        TestContext.Current.TestOutputHelper!.WriteLine($"{orbit}: {touching.Count} touching pairs, {sharing.Count} sharing a corner");
        Assert.InRange(touching.Count, 3.5 * scene.Count, 4 * scene.Count);
        Assert.Empty(touching.Except(sharing));
        Assert.Empty(sharing.Except(touching));
    }
}
