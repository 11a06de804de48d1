using FsCheck;
using FsCheck.Fluent;
using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class OrderStatisticsTests
{
    [Fact]
    public void Median_AnyValues_IsThatOfTheSortedOnes() => Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), seed =>
    {
        // Few distinct values, so that many are equal.
        var random = new Random(seed);
        var values = Enumerable.Range(0, 1 + random.Next(60)).Select(_ => (double)random.Next(12)).ToArray();
        var sorted = values.Order().ToArray();
        var expected = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return OrderStatistics.Median(values) == expected;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20181230, 6287));

    [Fact]
    public void MedianAndDeviation_GaussianValues_GivesItsMeanAndStandardDeviation()
    {
        var (middle, spread) = OrderStatistics.MedianAndDeviation([.. Gaussian(20_000)]);
        Assert.Equal(0, middle, 0.03);
        Assert.Equal(1, spread, 0.03);
    }

    [Fact]
    public void DensestQuarter_TwoThirdsForeign_StillGivesTheGaussian()
    {
        var random = new Random(2);
        var foreign = Enumerable.Range(0, 20_000).Select(_ => 2 + (30 * random.NextDouble()));
        var (middle, spread) = OrderStatistics.DensestQuarter([.. Gaussian(10_000), .. foreign]);
        Assert.Equal(0, middle, 0.25);
        Assert.Equal(1, spread, 0.25);
    }

    [Fact]
    public void DensestQuarter_TwoValues_IsBetweenThem() => Assert.Equal(1.5, OrderStatistics.DensestQuarter([2, 1]).Middle);

    private static IEnumerable<double> Gaussian(int count)
    {
        var random = new Random(1);
        return Enumerable.Range(0, count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }
}
