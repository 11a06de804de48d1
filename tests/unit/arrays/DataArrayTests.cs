using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

public class DataArrayTests
{
    [Fact]
    public void Create_ValuesAndShape_ReadBackInRowMajorOrder()
    {
        var array = DataArray.Create("a", ["y", "x"], [2, 3], new short[] { 1, 2, 3, 4, 5, 6 });

        Assert.Equal([2, 3], array.Shape);
        Assert.Equal(["y", "x"], array.Dimensions);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], array.ToDoubles());
        Assert.Equal([4, 5, 6], array.Isel("y", 1).To<int>());
    }

    [Fact]
    public void Create_WrongNumberOfValues_NamesShapeAndCounts()
    {
        var error = Assert.Throws<ArgumentException>(() => DataArray.Create("wind", ["y", "x"], [2, 3], new float[5]));
        Assert.Contains("'wind' of shape [2, 3] needs 6 values; 5 were given", error.Message);
    }

    [Fact]
    public void Create_WrongNumberOfNames_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => DataArray.Create("wind", ["y"], [2, 3], new float[6]));
        Assert.Contains("2 dimensions of lengths [2, 3], but 1 names: y", error.Message);
    }

    [Fact]
    public void Create_UnsupportedElement_SaysWhatIs()
    {
        Assert.Contains("FromTimes", Assert.Throws<ArgumentException>(() => DataArray.Create("t", ["t"], [1], new[] { DateTime.UnixEpoch })).Message);
        Assert.Contains("numbers of 8 to 64 bits", Assert.Throws<ArgumentException>(() => DataArray.Create("t", ["t"], [1], new[] { 1m })).Message);
    }

    [Fact]
    public void Create_CoordinateOfAnotherLength_NamesTheDimension()
    {
        var latitude = DataArray.Create("latitude", ["y"], [3], new double[3]);
        var error = Assert.Throws<ArgumentException>(() => DataArray.Create("a", ["y"], [2], new double[2], coordinates: [latitude]));
        Assert.Contains("Coordinate 'latitude' (y: 3) does not fit 'a' (y: 2)", error.Message);
    }

    [Fact]
    public void CopyTo_WrongLength_NamesSizeAndShape()
    {
        var error = Assert.Throws<ArgumentException>(() => Fields.Temperature().CopyTo<double>(new double[59]));
        Assert.Contains("'temperature' has 60 values of shape [3, 4, 5]; the destination holds 59", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1025)]
    [InlineData(600_011)]
    public void To_OtherNumericType_ConvertsEveryValueWhateverTheLength(int length)
    {
        var values = Enumerable.Range(0, length).Select(i => (short)(i % 30000)).ToArray();
        var array = DataArray.Create("a", ["x"], [length], values);

        Assert.Equal(values.Select(v => (double)v), array.ToDoubles());
        Assert.Equal(values.Select(v => (long)v), array.To<long>());
        Assert.Equal(values.Select(v => (float)v), array.To<float>());
    }

    [Fact]
    public void To_MissingValueAsInteger_SaysWhyAndWhatToDo()
    {
        var array = DataArray.Create("a", ["x"], [2], new[] { 1.0, double.NaN });
        var error = Assert.Throws<OverflowException>(() => array.To<int>());
        Assert.Contains("'a' has a value that does not fit int", error.Message);
        Assert.Contains("read it as double", error.Message);
    }

    [Fact]
    public void To_TextAsNumber_SaysWhatItHolds()
    {
        var error = Assert.Throws<ArgumentException>(() => DataArray.Create("station", ["s"], [1], new[] { "Catania" }).ToDoubles());
        Assert.Contains("'station' holds string, which cannot be read as double; use To<string>()", error.Message);
    }

    [Fact]
    public void ToTensor_SameShapeAndValues()
    {
        var tensor = Fields.Temperature().ToTensor<double>();
        Assert.Equal([3, 4, 5], tensor.Lengths.ToArray().Select(n => (int)n));
        Assert.Equal(213, tensor[2, 1, 3]);
    }

    [Fact]
    public void Item_OneValue_OrAnErrorWithTheCount()
    {
        Assert.Equal(213, Fields.Temperature().Isel(("time", 2), ("latitude", 1), ("longitude", 3)).Item<double>());
        Assert.Contains("60 values", Assert.Throws<ArgumentException>(() => Fields.Temperature().Item<double>()).Message);
    }

    [Fact]
    public void ToTimes_Hours_AreDates() =>
        Assert.Equal([new DateTime(2020, 1, 1), new DateTime(2020, 1, 2), new DateTime(2020, 1, 3)], Fields.Temperature().Coordinates["time"].ToTimes());

    [Fact]
    public void ToTimes_MissingTime_IsAnErrorUnlessSomethingStandsForIt()
    {
        var time = DataArray.Create("time", ["time"], [2], new[] { 0, double.NaN }, Fields.Attributes(("units", "days since 2000-01-01")));
        var error = Assert.Throws<DataFormatException>(() => time.ToTimes());
        Assert.Contains("Time 1 of 2 is missing", error.Message);
        Assert.Equal([new DateTime(2000, 1, 1), DateTime.MaxValue], time.ToTimes(missing: DateTime.MaxValue));
    }

    [Fact]
    public void ToTimes_NoTime_NamesTheUnits() =>
        Assert.Contains("'temperature' is no time: its units are 'K'", Assert.Throws<ArgumentException>(() => Fields.Temperature().ToTimes()).Message);

    [Fact]
    public void Load_LazyArray_ReadsOnceAndNoMore()
    {
        var source = new RecordingSource<float>([1, 2, 3, 4], 4);
        var loaded = new DataArray(new Variable("a", ["x"], source)).Load();

        Assert.Equal([2.0, 3], loaded.Isel("x", 1..3).ToDoubles());
        Assert.Equal([1.0, 2, 3, 4], loaded.ToDoubles());
        Assert.Single(source.Reads);
    }

    [Fact]
    public void Isel_LazyArray_ReadsExactlyWhatIsSelected()
    {
        var source = new RecordingSource<float>(new float[2000], 20, 100);
        var array = new DataArray(new Variable("a", ["y", "x"], source));

        var selected = array.Isel("x", 10..90, stride: 4).Isel(("y", 3), ("x", 2..5));
        Assert.Empty(source.Reads);
        Assert.Equal(3, selected.ToDoubles().Length);
        Assert.Equal(["3+1x1 18+3x4"], source.Reads);
    }

    [Fact]
    public void To_ConvertingAChunkedSource_ReadsWholeChunkRows()
    {
        var source = new RecordingSource<short>(new short[1000 * 1000], 1000, 1000) { Chunks = [300, 1000] };
        _ = new DataArray(new Variable("a", ["y", "x"], source)).ToDoubles();

        Assert.Equal(["0+300x1 0+1000x1", "300+300x1 0+1000x1", "600+300x1 0+1000x1", "900+100x1 0+1000x1"], source.Reads);
    }
}
