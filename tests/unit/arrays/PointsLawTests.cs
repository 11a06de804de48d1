using FsCheck;
using FsCheck.Fluent;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>Laws of points, stacks and lines: a plain loop gives the same; lazy equals eager, whatever the chunks, types and gaps.</summary>
public class PointsLawTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithMaxTest(LongRun.Of(2000)).WithReplay(20260501, 90023);

    [Fact]
    public void IselPoints_AnyAxesShapesChunksAndTypes_EqualsAPlainLoop()
    {
        var cases = from shape in Gen.ListOf(Gen.Choose(1, 6)).Where(s => s.Count is > 0 and < 5)
                    from chunks in Gen.ListOf(Gen.Choose(1, 4), shape.Count)
                    from told in Gen.ListOf(Gen.Elements(true, false), shape.Count).Where(t => t.Contains(true))
                    from points in Gen.Choose(0, 9)
                    from seed in Gen.Choose(0, 9999)
                    from whole in Gen.Elements(true, false)
                    select (shape.ToArray(), chunks.ToArray(), told.ToArray(), points, seed, whole);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (shape, chunks, told, points, seed, whole) = c;
            var random = new Random(seed);
            var size = shape.Aggregate(1, (p, n) => p * n);
            var array = whole ? DataArray.Create("v", Names[..shape.Length], shape, Enumerable.Range(0, size).Select(i => (short)i).ToArray()) : DataArray.Create("v", Names[..shape.Length], shape, Xarray.Series(size, seed % 97));
            var least = whole ? 0 : -1;
            var positions = shape.Select((n, d) => told[d] ? Enumerable.Range(0, points).Select(_ => random.Next(least, n)).ToArray() : []).ToArray();
            (string, DataArray)[] at = [.. positions.Index().Where(p => told[p.Index]).Select(p => (Names[p.Index], DataArray.Create("", ["p"], [points], p.Item)))];
            var values = array.ToDoubles();
            var first = Array.IndexOf(told, true);
            int[] result = [.. shape[..first], points, .. shape.Where((_, d) => d > first && !told[d])];
            var expected = new double[result.Aggregate(1, (p, n) => p * n)];
            for (var i = 0; i < expected.Length; i++)
            {
                var place = Unravel(i, result);
                var (next, flat, missing) = (first + 1, 0, false);
                for (var d = 0; d < shape.Length; d++)
                {
                    var here = told[d] ? positions[d][place[first]] : d < first ? place[d] : place[next++];
                    missing |= here < 0;
                    flat = (flat * shape[d]) + here;
                }

                expected[i] = missing ? double.NaN : values[flat];
            }

            var eager = array.IselPoints(at);
            Assert.Equal(result, eager.Shape);
            Fields.AssertClose(expected, eager.ToDoubles());
            var lazy = array.Chunk([.. chunks.Index().Select(k => (Names[k.Index], k.Item))]).IselPoints(at);
            Fields.AssertClose(expected, lazy.ToDoubles());
            // Any part of a lazy array is that part of the whole.
            var axis = random.Next(result.Length);
            var (from, stride) = (random.Next(result[axis] + 1), random.Next(1, 3));
            Fields.AssertClose(eager.Isel(eager.Dimensions[axis], from.., stride).ToDoubles(), lazy.Isel(lazy.Dimensions[axis], from.., stride).ToDoubles());
        }).Check(Replayed);
    }

    [Fact]
    public void StackThenUnstack_AnyDimensions_IsUndone()
    {
        var cases = from order in Gen.Shuffle(new[] { "time", "y", "x" }) from count in Gen.Choose(1, 3) from chunk in Gen.Choose(1, 5) select (order, count, chunk);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            string[] stacked = [.. c.order.Take(c.count)];
            var field = Xarray.Field();
            var lazy = field.Chunk(("time", c.chunk), ("x", 2)).Stack("z", stacked);
            Assert.Equal(field.Stack("z", stacked).ToDoubles(), lazy.ToDoubles());
            var back = lazy.Unstack("z", stacked).Transpose("time", "y", "x");
            Assert.True(field.HasSameValues(back));
        }).Check(Replayed);
    }

    [Fact]
    public void Lines_AnyChunksAndGaps_EqualAPlainLoop()
    {
        var cases = from n in Gen.Choose(1, 15) from inner in Gen.Choose(1, 4) from gaps in Gen.ListOf(Gen.Choose(0, 3), 60) from chunks in Gen.ListOf(Gen.Choose(1, 6), 2) from last in Gen.Elements(true, false) select (n, inner, gaps, chunks, last);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (n, inner) = (c.n, c.inner);
            double[] values = [.. Enumerable.Range(0, n * inner).Select(i => c.gaps[i] == 0 ? double.NaN : c.gaps[i])];
            var array = DataArray.Create("v", ["t", "x"], [n, inner], values);
            var lazy = (c.last ? array.Transpose() : array).Chunk(("t", c.chunks[0]), ("x", c.chunks[1]));
            void Same(Func<DataArray, DataArray> of, Func<double[], int, double> plain)
            {
                double[] expected = [.. Enumerable.Range(0, n * inner).Select(i => plain([.. Enumerable.Range(0, n).Select(t => values[(t * inner) + (i % inner)])], i / inner))];
                Fields.AssertClose(expected, of(array).ToDoubles());
                Fields.AssertClose(expected, of(lazy).Transpose("t", "x").ToDoubles());
            }

            Same(a => a.CumulativeSum("t"), (line, t) => line[..(t + 1)].Where(v => !double.IsNaN(v)).Sum());
            Same(a => a.CumulativeProduct("t"), (line, t) => line[..(t + 1)].Where(v => !double.IsNaN(v)).Aggregate(1.0, (p, v) => p * v));
            Same(a => a.FillForward("t"), (line, t) => line[..(t + 1)].LastOrDefault(v => !double.IsNaN(v), double.NaN));
            Same(a => a.FillBackward("t"), (line, t) => line[t..].FirstOrDefault(v => !double.IsNaN(v), double.NaN));
            Same(a => a.RankAlong("t"), (line, t) => double.IsNaN(line[t]) ? double.NaN : line.Count(v => v < line[t]) + ((line.Count(v => v == line[t]) + 1) / 2.0));
            Same(a => a.Rolling("t", 3, minCount: 1).Median(), (line, t) => line[Math.Max(0, t - 2)..(t + 1)].Where(v => !double.IsNaN(v)).Order().ToArray() is { Length: > 0 } w ? (w[(w.Length - 1) / 2] + w[w.Length / 2]) / 2 : double.NaN);
        }).Check(Replayed);
    }

    [Fact]
    public void InterpolateMissing_MaxGap_IsBetweenTheValuesOnBothSides()
    {
        // xarray's documentation of max_gap: the gap between labels 3 and 6 is 3 wide.
        double gap = double.NaN;
        var line = DataArray.Create("v", ["x"], [9], new[] { gap, gap, gap, 1, gap, gap, 4, gap, 5 }, coordinates: [Xarray.Numbers("x", 0, 1, 2, 3, 4, 5, 6, 7, 8)]);
        Assert.Equal([gap, gap, gap, 1, 2, 3, 4, 4.5, 5], line.InterpolateMissing("x", maxGap: 3).ToDoubles());
        Assert.Equal([gap, gap, gap, 1, gap, gap, 4, 4.5, 5], line.InterpolateMissing("x", maxGap: 2.5).ToDoubles());
    }

    [Fact]
    public void PolynomialFit_OfAPolynomial_FindsIt()
    {
        var cases = from degree in Gen.Choose(0, 4) from seed in Gen.Choose(0, 999) from gap in Gen.Choose(0, 11) select (degree, seed, gap);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var random = new Random(c.seed);
            double[] coefficients = [.. Enumerable.Range(0, c.degree + 1).Select(_ => random.NextDouble() - 0.5)];
            double[] labels = [.. Enumerable.Range(0, 12).Select(i => 5.0 + i + (random.NextDouble() / 2))];
            double[] values = [.. labels.Select((x, i) => i == c.gap ? double.NaN : coefficients.Aggregate(0.0, (sum, a) => (sum * x) + a))];
            var array = DataArray.Create("v", ["x"], [12], values, coordinates: [Xarray.Numbers("x", labels)]);
            var fit = array.PolynomialFit("x", c.degree);
            var back = fit.PolynomialAt(array.Coordinates["x"]).ToDoubles();
            Assert.All(values.Zip(back).Where(p => !double.IsNaN(p.First)), p => Assert.Equal(p.First, p.Second, 1e-8 * (1 + Math.Abs(p.First))));
        }).Check(Replayed);
    }

    [Fact]
    public void IselPoints_OfAFile_ReadsBoxesNotEverything()
    {
        var source = new RecordingSource<float>(new float[4_000_000], 2000, 2000);
        var array = new DataArray(new Variable("v", ["y", "x"], source));
        DataArray Over(params int[] positions) => DataArray.Create("", ["p"], [positions.Length], positions);
        Assert.Equal([3], array.IselPoints(("y", Over(0, 1999, 1)), ("x", Over(1, 1998, 0))).Load().Shape);
        Assert.True(source.Reads.Sum(r => r.Split(' ').Aggregate(1L, (p, s) => p * int.Parse(s.Split('+')[1].Split('x')[0]))) < 3_000_000, string.Join("; ", source.Reads));
    }

    [Fact]
    public void BadRequests_SayWhatToDo()
    {
        var t = Fields.Temperature();
        DataArray Over(params int[] positions) => DataArray.Create("", ["p"], [positions.Length], positions);
        void Says<T>(string words, Func<object> request) where T : Exception => Assert.Contains(words, Assert.Throws<T>(request).Message);
        Says<ArgumentOutOfRangeException>("Position 9 lies outside 'longitude' of 'temperature', which has 5 positions", () => t.IselPoints(("longitude", Over(0, 9))));
        Says<ArgumentException>("no dimension 'lon'", () => t.IselPoints(("lon", Over(0))));
        Says<ArgumentException>("Dimension 'p' has 2 positions", () => t.IselPoints(("longitude", Over(0, 1)), ("latitude", Over(0, 1, 2))));
        Says<ArgumentException>("Dimension 'time' has 3 positions in 'temperature' and 2", () => t.IselPoints(("longitude", DataArray.Create("", ["time"], [2], new int[2]))));
        Says<ArgumentOutOfRangeException>("lies outside 'latitude' [35.5 to 40 degrees_north]", () => t.SelPoints([("latitude", Over(50))]));
        Says<ArgumentException>("has a dimension 'time' already", () => t.Stack("time", "latitude", "longitude"));
        Says<ArgumentException>("by coordinates that lie along it", () => t.Unstack("longitude", "latitude"));
        Says<ArgumentException>("Positions 0 and 2 of 'p' have the same a", () => DataArray.Create("v", ["p"], [3], new int[3], coordinates: [DataArray.Create("a", ["p"], [3], new[] { 1, 2, 1 })]).Unstack("p", "a"));
        Says<ArgumentException>("no dimension or coordinate 'longitud'; it has time, latitude, longitude. Did you mean 'longitude'?", () => t.Rename(("longitud", "lon")));
        Says<ArgumentException>("lies over (latitude), not along 'time'", () => t.SwapDimension("time", "latitude"));
        Says<ArgumentException>("a polynomial of degree 3 needs 4", () => t.PolynomialFit("time", 3));
        Says<ArgumentException>("has a dimension 'time' already; choose another name for the windows'", () => t.Rolling("time", 2).Construct("time"));
        Says<ArgumentException>("First goes by positions along one dimension", () => t.Reduce(Reduction.First, null));
        Says<ArgumentException>("no variable in common: temperature, and other", () => new Dataset([t]) + new Dataset([t.Rename("other")]));
        Says<ArgumentException>("which is no multiple of 2", () => t.Coarsen([("longitude", 2)]));
        Says<ArgumentException>("'longitude' of 'temperature' is labelled by numbers, which are no names", () => t.ToDataset("longitude"));
        Says<ArgumentException>("no variable 'temprature'", () => new Dataset([t]).AsCoordinates("temprature"));
        Says<ArgumentException>("no variable 'tim'", () => new Dataset([t]).AsVariables("tim"));
        Says<ArgumentException>("no dimension 'tim'; its dimensions are", () => new Dataset([t]).WithoutDimensions("tim"));
        Says<ArgumentException>("no arrays to put together", () => new Dataset([]).ToArray());
        Says<ArgumentException>("'longitude' is no time", () => t.ConvertCalendar("longitude", "noleap"));
        Says<DataFormatException>("Calendar 'noleep' is not known", () => t.ConvertCalendar("time", "noleep"));
        Says<ArgumentOutOfRangeException>("between 0 and 1, not 95", () => t.Weighted(1).Quantile(95, "time"));
        Says<ArgumentOutOfRangeException>("minCount", () => t.Rolling([("time", 2), ("longitude", 2)], minCount: 5));
        Says<ArgumentException>("no dimension 'lon'", () => t.Rolling([("lon", 2)]));
        Says<ArgumentOutOfRangeException>("between 0 and 1, not 95", () => t.Quantile([0.5, 95], "time"));
        Says<ArgumentException>("no coordinate 'tim'", () => t.WithoutCoordinates("tim"));
        Says<ArgumentException>("no coordinate 'tim'", () => t.DropDuplicates("tim"));
        Says<ArgumentException>("no coordinate along 'place'", () => DataArray.Create("v", ["place"], [2], new int[2]).IdxMax("place"));
        Says<ArgumentException>("no groups along 'time'", () => t.WithCoordinates(DataArray.Create("kind", ["time"], [3], new[] { double.NaN, double.NaN, double.NaN })).GroupBy("kind").Map(g => g));
        Says<ArgumentOutOfRangeException>("before", () => t.Pad("time", 9, 0, PadMode.Wrap));
    }

    private static int[] Unravel(int flat, int[] shape)
    {
        var place = new int[shape.Length];
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            (flat, place[d]) = Math.DivRem(flat, shape[d]);
        }

        return place;
    }
}
