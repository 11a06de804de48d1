using System.Text.Json;
using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>The detection against a plain second implementation, and against scipy.</summary>
public class PlumeDetectionReferenceTests
{
    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1.0)]
    public void Detect_SmallScenes_EqualsTheDenseReference(int seed, double sigma)
    {
        // Pixels of 1.1 km, the neighbourhood a quarter of the scene wide, one pixel in ten missing.
        var random = new Random(seed);
        var scene = GridScene.Create(GridScene.NoiseWithBlob(24, 30, noise: 2.5e-4, blob: 3e-3, seed), south: 0.05, west: 0.05);
        scene = GridScene.Take(scene, [.. Enumerable.Range(0, scene.Count).Where(_ => random.NextDouble() < 0.9)]);
        var options = new PlumeDetectionOptions { SmoothingSigma = sigma, BackgroundRadius = 12_000 };

        var result = PlumeDetection.Detect(scene, [], options);
        var dense = new DensePlumeDetection(scene, options);
        var expected = dense.Run();

        Assert.Contains(0, expected);
        Assert.Equal(expected, result.PlumeIndex);
        for (var i = 0; i < scene.Count; i++)
        {
            Assert.Equal(dense.Background[i], result.Background[i], 1e-9);
            Assert.Equal(dense.Noise[i], result.Noise[i], 1e-9);
            Assert.Equal(dense.ZScore[i], result.ZScore[i], 1e-4 * Math.Max(1, Math.Abs(dense.ZScore[i])));
        }
    }

    [Fact]
    public void Detect_GriddedScene_EqualsScipy()
    {
        using var fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(Samples.RepositoryRoot, "tests/unit/atmosphere/fixtures/gridded_scene.json")));
        var root = fixture.RootElement;
        var (rows, columns) = (root.GetProperty("rows").GetInt32(), root.GetProperty("columns").GetInt32());
        var flat = Numbers("column");
        var column = new double[rows, columns];
        Buffer.BlockCopy(flat, 0, column, 0, 8 * flat.Length);

        // The fixture has one background for the whole scene, so the neighbourhood is all of it.
        var result = PlumeDetection.Detect(GridScene.Create(column, step: 0.001), [], new PlumeDetectionOptions { BackgroundRadius = 500_000 });

        Assert.Equal(root.GetProperty("background").GetDouble(), result.Background[0], 1e-15);
        Assert.Equal(root.GetProperty("noise").GetDouble(), result.Noise[0], 1e-15);
        Assert.Equal(Numbers("sizes").Select(size => (int)size), result.Plumes.Select(plume => plume.PixelCount));
        var (z, label) = (Numbers("z"), Numbers("label"));
        for (var i = 0; i < z.Length; i++)
        {
            Assert.Equal(z[i], result.ZScore[i], 1e-6);
            Assert.Equal((int)label[i], result.PlumeIndex[i]);
        }

        double[] Numbers(string name) => [.. root.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
    }
}
