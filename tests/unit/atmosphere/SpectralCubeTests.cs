using Isopleth.Arrays;
using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Tests;

/// <summary>Real spectra: a material that the training has not seen stands out, where the ground truth says it is.</summary>
public class SpectralCubeTests
{
    /// <summary>For each labelled material: a model of the pixels that have less than 5 % of it, then all pixels screened.</summary>
    [Theory]
    [InlineData("Samson", "rock, tree and water")]
    [InlineData("Jasper", "tree, water, soil and road")]
    public void Screen_MaterialNotTrainedOn_StandsOut(string cube, string materials)
    {
        var (scene, abundance, count) = Cube(cube);
        Assert.Equal(materials.Split(", ").Length + 1, count);
        for (var k = 0; k < count; k++)
        {
            var of = Enumerable.Range(0, scene.Count).Select(pixel => abundance[(pixel * count) + k]).ToArray();

            var model = PcaScreening.Fit(scene with { Valid = [.. of.Select(part => part < 0.05)] }, new() { Components = 10 });
            var score = PcaScreening.Screen(scene, model, new() { MaximumSpikes = 0 }).StandardScore;

            var curve = DetectionCurve.Of(score.Where((_, pixel) => of[pixel] > 0.8), score.Where((_, pixel) => of[pixel] < 0.05));
            Assert.InRange(curve.Area, 0.99, 1);
        }
    }

    [Fact]
    public void Screen_JaspersRoad_IsFlaggedByTheDefaultsAndHardlyAnythingElse()
    {
        var (scene, abundance, count) = Cube("Jasper");
        bool[] road = [.. Enumerable.Range(0, scene.Count).Select(pixel => abundance[(pixel * count) + 3] > 0.8)];
        bool[] other = [.. Enumerable.Range(0, scene.Count).Select(pixel => abundance[(pixel * count) + 3] < 0.05)];

        var result = PcaScreening.Screen(scene, PcaScreening.Fit(scene with { Valid = other }));

        Assert.InRange(Part(road), 0.95, 1);
        Assert.InRange(Part(other), 0, 0.03);

        double Part(bool[] of) => result.Flags.Where((_, pixel) => of[pixel]).Average(flag => flag.HasFlag(PixelScreening.Event) ? 1.0 : 0);
    }

    [Fact]
    public void Screen_EnMap_LeavesOutNoDataAndFindsWhatIsPlanted()
    {
        var folder = Samples.Path_("spectra/enmap_potsdam/tiles");
        var scenes = Directory.GetFiles(folder, "images_*.tif").Order(StringComparer.Ordinal).Select(path =>
        {
            using var raster = Raster.Open(path);
            return SpectralScene.FromCube(raster["band_data"], raster["wavelength"].ToDoubles(), "EnMAP");
        }).ToArray();
        Assert.Equal((32, 32, 224), (scenes[0].Rows, scenes[0].Columns, scenes[0].Channels));

        // Bands 130 to 135 hold no data in any tile.
        int[] channels = [.. scenes[0].UsableChannels()];
        Assert.Equal([.. Enumerable.Range(0, 224).Except(Enumerable.Range(129, 6))], channels);

        // Twelve pixels get a narrow absorption of a quarter at 2.2 µm, as clay has; one loses its values.
        var last = scenes[^1];
        var spectra = last.Spectra.ToArray();
        int[] planted = [.. Enumerable.Range(0, 12).Select(i => (((i * 5) % 30) * 32) + ((i * 11) % 32))];
        foreach (var pixel in planted)
        {
            for (var j = 0; j < 224; j++)
            {
                spectra[(pixel * 224) + j] *= (float)(1 - (0.25 * Math.Exp(-Math.Pow((last.Wavelength[j] - 2200) / 15, 2))));
            }
        }

        spectra.AsSpan(1023 * 224, 224).Fill(float.NaN);
        var model = PcaScreening.Fit(scenes[..^1]);
        var (before, after) = (PcaScreening.Screen(last, model), PcaScreening.Screen(last with { Spectra = spectra }, model));

        Assert.Equal(PixelScreening.Missing, after.Flags[1023]);
        Assert.Equal(1023, after.Screened);
        var curve = DetectionCurve.Of(planted.Select(pixel => after.StandardScore[pixel]), before.StandardScore);
        Assert.InRange(curve.Area, 0.95, 1);
    }

