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
        model = PcaScreening.Fit(scene with { Quantity = "reflectance [1]" }, Known with { Components = 3 });
        Expect(scene with { Quantity = "radiance [W m-2]" }, ScreeningStatus.OtherQuantity, "radiance [W m-2]", "reflectance [1]", "--irradiance");
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

    [Theory]
    [InlineData(ThresholdRule.ChiSquare, 0.01, 0.004)]
    [InlineData(ThresholdRule.Quantile, 0.01, 0.0002)]
    [InlineData(ThresholdRule.Sigma, 0, 0)]
    public void Screen_EachThreshold_FlagsThePartItIsToFlag(ThresholdRule rule, double part, double tolerance)
    {
        var model = PcaScreening.Fit(SpectralScenes.Create(100, 60, Channels, 4, seed: 1), Known with { Components = 4 });
        var scene = SpectralScenes.Create(100, 60, Channels, 4, seed: 6);

        var result = PcaScreening.Screen(scene, model, new() { Threshold = rule, FalseAlarmRate = 0.01, Quantile = 0.99, MaximumSpikes = 0 });

        Assert.Equal(part, result.FlaggedFraction, tolerance);
        Assert.All(result.Flags.Zip(result.ReconstructionScore), pixel => Assert.Equal(pixel.First == PixelScreening.Event, pixel.Second > result.ReconstructionThreshold));
    }

    [Fact]
    public void Screen_ReferenceScores_SetTheQuantile()
    {
        var model = PcaScreening.Fit(SpectralScenes.Create(60, 60, Channels, 4, seed: 1), Known with { Components = 4 });
        double[] reference = [.. Enumerable.Range(0, 1001).Select(i => i / 100.0)];

        var result = PcaScreening.Screen(SpectralScenes.Create(1, 1, Channels, 4, seed: 6), model, new() { Threshold = ThresholdRule.Quantile, ReferenceScores = reference, Quantile = 0.75 });

        Assert.Equal((ScreeningStatus.Screened, 7.5), (result.Status, Math.Round(result.Threshold, 6)));
    }

    [Fact]
    public void Screen_MissingChannels_AreFilledByTheBestFitOfTheOthers()
    {
        var scene = SpectralScenes.Create(40, 30, Channels, 3, seed: 7);
        var model = PcaScreening.Fit(scene, Known with { Components = 3 });
        var spectra = SpectralScenes.Copy(scene);
        int[] gaps = [3, 50, 51, 119];
        foreach (var gap in gaps)
        {
            spectra[gap] = float.NaN; // of the first pixel
        }

        spectra.AsSpan(Channels, 13).Fill(float.NaN); // of the second: 13 of 120 are too many

        var result = PcaScreening.Screen(scene with { Spectra = spectra }, model, new() { KeepResiduals = true });

        Assert.Equal((PixelScreening.Partial, PixelScreening.Missing, PixelScreening.Expected), (result.Flags[0], result.Flags[1], result.Flags[2]));
        Assert.True(float.IsNaN(result.StandardScore[1]));
        Assert.Equal(1199, result.Screened);

        // Normal equations of the channels there are, solved by Gauss' way.
        int[] there = [.. Enumerable.Range(0, Channels).Except(gaps)];
        double E(int k, int j) => model.Eigenvectors[(k * Channels) + j];
        double Z(int j) => (spectra[j] - model.Mean[j]) / model.Noise[j];
        var scores = Solve(3, (a, b) => there.Sum(j => E(a, j) * E(b, j)), a => there.Sum(j => E(a, j) * Z(j)));
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(scores[k], result.Scores[k], 1e-4);
        }

        var square = there.Sum(j => Math.Pow(Z(j) - Enumerable.Range(0, 3).Sum(k => scores[k] * E(k, j)), 2)) / there.Length;
        Assert.Equal(Math.Sqrt(square), result.ReconstructionScore[0], 1e-4);
        Assert.All(gaps, gap => Assert.Equal(0, result.Residuals[gap]));
    }

    /// <summary>A fill value that the file does not tell: its square is more than a number of single precision holds.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Screen_ValuesBeyondAnyMeasurement_AreMissing(bool keepResiduals)
    {
        var scene = SpectralScenes.Create(20, 20, Channels, 3, seed: 17);
        var model = PcaScreening.Fit(scene, Known with { Components = 3 });
        var spectra = SpectralScenes.Copy(scene);
        spectra.AsSpan(0, Channels).Fill(9.96921e36f);
        spectra[(3 * Channels) + 7] = -1e30f;

        var result = PcaScreening.Screen(scene with { Spectra = spectra }, model, new() { KeepResiduals = keepResiduals });

        Assert.Equal([PixelScreening.Missing, PixelScreening.Expected, PixelScreening.Expected, PixelScreening.Missing], result.Flags[..4]);
        Assert.Equal((398, 398), (result.Screened, result.StandardScore.Count(float.IsFinite)));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(150)]
    public void Screen_SpectraFarFromTheMean_AreScoredElementByElement(int far)
    {
        // A few, or many, of a block of spectra have a million times the noise's variance: as a difference of two sums their scores would be rounding.
        var scene = SpectralScenes.Create(20, 20, Channels, 3, seed: 17);
        var model = PcaScreening.Fit(scene, Known with { Components = 3 });
        var spectra = SpectralScenes.Copy(scene);
        for (var i = 0; i < far * Channels; i++)
        {
            var (k, j) = Math.DivRem(i, Channels);
            spectra[i] += (float)(5000 * model.Noise[j] * model.Eigenvectors[((k % 3) * Channels) + j]);
        }

        var (quick, whole) = (PcaScreening.Screen(scene with { Spectra = spectra }, model), PcaScreening.Screen(scene with { Spectra = spectra }, model, new() { KeepResiduals = true }));
        var before = PcaScreening.Screen(scene, model, new() { KeepResiduals = true });

        Assert.All(quick.ReconstructionScore.Zip(whole.ReconstructionScore), pair => Assert.Equal(pair.Second, pair.First, 2e-3 * pair.Second));
        Assert.All(quick.ReconstructionScore.Zip(before.ReconstructionScore), pair => Assert.Equal(pair.Second, pair.First, 2e-3 * pair.Second));
    }

    [Fact]
    public void Screen_UnusedChannels_MayHoldAnything()
    {
        var scene = SpectralScenes.Create(40, 30, Channels, 3, seed: 7);
        var spectra = SpectralScenes.Copy(scene);
        for (var pixel = 0; pixel < scene.Count; pixel++)
        {
            spectra.AsSpan((pixel * Channels) + 60, 6).Fill(float.NaN);
        }

        var gapped = scene with { Spectra = spectra };
        var model = PcaScreening.Fit(gapped, new() { Components = 3 });
        var result = PcaScreening.Screen(gapped, model);

        Assert.Equal([.. Enumerable.Range(0, 60), .. Enumerable.Range(66, 54)], model.Channels);
        Assert.All(result.Flags, flag => Assert.Equal(PixelScreening.Expected, flag));
    }

    [Fact]
    public void Screen_FullNoiseCovariance_WhitensCorrelatedNoise()
    {
        // Noise that is a moving sum of white noise: its covariance is known, and what it whitens to has RS² of mean (m - p) / m.
        const int m = 40;
        var random = new Random(88);
        var scene = SpectralScenes.Create(60, 40, m, 2, seed: 8);
        var (spectra, covariance) = (SpectralScenes.Copy(scene), new double[m * m]);
        for (var pixel = 0; pixel < scene.Count; pixel++)
        {
            var white = Enumerable.Range(0, m + 2).Select(_ => 2 * SpectralScenes.Gaussian(random)).ToArray();
            for (var j = 0; j < m; j++)
            {
                spectra[(pixel * m) + j] += (float)(white[j] + white[j + 1] + white[j + 2]);
            }
        }

        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < m; j++)
            {
                covariance[(i * m) + j] = (4 * Math.Max(0, 3 - Math.Abs(i - j))) + (i == j ? Math.Pow(SpectralScenes.Sigma(i, m), 2) : 0);
            }
        }

        var noisy = scene with { Spectra = spectra };
        var model = PcaScreening.Fit(noisy, new() { NoiseCovariance = covariance, Components = 2, Refits = 0 });
        var result = PcaScreening.Screen(noisy, model, new() { UseNoiseFloor = false });

        Assert.Equal(1, model.NoiseFloor, 0.03);
        Assert.Equal(0, result.StandardScore.Average(), 0.1);
        var (root, back) = (model.NoiseRoot!, new double[m * m]);
        for (var i = 0; i < m * m; i++)
        {
            back[i] = Enumerable.Range(0, m).Sum(k => root[(i / m * m) + k] * root[(k * m) + (i % m)]);
        }

        Assert.All(covariance.Zip(back), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.Equal(model.Checksum, PcaModel.FromDataset(model.ToDataset()).Checksum);
    }

    [Fact]
    public void FromNeighbours_Noise_IsTheKnownOne()
    {
        // A scene that does not vary but for its noise.
        var scene = SpectralScenes.Create(100, 100, 20, 0, seed: 9);

        var (noise, covariance) = (SpectralNoise.FromNeighbours(scene), SpectralNoise.CovarianceFromNeighbours(scene));

        for (var j = 0; j < 20; j++)
        {
            var sigma = SpectralScenes.Sigma(j, 20);
            Assert.Equal(sigma, noise[j], 0.06 * sigma);
            Assert.Equal(sigma * sigma, covariance[(j * 20) + j], 0.1 * sigma * sigma);
        }
    }

    [Fact]
    public void Fit_WithEventsAmongTheSpectra_LeavesThemOutOfTheRefit()
    {
        var scene = WithEvents(SpectralScenes.Create(50, 40, Channels, 3, seed: 10), every: 200, strength: 40);
        var options = Known with { Components = 4 };

        var (bent, straight) = (PcaScreening.Fit(scene, options), PcaScreening.Fit(scene, options with { Refits = 1 }));

        // Ten events among two thousand spectra make a component of their own, which then hides them: by their residual they are as any other.
        Assert.Equal((2000, 1990), (bent.SpectraCount, straight.SpectraCount));
        Assert.Equal(0, PcaScreening.Screen(scene, bent).Flagged);
        var flags = PcaScreening.Screen(scene, straight).Flags;
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 200 * i), Enumerable.Range(0, 2000).Where(pixel => flags[pixel].HasFlag(PixelScreening.Event)));
    }

    [Fact]
    public void Fit_ComponentsThatNoSpectrumNeeds_AreLeftOut()
    {
        // The fourth component has four times the noise's variance: signal, but no spectrum stands out without it. Of the third, with 240 times, many do.
        var scene = SpectralScenes.Create(80, 80, Channels, 4, seed: 20, signal: 30);
        var (weak, random) = (SpectralScenes.Copy(SpectralScenes.Create(80, 80, Channels, 3, seed: 21, signal: 6)), new Random(22));
        for (var pixel = 0; pixel < scene.Count; pixel++)
        {
            var weight = Math.Sqrt(4 * 2.0 / Channels) * SpectralScenes.Gaussian(random);
            for (var j = 0; j < Channels; j++)
            {
                weak[(pixel * Channels) + j] += (float)(weight * SpectralScenes.Sigma(j, Channels) * Math.Cos(Math.PI * 9 * (j + 0.5) / Channels));
            }
        }

        var training = scene with { Spectra = weak };
        var (all, needed) = (PcaScreening.Fit(training, Known with { Refits = 1, MostUndescribed = null }), PcaScreening.Fit(training, Known with { Refits = 1 }));

        Assert.Equal((4, 3), (all.Components, needed.Components));
        Assert.Equal(all.Eigenvalues, needed.Eigenvalues);
        Assert.Equal(0, PcaScreening.Screen(training, needed).Flagged);
        Assert.True(PcaScreening.Screen(training, all.WithComponents(2)).Flagged > 6);
        Assert.Equal(4, PcaScreening.Fit(training, Known with { Refits = 1, Components = 4 }).Components);
    }

    [Fact]
    public void Screen_LocalComponents_TakeAwayWhatTheSceneHasThroughout()
    {
        // The scene has a fourth component throughout, and some events.
        var model = PcaScreening.Fit(SpectralScenes.Create(60, 60, Channels, 3, seed: 11, signal: 30), Known with { Components = 3 });
        var scene = WithEvents(SpectralScenes.Create(40, 40, Channels, 4, seed: 12, signal: 30), every: 100, strength: 15);

        var (without, with) = (PcaScreening.Screen(scene, model), PcaScreening.Screen(scene, model, new() { LocalComponents = 1 }));

        Assert.Equal(4, with.Model.Components);
        Assert.True(Assert.Single(with.LocalComponents).IsKept);
        Assert.InRange(with.LocalComponents[0].Variance, 2000, 5000); // (30 / 4)² × 120 / 2 = 3375
        Assert.Equal(without.Flagged - with.Flagged, with.ExplainedLocally);
        Assert.True(without.Flagged > 3 * with.Flagged, $"{without.Flagged} and {with.Flagged}");
        Assert.All(Enumerable.Range(0, 16), i => Assert.True(with.Flags[i * 100].HasFlag(PixelScreening.Event)));
        Assert.InRange(with.Flagged, 16, 20);
    }

    [Theory]
    [InlineData("2024-03-31", "")]
    [InlineData("2024-10-31", "")]
    [InlineData("2024-02-28", "lies 93 days before the model's training (2024-05-31 to 2024-07-31)")]
    [InlineData("2025-07-31", "lies 365 days after the model's training (2024-05-31 to 2024-07-31)")]
    public void Screen_SceneFarFromTheTrainingInTime_Warns(string date, string warning)
    {
        var scene = SpectralScenes.Create(40, 20, Channels, 3, seed: 5);
        DateTime Day(string day) => DateTime.Parse(day + "T11:30:00Z", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
        var model = PcaScreening.Fit([scene with { Time = Day("2024-05-31") }, scene with { Time = Day("2024-07-31") }], Known with { Components = 3 });

        var result = PcaScreening.Screen(scene with { Time = Day(date) }, model);

        Assert.Equal(ScreeningStatus.Screened, result.Status);
        Assert.Equal(warning.Length > 0, result.Warning.Length > 0);
        Assert.Contains(warning, result.Warning, StringComparison.Ordinal);
        Assert.Empty(PcaScreening.Screen(scene, model).Warning);
    }

    [Fact]
    public void Screen_RangeIndex_IsTheMatchedFilterOfTheModelsCovariance()
    {
        const int m = 30;
        var scene = SpectralScenes.Create(60, 40, m, 2, seed: 13);
        var model = PcaScreening.Fit(scene, new() { Noise = SpectralScenes.Noise(m), Components = 2, Refits = 0 });
        var jacobian = Enumerable.Range(0, m).Select(j => -Math.Exp(-Math.Pow((j - 12) / 2.0, 2))).ToArray();
        var covariance = new double[m * m];
        for (var i = 0; i < m * m; i++)
        {
            var (a, b) = (i / m, i % m);
            var normalised = (a == b ? model.NoiseFloor : 0) + Enumerable.Range(0, 2).Sum(k => (model.Eigenvalues[k] - model.NoiseFloor) * model.Eigenvectors[(k * m) + a] * model.Eigenvectors[(k * m) + b]);
            covariance[i] = model.Noise[a] * normalised * model.Noise[b];
        }

        var weights = HyperspectralRangeIndex.Weights(jacobian, covariance);
        var result = PcaScreening.Screen(scene, model, new() { Jacobians = [new("X", jacobian)], RangeIndexThreshold = 3 });

        for (var pixel = 0; pixel < 50; pixel++)
        {
            var expected = weights.Zip(scene.Spectrum(pixel).ToArray().Zip(model.Mean, (y, mean) => y - mean), (w, d) => w * d).Sum();
            Assert.Equal(expected, result.RangeIndex[pixel], 1e-3);
        }

        Assert.Equal(1, Math.Sqrt(result.RangeIndex.Average(index => index * index)), 0.1);
        Assert.All(result.Flags.Zip(result.RangeIndex), pixel => Assert.Equal(pixel.First.HasFlag(PixelScreening.RangeIndex), pixel.Second > 3));
    }

    [Fact]
    public void Screen_TouchingPixels_AreOneEvent()
    {
        var scene = SpectralScenes.Create(10, 12, Channels, 3, seed: 14) with { Latitude = [.. Enumerable.Range(0, 120).Select(i => 40 + (i / 12 * 0.1))], Longitude = [.. Enumerable.Range(0, 120).Select(i => 5 + (i % 12 * 0.1))] };
        var model = PcaScreening.Fit(SpectralScenes.Create(60, 60, Channels, 3, seed: 15), Known with { Components = 3 });
        var spectra = SpectralScenes.Copy(scene);
        foreach (var (pixel, strength) in new[] { (14, 20.0), (27, 30.0), (39, 20.0), (118, 25.0) })
        {
            Add(spectra, pixel, strength);
        }

        IndicatorChannel[] indicators = [new("X", 2307.0, 1), new("Y", 2303.0, 1), new("far", 9999, 1)];
        var result = PcaScreening.Screen(scene with { Spectra = spectra }, model, new() { Indicators = indicators });

        Assert.Equal(2, result.Events.Count);
        var first = result.Events[0];
        Assert.Equal([14, 27, 39], first.Pixels);
        Assert.Equal((1, 3, 2, 3, 27), (first.FirstRow, first.LastRow, first.FirstColumn, first.LastColumn, first.PeakPixel));
        Assert.Equal((40.2, 5.3), (Math.Round(first.Latitude!.Value, 6), Math.Round(first.Longitude!.Value, 6)));
        Assert.Equal("X", first.Species);
        Assert.Equal(["X", "Y"], first.SpeciesScores.Select(score => score.Species));
        Assert.InRange(first.Confidence, 0.99, 1);
        Assert.Equal([118], result.Events[1].Pixels);
        Assert.Equal((0, 0, 1, -1), (result.EventIndex[14], result.EventIndex[27], result.EventIndex[118], result.EventIndex[0]));
        Assert.Single(PcaScreening.Screen(scene with { Spectra = spectra }, model, new() { MinimumPixels = 2 }).Events);
    }

    [Fact]
    public void Options_OutOfRange_SayWhich()
    {
        Assert.Contains("Sigma is -1", Assert.Throws<ArgumentException>(() => new PcaScreeningOptions { Sigma = -1 }.Validate()).Message, StringComparison.Ordinal);
        Assert.Contains("MaximumMissing is 2", Assert.Throws<ArgumentException>(() => new PcaScreeningOptions { MaximumMissing = 2 }.Validate()).Message, StringComparison.Ordinal);
        Assert.Contains("Components is 0", Assert.Throws<ArgumentException>(() => new PcaFitOptions { Components = 0 }.Validate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_WhatCannotBeFitted_SaysWhy()
    {
        var scene = SpectralScenes.Create(4, 4, Channels, 2, seed: 16);

        Expect("99 components", () => PcaScreening.Fit(scene, Known with { Components = 99 }));
        Expect("empty", () => PcaScreening.Fit([]));
        Expect("119 are positive", () => PcaScreening.Fit(scene, Known with { Noise = [.. SpectralScenes.Noise(Channels)[1..], 0] }));
        Expect("needs 1920", () => PcaScreening.Fit(scene with { Spectra = scene.Spectra[..700] }));
        Expect("1 were added and 15 skipped", () => PcaScreening.Fit(scene with { Valid = [true, .. new bool[15]] }, Known));
        Expect("are a [1]; these are b [2]", () => PcaScreening.Fit([scene with { Quantity = "a [1]" }, scene with { Quantity = "b [2]" }], Known));
        Expect("of test; these are of other", () => PcaScreening.Fit([scene, scene with { Instrument = "other" }], Known));
        Expect("channel 0 lies at 0", () => PcaScreening.Fit([scene, scene with { Wavelength = [.. Enumerable.Range(0, Channels).Select(j => (double)j)] }], Known));

        static void Expect(string words, Action fit) => Assert.Contains(words, Assert.Throws<ArgumentException>(fit).Message, StringComparison.Ordinal);
    }

    /// <summary>Every so many pixels, a narrow line of a strength in standard deviations of the noise.</summary>
    private static SpectralScene WithEvents(SpectralScene scene, int every, double strength)
    {
        var spectra = SpectralScenes.Copy(scene);
        for (var pixel = 0; pixel < scene.Count; pixel += every)
        {
            Add(spectra, pixel, strength);
        }

        return scene with { Spectra = spectra };
    }

    private static void Add(float[] spectra, int pixel, double strength)
    {
        for (var j = 60; j < 80; j++)
        {
            spectra[(pixel * Channels) + j] += (float)(strength * SpectralScenes.Sigma(j, Channels) * Math.Exp(-Math.Pow((j - 70) / 3.0, 2)));
        }
    }

    /// <summary>The solution of a small system.</summary>
    private static double[] Solve(int n, Func<int, int, double> matrix, Func<int, double> right)
    {
        var rows = Enumerable.Range(0, n).Select(a => Enumerable.Range(0, n).Select(b => matrix(a, b)).Append(right(a)).ToArray()).ToArray();
        for (var k = 0; k < n; k++)
        {
            for (var row = 0; row < n; row++)
            {
                if (row != k)
                {
                    var factor = rows[row][k] / rows[k][k];
                    rows[row] = [.. rows[row].Zip(rows[k], (x, pivot) => x - (factor * pivot))];
                }
            }
        }

        return [.. Enumerable.Range(0, n).Select(k => rows[k][n] / rows[k][k])];
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
