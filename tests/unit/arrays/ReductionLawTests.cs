using FsCheck;
using FsCheck.Fluent;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>Laws of reductions and arithmetic: a plain loop gives the same; lazy equals eager; any chunking equals any other.</summary>
public class ReductionLawTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithMaxTest(LongRun.Of(2000)).WithReplay(20260401, 90017);
    private static readonly Reduction[] All = [.. Enum.GetValues<Reduction>().Where(r => r is not (Reduction.ArgMin or Reduction.ArgMax or Reduction.First or Reduction.Last))];

    [Fact]
    public void Reduce_AnyShapeChunksAndDimensions_EqualsAPlainLoop()
    {
        var cases = from shape in Gen.ListOf(Gen.Choose(1, 9)).Where(s => s.Count is > 0 and < 5)
                    from chunks in Gen.ListOf(Gen.Choose(1, 9), shape.Count)
                    from goes in Gen.ListOf(Gen.Elements(true, false), shape.Count)
                    from reduction in Gen.Elements(All)
                    from seed in Gen.Choose(0, 1000)
                    select (shape.ToArray(), chunks.ToArray(), goes.ToArray(), reduction, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (shape, chunks, goes, reduction, seed) = c;
            var values = Xarray.Series(shape.Aggregate(1, (p, n) => p * n), seed);
            var array = DataArray.Create("v", Names[..shape.Length], shape, values);
            var dimensions = Names.Take(shape.Length).Where((_, d) => goes[d]).ToArray();
            if (dimensions.Length == 0)
            {
                return;
            }

            var expected = Plain(values, shape, goes, reduction);
            Fields.AssertClose(expected, array.Reduce(reduction, null, dimensions).ToDoubles());
            var lazy = array.Chunk([.. chunks.Index().Select(k => (Names[k.Index], k.Item))]).Reduce(reduction, null, dimensions);
            Assert.False(lazy.Variable.InMemory);
            Fields.AssertClose(expected, lazy.ToDoubles());
        }).Check(Replayed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1025)]
    [InlineData(8197)]
    [InlineData(1_500_001)]
    public void Reduce_AnyLength_EqualsAPlainLoop(int length)
    {
        var values = Xarray.Series(length, 4);
        foreach (var reduction in All)
        {
            var expected = Plain(values, [length], [true], reduction);
            Fields.AssertClose(expected, DataArray.Create("v", ["x"], [length], values).Reduce(reduction, null).ToDoubles());
        }
    }

    [Theory]
    [InlineData(3, 1025)]
    [InlineData(40, 6001)]
    [InlineData(2, 2_100_000)]
    public void Reduce_OuterDimensionOfManyCells_EqualsAPlainLoop(int outer, int cells)
    {
        var values = Xarray.Series(outer * cells, 4);
        var array = DataArray.Create("v", ["t", "x"], [outer, cells], values);
        foreach (var reduction in cells > 100_000 ? [Reduction.Mean] : All)
        {
            Fields.AssertClose(Plain(values, [outer, cells], [true, false], reduction), array.Chunk(("t", 1), ("x", 700_000)).Reduce(reduction, null, "t").ToDoubles());
        }

        Fields.AssertClose(Plain(values, [outer, cells], [false, true], Reduction.Mean), array.Mean("x").ToDoubles());
    }

    [Fact]
    public void ArgMin_ChunksAlongTheDimension_FindsTheFirstOfEquals()
    {
        var array = DataArray.Create("v", ["t", "x"], [6, 2], new[] { 3.0, double.NaN, 1, double.NaN, 1, double.NaN, 2, double.NaN, 1, double.NaN, 5, double.NaN });
        Assert.Equal([1L, -1], array.ArgMin("t").To<long>());
        Assert.Equal([1L, -1], array.Chunk(("t", 2), ("x", 1)).ArgMin("t").To<long>());
        Assert.Equal([5L, -1], array.Chunk(("t", 4)).ArgMax("t").To<long>());
    }

    [Fact]
    public void Arithmetic_AnyChunks_EqualsMemory()
    {
        var cases = from a in Gen.ListOf(Gen.Choose(1, 7), 3) from b in Gen.ListOf(Gen.Choose(1, 7), 2) select (a, b);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var t = Xarray.Field();
            var other = Xarray.Field(2).Mean("time").Transpose("x", "y").Isel("x", 1..4);
            static DataArray Expression(DataArray t, DataArray o) => ((t - o) / (t.StandardDeviation("time") + 2)).Where(t > o).Transpose("x", "time", "y");
            var lazy = Expression(t.Chunk([.. t.Dimensions.Zip(c.a)]), other.Chunk([.. other.Dimensions.Zip(c.b)]));
            Assert.False(lazy.Variable.InMemory);
            Fields.AssertClose(Expression(t, other).ToDoubles(), lazy.ToDoubles());
            Fields.AssertClose(Expression(t, other).Isel("time", 1..5, 2).ToDoubles(), lazy.Isel("time", 1..5, 2).ToDoubles());
        }).Check(Replayed);
    }

    [Fact]
    public void Mean_OfALazyArray_ReadsEveryChunkOnceAndKeepsTheResult()
    {
        var source = new RecordingSource<float>(new float[40 * 50_000], 40, 50_000) { Chunks = [4, 50_000] };
        var mean = new DataArray(new Variable("v", ["time", "x"], source)).Mean("time");
        Assert.Empty(source.Reads);
        Assert.Equal(50_000, mean.ToDoubles().Length);
        var reads = source.Reads.Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(reads.Distinct(StringComparer.Ordinal), reads);
        Assert.All(reads, r => Assert.EndsWith("0+50000x1", r));
        Assert.Equal(40, reads.Sum(r => int.Parse(r.Split('+')[1].Split('x')[0])));
        Assert.Equal(0, (mean * 2).Sum().Item<double>());
        Assert.Equal(reads.Length, source.Reads.Count);
    }

    [Fact]
    public void Mean_OverMoreThanMemory_HoldsOnlyAFewChunks()
    {
        // 8 GB of values that are made as they are read.
        const int hours = 2000;
        var array = new DataArray(new Variable("v", ["time", "y", "x"], new EndlessSource(hours, 1000, 1000)));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var part = LongRun.Of(hours);
        Assert.Equal((part - 1) / 2.0, array.Isel("time", ..part).Mean().Item<double>());
        process.Refresh();
        Assert.True(process.PeakWorkingSet64 - before < 400 << 20, $"{(process.PeakWorkingSet64 - before) >> 20} MB more than before.");
    }

    [Fact]
    public void Reduce_ResultLargerThanIsKept_IsComputedForThePartThatIsRead()
    {
        var source = new EndlessSource(6, 9000, 9000);
        var array = new DataArray(new Variable("v", ["time", "y", "x"], source), [DataArray.Create("kind", ["time"], [6], new[] { "b", "a", "b", "a", "b", "c" }).Variable]);
        Assert.Equal(Enumerable.Repeat(2.5, 14), array.Mean("time").Isel(("y", 5..7), ("x", 8990..8997)).ToDoubles());
        var groups = array.GroupBy("kind").Sum();
        Assert.Equal([3, 9000, 9000], groups.Shape);
        Assert.Equal([4.0, 6, 5], groups.Isel(("y", 17), ("x", ^1)).ToDoubles());
        Assert.Equal([4.0, 5], groups.Isel("kind", .., 2).Isel(("y", 17), ("x", 0)).ToDoubles());
        Assert.Equal([6.0, 6], groups.Isel(("kind", 1), ("y", 17), ("x", 3..5)).ToDoubles());
        Assert.InRange(source.Made, 1, 6_000_000);
    }

    [Fact]
    public void CumulativeSum_OfManyLines_HoldsSomeOfThemAtATime()
    {
        var source = new EndlessSource(12, 2000, 1000);
        var sums = new DataArray(new Variable("v", ["time", "y", "x"], source)).CumulativeSum("time");
        Assert.Equal(Enumerable.Range(0, 12).Average(t => t * (t + 1) / 2.0), sums.Mean().Item<double>(), 1e-4);
        Assert.Equal(66.0, sums.Isel("time", ^1).Mean().Item<double>(), 1e-4);
        Assert.InRange(source.Largest, 1, 1 << 24);
    }

    [Fact]
    public void Reduce_BadRequests_SayWhatToDo()
    {
        var t = Fields.Temperature();
        Assert.Contains("has no dimension 'lattitude'; its dimensions are time, latitude, longitude. Did you mean 'latitude'?", Assert.Throws<ArgumentException>(() => t.Mean("lattitude")).Message);
        Assert.Contains("goes by positions along one dimension", Assert.Throws<ArgumentException>(() => t.Reduce(Reduction.ArgMin, null)).Message);
        Assert.Contains("between 0 and 1, not 95", Assert.Throws<ArgumentOutOfRangeException>(() => t.Quantile(95, "time")).Message);
        Assert.Contains("holds string; this needs numbers", Assert.Throws<ArgumentException>(() => DataArray.Create("s", ["x"], [1], new[] { "a" }).Mean()).Message);
        Assert.Contains("Dimension 'x' has 2 positions in 'a' and 3 in 'b', and no labels", Assert.Throws<ArgumentException>(() => DataArray.Create("a", ["x"], [2], new int[2]) + DataArray.Create("b", ["x"], [3], new int[3])).Message);
        Assert.Contains("takes each of them once", Assert.Throws<ArgumentException>(() => t.Transpose("time")).Message);
        Assert.Contains("'a' occurs twice", Assert.Throws<ArgumentException>(() => DataArray.Align(Join.Inner, Labelled("b", "a"), Labelled("a", "a"))).Message.Replace("Label a of 'x'", "'a'"));
        Assert.Contains("the join is Exact", Assert.Throws<ArgumentException>(() => DataArray.Align(Join.Exact, Labelled("a", "b"), Labelled("a", "c"))).Message);
    }

    [Fact]
    public void Reduce_Units_StayWhereTheyHold()
    {
        var t = Fields.Temperature();
        Assert.Equal("K", t.Mean("time").Units);
        Assert.Equal("K", t.Where(t > 3).Units);
        Assert.Null(t.Variance("time").Units);
        Assert.Null((t * t).Units);
    }

    [Fact]
    public void Reduce_Dataset_ReducesWhatHasTheDimension()
    {
        var data = new Dataset([Fields.Temperature(), DataArray.Create("orography", ["latitude", "longitude"], [4, 5], new float[20]), DataArray.Create("station", ["latitude"], [4], new[] { "a", "b", "c", "d" })]);
        var mean = data.Mean("time");
        Assert.Equal([4, 5], mean["temperature"].Shape);
        Assert.Equal([4, 5], mean["orography"].Shape);
        Assert.False(mean.Contains("time"));
        Assert.Equal(100 + 15 + 2, data.Mean()["temperature"].Item<double>());
        Assert.Equal(1, data.Mean("latitude").Map(v => v.NotMissing().Min()).Mean()["orography"].Item<double>());
    }

    private static DataArray Labelled(params string[] labels) => DataArray.Create("v", ["x"], [labels.Length], new double[labels.Length], coordinates: [DataArray.Create("x", ["x"], [labels.Length], labels)]);

    /// <summary>The reduction by a loop over all values, each told its cell.</summary>
    private static double[] Plain(double[] values, int[] shape, bool[] goes, Reduction reduction)
    {
        var cells = new SortedDictionary<int, List<double>>();
        for (var i = 0; i < values.Length; i++)
        {
            var (cell, rest, scale) = (0, i, 1);
            for (var d = shape.Length - 1; d >= 0; d--)
            {
                cell += goes[d] ? 0 : rest % shape[d] * scale;
                scale *= goes[d] ? 1 : shape[d];
                rest /= shape[d];
            }

            if (!cells.TryGetValue(cell, out var list))
            {
                cells[cell] = list = [];
            }

            if (!double.IsNaN(values[i]))
            {
                list.Add(values[i]);
            }
        }

        return [.. cells.Values.Select(v => Of(v, reduction))];
    }

    private static double Of(List<double> v, Reduction reduction) => reduction switch
    {
        Reduction.Sum => v.Sum(),
        Reduction.Count => v.Count,
        Reduction.Product => v.Aggregate(1.0, (a, b) => a * b),
        _ when v.Count == 0 => double.NaN,
        Reduction.Mean => v.Average(),
        Reduction.Min => v.Min(),
        Reduction.Max => v.Max(),
        Reduction.Median => (v.Order().ElementAt((v.Count - 1) / 2) + v.Order().ElementAt(v.Count / 2)) / 2,
        Reduction.Variance => v.Average() is var mean ? v.Sum(x => (x - mean) * (x - mean)) / v.Count : 0,
        _ => Math.Sqrt(Of(v, Reduction.Variance)),
    };

    /// <summary>Values that tell their position along the first dimension, made as they are read.</summary>
    private sealed class EndlessSource(params int[] shape) : IArraySource
    {
        private long _made;
        private long _largest;

        public Type ElementType => typeof(float);

        public IReadOnlyList<int> Shape => shape;

        public IReadOnlyList<int>? Chunks => [1, .. shape.Skip(1)];

        public bool InMemory => false;

        /// <summary>How many values were made.</summary>
        public long Made => Interlocked.Read(ref _made);

        /// <summary>How many values were asked for at once, at most.</summary>
        public long Largest => Interlocked.Read(ref _largest);

        public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
        {
            Interlocked.Add(ref _made, destination.Length);
            lock (shape)
            {
                _largest = Math.Max(_largest, destination.Length);
            }

            var inner = destination.Length / slab[0].Count;
            for (var i = 0; i < slab[0].Count; i++)
            {
                destination.Slice(i * inner, inner).Fill((T)(object)(float)(slab[0].Start + (i * slab[0].Stride)));
            }
        }
    }
}
