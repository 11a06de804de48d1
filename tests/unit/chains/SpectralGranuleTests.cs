using Isopleth.Atmosphere;
using Isopleth.Chains;

namespace Isopleth.Tests.Chains;

/// <summary>Spectra of real instruments.</summary>
public class SpectralGranuleTests
{
    [Fact]
    public void Open_Enmap_HasPixelsByLineAndMissingBandsAsNaN()
    {
        using var tile = SpectralGranule.Open(Samples.Path_("spectra/enmap_potsdam/tiles/images_enmap_potsdam_tile_96_32.tif"));
        var scene = tile.Read(3, 2);

        Assert.Equal((32, 32, 224), (tile.Rows, tile.Columns, tile.Channels));
        Assert.Equal(new DateTime(2022, 7, 24, 10, 45, 26, DateTimeKind.Utc), scene.Time);
        Assert.Equal(418.24, scene.Wavelength[0]);
        Assert.All(Enumerable.Range(129, 6), c => Assert.True(float.IsNaN(scene.Spectrum(0)[c])));
        Assert.InRange(scene.Spectrum(5)[50], 0.01f, 1f);
        Assert.InRange(scene.Latitude![0], 52.40, 52.42);
        Assert.InRange(scene.Longitude![0], 13.01, 13.04);
        Assert.InRange(scene.UsableChannels().Length, 200, 218);

        // The first pixel of line 3 is that of the file.
        using var raster = Isopleth.Formats.Raster.Open(tile.Path);
        Assert.Equal(raster["band_data"].Isel(("y", 3), ("x", 0)).To<float>(), scene.Spectrum(0).ToArray());
    }

    [Theory]
    [InlineData("Samson", 95, 95, 156)]
    [InlineData("Jasper", 100, 100, 198)]
    public void Open_UnmixingCube_AgreesWithItsGroundTruthImage(string name, int rows, int columns, int channels)
    {
        using var cube = SpectralGranule.Open(Samples.Path_($"spectra/hyperspectral/{name}.mat"));
        var scene = cube.Read();

        Assert.Equal((rows, columns, channels), (scene.Rows, scene.Columns, scene.Channels));

        // The abundances S_GT are an image [line, column, material]: pixels of nearly one material have spectra like each other's, and unlike the others'.
        using var truth = Isopleth.Formats.Mat.Open(cube.Path);
        var abundance = truth["S_GT"];
        var materials = abundance.Shape[2];
        var values = abundance.ToDoubles();
        var means = new double[materials][];
        var spread = 0.0;
        for (var m = 0; m < materials; m++)
        {
            var pure = Enumerable.Range(0, scene.Count).Where(p => values[(p * materials) + m] > 0.95).ToList();
            means[m] = [.. Enumerable.Range(0, channels).Select(c => pure.Average(p => (double)scene.Spectrum(p)[c]))];
            spread = Math.Max(spread, pure.Average(p => Distance(scene.Spectrum(p), means[m])));
        }

        for (var a = 0; a < materials; a++)
        {
            for (var b = 0; b < a; b++)
            {
                Assert.True(Distance([.. means[a].Select(v => (float)v)], means[b]) > spread, $"materials {a} and {b} do not differ by more than {spread}");
            }
        }
    }

    [Theory]
    [InlineData("o2", 1805, 12900, 13200)]
    [InlineData("weak_co2", 3508, 5700, 6500)]
    [InlineData("strong_co2", 2005, 4700, 5300)]
    public void Open_Gosat_HasSoundingsAsRowsAndPolarisationsAsColumns(string band, int channels, double from, double to)
    {
        using var granule = SpectralGranule.Open(Samples.Path_("spectra/gosat/l1b_orbit_sim_20111010_mixed-F_F_F_008.h5"), new SpectralReadOptions { Band = band });
        var scene = granule.Read();

        Assert.Equal((9, 2, channels, "cm-1"), (scene.Rows, scene.Columns, scene.Channels, scene.SpectralUnit));
        Assert.InRange(scene.Wavelength[0], from - 500, to);
        Assert.True(scene.Wavelength[^1] > scene.Wavelength[0]);
        Assert.NotNull(scene.Latitude);
    }

    [Theory]
    [InlineData("l1b_20090627211734", 1, 2009)]
    [InlineData("l1b_20090930222759", 1, 2009)]
    [InlineData("acos_L1bB2900_tccon_5_good_qual", 5, 2010)]
    [InlineData("l1b_orbit_sim_20111010_mixed-F_F_F_008", 9, 2006)]
    public void Open_GosatSamples_TellPlaceTimeAndNoise(string name, int soundings, int year)
    {
        var path = Samples.Path_($"spectra/gosat/{name}.h5");
        foreach (var band in (string[])["o2", "weak_co2", "strong_co2"])
        {
            using var granule = SpectralGranule.Open(path, new SpectralReadOptions { Band = band });
            var scene = granule.Read();
            Assert.Equal((soundings, 2, year), (scene.Rows, scene.Columns, scene.Time!.Value.Year));
            Assert.All(scene.Latitude!.Concat(scene.Longitude!), degree => Assert.InRange(degree, -180, 180));
            Assert.Contains(scene.Latitude!, degree => degree != 0);

            // Where the file tells the signal-to-noise ratio, that of the brightest channel is it.
            using var spectra = Isopleth.Formats.NetCdf.Open(path, "/SoundingSpectra");
            if (spectra.Contains("snr_" + band))
            {
                var ratios = spectra["snr_" + band].ToDoubles();
                for (var pixel = 0; pixel < scene.Count; pixel++)
                {
                    var spectrum = scene.Spectrum(pixel);
                    var brightest = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(spectrum);
                    Assert.InRange(spectrum[brightest] / scene.Noise!.Value.Span[(pixel * scene.Channels) + brightest] / ratios[pixel], 0.85, 1.15);
                }
            }
        }
    }

