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
