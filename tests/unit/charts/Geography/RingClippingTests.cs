using Isopleth.Charts.Geography;

namespace Isopleth.Charts.Tests.Geography;

public class RingClippingTests
{
    [Fact]
    public void Clip_SquareOverACorner_KeepsTheQuarter()
    {
        var (x, y) = RingClipping.Clip([0, 2, 2, 0], [0, 0, 2, 2], 1, 5, 1, 5);

        Assert.Equal(1, Math.Abs(Area(x, y)), 12);
    }

    [Fact]
    public void Clip_RandomStars_GivesTheAreaOfARasterCount()
    {
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var x = new double[12];
            var y = new double[12];
            for (var i = 0; i < 12; i++)
            {
                var (sin, cos) = Math.SinCos(i * Math.PI / 6);
                var radius = 0.3 + random.NextDouble();
                (x[i], y[i]) = (radius * cos, radius * sin);
            }

            var (clippedX, clippedY) = RingClipping.Clip(x, y, -0.4, 0.7, -0.6, 0.5);

            Assert.Equal(RasterArea(x, y, -0.4, 0.7, -0.6, 0.5), Math.Abs(Area(clippedX, clippedY)), 2);
        }
    }

    [Fact]
    public void Clip_RingOutside_LeavesNothing() => Assert.Empty(RingClipping.Clip([0, 1, 1], [0, 0, 1], 5, 6, 5, 6).X);

    private static double Area(double[] x, double[] y) =>
        Enumerable.Range(0, x.Length).Sum(i => (x[i] * y[(i + 1) % x.Length]) - (x[(i + 1) % x.Length] * y[i])) / 2;

    private static double RasterArea(double[] x, double[] y, double west, double east, double south, double north)
    {
        const int Steps = 300;
        var inside = 0;
        for (var row = 0; row < Steps; row++)
        {
            for (var column = 0; column < Steps; column++)
            {
                var (px, py) = (west + ((east - west) * (column + 0.5) / Steps), south + ((north - south) * (row + 0.5) / Steps));
                var odd = false;
                for (int i = 0, j = x.Length - 1; i < x.Length; j = i++)
                {
                    odd ^= (y[i] > py) != (y[j] > py) && px < ((x[j] - x[i]) * (py - y[i]) / (y[j] - y[i])) + x[i];
                }

                inside += odd ? 1 : 0;
            }
        }

        return inside * (east - west) * (north - south) / (Steps * Steps);
    }
}
