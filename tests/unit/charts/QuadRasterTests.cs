using Isopleth.Charts.Drawing;
using Isopleth.Charts.Marks;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts.Tests;

public class QuadRasterTests
{
    private static readonly Frame Frame = new(new Box(10, 20, 100, 50), new(AxisKind.Linear, 0, 10, ""), new(AxisKind.Linear, 0, 5, ""));

    [Fact]
    public void Paint_RandomQuadrilaterals_CoverTheCellsWhoseMiddlesLieInside()
    {
        var random = new Random(5);
        for (var round = 0; round < 50; round++)
        {
            // Corners on an ellipse, one in each quarter: always convex.
            double[] angles = [.. Enumerable.Range(0, 4).Select(quarter => (quarter + (0.9 * random.NextDouble())) * Math.PI / 2)];
            double[] x = [.. angles.Select(angle => 5 + (4.5 * Math.Cos(angle)))];
            double[] y = [.. angles.Select(angle => 2.5 + (2.2 * Math.Sin(angle)))];

            var image = QuadRaster.Paint(x, y, [1], ColorMapping.From(new ColorAxis(), [1]), Frame);

            Assert.Equal((200, 100), (image.Width, image.Height));
            for (var cell = 0; cell < image.Indices.Length; cell++)
            {
                var (px, py) = (((cell % 200) + 0.5) / 20, 5 - (((cell / 200) + 0.5) / 20));
                Assert.Equal(Enumerable.Range(0, 4).All(i => Left(x[i], y[i], x[(i + 1) % 4], y[(i + 1) % 4], px, py)), image.Indices[cell] != IndexedImage.Transparent);
            }
        }

        static bool Left(double x1, double y1, double x2, double y2, double px, double py) => ((x2 - x1) * (py - y1)) - ((y2 - y1) * (px - x1)) > 0;
    }

    [Fact]
    public void Paint_NeighboursAndMissingValues_LeaveNoSeamAndNothingElse()
    {
        var (latitudes, longitudes, values) = TestScenes.Swath(30, 30);
        var frame = new Frame(new Box(0, 0, 300, 300), new(AxisKind.Linear, 14.5, 18.9, ""), new(AxisKind.Linear, 33.3, 37.5, ""));

        Assert.DoesNotContain(IndexedImage.Transparent, QuadRaster.Paint(longitudes, latitudes, values, ColorMapping.From(new ColorAxis(), values), frame).Indices);

        var missing = Array.ConvertAll(values, _ => double.NaN);
        Assert.All(QuadRaster.Paint(longitudes, latitudes, missing, ColorMapping.From(new ColorAxis(), values), frame).Indices, index => Assert.Equal(IndexedImage.Transparent, index));
    }
}
