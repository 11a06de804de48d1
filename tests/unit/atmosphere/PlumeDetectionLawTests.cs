using FsCheck;
using FsCheck.Fluent;
using Isopleth.Atmosphere;

namespace Isopleth.Tests;

/// <summary>What must hold for any scene.</summary>
public class PlumeDetectionLawTests
{
    private static readonly PlumeSource[] Sources = [new("Crater", 0.1, 0.2)];

    [Fact]
    public void Detect_PixelsInAnyOrder_GivesEachPixelTheSameAnswer() => Check(seed =>
    {
        var scene = Scene(seed);
        var order = Enumerable.Range(0, scene.Count).ToArray();
        new Random(seed).Shuffle(order);
        var (plain, shuffled) = (PlumeDetection.Detect(scene, Sources), PlumeDetection.Detect(GridScene.Take(scene, order), Sources));
        return plain.Plumes.Count == shuffled.Plumes.Count
            && order.Index().All(at => plain.Mask[at.Item] == shuffled.Mask[at.Index] && plain.Flags[at.Item] == shuffled.Flags[at.Index]);
    });

    [Fact]
    public void Detect_ConstantAddedToTheColumn_ChangesNothingButTheBackground() => Check(seed =>
    {
        var scene = Scene(seed);
        var raised = scene with { Column = [.. scene.Column.Select(c => c + 0.01)] };
        var (plain, other) = (PlumeDetection.Detect(scene, Sources), PlumeDetection.Detect(raised, Sources));
        return plain.PlumeIndex.SequenceEqual(other.PlumeIndex) && plain.Background.Zip(other.Background).All(b => Math.Abs(b.Second - b.First - 0.01) < 1e-12);
    });

    [Fact]
    public void Detect_EverythingScaled_ChangesNothingButTheScale() => Check(seed =>
    {
        var scene = Scene(seed);
        var scaled = scene with { Column = [.. scene.Column.Select(c => 1000 * c)] };
        var (plain, other) = (PlumeDetection.Detect(scene, Sources), PlumeDetection.Detect(scaled, Sources, new PlumeDetectionOptions { SystematicError = 0.1 }));
        return plain.PlumeIndex.SequenceEqual(other.PlumeIndex) && plain.Noise.Zip(other.Noise).All(s => Math.Abs(s.Second - (1000 * s.First)) < 1e-9);
    });

    [Fact]
    public void Detect_LongitudesBeyondTheDateLine_MeanTheSamePlaces() => Check(seed =>
    {
        var scene = Scene(seed, west: 179.8);
        var wrapped = scene with { Longitude = [.. scene.Longitude.Select(Wrap)], LongitudeBounds = [.. scene.LongitudeBounds.Select(Wrap)] };
        PlumeSource[] source = [new("Crater", 0.1, -179.9)];
        var (plain, other) = (PlumeDetection.Detect(scene, source), PlumeDetection.Detect(wrapped, source));
        return plain.PlumeIndex.SequenceEqual(other.PlumeIndex) && plain.Flags.SequenceEqual(other.Flags);

        static double Wrap(double longitude) => longitude >= 180 ? longitude - 360 : longitude;
    });

    [Fact]
    public void Detect_LowValidityOrCloud_ChangesTheQualityButNeverTheMask() => Check(seed =>
    {
        var scene = Scene(seed);
        var random = new Random(seed);
        var doubtful = scene with { Validity = [.. scene.Column.Select(_ => 100 * random.NextDouble())], CloudFraction = [.. scene.Column.Select(_ => random.NextDouble())] };
        var (plain, other) = (PlumeDetection.Detect(scene, Sources), PlumeDetection.Detect(doubtful, Sources));
        return plain.PlumeIndex.SequenceEqual(other.PlumeIndex)
            && other.Quality.Index().All(q => q.Item.HasFlag(PlumeQuality.LowValidity) == (doubtful.Validity[q.Index] < 50) && q.Item.HasFlag(PlumeQuality.Cloudy) == (doubtful.CloudFraction[q.Index] > 0.3));
    });

    [Fact]
    public void Detect_LowerGrowThreshold_NeverLosesAPixelOfThePlume() => Check(seed =>
    {
        var column = GridScene.NoiseWithBlob(40, 50, noise: 2.5e-4, blob: 4e-3, seed);
        var (strict, loose) = (PlumeDetection.Detect(GridScene.Create(column), [], new PlumeDetectionOptions { GrowThreshold = 3 }), PlumeDetection.Detect(GridScene.Create(column), []));
        return strict.Mask.Zip(loose.Mask).All(m => !m.First || m.Second);
    });

    private static PlumeScene Scene(int seed, double west = 0) =>
        GridScene.Create(GridScene.NoiseWithBlob(40, 50, noise: 2.5e-4, blob: 3e-3, seed), west: west);

    private static void Check(Func<int, bool> law) =>
        Prop.ForAll(Gen.Choose(1, 1_000_000).ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(15).WithReplay(20181230, 6287));
}
