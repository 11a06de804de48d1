using Isopleth.Arrays;
using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>The accumulator's law, and the model's way through a data set.</summary>
public class PcaModelTests
{
    private const int Channels = 60;
    private static readonly PcaFitOptions Known = new() { Noise = SpectralScenes.Noise(Channels), Components = 5 };

    [Fact]
    public void Merge_AnyPartition_GivesTheSameModel()
    {
        var scene = SpectralScenes.Create(90, 50, Channels, 5, seed: 1);
        var whole = Accumulate(scene);
        var (mean, covariance) = whole.Moments();
        var random = new Random(20);
        for (var trial = 0; trial < 10; trial++)
        {
            int[] cuts = [0, .. Enumerable.Range(0, 1 + (2 * trial)).Select(_ => random.Next(scene.Rows)).Order(), scene.Rows];
            var parts = cuts.Zip(cuts.Skip(1)).Where(cut => cut.First < cut.Second).Select(cut => Rows(scene, cut.First, cut.Second)).ToArray();
            random.Shuffle(parts);
            var groups = parts.Chunk(1 + (trial % 3)).Select(group => Accumulate(group)).ToArray();
            var merged = groups[0];
            foreach (var other in groups.Skip(1))
            {
                merged.Merge(other);
            }

            var (mergedMean, mergedCovariance) = merged.Moments();
            Assert.Equal(whole.Count, merged.Count);
            ExpectClose(mean, mergedMean);
            ExpectClose(covariance, mergedCovariance);
            ExpectClose(whole.ToModel(Known).Eigenvalues, merged.ToModel(Known).Eigenvalues);
            ExpectClose(whole.ToModel(Known).Eigenvectors, merged.ToModel(Known).Eigenvectors);
        }
    }

    [Fact]
    public void Moments_OfSpectra_AreThoseOfTheDefinition()
    {
        var scene = SpectralScenes.Create(20, 10, 17, 3, seed: 2);
        var (mean, covariance) = Accumulate(scene).Moments();
        var rows = Enumerable.Range(0, scene.Count).Select(pixel => Array.ConvertAll(scene.Spectrum(pixel).ToArray(), y => (double)y)).ToArray();
        var naiveMean = Enumerable.Range(0, 17).Select(j => rows.Average(row => row[j])).ToArray();
        var naive = new double[17 * 17];
        for (var i = 0; i < naive.Length; i++)
        {
            naive[i] = rows.Sum(row => (row[i / 17] - naiveMean[i / 17]) * (row[i % 17] - naiveMean[i % 17])) / (rows.Length - 1);
        }

        ExpectClose(naiveMean, mean);
        ExpectClose(naive, covariance);
    }

    [Fact]
    public void Dataset_ThereAndBack_IsTheSameModel()
    {
        var model = PcaScreening.Fit(SpectralScenes.Create(40, 20, Channels, 3, seed: 3) with { Time = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc), Quantity = "radiance [1]" }, Known);

        var back = PcaModel.FromDataset(model.ToDataset());

        Assert.Equal(model.Checksum, back.Checksum);
        Assert.Equal(model.Eigenvectors, back.Eigenvectors);
        Assert.Equal(model.TrainedTo, back.TrainedTo);
        Assert.Equal((model.Instrument, model.Quantity, model.SpectraCount), (back.Instrument, back.Quantity, back.SpectraCount));
    }

    [Theory]
    [InlineData("instrument", "other", "checksum")]
    [InlineData("pca_model_version", 2, "version 2")]
    [InlineData("checksum_sha256", null, "no attribute 'checksum_sha256'")]
    public void FromDataset_Damaged_SaysWhat(string attribute, object? value, string words)
    {
        var whole = PcaScreening.Fit(SpectralScenes.Create(40, 20, Channels, 3, seed: 3), Known).ToDataset();
        var attributes = whole.Attributes.Where(pair => pair.Key != attribute || value is not null).ToDictionary(pair => pair.Key, pair => pair.Key == attribute ? value! : pair.Value);

        var error = Assert.Throws<DataFormatException>(() => PcaModel.FromDataset(new Dataset(whole.Variables.Values, whole.Coordinates.Values, attributes)));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static PcaAccumulator Accumulate(params SpectralScene[] scenes)
    {
        var accumulator = new PcaAccumulator(scenes[0]);
        foreach (var scene in scenes)
        {
            accumulator.Add(scene);
        }

        return accumulator;
    }

    private static SpectralScene Rows(SpectralScene scene, int from, int to)
    {
        var width = scene.Columns * scene.Channels;
        return scene with { Rows = to - from, Spectra = scene.Spectra[(from * width)..(to * width)] };
    }

    /// <summary>Equal to 1e-12 of the largest.</summary>
    private static void ExpectClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var tolerance = 1e-12 * expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
