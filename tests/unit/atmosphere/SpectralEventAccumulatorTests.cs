using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>The law of events in blocks: any division of a scene into blocks of rows gives the events of the whole.</summary>
public class SpectralEventAccumulatorTests
{
    private const int Channels = 60;
    private static readonly PcaModel Model = PcaScreening.Fit(SpectralScenes.Create(60, 60, Channels, 3, seed: 1), new() { Noise = SpectralScenes.Noise(Channels), Refits = 0, Components = 3 });

    /// <summary>From single pixels to shapes that branch, close rings and reach over many blocks.</summary>
    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.2, 1)]
    [InlineData(0.3, 3)]
    [InlineData(0.4, 2)]
    [InlineData(1, 1)]
    public void Add_AnyBlocks_GivesTheEventsOfTheWholeScene(double density, int minimumPixels)
    {
        const int rows = 40, columns = 17;
        var random = new Random(11);
        var scene = SpectralScenes.Create(rows, columns, Channels, 3, seed: 2);
        var spectra = scene.Spectra.ToArray();
        for (var pixel = 0; pixel < scene.Count; pixel++)
        {
            if (random.NextDouble() < density)
            {
                var strength = 20 + (30 * random.NextDouble());
                for (var j = 0; j < Channels; j++)
                {
                    spectra[(pixel * Channels) + j] += (float)(strength * Math.Exp(-Math.Pow((j - 30) / 3.0, 2)));
                }

                // A gap, so that not every channel's mean is over all pixels.
                spectra[(pixel * Channels) + random.Next(Channels)] = random.Next(4) == 0 ? float.NaN : spectra[pixel * Channels];
            }
        }

        scene = scene with { Spectra = spectra };
        var options = new PcaScreeningOptions { MaximumSpikes = 0, MinimumPixels = minimumPixels, Indicators = [new("X", Model.Wavelength[30], 1), new("Y", Model.Wavelength[10], 1)], Jacobians = [new("Z", [.. Enumerable.Range(0, Channels).Select(j => Math.Exp(-Math.Pow((j - 30) / 3.0, 2)))])], RangeIndexThreshold = 15 };
        var expected = PcaScreening.Screen(scene, Model, options).Events.OrderBy(e => e.Pixels[0]).ToArray();
        Assert.NotEmpty(expected);

        for (var trial = 0; trial < 12; trial++)
        {
            var accumulator = new SpectralEventAccumulator(options);
            var found = new List<SpectralEvent>();
            for (int first = 0, count; first < rows; first += count)
            {
                count = Math.Min(rows - first, trial < 2 ? trial + 1 : 1 + random.Next(15));
                var block = scene with { Rows = count, Spectra = spectra.AsMemory(first * columns * Channels, count * columns * Channels) };
                found.AddRange(accumulator.Add(block, PcaScreening.Screen(block, Model, accumulator.BlockOptions)));
            }

            found.AddRange(accumulator.Complete());
            Assert.Empty(accumulator.OpenPixels);
            Assert.Equal(expected.Length, found.Count);
            foreach (var (whole, joined) in expected.Zip(found.OrderBy(e => e.Pixels[0])))
            {
                Assert.Equal(whole.Pixels, joined.Pixels);
                Assert.Equal(Assert.Single(whole.RangeIndex), Assert.Single(joined.RangeIndex), 1e-3 * Math.Abs(whole.RangeIndex[0]));
                Assert.Equal((whole.FirstRow, whole.LastRow, whole.FirstColumn, whole.LastColumn), (joined.FirstRow, joined.LastRow, joined.FirstColumn, joined.LastColumn));
                Assert.Equal((whole.PeakPixel, whole.Species), (joined.PeakPixel, joined.Species));
                Assert.Equal(whole.PeakScore, joined.PeakScore, 1e-5 * whole.PeakScore);
                Assert.Equal(whole.Confidence, joined.Confidence, 1e-9);
                Assert.All(whole.Residual.Zip(joined.Residual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
                Assert.All(whole.Spectrum.Zip(joined.Spectrum).Where(pair => !double.IsNaN(pair.First) || !double.IsNaN(pair.Second)), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1, Math.Abs(pair.First))));
            }
        }
    }

    [Fact]
    public void Add_BlockOfAnotherWidth_IsRefused()
    {
        var accumulator = new SpectralEventAccumulator(new());
        var (wide, narrow) = (SpectralScenes.Create(2, 5, Channels, 3, seed: 3), SpectralScenes.Create(2, 4, Channels, 3, seed: 3));
        _ = accumulator.Add(wide, PcaScreening.Screen(wide, Model));

        Assert.Contains("4 columns", Assert.Throws<ArgumentException>(() => accumulator.Add(narrow, PcaScreening.Screen(narrow, Model))).Message, StringComparison.Ordinal);
    }
}