    /// <summary>The labelled water of EnMAP's tiles, against a model of every other row of the other classes; the rest of these is the background.</summary>
    [Fact]
    public void Screen_EnMapWaterNotTrainedOn_StandsOut()
    {
        const int label = 6;
        var folder = Samples.Path_("spectra/enmap_potsdam/tiles");
        var tiles = Directory.GetFiles(folder, "labels_*.tif").Order(StringComparer.Ordinal).Where(path => File.Exists(path.Replace("labels_", "images_", StringComparison.Ordinal))).Select(path =>
        {
            using var labels = Raster.Open(path);
            using var image = Raster.Open(path.Replace("labels_", "images_", StringComparison.Ordinal));
            return (Scene: SpectralScene.FromCube(image["band_data"], image["wavelength"].ToDoubles(), "EnMAP"), Labels: labels["band_data"].ToDoubles());
        }).ToArray();
        Assert.Equal(8, tiles.Length);

        var model = PcaScreening.Fit([.. tiles.Select(tile => tile.Scene with { Valid = [.. tile.Labels.Select((of, pixel) => of > 0 && of != label && pixel / 32 % 2 == 0)] })]);
        var (of, other) = (new List<float>(), new List<float>());
        foreach (var (scene, labels) in tiles)
        {
            var score = PcaScreening.Screen(scene, model, new() { MaximumSpikes = 0 }).StandardScore;
            of.AddRange(score.Where((_, pixel) => labels[pixel] == label));
            other.AddRange(score.Where((_, pixel) => labels[pixel] > 0 && labels[pixel] != label && pixel / 32 % 2 == 1));
        }

        // Channel 70, at 832 nm, where water is black and plants are bright, says that the class is what it is taken for.
        Assert.InRange(tiles.SelectMany(tile => Enumerable.Range(0, 1024).Where(pixel => tile.Labels[pixel] == label).Select(pixel => tile.Scene.Spectrum(pixel)[70])).Average(), 0, 0.05);
        Assert.Equal((303, 1246), (of.Count, other.Count));
        Assert.InRange(DetectionCurve.Of(of, other).Area, 0.95, 1);
    }

    [Fact]
    public void FromCube_AnyOrderOfDimensions_IsTheSameScene()
    {
        var values = Enumerable.Range(0, 24).Select(i => (float)i).ToArray();
        var byBand = DataArray.Create("cube", ["band", "y", "x"], [4, 2, 3], values);
        double[] wavelength = [1, 2, 3, 4];
        var first = SpectralScene.FromCube(byBand, wavelength, "test");
        var byPixel = DataArray.Create("cube", ["y", "x", "band"], [2, 3, 4], first.Spectra.ToArray());
        var between = DataArray.Create("cube", ["y", "band", "x"], [2, 4, 3], [.. Enumerable.Range(0, 24).Select(i => values[(((i / 3 % 4) * 2) + (i / 12)) * 3 + (i % 3)])]);

        Assert.Equal([0f, 6, 12, 18], first.Spectrum(0).ToArray());
        Assert.Equal(first.Spectra.ToArray(), SpectralScene.FromCube(byPixel, wavelength, "test").Spectra.ToArray());
        Assert.Equal(first.Spectra.ToArray(), SpectralScene.FromCube(between, wavelength, "test").Spectra.ToArray());
        Assert.Equal((2, 3), (first.Rows, first.Columns));
        Assert.Contains("4 channels along 'depth'", Assert.Throws<ArgumentException>(() => SpectralScene.FromCube(byBand, wavelength, "test", "depth")).Message, StringComparison.Ordinal);
    }

    /// <summary>A cube with the abundance of each material, shape [pixel, material], both in MATLAB's order of pixels.</summary>
    private static (SpectralScene Scene, double[] Abundance, int Materials) Cube(string name)
    {
        using var file = Mat.Open(Samples.Path_($"spectra/hyperspectral/{name}.mat"));
        var (spectra, truth) = (file["Y"], file["S_GT"]);
        var (rows, columns, materials) = (truth.Shape[0], truth.Shape[1], truth.Shape[2]);
        var given = truth.ToDoubles();
        var abundance = new double[given.Length];
        for (var i = 0; i < given.Length; i++)
        {
            var (pixel, k) = Math.DivRem(i, materials);
            var (row, column) = Math.DivRem(pixel, columns);
            abundance[(((column * rows) + row) * materials) + k] = given[i];
        }

        var channels = spectra.Shape[0];
        var scene = SpectralScene.FromCube(spectra, [.. Enumerable.Range(0, channels).Select(j => (double)j)], name, spectra.Dimensions[0]) with { Rows = columns, Columns = rows };
        return (scene, abundance, materials);
    }
}
