using Isopleth.Charts.Geography;

namespace Isopleth.Charts.Tests.Geography;

public class MaskOutlineTests
{
    [Fact]
    public void Trace_BlockOfPixels_IsItsPerimeterInOneLine()
    {
        var (x, y) = Block(3, 2, (_, _) => true, noise: 0);

        var (lineX, lineY) = MaskOutline.Trace(x, y);

        Assert.Equal(10, Length(lineX, lineY), 9);
        Assert.Single(lineX, double.IsNaN);
        Assert.Equal((lineX[0], lineY[0]), (lineX[^2], lineY[^2]));
    }

    [Fact]
    public void Trace_BlockWithAHole_OutlinesTheHoleToo()
    {
        var (x, y) = Block(3, 3, (row, column) => row != 1 || column != 1, noise: 0);

        Assert.Equal(12 + 4, Length(MaskOutline.Trace(x, y)), 9);
    }

    /// <summary>Corners that single precision leaves a little apart are one; no common side may show.</summary>
    [Fact]
    public void Trace_CornersALittleApart_AreWelded()
    {
        var (x, y) = Block(40, 40, (_, _) => true, noise: 1e-3);

        Assert.Equal(160, Length(MaskOutline.Trace(x, y)), 0);
    }

    [Fact]
    public void Trace_ScatteredPixels_GivesClosedLinesOnly()
    {
        var (x, y) = Block(12, 12, (row, column) => ((row * 7) + (column * 5)) % 3 != 0, noise: 1e-4);

        var (lineX, lineY) = MaskOutline.Trace(x, y);

        foreach (var (from, to) in Parts(lineX))
        {
            Assert.True(Math.Abs(lineX[from] - lineX[to]) + Math.Abs(lineY[from] - lineY[to]) < 0.01, "an open line");
        }
    }

    [Fact]
    public void Trace_NoPixels_IsEmpty() => Assert.Empty(MaskOutline.Trace([], []).X);

    private static (double[] X, double[] Y) Block(int columns, int rows, Func<int, int, bool> selected, double noise)
    {
        var random = new Random(3);
        var (x, y) = (new List<double>(), new List<double>());
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                if (selected(row, column))
                {
                    x.AddRange(new double[] { column, column + 1, column + 1, column }.Select(value => value + (noise * (random.NextDouble() - 0.5))));
                    y.AddRange(new double[] { row, row, row + 1, row + 1 }.Select(value => value + (noise * (random.NextDouble() - 0.5))));
                }
            }
        }

        return ([.. x], [.. y]);
    }

    private static double Length((double[] X, double[] Y) line) => Length(line.X, line.Y);

    private static double Length(double[] x, double[] y) => Enumerable.Range(1, x.Length - 1)
        .Select(i => Math.Sqrt(Math.Pow(x[i] - x[i - 1], 2) + Math.Pow(y[i] - y[i - 1], 2))).Where(double.IsFinite).Sum();

    private static IEnumerable<(int From, int To)> Parts(double[] x)
    {
        var from = 0;
        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i]))
            {
                yield return (from, i - 1);
                from = i + 1;
            }
        }
    }
}
