namespace Isopleth.Charts.Tests;

public class FigureTests
{
    [Fact]
    public void ToString_Map_SaysWhatIsSeen()
    {
        var map = TestScenes.SwathMap().AddOutline([33, 33, 34, 34], [15, 16, 16, 15], [true], "Plume");

        Assert.Matches(@"^A plume\. Map of SO2 column \[mol m⁻²\], 1[34]\..*°E to 19.*°E, 3[23].*°N to 3[78].*°N; colours from .* to .*; 100 pixels; marked: Etna; Plume: an outline around 1 pixels\.$", map.ToString());
    }

    [Fact]
    public void ToString_Chart_NamesSeriesAndAxes() => Assert.Equal(
        "T. Chart of model, data: Distance [km] from 0 to 10; SO2 [mol m⁻²] from 0 to 2.",
        new Chart("T", new Axis("Distance", "km") { Minimum = 0, Maximum = 10 }, new Axis("SO2", "mol m-2") { Minimum = 0, Maximum = 2 }).AddLine([1, 2], [1, 2], "model").AddScatter([1, 2], [1, 2], "data").ToString());

    [Fact]
    public void AltText_Given_IsUsedAsItIs() =>
        Assert.Contains("<desc>My words.</desc>", new Map { AltText = "My words." }.ToSvg());

    [Fact]
    public void AddLine_DifferentLengths_NamesBothAndTheirLengths()
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Line([1, 2, 3], [1, 2, 3, 4]));

        Assert.Contains("'x' has 3 values but 'y' has 4", error.Message);
    }

    [Fact]
    public void AddScatter_NoPoints_SaysWhichIsEmpty() =>
        Assert.Contains("'x' is empty", Assert.Throws<ArgumentException>(() => Figure.Scatter([], [])).Message);

    [Fact]
    public void ToSvg_EmptyChart_SaysWhatToAdd() =>
        Assert.Contains("add a line", Assert.Throws<InvalidOperationException>(() => new Chart().ToSvg()).Message);

    [Fact]
    public void AddHeatmap_WrongNumberOfCells_SaysTheShape() =>
        Assert.Contains("2 rows of 3 columns need 6", Assert.Throws<ArgumentException>(() => Figure.Heatmap([1, 2, 3], [1, 2], [1, 2, 3, 4])).Message);

    [Fact]
    public void AddHeatmap_PositionsOutOfOrder_SaysWhere() =>
        Assert.Contains("2 is followed by 1.5", Assert.Throws<ArgumentException>(() => Figure.Heatmap([1, 2, 1.5], [1], [1, 2, 3])).Message);

    [Fact]
    public void AddHeatmap_Twice_AsksForAnotherChart() =>
        Assert.Contains("chart of its own", Assert.Throws<ArgumentException>(() => Figure.Heatmap([1], [1], [1]).AddHeatmap([1], [1], [1])).Message);

    [Fact]
    public void AddHistogram_NothingFinite_SaysSo() =>
        Assert.Contains("no finite value", Assert.Throws<ArgumentException>(() => Figure.Histogram([double.NaN])).Message);

    [Fact]
    public void AddHistogram_NegativeBins_SaysWhatIsExpected() =>
        Assert.Contains("-2 bins", Assert.Throws<ArgumentException>(() => Figure.Histogram([1, 2], bins: -2)).Message);

    [Fact]
    public void AddHistogram_ByDefault_FollowsFreedmanAndDiaconis()
    {
        // 1000 values even from 0 to 1: the quartiles are half apart, so a bin is 2 · 0.5 / 10 wide.
        var (edges, counts) = Marks.Binning.Count(Enumerable.Range(0, 1000).Select(i => i / 999.0), 0);

        Assert.InRange(counts.Length, 10, 11);
        Assert.Equal(1000, counts.Sum());
        Assert.Equal((0, 1), (edges[0], edges[^1]));
    }

    [Fact]
    public void AddPixels_AnotherQuantity_SaysThatThereIsOneColourBar()
    {
        var error = Assert.Throws<ArgumentException>(() => TestScenes.SwathMap().AddPixels([37, 37, 38, 38], [14, 15, 15, 14], [1], "NO2 [mol m-2]"));

        Assert.Contains("'SO2 column [mol m⁻²]' already", error.Message);
    }

    [Fact]
    public void AddPixels_NothingButMissingValues_DrawsAnEmptyMap() =>
        Assert.Contains("0 pixels", new Map().AddPixels([37, 37, 38, 38], [14, 15, 15, 14], [double.NaN]).ToSvg());

    [Fact]
    public void AddOutline_EmptyMask_IsAResultAndNotAnError() =>
        Assert.Contains("around 0 pixels", new Map("", MapExtent.Globe).AddOutline([37, 37, 38, 38], [14, 15, 15, 14], [false]).ToSvg());

    [Fact]
    public void AddPoint_LatitudeAndLongitudeExchanged_SaysTheOrder() =>
        Assert.Contains("latitude (−90 to 90) first", Assert.Throws<ArgumentOutOfRangeException>(() => new Map().AddPoint("Somewhere", 137.7, 15)).Message);

    [Fact]
    public void AddPoints_TooFewNames_SaysHowMany() =>
        Assert.Contains("'names' has 1 values but 'latitudes' has 2", Assert.Throws<ArgumentException>(() => new Map().AddPoints(["Etna"], [1, 2], [1, 2])).Message);

    [Fact]
    public void AddWind_DifferentLengths_SaysHowMany() =>
        Assert.Contains("'latitudes' has 2 values but 'eastward' has 1", Assert.Throws<ArgumentException>(() => new Map().AddWind([1, 2], [1, 2], [1], [1])).Message);
}
