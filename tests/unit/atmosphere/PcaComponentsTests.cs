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
    public void HiddenSignal_OfAFittedModel_IsThePartOfTheSignatureAmongTheComponents()
    {
        const int m = 30;
        var scene = SpectralScenes.Create(60, 40, m, 2, seed: 23);
        var model = PcaScreening.Fit(scene, new() { Noise = SpectralScenes.Noise(m), Components = 2, Refits = 0 });
        double[] Vector(int k) => model.Eigenvectors[(k * m)..((k + 1) * m)];
        var away = Enumerable.Range(0, m).Select(j => (j % 2) - 0.5).ToArray();

        // Three parts of the first component, one of the second, and what is at right angles to both, of length two: 10 of 14 are hidden.
        var outside = Vector(0).Concat(Vector(1)).Chunk(m).Aggregate(away, (rest, e) => [.. rest.Zip(e, (r, x) => r - (x * e.Zip(rest, (a, b) => a * b).Sum()))]);
        var length = Math.Sqrt(outside.Sum(x => x * x));
        var jacobian = Enumerable.Range(0, m).Select(j => model.Noise[j] * ((3 * Vector(0)[j]) + Vector(1)[j] + (2 * outside[j] / length))).ToArray();
        var hidden = Assert.Single(HiddenSignal.Find(model, [new SpeciesJacobian("X", jacobian)]));

        Assert.Equal(10.0 / 14, hidden.Hidden, 1e-9);
        Assert.Equal(1, hidden.Component);
        Assert.Equal(9.0 / 14, hidden.Share, 1e-9);
        Assert.False(hidden.IsLikelyMissed);
        Assert.Equal("X: the components hold 71.4 % of its signal (64.3 % component 1)", hidden.ToString());

        // Two channels of opposite sign: what a component has of them is known from its two elements.
        var wavelength = model.Wavelength;
        var channels = Assert.Single(HiddenSignal.Find(model, [new IndicatorChannel("Y", wavelength[4], -1), new IndicatorChannel("Y", wavelength[20], 1), new IndicatorChannel("far", 9999, 1)]));
        Assert.Equal(Enumerable.Range(0, 2).Sum(k => Math.Pow(Vector(k)[20] - Vector(k)[4], 2)) / 2, channels.Hidden, 1e-12);
        Assert.Contains("zero in all channels", Assert.Throws<ArgumentException>(() => HiddenSignal.Find(model, [new SpeciesJacobian("Z", new double[m])])).Message, StringComparison.Ordinal);
    }

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
