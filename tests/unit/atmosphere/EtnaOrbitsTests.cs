using System.Globalization;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Tests;

/// <summary>Every real orbit over Etna, against the labels given by eye.</summary>
public class EtnaOrbitsTests
{
    /// <summary>The smallest number of pixels of a plume that counts as detected.</summary>
    private const int Detected = 50;

    private const string Folder = "tropomi_l2/etna_mediterranean";

    private static readonly PlumeSource[] Sources = [new("Etna", 37.751, 14.993), new("Stromboli", 38.789, 15.213), new("Vulcano", 38.404, 14.962)];

    /// <summary>Options at which the verdicts must be the same: the answer does not hang on the threshold that was chosen. (With a kernel of 0.7 pixels the faint plume of 20210209, labelled quiet, comes to 53 pixels.)</summary>
    public static TheoryData<string, PlumeDetectionOptions> Thresholds => new()
    {
        { "default", new() },
        { "seeds at 4", new() { SeedThreshold = 4 } },
        { "seeds at 8", new() { SeedThreshold = 8 } },
        { "grown to 2", new() { GrowThreshold = 2 } },
        { "neighbourhood of 100 km", new() { BackgroundRadius = 100_000 } },
        { "neighbourhood of 250 km", new() { BackgroundRadius = 250_000 } },
        { "half the systematic error", new() { SystematicError = 5e-5 } },
    };

