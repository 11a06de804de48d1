using Isopleth.Arrays;
using Isopleth.Atmosphere;

namespace Isopleth.Tests;

public class PlumeSceneTests
{
    [Fact]
    public void FromDataset_Swath_IsFlattenedLineByLine()
    {
        var scene = PlumeScene.FromDataset(Swath("mol m-2"));
        Assert.Equal([1, 2, 3, 4, 5, 6], scene.Column);
        Assert.Equal(24, scene.LatitudeBounds.Length);
        Assert.Null(scene.Validity);
        Assert.Equal(PlumeDetection.Detect(scene, []).ZScore.Length, scene.Count);
    }

    [Fact]
    public void FromDataset_OtherUnits_NamesThemAndTheRemedy()
    {
        var error = Assert.Throws<ArgumentException>(() => PlumeScene.FromDataset(Swath("DU")));
        Assert.Contains("'SO2_slant_column_number_density' is in 'DU'; expected mol m-2", error.Message);
    }

    [Fact]
    public void FromDataset_MissingVariable_ListsThoseThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => PlumeScene.FromDataset(Swath("mol m-2"), new PlumeSceneVariables { Column = "CO_column" }));
        Assert.Contains("CO_column", error.Message);
        Assert.Contains("SO2_slant_column_number_density", error.Message);
    }

    private static Dataset Swath(string units)
    {
        var grid = GridScene.Create(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        string[] pixels = ["scanline", "ground_pixel"];
        return new Dataset(
        [
            DataArray.Create("SO2_slant_column_number_density", pixels, [2, 3], grid.Column, new Dictionary<string, object> { ["units"] = units }),
            DataArray.Create("latitude", pixels, [2, 3], grid.Latitude),
            DataArray.Create("longitude", pixels, [2, 3], grid.Longitude),
            DataArray.Create("latitude_bounds", [.. pixels, "corner"], [2, 3, 4], grid.LatitudeBounds),
            DataArray.Create("longitude_bounds", [.. pixels, "corner"], [2, 3, 4], grid.LongitudeBounds),
        ]);
    }
}