    [Theory]
    [InlineData("spectra/hyperspectral/Samson.mat", 9025)]
    [InlineData("spectra/hyperspectral/Jasper.mat", 10000)]
    [InlineData("spectra/enmap_potsdam/tiles/images_enmap_potsdam_tile_96_32.tif", 1024)]
    [InlineData("spectra/gosat/acos_L1bB2900_tccon_5_good_qual.h5", 10, "--components", "3")]
    [InlineData("spectra/gosat/acos_L1bB2900_tccon_5_good_qual.h5", 10, "--components", "3", "--band", "weak_co2")]
    [InlineData("spectra/gosat/l1b_orbit_sim_20111010_mixed-F_F_F_008.h5", 18, "--components", "2", "--band", "weak_co2")]
    [InlineData("spectra/gosat/l1b_orbit_sim_20111010_mixed-F_F_F_008.h5", 18, "--components", "4")]
    public void Screen_RealSample_FitsAndScreensHeadless(string sample, int spectra, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("isopleth-chains-");
        try
        {
            string[] common = ["screen", Samples.Path_(sample), "--model", Path.Combine(folder.FullName, "model.nc")];
            var fit = ProgramRun.Isopleth([.. common, "--fit", .. options]);
            Assert.True(fit.Status == 0, fit.Error);

            var band = options.SkipWhile(option => option != "--band");
            var screened = ProgramRun.Isopleth([.. common, "--out", Path.Combine(folder.FullName, "out"), .. band]);
            Assert.True(screened.Status == 0, screened.Error);
            Assert.Contains($" of {spectra} spectra", screened.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("l1b_orbit_sim_20111010_mixed-F_F_F_008", "18 complete spectra of 1805 used channels do not tell how many components", "16 at most")]
    [InlineData("l1b_orbit_sim_20111010_mixed-F_F_F_008", "18 components were asked for; 18 spectra of 1805", "16 at most", "--components", "18")]
    [InlineData("l1b_20090627211734", "2 complete spectra of 1805 used channels are too few", "three at least")]
    public void Fit_TooFewSpectra_TellsTheCounts(string name, string what, string limit, params string[] options)
    {
        var (status, _, error) = ProgramRun.Isopleth(["screen", Samples.Path_($"spectra/gosat/{name}.h5"), "--fit", "--model", Path.Combine(Path.GetTempPath(), "isopleth-never-written.nc"), .. options]);

        Assert.Equal(2, status);
        Assert.Contains(what, error, StringComparison.Ordinal);
        Assert.Contains(limit, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ManyChannels_IsRandomisedBlockByBlockAndAgreesWithTheExactModel()
    {
        // With --full a band of 4000 channels, past the number from which it is the default.
        var folder = Directory.CreateTempSubdirectory("isopleth-chains-");
        try
        {
            var channels = LongRun.Of(4000);
            var granules = Enumerable.Range(0, 3).Select(i => Path.Combine(folder.FullName, $"g{i}.nc")).ToArray();
            var scenes = granules.Select((path, i) =>
            {
                // Few lines that stand far apart, so that the components do.
                var scene = SpectralSceneSimulator.Simulate(new() { Seed = i, Rows = 40, Columns = 40, Channels = channels });
                TropomiLevel1.Write(path, scene);
                return SpectralGranule.Open(path).Read();
            }).ToArray();
            var options = new PcaFitOptions { Components = 5, RandomisedFrom = LongRun.Of(3000) };

            var read = ModelFitting.Fit(granules, options, blockRows: 7, cancellationToken: TestContext.Current.CancellationToken);
            var inMemory = PcaScreening.Fit(scenes, options);
            var exact = PcaScreening.Fit(scenes, options with { RandomisedFrom = int.MaxValue });

            Assert.True(read.Eigenvalues.Length < channels); // it is the randomised one
            Assert.Equal(exact.Eigenvalues.Length, channels);
            Assert.Equal(exact.SpectraCount, read.SpectraCount);
            foreach (var model in (PcaModel[])[read, inMemory])
            {
                Assert.Equal(exact.TotalVariance, model.TotalVariance, exact.TotalVariance * 1e-4);
                Assert.All(exact.Mean.Zip(model.Mean), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-6));
                for (var k = 0; k < 5; k++)
                {
                    Assert.Equal(exact.Eigenvalues[k], model.Eigenvalues[k], exact.Eigenvalues[k] * 1e-3);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Fit_EnmapTiles_UsesMostSpectraAndScreensATile()
    {
        var paths = Directory.EnumerateFiles(Path.GetDirectoryName(Samples.Path_("spectra/enmap_potsdam/tiles/images_enmap_potsdam_tile_96_32.tif"))!, "images_*.tif").Order(StringComparer.Ordinal).ToList();

        var model = ModelFitting.Fit(paths, new PcaFitOptions { Components = 20 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(model.SpectraCount, 9_216, 18_432);
        using var tile = SpectralGranule.Open(paths[0]);
        Assert.Equal(ScreeningStatus.Screened, PcaScreening.Screen(tile.Read(), model).Status);
    }

    private static double Distance(ReadOnlySpan<float> a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < b.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return Math.Sqrt(sum);
    }
}
