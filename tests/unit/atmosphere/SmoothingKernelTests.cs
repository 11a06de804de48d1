using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>The kernel on a regular grid has the constants of the published z-test.</summary>
public class SmoothingKernelTests
{
    [Theory]
    [InlineData(0.5, 0.618693507, 0.411339032)]
    [InlineData(1, 0.159155892, 0.079594885)]
    [InlineData(2, 0.039790135, 0.019895767)]
    public void Find_RegularGrid_HasThePublishedKernel(double sigma, double centre, double sumOfSquares)
    {
        var scene = GridScene.Create(new double[25, 25], step: 0.0001);
        var geometry = new PixelGeometry(scene);
        var neighbours = PixelNeighbours.Find(geometry, new LatitudeBands(scene.Latitude, scene.Longitude, 0.0002), scene, sigma);
        const int Middle = (12 * 25) + 12;
        var slots = Enumerable.Range(neighbours.KernelStart[Middle], neighbours.KernelStart[Middle + 1] - neighbours.KernelStart[Middle]).ToArray();
        var sum = slots.Sum(slot => neighbours.Weight[slot]);
        Assert.Equal(centre, neighbours.Weight[slots.Single(slot => neighbours.Kernel[slot] == Middle)] / sum, 1e-9);
        Assert.Equal(sumOfSquares, slots.Sum(slot => neighbours.Weight[slot] * neighbours.Weight[slot]) / (sum * sum), 1e-9);
    }

    [Theory]
    [InlineData(1.48, false)]
    [InlineData(1.51, true)]
    public void Detect_ExtendedEnhancement_IsFlaggedAbove1Point492Noise(double enhancement, bool expected)
    {
        var column = GridScene.NoiseWithBlob(160, 160, noise: 1e-4, blob: 0);
        var options = new PlumeDetectionOptions { SystematicError = 0, SeedThreshold = 2.3263478740408408, MinimumPixels = 30, BackgroundRadius = 1_000_000 };
        var plain = PlumeDetection.Detect(GridScene.Create(column), [], options);
        Assert.Empty(plain.Plumes);

        // A block of constant columns, too small (0.4 % of the scene) to move background and noise by more than the bound's margin.
        for (var r = 75; r < 85; r++)
        {
            for (var c = 75; c < 85; c++)
            {
                column[r, c] = plain.Background[0] + (enhancement * plain.Noise[0]);
            }
        }

        var result = PlumeDetection.Detect(GridScene.Create(column), [], options);
        Assert.Equal(expected, result.PlumeIndex[(80 * 160) + 80] >= 0);
        Assert.Equal(enhancement / 1.492020, result.ZScore[(80 * 160) + 80] / 2.3263478740408408, 0.015);
    }
}