    [Theory]
    [MemberData(nameof(Thresholds), DisableDiscoveryEnumeration = true)]
    public void Detect_LabelledOrbits_FindsTheStrongPlumesAndNothingOnQuietDays(string name, PlumeDetectionOptions options)
    {
        var (smallestStrong, largestQuiet) = (int.MaxValue, 0);
        foreach (var orbit in Orbits.Where(orbit => orbit.Label != "faint"))
        {
            var result = PlumeDetection.Detect(orbit.Scene, Sources, options);
            var largest = result.Plumes.Count == 0 ? 0 : result.Plumes[0].PixelCount;
            TestContext.Current.TestOutputHelper!.WriteLine(Invariant($"{name}: {orbit.Day} {orbit.Label,-6} {string.Join(' ', result.Plumes.Select(p => p.PixelCount))}"));
            if (orbit.Label == "strong")
            {
                smallestStrong = Math.Min(smallestStrong, largest);
                Assert.True(result.MaximumIsInPlume && result.Plumes[result.PlumeIndex[result.MaximumPixel]].PixelCount >= Detected, orbit.Day);
                Assert.Equal((orbit.Day, orbit.Attached), (orbit.Day, result.Plumes.Any(p => p.PixelCount >= Detected && p.IsAttached) ? "yes" : "no"));
            }
            else if (orbit.Label == "quiet")
            {
                largestQuiet = Math.Max(largestQuiet, largest);
                Assert.True(largest < Detected, $"{orbit.Day}: {largest} pixels");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: strong plumes have at least {smallestStrong} pixels, quiet scenes at most {largestQuiet}");
    }

    [Fact]
    public void Detect_AllOrbits_FlagsOnlyWhatStandsOut()
    {
        Assert.Equal(25, Orbits.Length);
        foreach (var orbit in Orbits)
        {
            var result = PlumeDetection.Detect(orbit.Scene, Sources);
            Assert.Equal(1, result.Flags.Count(flag => flag == PixelRole.Source));
            Assert.True(orbit.Scene.Column.Index().Where(c => result.PlumeIndex[c.Index] >= 0).Select(c => c.Item - result.Background[c.Index]).DefaultIfEmpty(1).Average() > 4e-4, orbit.Day);
            Assert.InRange(result.Noise.Average(), 1.9e-4, 3.2e-4);
            Assert.InRange(result.ZScore.Where((_, i) => result.PlumeIndex[i] < 0).Select(z => z * z).Average(), 0.6, 1.2);
            Assert.InRange(result.Iterations, 1, 5);

            // Upside down there is no plume, only noise.
            Assert.Empty(PlumeDetection.Detect(orbit.Scene with { Column = [.. orbit.Scene.Column.Select(c => -c)] }, Sources).Plumes);
        }
    }

    [Fact]
    public void Detect_LabelledOrbitsThinnedOrNoisier_GivesTheSameVerdicts()
    {
        foreach (var orbit in Orbits.Where(orbit => orbit.Label != "faint"))
        {
            var random = new Random(1);
            var noisier = orbit.Scene with { Column = [.. orbit.Scene.Column.Select(c => c + (2e-4 * ((2 * random.NextDouble()) - 1) * Math.Sqrt(3)))] };
            var thinned = GridScene.Take(orbit.Scene, [.. Enumerable.Range(0, orbit.Scene.Count).Where(_ => random.NextDouble() < 0.7)]);
            foreach (var scene in new[] { noisier, thinned })
            {
                var result = PlumeDetection.Detect(scene, Sources);
                Assert.Equal((orbit.Day, orbit.Label == "strong"), (orbit.Day, result.Plumes.Any(plume => plume.PixelCount >= Detected)));
                Assert.True(orbit.Label == "quiet" || result.MaximumIsInPlume, orbit.Day);
            }
        }
    }

    /// <summary>A plume of known emission added to real quiet orbits: real noise, known truth.</summary>
    [Theory]
    [InlineData(20, 0.90, 0.37)]
    [InlineData(100, 0.94, 0.86)]
    [InlineData(1000, 0.96, 0.93)]
    public void Detect_PlumePlantedInQuietOrbits_ReachesPrecisionAndRecall(double emission, double precision, double recall)
    {
        foreach (var orbit in Orbits.Where(orbit => orbit.Label == "quiet"))
        {
            var plume = new GaussianPlume(emission, WindSpeed: 5, Diffusivity: 2000, LifeTime: 86_400);
            var planted = Enumerable.Range(0, orbit.Scene.Count).Select(i => Column(plume, orbit.Scene, i)).ToArray();
            var result = PlumeDetection.Detect(orbit.Scene with { Column = [.. orbit.Scene.Column.Zip(planted, (a, b) => a + b)] }, Sources);
            var truth = planted.Count(c => c > 2.6e-4);
            var hits = planted.Index().Count(c => c.Item > 2.6e-4 && result.PlumeIndex[c.Index] >= 0);
            TestContext.Current.TestOutputHelper!.WriteLine(Invariant($"{orbit.Day} {emission} kg/s: precision {(double)hits / result.PlumePixelCount:F3}, recall {(double)hits / truth:F3} of {truth}"));
            Assert.True(hits >= precision * result.PlumePixelCount && hits >= recall * truth, orbit.Day);
            Assert.True(result.Plumes[0].IsAttached);
        }

        // From Etna to the south-east; 5 x 5 points a pixel.
        static double Column(GaussianPlume plume, PlumeScene scene, int i) => Enumerable.Range(0, 25).Average(p =>
        {
            var (u, v) = (((p % 5) + 0.5) / 5, ((p / 5) + 0.5) / 5);
            var x = 111_195 * (Blend(scene.LongitudeBounds, i, u, v) - 14.993) * Math.Cos(36 * Math.PI / 180);
            var y = 111_195 * (Blend(scene.LatitudeBounds, i, u, v) - 37.751);
            return plume.Column((0.6 * x) - (0.8 * y), (0.6 * y) + (0.8 * x)) / 0.064066;
        });

        static double Blend(double[] bounds, int i, double u, double v) =>
            ((1 - v) * (((1 - u) * bounds[4 * i]) + (u * bounds[(4 * i) + 1]))) + (v * ((u * bounds[(4 * i) + 2]) + ((1 - u) * bounds[(4 * i) + 3])));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Orbit[] Orbits => field ??= [.. File.ReadLines(Samples.Path_($"{Folder}/index.csv")).Skip(1).Select(Read)];

    private static Orbit Read(string line)
    {
        var cell = line.Split(',');
        using var dataset = NetCdf.Open(Samples.Path_($"{Folder}/{cell[0]}"));
        return new Orbit(cell[0][..8], cell[8], cell[9], PlumeScene.FromDataset(dataset));
    }

    private sealed record Orbit(string Day, string Label, string Attached, PlumeScene Scene);
}
