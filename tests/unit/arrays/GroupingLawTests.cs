using FsCheck;
using FsCheck.Fluent;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>Laws of groups, windows and joins: a plain loop gives the same, whatever the chunks.</summary>
public class GroupingLawTests
{
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithMaxTest(LongRun.Of(1500)).WithReplay(20260402, 90019);

    [Fact]
    public void GroupBy_AnyLabelsAndChunks_EqualsAPlainLoop()
    {
        var cases = from labels in Gen.NonEmptyListOf(Gen.Choose(0, 6))
                    from inner in Gen.Choose(1, 5)
                    from chunk in Gen.Choose(1, 9)
                    from last in Gen.Elements(true, false)
                    from reduction in Gen.Elements(Reduction.Mean, Reduction.Sum, Reduction.Max, Reduction.Median, Reduction.Count, Reduction.StandardDeviation)
                    select (labels.Select(l => (double)l).ToArray(), inner, chunk, last, reduction);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (labels, inner, chunk, last, reduction) = c;
            var array = DataArray.Create("v", ["t", "x"], [labels.Length, inner], Xarray.Series(labels.Length * inner, 3), coordinates: [DataArray.Create("kind", ["t"], [labels.Length], labels)]);
            array = last ? array.Transpose() : array;
            var lazy = array.Chunk(("t", chunk), ("x", 2)).GroupBy("kind").Reduce(reduction, null);
            foreach (var (g, label) in labels.Distinct().Order().Index())
            {
                var members = labels.Index().Where(l => l.Item == label).Select(l => array.Isel("t", l.Index)).ToList();
                var expected = DataArray.Concat([.. members.Select(m => new DataArray(m.Variable))], "member").Reduce(reduction, null, "member");
                Fields.AssertClose(expected.ToDoubles(), lazy.Isel("kind", g).ToDoubles());
                Fields.AssertClose(expected.ToDoubles(), array.GroupBy("kind").Reduce(reduction, null).Isel("kind", g).ToDoubles());
            }
        }).Check(Replayed);
    }

    [Fact]
    public void Rolling_AnyWindowAndChunks_EqualsAPlainLoop()
    {
        var cases = from n in Gen.Choose(1, 12) from inner in Gen.Choose(1, 3) from window in Gen.Choose(1, 5) from center in Gen.Elements(true, false) from chunk in Gen.Choose(1, 5) select (n, inner, window, center, chunk);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var values = Xarray.Series(c.n * c.inner, 8);
            var array = DataArray.Create("v", ["t", "x"], [c.n, c.inner], values);
            var rolled = array.Chunk(("t", c.chunk)).Rolling("t", c.window, c.center, minCount: 1).Mean();
            Assert.False(rolled.Variable.InMemory);
            var expected = new double[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var (t, x) = Math.DivRem(i, c.inner);
                var from = t - (c.center ? c.window / 2 : c.window - 1);
                expected[i] = Enumerable.Range(from, c.window).Where(k => k >= 0 && k < c.n).Select(k => values[(k * c.inner) + x]).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Average();
            }

            Fields.AssertClose(expected, rolled.ToDoubles());
            Fields.AssertClose([.. expected.Chunk(c.inner).Where((_, t) => t % 2 == 0).SelectMany(r => r)], rolled.Isel("t", .., 2).ToDoubles());
        }).Check(Replayed);
    }

    [Fact]
    public void Concat_CutAnywhere_IsTheWhole()
    {
        var cases = from cuts in Gen.ListOf(Gen.Choose(0, 6)) from start in Gen.Choose(0, 6) from stride in Gen.Choose(1, 3) select (cuts, start, stride);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var t = Xarray.Field().Transpose("y", "time", "x").Chunk(("time", 2));
            var ends = c.cuts.Order().Append(6).ToList();
            var whole = DataArray.Concat([.. ends.Select((end, i) => t.Isel("time", (i == 0 ? 0 : ends[i - 1])..end))], "time");
            Fields.AssertClose(t.ToDoubles(), whole.ToDoubles());
            Fields.AssertClose(t.Isel("time", c.start..6, c.stride).ToDoubles(), whole.Isel("time", c.start..6, c.stride).ToDoubles());
            Assert.Equal(t.Coordinates["time"].ToTimes(), whole.Coordinates["time"].ToTimes());
        }).Check(Replayed);
    }

    [Fact]
    public void Reindex_AnyOrder_IsUndone()
    {
        Prop.ForAll(Gen.Shuffle(Enumerable.Range(0, 9)).ToArbitrary(), order =>
        {
            var line = Xarray.Line();
            var shuffled = line.Reindex(Xarray.Numbers("x", [.. order.Select(i => i * 10.0)]));
            Fields.AssertClose([.. order.Select(i => line.ToDoubles()[i])], shuffled.ToDoubles());
            Fields.AssertClose(line.ToDoubles(), shuffled.SortBy("x").ToDoubles());
            Fields.AssertClose(line.ToDoubles(), shuffled.ReindexLike(line).ToDoubles());
            Fields.AssertClose(new double[9], (shuffled.FillMissing(0) - line.FillMissing(0)).ToDoubles());
        }).Check(Replayed);
    }

    [Theory]
    [InlineData("360_day", 30)]
    [InlineData("noleap", 28)]
    [InlineData("julian", 29)]
    [InlineData("standard", 29)]
    public void GroupBy_Calendars_CountTheirOwnFebruary(string calendar, int days)
    {
        var time = DataArray.Create("time", ["time"], [400], Enumerable.Range(0, 400).Select(i => (double)i).ToArray(), Fields.Attributes(("units", "days since 2000-01-01"), ("calendar", calendar)));
        var array = DataArray.Create("v", ["time"], [400], new float[400], coordinates: [time]);
        var months = array.Resample("time", TimeSpanUnit.Month).Count();
        Assert.Equal(days, months.Isel("time", 1).Item<long>());
        Assert.Equal("2000-03-01", months.Coordinates["time"].Variable.TimeUnits!.Format(months.Coordinates["time"].ToDoubles()[2]));
        Assert.Equal(days, array.Isel("time", ..360).GroupBy("time", TimePart.Month).Count().Isel("month", 1).Item<long>());
    }

    [Fact]
    public void GroupByBins_Edges_ExcludeTheLowerAndIncludeTheUpper()
    {
        var means = Xarray.Line(9).FillMissing(1000).GroupByBins("x", 0, 20, 50, 60).Count();
        Assert.Equal([2L, 3, 1], means.To<long>());
        Assert.Equal([10.0, 35, 55], means.Coordinates["x_bins"].ToDoubles());
    }

    [Fact]
    public void GroupBy_ManyGroups_GoesThroughTheValuesOnce()
    {
        var source = new RecordingSource<double>(new double[200_000], 200_000) { Chunks = [50_000] };
        var kinds = DataArray.Create("kind", ["d0"], [200_000], Enumerable.Range(0, 200_000).Select(i => (double)(i * 7919L % 100_000)).ToArray());
        var counts = new DataArray(new Variable("v", ["d0"], source), [kinds.Variable]).GroupBy("kind").Count();
        Assert.All(counts.To<long>(), n => Assert.Equal(2, n));
        Assert.Equal(200_000, source.Reads.Sum(r => int.Parse(r.Split('+')[1].Split('x')[0])));
    }

    [Fact]
    public void Merge_Datasets_KeepsAllLabelsAndRefusesWhatDiffers()
    {
        var (a, b) = (Xarray.Line(3).Rename("a"), Xarray.Line(5).Rename("b"));
        var merged = Dataset.Merge(new([a]), new([b]));
        Assert.Equal([5], merged["a"].Shape);
        Assert.Contains("'a' differs between the data sets", Assert.Throws<ArgumentException>(() => Dataset.Merge(new([a]), new([a + 1]))).Message);
        Assert.Contains("or leave one out with Without(\"a\")", Assert.Throws<ArgumentException>(() => Dataset.Merge(new([a]), new([b.Rename("a") * 2]))).Message);
        var (north, south) = (a.WithCoordinates(DataArray.Create("place", [], [], new[] { 1.0 })), b.WithCoordinates(DataArray.Create("place", [], [], new[] { 2.0 })));
        Assert.Contains("'place' differs", Assert.Throws<ArgumentException>(() => Dataset.Merge(new([north]), new([south]))).Message);
        Assert.Equal(1, Dataset.Merge(new([north]), new([b]))["place"].Item<double>());
        Assert.Contains("overlap along 'x'", Assert.Throws<ArgumentException>(() => Dataset.CombineByCoordinates(new([a]), new([b.Isel("x", 1..).Rename("a")]))).Message);
        Assert.Contains("no data sets to put together", Assert.Throws<ArgumentException>(() => Dataset.CombineByCoordinates()).Message);
        var both = Dataset.Concat([new([Xarray.Field().Isel("time", ..2)]), new([Xarray.Field().Isel("time", 2..)])], "time");
        Fields.AssertClose(Xarray.Field().ToDoubles(), both["t"].ToDoubles());
    }

    [Fact]
    public void Grouping_BadRequests_SayWhatToDo()
    {
        var t = Fields.Temperature();
        Assert.Contains("'longitude' is no time: its units are 'degrees_east'", Assert.Throws<ArgumentException>(() => t.GroupBy("longitude", TimePart.Month)).Message);
        Assert.Contains("'mont' is no part of a date; there are year, season, month, day, dayofyear, hour, minute, quarter, dayofweek. Did you mean 'month'?", Assert.Throws<ArgumentException>(() => t.GroupBy("time.mont")).Message);
        Assert.Contains("has no coordinate 'tme.month'", Assert.Throws<ArgumentException>(() => t.GroupBy("tme.month")).Message);
        Assert.Contains("has no coordinate 'tiem'", Assert.Throws<ArgumentException>(() => t.Resample("tiem", TimeSpanUnit.Day)).Message);
        Assert.Contains("'area' of The data set lies over (latitude, longitude)", Assert.Throws<ArgumentException>(() => new Dataset([t], [DataArray.Create("area", ["latitude", "longitude"], [4, 5], new double[20])]).GroupBy("area")).Message);
        Assert.Contains("not told by group", Assert.Throws<ArgumentException>(() => t.GroupBy("time").Reduce(Reduction.ArgMax, null)).Message);
        Assert.Contains("Edges of intervals ascend", Assert.Throws<ArgumentException>(() => t.GroupByBins("latitude", 2, 1)).Message);
        Assert.Contains("ArgMax is not taken of moving windows; take it of Construct", Assert.Throws<ArgumentException>(() => t.Rolling("time", 2).Reduce(Reduction.ArgMax)).Message);
        Assert.Contains("no coordinate along 'depth'", Assert.Throws<ArgumentException>(() => t.Reindex(Xarray.Numbers("depth", 1))).Message);
        Assert.Contains("no arrays to put together", Assert.Throws<ArgumentException>(() => DataArray.Concat([], "time")).Message);
        Assert.Contains("cannot be counted in", Assert.Throws<ArgumentException>(() => t.Reindex(DataArray.Create("time", ["time"], [1], new[] { 1.0 }, Fields.Attributes(("units", "days since 2000-01-01"), ("calendar", "360_day"))))).Message);
    }
}
