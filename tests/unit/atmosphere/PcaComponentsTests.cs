using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class PcaComponentsTests
{
    [Fact]
    public void Indicator_EightEigenvalues_HasTheKnownValuesAndItsMinimumAtThree()
    {
        double[] eigenvalues = [100, 10, 1, 0.1, 0.1, 0.1, 0.1, 0.1];

        var indicator = PcaComponents.Indicator(eigenvalues, 10);

        double[] expected = [0.00827187, 0.00439205, 0.00400000, 0.00625000, 0.01111111, 0.025, 0.1];
        Assert.Equal(expected.Length, indicator.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.Equal(expected[k], indicator[k], 1e-8);
        }

        Assert.Equal(3, PcaComponents.Malinowski(eigenvalues, 10));
        Assert.Equal(2, PcaComponents.Malinowski(eigenvalues, 10, most: 2));
    }

    [Fact]
    public void CumulativeVariance_IsThePartOfTheSum() =>
        Assert.Equal([50, 75, 100], PcaComponents.CumulativeVariance([4, 2, 2]));

    [Fact]
    public void Indicator_OneEigenvalue_IsRefused() =>
        Assert.Contains("two eigenvalues", Assert.Throws<ArgumentException>(() => PcaComponents.Indicator([1.0], 10)).Message, StringComparison.Ordinal);

    [Fact]
    public void RangeIndex_DiagonalCovariance_IsTheKnownValue()
    {
        double[] jacobian = [1, 2, 3];

        var weights = HyperspectralRangeIndex.Weights(jacobian, [1, 0, 0, 0, 4, 0, 0, 0, 9]);

        Assert.Equal(1.7320508, weights.Zip(jacobian, (w, d) => w * d).Sum(), 1e-7);
    }

    [Fact]
    public void RangeIndex_ExcessOfTheSpecies_IsTheAmountTimesTheRoot()
    {
        // y = ȳ + c K gives c √(Kᵀ S⁻¹ K), with a covariance that is not diagonal: S⁻¹ = [[2, -1], [-1, 2]] / 3.
        double[] jacobian = [1, -2];

        var weights = HyperspectralRangeIndex.Weights(jacobian, [2, 1, 1, 2]);

        Assert.Equal(0.7 * Math.Sqrt((2 + 4 + 8) / 3.0), weights.Zip(jacobian, (w, k) => w * 0.7 * k).Sum(), 1e-12);
    }

    [Fact]
    public void RangeIndex_SingularCovariance_SaysSo() =>
        Assert.Contains("expected positive", Assert.Throws<ArgumentException>(() => HyperspectralRangeIndex.Weights([1, 1], [1, 1, 1, 1])).Message, StringComparison.Ordinal);
}
