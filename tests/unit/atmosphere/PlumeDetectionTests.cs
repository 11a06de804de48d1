using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class PlumeDetectionTests
{
    private static readonly double[,] Blob = GridScene.NoiseWithBlob(60, 80, noise: 2.5e-4, blob: 4e-3);

    [Fact]
    public void Detect_PlumeAtASource_IsAttachedToIt()
    {
        // The blob's centre lies in row 20, column 40 of pixels of 0.01 degrees.
        PlumeSource[] sources = [new("Far", 0.555, 0.055), new("Near", 0.205, 0.405)];
        var result = PlumeDetection.Detect(GridScene.Create(Blob), sources);
        var plume = Assert.Single(result.Plumes);
        Assert.Equal("Near", Assert.Single(plume.AttachedSources).Name);
        Assert.True(plume.IsAttached);
        Assert.True(result.MaximumIsInPlume);
        Assert.Equal(PixelRole.Source, result.Flags[(20 * 80) + 40]);
        Assert.Equal(PixelRole.Source, result.Flags[(55 * 80) + 5]);
        Assert.Equal(plume.PixelCount, result.PlumePixelCount);
        Assert.Equal(0, result.DistanceToSource[(20 * 80) + 40], 1e-6);
    }

    [Fact]
    public void Detect_PlumeAwayFromItsSource_DriftsFreeWithABearing()
    {
        PlumeSource[] sources = [new("South", 0.01, 0.4)];
        var plume = Assert.Single(PlumeDetection.Detect(GridScene.Create(Blob), sources).Plumes);
        Assert.False(plume.IsAttached);
        Assert.Equal("South", plume.NearestSource!.Name);
        Assert.InRange(plume.Bearing is > 180 ? plume.Bearing - 360 : plume.Bearing, -3, 3);
        Assert.Equal(plume.Bearing, plume.BearingFrom(sources[0]));
        Assert.InRange(plume.BearingFrom(new PlumeSource("East", 0.2, 0.9)), 265, 275);
        Assert.InRange(plume.CentroidLatitude, 0.19, 0.22);
        Assert.InRange(plume.DistanceToSource, 10_000, 20_000);
    }

    [Fact]
    public void Detect_WideSource_AttachesWithinHalfItsDiameter()
    {
        var scene = GridScene.Create(Blob);
        Assert.False(PlumeDetection.Detect(scene, [new("City", 0.01, 0.4, Diameter: 20_000)]).Plumes[0].IsAttached);
        Assert.True(PlumeDetection.Detect(scene, [new("City", 0.01, 0.4, Diameter: 40_000)]).Plumes[0].IsAttached);
    }

    [Fact]
    public void Detect_Blob_HoldsItsAmount()
    {
        // 2π σx σy times the peak, on pixels of 1111.95 m.
        var pixel = 6_371_008.8 * Math.PI / 180 * 0.01;
        var expected = 2 * Math.PI * 3 * 6 * 4e-3 * pixel * pixel;
        var plume = PlumeDetection.Detect(GridScene.Create(Blob), []).Plumes[0];
        Assert.InRange(plume.Amount / expected, 0.85, 1.02);
        Assert.Equal(plume.PixelCount * pixel * pixel, plume.Area, plume.Area * 1e-3);
    }

    [Fact]
    public void Detect_NoSources_FindsThePlumeAndNoDistance()
    {
        var result = PlumeDetection.Detect(GridScene.Create(Blob), []);
        var plume = Assert.Single(result.Plumes);
        Assert.Null(plume.NearestSource);
        Assert.True(double.IsNaN(plume.Bearing));
        Assert.True(double.IsNaN(plume.DistanceToSource));
        Assert.All(result.DistanceToSource, distance => Assert.True(double.IsNaN(distance)));
    }

    [Fact]
    public void Detect_PlumeOverMostOfTheScene_IsStillFound()
    {
        // Three pixels in five are plume: a median would call it background.
        var column = GridScene.NoiseWithBlob(60, 80, noise: 2.5e-4, blob: 0);
        var random = new Random(3);
        for (var r = 0; r < 60; r++)
        {
            for (var c = 0; c < 48; c++)
            {
                column[r, c] += 0.01 * (1 + random.NextDouble());
            }
        }

        var result = PlumeDetection.Detect(GridScene.Create(column), []);
        Assert.InRange(result.Plumes[0].PixelCount, 60 * 47, 60 * 49);
    }

    [Fact]
    public void Detect_SingleBrightPixel_IsNoPlume()
    {
        var column = GridScene.NoiseWithBlob(60, 80, noise: 2.5e-4, blob: 0);
        column[30, 40] = 0.02;
        Assert.Empty(PlumeDetection.Detect(GridScene.Create(column), []).Plumes);
    }

    [Fact]
    public void Detect_AllColumnsMissing_GivesNoPlumeAndSaysSo()
    {
        var scene = GridScene.Create(Blob);
        var result = PlumeDetection.Detect(scene with { Column = [.. scene.Column.Select(_ => double.NaN)] }, []);
        Assert.Empty(result.Plumes);
        Assert.Equal(-1, result.MaximumPixel);
        Assert.False(result.MaximumIsInPlume);
        Assert.All(result.Quality, quality => Assert.True(quality.HasFlag(PlumeQuality.NoColumn)));
        Assert.All(result.ZScore, z => Assert.True(double.IsNaN(z)));
    }

    [Fact]
    public void Detect_SomeColumnsMissing_LeavesThemOutOfTheMask()
    {
        var scene = GridScene.Create(Blob);
        var holes = scene with { Column = [.. scene.Column.Select((c, i) => i % 7 == 0 ? double.NaN : c)] };
        var result = PlumeDetection.Detect(holes, []);
        Assert.NotEmpty(result.Plumes);
        Assert.All(Enumerable.Range(0, scene.Count).Where(i => i % 7 == 0), i => Assert.Equal((-1, PlumeQuality.NoColumn), (result.PlumeIndex[i], result.Quality[i])));
    }

    [Fact]
    public void Detect_OnePixel_GivesNoPlume()
    {
        var result = PlumeDetection.Detect(GridScene.Create(new double[,] { { 1e-3 } }), [new("Here", 0.005, 0.005)]);
        Assert.Empty(result.Plumes);
        Assert.Equal(PixelRole.Source, result.Flags[0]);
        Assert.True(result.Quality[0].HasFlag(PlumeQuality.SparseBackground));
    }

    [Fact]
    public void Detect_WindAndCornersWithNaN_LeavesOutOnlyThePixelsWithoutAPlace()
    {
        var scene = GridScene.Create(Blob);
        var bounds = scene.LatitudeBounds.ToArray();
        bounds[0] = double.NaN;
        var nan = scene.Column.Select(_ => double.NaN).ToArray();
        var result = PlumeDetection.Detect(scene with { LatitudeBounds = bounds, WindEast = nan, WindNorth = nan }, []);
        Assert.Equal(-1, result.PlumeIndex[0]);
        Assert.Equal(PlumeDetection.Detect(scene, []).PlumeIndex.Skip(100), result.PlumeIndex.Skip(100));
    }

    [Fact]
    public void Detect_ArraysOfDifferentLength_NamesThemAndTheRemedy()
    {
        var scene = GridScene.Create(Blob);
        var error = Assert.Throws<ArgumentException>(() => PlumeDetection.Detect(scene with { Longitude = scene.Longitude[1..] }, []));
        Assert.Contains("Longitude has 4799 values but the scene has 4800 columns", error.Message);
        Assert.Contains("same selection", error.Message);
        error = Assert.Throws<ArgumentException>(() => PlumeDetection.Detect(scene with { LatitudeBounds = scene.Latitude }, []));
        Assert.Contains("expected 19200", error.Message);
    }

    [Fact]
    public void Detect_NoPixels_SaysSo()
    {
        var error = Assert.Throws<ArgumentException>(() => PlumeDetection.Detect(GridScene.Create(new double[0, 0]), []));
        Assert.Contains("0 pixels", error.Message);
    }

    [Fact]
    public void Detect_SourceOffTheEarth_NamesTheSource()
    {
        var scene = GridScene.Create(Blob);
        Assert.Contains("'Etna' lies at 137.751°", Assert.Throws<ArgumentException>(() => PlumeDetection.Detect(scene, [new("Etna", 137.751, 14.993)])).Message);
        Assert.Contains("diameter of -1 m", Assert.Throws<ArgumentException>(() => PlumeDetection.Detect(scene, [new("Etna", 37.751, 14.993, -1)])).Message);
    }

    public static TheoryData<string, PlumeDetectionOptions> BadOptions => new()
    {
        { "SmoothingSigma is 0", new() { SmoothingSigma = 0 } },
        { "BackgroundRadius is NaN", new() { BackgroundRadius = double.NaN } },
        { "GrowThreshold is -1", new() { GrowThreshold = -1 } },
        { "SeedThreshold is 2; expected at least GrowThreshold", new() { SeedThreshold = 2 } },
        { "SystematicError is -1", new() { SystematicError = -1 } },
        { "MinimumPixels is 0", new() { MinimumPixels = 0 } },
        { "SourceRadius is -1", new() { SourceRadius = -1 } },
        { "MinimumValidity is 101", new() { MinimumValidity = 101 } },
        { "MaximumCloudFraction is 30", new() { MaximumCloudFraction = 30 } },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public void Detect_OptionOutsideItsRange_NamesValueAndRange(string expected, PlumeDetectionOptions options) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => PlumeDetection.Detect(GridScene.Create(Blob), [], options)).Message);
}
