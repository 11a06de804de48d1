using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class SelectionTests
{
    [Fact]
    public void Isel_PositionsRangesAndStrides_Compose()
    {
        var field = Fields.Temperature();
        Assert.Equal([112.0], field.Isel(("time", 1), ("latitude", 1), ("longitude", 2)).ToDoubles());
        Assert.Equal([230.0, 232, 234], field.Isel(("time", ^1), ("latitude", ^1)).Isel("longitude", .., stride: 2).ToDoubles());
        Assert.Equal([3, 2, 5], field.Isel("latitude", 1..3).Shape);
    }

    [Fact]
    public void Isel_CoordinatesFollow_AndDroppedOnesRemainAsScalars()
    {
        var selected = Fields.Temperature().Isel(("latitude", 2), ("longitude", 1..3));
        Assert.Equal(37, selected.Coordinates["latitude"].Item<double>());
        Assert.Equal([12.0, 14], selected.Coordinates["longitude"].ToDoubles());
        Assert.Equal(["time", "longitude"], selected.Dimensions);
    }

    [Fact]
    public void Positions_ThatCannotBe_SayWhich()
    {
        var line = DataArray.Create("v", ["x"], [5], [1.0, 2, 3, 4, 5], coordinates: [DataArray.Create("x", ["x"], [5], [0.0, 1, 2, 3, 4])]);
        var data = new Dataset([line]);

        Assert.Contains("Position 5 lies outside 'x', which has 5 positions", Assert.Throws<ArgumentOutOfRangeException>(() => line.Isel("x", [0, 5])).Message, StringComparison.Ordinal);
        Assert.Contains("Position -1 lies outside", Assert.Throws<ArgumentOutOfRangeException>(() => line.Isel("x", [0, -1])).Message, StringComparison.Ordinal);
        Assert.Contains("9", Assert.Throws<ArgumentOutOfRangeException>(() => line.Sel("x", [1.0, 9.0])).Message, StringComparison.Ordinal);
        Assert.Contains("5 positions, which is no multiple of 2", Assert.Throws<ArgumentException>(() => line.Coarsen("x", 2)).Message, StringComparison.Ordinal);
        Assert.Contains("'v' is no time", Assert.Throws<ArgumentException>(() => line.Part(TimePart.Month)).Message, StringComparison.Ordinal);
        Assert.Contains("has a dimension 'x' already", Assert.Throws<ArgumentException>(() => line.ExpandDimension("x")).Message, StringComparison.Ordinal);
        Assert.Contains("1 positions; a derivative needs two", Assert.Throws<ArgumentException>(() => line.Isel("x", [2]).Differentiate("x")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => line.FillForward("x", limit: 0).ToDoubles());
        Assert.Contains("no variable 'w'", Assert.Throws<ArgumentException>(() => data.Without("w")).Message, StringComparison.Ordinal);
        Assert.Contains("no variable 'w'", Assert.Throws<ArgumentException>(() => data.Rename(("w", "z"))).Message, StringComparison.Ordinal);
        Assert.Empty(line.Isel("x", []).ToDoubles());
    }

    [Fact]
    public void Isel_UnknownDimension_NamesTheNearest()
    {
        var error = Assert.Throws<ArgumentException>(() => Fields.Temperature().Isel("latitud", 0));
        Assert.Contains("has no dimension 'latitud'; its dimensions are time, latitude, longitude. Did you mean 'latitude'?", error.Message);
    }

    [Fact]
    public void Isel_OutsideTheDimension_PrintsPositionAndBounds()
    {
        Assert.Contains("Position 3 lies outside dimension 'time' of 'temperature', which has 3 positions, 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => Fields.Temperature().Isel("time", 3)).Message);
        Assert.Contains("2..7", Assert.Throws<ArgumentOutOfRangeException>(() => Fields.Temperature().Isel("time", 2..7)).Message);
        Assert.Contains("counts with ^1", Assert.Throws<ArgumentOutOfRangeException>(() => Fields.Temperature().Isel("time", -1)).Message);
        Assert.Contains("A stride is at least 1, not 0", Assert.Throws<ArgumentOutOfRangeException>(() => Fields.Temperature().Isel("time", .., stride: 0)).Message);
    }

    [Theory]
    [InlineData(38.5, 38.5)]
    [InlineData(38.0, 38.5)]
    [InlineData(37.5, 37.0)]
    [InlineData(40.7, 40.0)]
    [InlineData(34.8, 35.5)]
    public void Sel_Nearest_OnADescendingCoordinate(double wanted, double found) =>
        Assert.Equal(found, Fields.Temperature().Sel(("latitude", wanted)).Coordinates["latitude"].Item<double>());

    [Theory]
    [InlineData(41.0)]
    [InlineData(34.0)]
    [InlineData(double.NaN)]
    public void Sel_MoreThanHalfAStepOutside_PrintsValueAndBounds(double wanted)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fields.Temperature().Sel(("latitude", wanted)));
        Assert.Contains($"{wanted} lies outside 'latitude' [35.5 to 40 degrees_north]", error.Message);
    }

    [Fact]
    public void Sel_Exact_TakesEqualLabelsOnly()
    {
        var field = Fields.Temperature();
        Assert.Equal(38.5, field.Sel("latitude", 38.5, LabelMatch.Exact).Coordinates["latitude"].Item<double>());
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => field.Sel("latitude", 38.4, LabelMatch.Exact));
        Assert.Contains("38.4 is no label of 'latitude' [35.5 to 40 degrees_north]; the nearest is 38.5", error.Message);
        Assert.Equal(38.5, field.Sel("latitude", 38.4, LabelMatch.Exact, tolerance: 0.11).Coordinates["latitude"].Item<double>());
    }

    [Fact]
    public void Sel_Range_IncludesBothEndsInEitherOrder()
    {
        var field = Fields.Temperature();
        Assert.Equal([38.5, 37], field.Sel(("latitude", (37.0, 38.5))).Coordinates["latitude"].ToDoubles());
        Assert.Equal([38.5, 37], field.Sel(("latitude", (38.5, 37.0))).Coordinates["latitude"].ToDoubles());
        Assert.Equal([12.0, 14], field.Sel(("longitude", (11, 15))).Coordinates["longitude"].ToDoubles());
        Assert.Equal([3, 2, 2], field.Sel(("latitude", (36, 39)), ("longitude", (11, 15))).Shape);
    }

    [Fact]
    public void Sel_RangeWithoutLabels_PrintsRangeAndBounds()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fields.Temperature().SelRange("latitude", 50, 60));
        Assert.Contains("No label of 'latitude' [35.5 to 40 degrees_north] lies between 50 and 60", error.Message);
    }

    [Fact]
    public void Sel_Time_ByDateTextAndRange()
    {
        var field = Fields.Temperature();
        Assert.Equal(100, field.Sel(("time", new DateTime(2020, 1, 2, 3, 0, 0))).ToDoubles()[0]);
        Assert.Equal(200, field.Sel(("time", "2020-01-03")).ToDoubles()[0]);
        Assert.Equal([2, 4, 5], field.Sel(("time", ("2020-01-01T12:00", "2020-01-03"))).Shape);
        Assert.Equal([2, 4, 5], field.Sel(("time", (new DateTime(2020, 1, 2), new DateTime(2020, 1, 4)))).Shape);
    }

    [Fact]
    public void Sel_LabelThatOccursTwice_SaysWhatToDo()
    {
        var array = DataArray.Create("v", ["x"], [3], new[] { 1.0, 2, 3 }, coordinates: [Xarray.Numbers("x", 10, 20, 10)]);
        Assert.Contains("10 occurs 2 times along 'x' in 'x', so it is not one position. Take all with Where", Assert.Throws<ArgumentException>(() => array.Sel(("x", 10.0))).Message);
        Assert.Equal([1.0, 3], array.Where(array.Coordinates["x"].EqualTo(10), drop: true).ToDoubles());
        Assert.Equal(1, array.DropDuplicates("x").Sel(("x", 10.0)).Item<double>());
        Assert.Equal(2, array.Sel(("x", 20.0)).Item<double>());
    }

    [Fact]
    public void Sel_DateOfAModelCalendar_IsReadInThatCalendar()
    {
        var months = Xarray.Calendar("360_day", 90);
        Assert.Equal(["2000-02-30"], months.Coordinates["time"].Sel("time", "2000-02-30", LabelMatch.Exact).ToTimeTexts());
        Assert.Equal(59, months.Coordinates["time"].Sel("time", "2000-02-30").Item<double>());
        Assert.Contains("'2000-02-31' is not a date of the Day360 calendar", Assert.Throws<ArgumentException>(() => months.Sel(("time", "2000-02-31"))).Message);
        Assert.Contains("which DateTime cannot hold. Read texts with ToTimeTexts()", Assert.Throws<DataFormatException>(() => months.Coordinates["time"].Isel("time", 59..60).ToTimes()).Message);
        Assert.Contains("'t' is no time", Assert.Throws<ArgumentException>(() => Xarray.Field().ToTimeTexts()).Message);
    }

    [Fact]
    public void Sel_MonthWithoutTimes_IsAnErrorAndADayIsMatchedToTheNearest()
    {
        var field = Fields.Temperature();
        Assert.Contains("No label of 'time' [2020-01-01 to 2020-01-03] lies in 2020-02", Assert.Throws<ArgumentOutOfRangeException>(() => field.Sel(("time", "2020-02"))).Message);
        var noon = DataArray.Create("v", ["time"], [2], new[] { 1.0, 2 }, coordinates: [DataArray.FromTimes("time", [new(2020, 1, 16, 12, 0, 0), new(2020, 2, 15, 12, 0, 0)])]);
        Assert.Equal(2, noon.Sel(("time", "2020-02-10")).Item<double>());
        Assert.Equal([1], noon.Sel(("time", "2020-01")).Shape);
        Assert.Equal([], noon.Sel("time", "2020-02", LabelMatch.Nearest).Shape);
    }

    [Fact]
    public void Sel_LabelOfAnotherKind_SaysWhatTheCoordinateIs()
    {
        Assert.Contains("'Etna' is not a number", Assert.Throws<ArgumentException>(() => Fields.Temperature().Sel(("latitude", "Etna"))).Message);
        Assert.Contains("'Etna' is not a date", Assert.Throws<ArgumentException>(() => Fields.Temperature().Sel(("time", "Etna"))).Message);
    }

    [Fact]
    public void Sel_OutsideTime_PrintsDates()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Fields.Temperature().Sel(("time", "2021-06-01")));
        Assert.Contains("2021-06-01 lies outside 'time' [2020-01-01 to 2020-01-03]; the nearest label is 2020-01-03", error.Message);
    }

    [Fact]
    public void Sel_Texts_MatchExactlyAndSuggest()
    {
        var stations = DataArray.Create("station", ["station"], [3], new[] { "Catania", "Palermo", "Messina" });
        var array = DataArray.Create("t", ["station"], [3], new[] { 1.0, 2, 3 }, coordinates: [stations]);
        Assert.Equal(2, array.Sel(("station", "Palermo")).Item<double>());
        Assert.Contains("Did you mean 'Palermo'?", Assert.Throws<ArgumentOutOfRangeException>(() => array.Sel(("station", "Palerme"))).Message);
        Assert.Contains("holds texts", Assert.Throws<ArgumentException>(() => array.Sel(("station", 3.0))).Message);
    }

    [Fact]
    public void Sel_UnsortedLabels_NearestWorksAndRangeSaysWhyNot()
    {
        var x = DataArray.Create("x", ["x"], [4], new[] { 3, double.NaN, 1, 2 });
        var array = DataArray.Create("a", ["x"], [4], new[] { 30.0, 0, 10, 20 }, coordinates: [x]);
        Assert.Equal(10, array.Sel(("x", 0.9)).Item<double>());
        Assert.Contains("neither ascend nor descend", Assert.Throws<ArgumentException>(() => array.Sel(("x", (1, 2)))).Message);
    }

    [Fact]
    public void Sel_NoSuchCoordinate_ListsThoseThereAre()
    {
        var error = Assert.Throws<ArgumentException>(() => Fields.Temperature().Sel(("lat", 1.0)));
        Assert.Contains("'temperature' has no coordinate 'lat'; its coordinates are time, latitude, longitude", error.Message);
        Assert.Contains("Isel", error.Message);
    }

    [Fact]
    public void Sel_CoordinateThatIsNoAxis_SaysWhy()
    {
        var field = Fields.Temperature().Isel("latitude", 0);
        Assert.Contains("is a single value already", Assert.Throws<ArgumentException>(() => field.Sel(("latitude", 40.0))).Message);
        var plane = DataArray.Create("area", ["y", "x"], [1, 1], [1.0]);
        var array = DataArray.Create("a", ["y", "x"], [1, 1], [1.0], coordinates: [plane]);
        Assert.Contains("lies over (y, x)", Assert.Throws<ArgumentException>(() => array.Sel(("area", 1.0))).Message);
    }
}
