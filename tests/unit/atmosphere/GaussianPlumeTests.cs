using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class GaussianPlumeTests
{
    private static readonly GaussianPlume Plume = new(Emission: 100, WindSpeed: 5, Diffusivity: 400);

    [Theory]
    [InlineData(10_000, 1264.911064)]
    [InlineData(50_000, 2828.427125)]
    public void Width_KnownDistance_GrowsWithTheSquareRoot(double downwind, double expected) =>
        Assert.Equal(expected, Plume.Width(downwind), 6);

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(300_000)]
    public void LineDensity_NoDecay_CarriesTheEmissionEverywhere(double downwind)
    {
        Assert.Equal(20.0, Plume.LineDensity(downwind), 12);
        Assert.Equal(100.0, Plume.WindSpeed * Plume.LineDensity(downwind), 12);
    }

    [Fact]
    public void Column_IntegratedAcross_GivesTheLineDensity()
    {
        var sum = 0.0;
        for (var across = -20_000.0; across <= 20_000; across += 10)
        {
            sum += 10 * Plume.Column(10_000, across);
        }

        Assert.Equal(20.0, sum, 9);
    }

    [Fact]
    public void LineDensity_WithDecay_IntegratesToTheMassEnhancement()
    {
        var decaying = Plume with { LifeTime = 4 * 3600 };
        var mass = Enumerable.Range(0, 500).Sum(k => 100 * decaying.LineDensity((k + 0.5) * 100));
        Assert.Equal(720_933.366, mass, 3);
        var length = decaying.WindSpeed * decaying.LifeTime;
        Assert.Equal(99.999992, mass / (decaying.LifeTime * (1 - Math.Exp(-50_000 / length))), 6);
    }

    [Fact]
    public void Column_UpwindOrAtTheSource_IsZero()
    {
        Assert.Equal(0, Plume.Column(-1, 0));
        Assert.Equal(0, Plume.Column(0, 0));
        Assert.Equal(0, Plume.LineDensity(-1));
    }
}
