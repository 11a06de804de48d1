using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>What a screening says of spectra whose truth is known.</summary>
public class PcaScreeningTests
{
    private const int Channels = 120;
    private static readonly PcaFitOptions Known = new() { Noise = SpectralScenes.Noise(Channels), Refits = 0 };

    /// <summary>E[RS²] = (m - p) / m and sd(RS²) = √(2 (m - p)) / m of noise alone, as the design has them.</summary>
    [Theory]
    [InlineData(480, 20, 0.978945, 0.063191)]
    [InlineData(480, 50, 0.946485, double.NaN)]
    [InlineData(8461, 300, 0.982112, 0.015100)]
    public void Expectation_NoiseAlone_IsTheKnownValue(int channels, int components, double score, double deviation)
    {
        var (expected, freedom) = PcaScreening.Expectation(Components(channels, components), channels, new() { UseNoiseFloor = false });

        Assert.Equal(score, Math.Sqrt(expected), 1e-6);
        Assert.Equal(double.IsNaN(deviation) ? Math.Sqrt(2.0 * (channels - components)) / channels : deviation, expected * Math.Sqrt(2 / freedom), 1e-6);
    }

    [Fact]
    public void Screen_NoiseAlone_HasTheExpectedScoresAndNoFlag()
    {
        var model = PcaScreening.Fit(SpectralScenes.Create(100, 60, Channels, 4, seed: 1), Known with { Components = 4 });

        var result = PcaScreening.Screen(SpectralScenes.Create(50, 60, Channels, 4, seed: 2), model, new() { UseNoiseFloor = false });

        Assert.Equal(ScreeningStatus.Screened, result.Status);
        Assert.Equal(0, result.Flagged);
        Assert.Equal(3000, result.Screened);
        // Mean and standard deviation of 3000 standard scores: 0 and 1 within four of their errors.
        Assert.Equal(0, result.StandardScore.Average(), 0.08);
        Assert.Equal(1, Math.Sqrt(result.StandardScore.Average(score => score * score)), 0.08);
        Assert.Equal(Math.Sqrt(116.0 / 120), result.ExpectedReconstructionScore, 1e-12);
        Assert.Equal(1, model.NoiseFloor, 0.02);
    }

    [Fact]
    public void Screen_AddedSignature_RaisesTheSquaredScoreByItsPartOutsideTheComponents()
    {
        // RS² rises by a² |(I - E Eᵀ) N⁻¹ k|² / m, exactly when the background has no noise of its own to mix with: y = ȳ.
        var model = PcaScreening.Fit(SpectralScenes.Create(60, 60, Channels, 3, seed: 3), Known with { Components = 3 });
        var signature = Enumerable.Range(0, Channels).Select(j => Math.Exp(-Math.Pow((j - 70) / 4.0, 2))).ToArray();
        const double amount = 12;
        var spectrum = model.Mean.Zip(signature, (mean, k) => (float)(mean + (amount * k))).ToArray();
        var normalised = spectrum.Select((y, j) => (y - model.Mean[j]) / model.Noise[j]).ToArray();
        var outside = (double[])normalised.Clone();
        for (var k = 0; k < model.Components; k++)
        {
            var vector = model.Eigenvectors[(k * Channels)..((k + 1) * Channels)];
            var score = vector.Zip(normalised, (e, z) => e * z).Sum();
            outside = [.. outside.Zip(vector, (r, e) => r - (score * e))];
        }

        var scene = SpectralScenes.Create(1, 1, Channels, 3, seed: 4) with { Spectra = spectrum };
        var result = PcaScreening.Screen(scene, model, new() { KeepResiduals = true, MaximumSpikes = 0 });

        var square = outside.Sum(r => r * r) / Channels;
        Assert.Equal(square, result.ReconstructionScore[0] * (double)result.ReconstructionScore[0], 1e-5 * square);
        Assert.All(outside.Zip(result.Residuals), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.Equal(PixelScreening.Event, result.Flags[0]);
        var found = Assert.Single(result.Events);
        Assert.All(outside.Zip(found.Residual), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Fact]
    public void Screen_SceneThatCannotBe_HasTheStatusThatSaysWhy()
    {
        var scene = SpectralScenes.Create(30, 20, Channels, 3, seed: 5);
        var model = PcaScreening.Fit(scene, Known with { Components = 3 });
        var fill = new float[scene.Spectra.Length];
        Array.Fill(fill, float.NaN);

        Expect(scene with { Spectra = scene.Spectra[..1000] }, ScreeningStatus.Truncated, "1000 values", "72000");
        Expect(scene with { Instrument = "other" }, ScreeningStatus.OtherInstrument, "of other", "of test");
        Expect(scene with { Wavelength = scene.Wavelength[1..] }, ScreeningStatus.WrongChannels, "119 channels", "120");
        Expect(scene with { Wavelength = [.. scene.Wavelength.Select(nm => nm + 0.05)] }, ScreeningStatus.WrongChannels, "channel 0 lies at 2300.05");
        Expect(scene with { Spectra = fill }, ScreeningStatus.AllFill, "None of the 600 spectra");
        Expect(scene with { Valid = new bool[600] }, ScreeningStatus.AllFill, "not valid");
        Expect(scene with { Rows = 1, Columns = 1, Spectra = scene.Spectra[..Channels] }, ScreeningStatus.TooFewSpectra, new PcaScreeningOptions { Threshold = ThresholdRule.Quantile }, "1 of 1 spectra", "needs 100");
        Assert.Equal(ScreeningStatus.Screened, PcaScreening.Screen(scene with { Rows = 1, Columns = 1, Spectra = scene.Spectra[..Channels] }, model).Status);

        void Expect(SpectralScene wrong, ScreeningStatus status, params object[] rest)
        {
            var result = PcaScreening.Screen(wrong, model, rest.OfType<PcaScreeningOptions>().SingleOrDefault());

            Assert.Equal(status, result.Status);
            Assert.Empty(result.Events);
            Assert.All(rest.OfType<string>(), words => Assert.Contains(words, result.Message, StringComparison.Ordinal));
        }
    }

    /// <summary>A model of unit vectors for components, mean 0 and noise 1.</summary>
    private static PcaModel Components(int channels, int components)
    {
        var vectors = new double[components * channels];
        for (var k = 0; k < components; k++)
        {
            vectors[(k * channels) + k] = 1;
        }

        var ones = new double[channels];
        Array.Fill(ones, 1);
        return new(new PcaModelParts
        {
            Instrument = "test",
            Quantity = "",
            SpectralUnit = "nm",
            Wavelength = [.. Enumerable.Range(0, channels).Select(j => (double)j)],
            Channels = [.. Enumerable.Range(0, channels)],
            Mean = new double[channels],
            Noise = ones,
            Eigenvalues = ones,
            Eigenvectors = vectors,
            Components = components,
            TotalVariance = channels,
            SpectraCount = 10 * channels,
        });
    }
}
