using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>The same expressions as in xarray's documentation and its user guide give the same answers, whether the values lie in memory or are read in chunks.</summary>
public partial class XarrayTests(XarrayTests.Answers answers) : IClassFixture<XarrayTests.Answers>
{
    private static readonly (string Expression, Func<Func<DataArray, DataArray>, DataArray> Ours)[] Basics =
    [
        // Arithmetic: https://docs.xarray.dev/en/stable/user-guide/computation.html and .../howdoi.html
        ("field() - 3", of => of(Xarray.Field()) - 3),
        ("2 * field() / field(2)", of => 2 * of(Xarray.Field()) / of(Xarray.Field(2))),
        ("field() - field().mean('time')", of => { var t = of(Xarray.Field()); return t - t.Mean("time"); }),
        ("field().mean('time') - field()", of => { var t = of(Xarray.Field()); return t.Mean("time") - t; }),
        ("-field()", of => -of(Xarray.Field())),
        ("field()**2", of => of(Xarray.Field()).Power(2)),
        ("plain([1, 2, 3]) / 2", of => of(Xarray.Plain<long>([1, 2, 3])) / 2),
        ("plain([1, 2, 3]) * 2", of => of(Xarray.Plain<long>([1, 2, 3])) * 2),
        ("plain(np.array([1, 2, 3], 'i2')) + plain(np.array([1.5, 2, 3], 'f4'))", of => of(Xarray.Plain<short>([1, 2, 3])) + of(Xarray.Plain<float>([1.5f, 2, 3]))),
        ("plain(np.array([1, 2, 3], 'i4')) + plain(np.array([1.5, 2, 3], 'f4'))", of => of(Xarray.Plain([1, 2, 3])) + of(Xarray.Plain<float>([1.5f, 2, 3]))),
        ("plain(np.array([1, 2, 3], 'f4')) * 2.5", of => of(Xarray.Plain<float>([1, 2, 3])) * 2.5),
        ("plain(np.array([1, 2, 3], 'u1')) + plain(np.array([1, 2, 3], 'i1'))", of => of(Xarray.Plain<byte>([1, 2, 3])) + of(Xarray.Plain<sbyte>([1, 2, 3]))),
        ("plain([1, 2, 3, 4], 'x', x=[10, 20, 30, 40]) + plain([1, 2, 3], 'x', x=[30, 20, 50])", of => of(Xarray.Plain<long>([1, 2, 3, 4], "x", Xarray.Numbers("x", 10, 20, 30, 40))) + of(Xarray.Plain<long>([1, 2, 3], "x", Xarray.Numbers("x", 30, 20, 50)))),
        ("plain([-1., 1.], 'x', x=['a', 'b']) + plain([10., 20., 30.], 'y')", of => of(Xarray.Plain([-1.0, 1], "x", DataArray.Create("x", ["x"], [2], new[] { "a", "b" }))) + of(Xarray.Plain([10.0, 20, 30], "y"))),
        ("field().isel(time=slice(1, None)) + field().isel(time=slice(None, -1))", of => of(Xarray.Field()).Isel("time", 1..) + of(Xarray.Field()).Isel("time", ..^1)),
        ("field().isel(time=2) - field().isel(time=3)", of => of(Xarray.Field()).Isel("time", 2) - of(Xarray.Field()).Isel("time", 3)),
        ("field().transpose('x', 'time', 'y')", of => of(Xarray.Field()).Transpose("x", "time", "y")),
        ("field().T", of => of(Xarray.Field()).Transpose()),
        ("np.sqrt(abs(field()))", of => of(Xarray.Field()).Map(Math.Abs).Map(Math.Sqrt)),
        ("np.exp(plain(np.array([1, 2, 3], 'f4')))", of => of(Xarray.Plain<float>([1, 2, 3])).Map(Math.Exp)),
        ("field() > 20", of => of(Xarray.Field()) > 20),
        ("(field() > 20) & (field(2) <= 10)", of => (of(Xarray.Field()) > 20) & (of(Xarray.Field(2)) <= 10)),
        ("~(field() < 0) | (field() == field().max())", of => { var t = of(Xarray.Field()); return !(t < 0) | t.EqualTo(t.Max()); }),
        ("field() != field(2)", of => of(Xarray.Field()).NotEqualTo(of(Xarray.Field(2)))),
        ("field().isnull()", of => of(Xarray.Field()).IsMissing()),
        ("field().notnull()", of => of(Xarray.Field()).NotMissing()),
        ("field().fillna(7)", of => of(Xarray.Field()).FillMissing(7)),
        ("field().fillna(field().mean('time'))", of => { var t = of(Xarray.Field()); return t.FillMissing(t.Mean("time")); }),
        ("field().where(field() > 0)", of => { var t = of(Xarray.Field()); return t.Where(t > 0); }),
        ("field().where(field().y > 36)", of => { var t = of(Xarray.Field()); return t.Where(t.Coordinates["y"] > 36); }),
        ("plain([1, 2, 3]).where(plain([1, 2, 3]) != 2)", of => { var t = of(Xarray.Plain<long>([1, 2, 3])); return t.Where(t.NotEqualTo(2)); }),
        ("xr.where(field() > 0, field(), -1)", of => { var t = of(Xarray.Field()); return t.Where(t > 0, -1); }),
        ("field().clip(-10, 10)", of => of(Xarray.Field()).Clip(-10, 10)),
        ("(field() > 0).sum('time')", of => (of(Xarray.Field()) > 0).Sum("time")),

        // Reductions.
        ("field().mean()", of => of(Xarray.Field()).Mean()),
        ("field().mean(['y', 'x'])", of => of(Xarray.Field()).Mean("y", "x")),
        ("field().mean(['time', 'x'])", of => of(Xarray.Field()).Mean("time", "x")),
        ("field().sum('y')", of => of(Xarray.Field()).Sum("y")),
        ("field().where(False).sum('y')", of => of(Xarray.Field()).Where(0).Sum("y")),
        ("field().where(False).mean('y')", of => of(Xarray.Field()).Where(0).Mean("y")),
        ("field().std()", of => of(Xarray.Field()).StandardDeviation()),
        ("field().std('x')", of => of(Xarray.Field()).StandardDeviation("x")),
        ("field().var('time')", of => of(Xarray.Field()).Variance("time")),
        ("(field() + 1e6).var('time')", of => (of(Xarray.Field()) + 1e6).Variance("time")),
        ("field().var(['time', 'y'], ddof=1)", of => of(Xarray.Field()).Reduce(Reduction.Variance, new() { DegreesOfFreedom = 1 }, "time", "y")),
        ("field().mean('time', skipna=False)", of => of(Xarray.Field()).Reduce(Reduction.Mean, new() { SkipMissing = false }, "time")),
        ("field().sum('time', min_count=6)", of => of(Xarray.Field()).Reduce(Reduction.Sum, new() { MinCount = 6 }, "time")),
        ("field().min('time')", of => of(Xarray.Field()).Min("time")),
        ("field().max(['time', 'x'])", of => of(Xarray.Field()).Max("time", "x")),
        ("field().count('time')", of => of(Xarray.Field()).Count("time")),
        ("field().median('time')", of => of(Xarray.Field()).Median("time")),
        ("field().median()", of => of(Xarray.Field()).Median()),
        ("field().quantile(0.3, ['time', 'x'])", of => of(Xarray.Field()).Quantile(0.3, "time", "x")),
        ("field().argmin('time')", of => of(Xarray.Field()).ArgMin("time")),
        ("field().argmax('x')", of => of(Xarray.Field()).ArgMax("x")),
        ("plain(np.arange(9, dtype='i2')).sum()", of => of(Xarray.Plain<short>([0, 1, 2, 3, 4, 5, 6, 7, 8])).Sum()),
        ("plain(np.arange(9, dtype='i2')).mean()", of => of(Xarray.Plain<short>([0, 1, 2, 3, 4, 5, 6, 7, 8])).Mean()),
        ("plain(np.arange(9, dtype='i2')).max()", of => of(Xarray.Plain<short>([0, 1, 2, 3, 4, 5, 6, 7, 8])).Max()),
        ("field().astype('f4').mean('time')", of => of(DataArray.Create("t", ["time", "y", "x"], [6, 4, 5], Xarray.Field().To<float>(), coordinates: Xarray.Field().Coordinates.Values)).Mean("time")),
        ("field().weighted(np.cos(np.deg2rad(field().y))).mean(['y', 'x'])", of => of(Xarray.Field()).WeightedMean(Xarray.Plain(Xarray.Field().Coordinates["y"].ToDoubles().Select(y => Math.Cos(y * Math.PI / 180)).ToArray(), "y", Xarray.Field().Coordinates["y"]), "y", "x")),
        // Combining: https://docs.xarray.dev/en/stable/user-guide/combining.html and .../interpolation.html
        ("xr.concat([field().isel(time=slice(0, 2)), field().isel(time=slice(2, None))], 'time')", of => { var t = of(Xarray.Field()); return DataArray.Concat([t.Isel("time", ..2), t.Isel("time", 2..)], "time"); }),
        ("xr.concat([field().isel(x=[3, 4]), field().isel(x=[0])], 'x')", of => { var t = of(Xarray.Field()); return DataArray.Concat([t.Isel("x", 3..), t.Isel("x", ..1)], "x"); }),
        ("xr.concat([field().isel(time=0), field().isel(time=3)], 'time')", of => { var t = of(Xarray.Field()); return DataArray.Concat([t.Isel("time", 0), t.Isel("time", 3)], "time"); }),
        ("xr.concat([line(4), line(6, 2)], 'run')", of => DataArray.Concat([of(Xarray.Line(4)), of(Xarray.Line(6, 2))], "run")),
        ("line(5).reindex(x=[10., 15., 40.])", of => of(Xarray.Line(5)).Reindex(Xarray.Numbers("x", 10, 15, 40))),
        ("line(5).reindex(x=[-5., 10., 15., 26., 44.], method='nearest')", of => of(Xarray.Line(5)).Reindex(Xarray.Numbers("x", -5, 10, 15, 26, 44), Fill.Nearest)),
        ("line(5).reindex(x=[-5., 10., 15., 26., 44.], method='ffill')", of => of(Xarray.Line(5)).Reindex(Xarray.Numbers("x", -5, 10, 15, 26, 44), Fill.Previous)),
        ("line(5).reindex(x=[-5., 10., 15., 26., 44.], method='bfill')", of => of(Xarray.Line(5)).Reindex(Xarray.Numbers("x", -5, 10, 15, 26, 44), Fill.Next)),
        ("line(5).reindex_like(line(7))", of => of(Xarray.Line(5)).ReindexLike(of(Xarray.Line(7)))),
        ("xr.align(line(5).isel(x=slice(2, None)), line(4), join='outer')[0]", of => DataArray.Align(Join.Outer, of(Xarray.Line(5)).Isel("x", 2..), of(Xarray.Line(4)))[0]),
        ("xr.align(line(5), line(4, 2), join='right')[0]", of => DataArray.Align(Join.Right, of(Xarray.Line(5)), of(Xarray.Line(4, 2)))[0]),
        ("line(6).fillna(0).interp(x=[0., 5., 12.5, 50., 51.])", of => of(Xarray.Line(6)).FillMissing(0).Interpolate(Xarray.Numbers("x", 0, 5, 12.5, 50, 51))),
        ("field().fillna(0).interp(y=[36., 38.5, 39.9])", of => of(Xarray.Field()).FillMissing(0).Interpolate(Xarray.Numbers("y", 36, 38.5, 39.9))),
        ("field().fillna(0).interp(x=[11., 13.]).interp(y=[36.])", of => of(Xarray.Field()).FillMissing(0).Interpolate(Xarray.Numbers("x", 11, 13)).Interpolate(Xarray.Numbers("y", 36))),
        ("field().fillna(0).interp(time=pd.date_range('2000-01-01T06:00', periods=3, freq='18H'))", of => of(Xarray.Field()).FillMissing(0).Interpolate(DataArray.FromTimes("time", [new(2000, 1, 1, 6, 0, 0), new(2000, 1, 2, 0, 0, 0), new(2000, 1, 2, 18, 0, 0)]))),
        ("field().sortby('y')", of => of(Xarray.Field()).SortBy("y")),
        ("days().sortby('site', ascending=False).isel(time=slice(0, 9))", of => of(Xarray.Daily()).SortBy("site", descending: true).Isel("time", ..9)),
        ("field().dropna('time')", of => of(Xarray.Field()).DropMissing("time")),
        ("line().dropna('x')", of => of(Xarray.Line()).DropMissing("x")),
        ("xr.merge([line(5).rename('a'), line(7, 2).rename('b')]).a", of => Dataset.Merge(new Dataset([of(Xarray.Line(5)).Rename("a")]), new Dataset([of(Xarray.Line(7, 2)).Rename("b")]))["a"]),

        // Groups: https://docs.xarray.dev/en/stable/user-guide/groupby.html and .../time-series.html
        ("days().groupby('time.month').mean()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Month).Mean()),
        ("days().groupby('time.year').sum()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Year).Sum()),
        ("days().groupby('time.season').std()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Season).StandardDeviation()),
        ("days().groupby('time.day').max()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Day).Max()),
        ("days().groupby('time.dayofyear').count()", of => of(Xarray.Daily()).GroupBy("time", TimePart.DayOfYear).Count()),
        ("days().groupby('time.month').median()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Month).Median()),
        ("days().groupby('time.month').mean(...)", of => of(Xarray.Daily()).GroupBy("time", TimePart.Month).Mean("site")),
        ("days().assign_coords(kind=('time', list('bdac' * 200))).groupby('kind').mean()", of => { var d = of(Xarray.Daily()); return d.WithCoordinates(DataArray.Create("kind", ["time"], [800], Enumerable.Range(0, 800).Select(i => "bdac"[i % 4].ToString()).ToArray())).GroupBy("kind").Mean(); }),
        ("days().groupby('time.month') - days().groupby('time.month').mean()", of => { var months = of(Xarray.Daily()).GroupBy("time", TimePart.Month); return months - months.Mean(); }),
        ("days().groupby('time.season') / days().groupby('time.season').std()", of => { var seasons = of(Xarray.Daily()).GroupBy("time", TimePart.Season); return seasons / seasons.StandardDeviation(); }),
        ("days().resample(time='MS').mean()", of => of(Xarray.Daily()).Resample("time", TimeSpanUnit.Month).Mean()),
        ("days().resample(time='QS-DEC').mean()", of => of(Xarray.Daily()).Resample("time", TimeSpanUnit.Season).Mean()),
        ("days().resample(time='AS').max()", of => of(Xarray.Daily()).Resample("time", TimeSpanUnit.Year).Max()),
        ("days().resample(time='7D').min()", of => of(Xarray.Daily()).Resample("time", TimeSpanUnit.Day, 7).Min()),
        ("days().resample(time='2MS').count()", of => of(Xarray.Daily()).Resample("time", TimeSpanUnit.Month, 2).Count()),
        ("days().isel(time=[0, 1, 70]).resample(time='MS').mean()", of => { var d = of(Xarray.Daily()); return DataArray.Concat([d.Isel("time", ..2), d.Isel("time", 70..71)], "time").Resample("time", TimeSpanUnit.Month).Mean(); }),
        ("field().isel(time=slice(0, 2)).reindex(time=pd.date_range('2000-01-01T05:00', periods=8, freq='5H'), method='ffill').resample(time='6H').mean()", of => of(Xarray.Field()).Isel("time", ..2).Reindex(DataArray.FromTimes("time", [.. Enumerable.Range(1, 8).Select(i => new DateTime(2000, 1, 1).AddHours(5 * i))]), Fill.Previous).Resample("time", TimeSpanUnit.Hour, 6).Mean()),

        ("days().isel(time=slice(0, 90)).fillna(0).interp(time=pd.date_range('1999-11-20', periods=200, freq='7H')).groupby('time.hour').mean()", of => of(Xarray.Daily()).Isel("time", ..90).FillMissing(0).Interpolate(DataArray.FromTimes("time", [.. Enumerable.Range(0, 200).Select(i => new DateTime(1999, 11, 20).AddHours(7 * i))])).GroupBy("time", TimePart.Hour).Mean()),
        ("calendar('360_day').groupby('time.month').mean()", of => of(Xarray.Calendar("360_day")).GroupBy("time", TimePart.Month).Mean()),
        ("calendar('noleap').resample(time='MS').mean()", of => of(Xarray.Calendar("noleap")).Resample("time", TimeSpanUnit.Month).Mean()),
        ("calendar('julian').resample(time='QS-DEC').max()", of => of(Xarray.Calendar("julian")).Resample("time", TimeSpanUnit.Season).Max()),
        ("calendar('360_day').groupby('time.season').mean()", of => of(Xarray.Calendar("360_day")).GroupBy("time", TimePart.Season).Mean()),
        ("calendar('all_leap').groupby('time.dayofyear').sum()", of => of(Xarray.Calendar("all_leap")).GroupBy("time", TimePart.DayOfYear).Sum()),
        ("calendar('360_day').sel(time='2000-02-30')", of => of(Xarray.Calendar("360_day")).Isel("time", 59..60)),

        ("xr.Dataset({'a': days(), 'b': field().isel(time=0, drop=True)}).groupby('time.month').mean().a", of => new Dataset([of(Xarray.Daily()).Rename("a"), new DataArray(of(Xarray.Field()).Isel("time", 0).Rename("b").Variable)]).GroupBy("time", TimePart.Month).Mean()["a"]),
        ("xr.Dataset({'a': days(), 'b': days(seed=4)}).resample(time='MS').max().b", of => new Dataset([of(Xarray.Daily()).Rename("a"), of(Xarray.Daily(seed: 4)).Rename("b")]).Resample("time", TimeSpanUnit.Month).Max()["b"]),

        // Indexing and reshaping: https://docs.xarray.dev/en/stable/user-guide/indexing.html and .../reshaping.html
        ("field().isel(x=[4, 0, 0], y=[1, 2])", of => of(Xarray.Field()).Isel("x", [4, 0, 0]).Isel("y", [1, 2])),
        ("field().sel(x=[18., 10.])", of => of(Xarray.Field()).Sel("x", [18.0, 10.0])),
        ("field().sel(y=[36., 39.], method='nearest')", of => of(Xarray.Field()).Sel("y", [36.0, 39.0])),
        ("days().sel(site=['c', 'a'])", of => of(Xarray.Daily()).Sel("site", ["c", "a"])),
        ("field().sel(time=['2000-01-05', '2000-01-02'])", of => of(Xarray.Field()).Sel("time", ["2000-01-05", "2000-01-02"])),
        ("field().shift(time=2)", of => of(Xarray.Field()).Shift("time", 2)),
        ("plain([1, 2, 3], 'x', x=[1, 2, 3]).shift(x=-1)", of => of(Xarray.Plain<long>([1, 2, 3], "x", DataArray.Create("x", ["x"], [3], new long[] { 1, 2, 3 }))).Shift("x", -1)),
        ("field().shift(x=9)", of => of(Xarray.Field()).Shift("x", 9)),
        ("field().roll(x=2)", of => of(Xarray.Field()).Roll("x", 2)),
        ("field().roll(time=-8)", of => of(Xarray.Field()).Roll("time", -8)),
        ("field().diff('time')", of => of(Xarray.Field()).Difference("time")),
        ("plain([1, 4, 9]).diff('x')", of => of(Xarray.Plain<long>([1, 4, 9])).Difference("x")),
        ("field().isel(x=[2]).squeeze()", of => of(Xarray.Field()).Isel("x", [2]).Squeeze()),
        ("field().isel(time=0).expand_dims('time')", of => of(Xarray.Field()).Isel("time", 0).ExpandDimension("time")),
        ("line(5).expand_dims('run')", of => of(Xarray.Line(5)).ExpandDimension("run")),

        // Missing values, and along a dimension: https://docs.xarray.dev/en/stable/user-guide/computation.html
        ("field().cumsum('time').assign_coords(field().coords)", of => of(Xarray.Field()).CumulativeSum("time")),
        ("plain(np.arange(9, dtype='i2')).cumsum('x')", of => of(Xarray.Plain<short>([0, 1, 2, 3, 4, 5, 6, 7, 8])).CumulativeSum("x")),
        ("field().interpolate_na('x')", of => of(Xarray.Field()).InterpolateMissing("x")),
        ("field().interpolate_na('time')", of => of(Xarray.Field()).InterpolateMissing("time")),
        ("line(30).where(line(30).x % 40 != 0).interpolate_na('x')", of => { var t = of(Xarray.Line(30)); return t.Where(new DataArray(DataArray.Create("m", ["x"], [30], Enumerable.Range(0, 30).Select(i => i % 4 == 0 ? 0.0 : 1).ToArray()).Variable)).InterpolateMissing("x"); }),
        ("line(30).copy(data=line(30).where(line(30) > 0).to_series().ffill().values)", of => { var t = of(Xarray.Line(30)); return t.Where(t > 0).FillForward("x"); }),
        ("line(30).copy(data=line(30).where(line(30) > 0).to_series().bfill(limit=1).values)", of => { var t = of(Xarray.Line(30)); return t.Where(t > 0).FillBackward("x", limit: 1); }),
        ("field().fillna(0).differentiate('y')", of => of(Xarray.Field()).FillMissing(0).Differentiate("y")),
        ("field().differentiate('y')", of => of(Xarray.Field()).Differentiate("y")),
        ("line(30).where(line(30).x % 40 != 0).differentiate('x')", of => { var t = of(Xarray.Line(30)); return t.Where(new DataArray(DataArray.Create("m", ["x"], [30], Enumerable.Range(0, 30).Select(i => i % 4 == 0 ? 0.0 : 1).ToArray()).Variable)).Differentiate("x"); }),
        ("line(9).isel(x=[0, 1, 3, 8]).fillna(2).differentiate('x')", of => of(Xarray.Line(9)).Isel("x", [0, 1, 3, 8]).FillMissing(2).Differentiate("x")),
        ("field().coarsen(time=2).mean()", of => of(Xarray.Field()).Coarsen("time", 2).Mean()),
        ("field().coarsen(x=2, boundary='trim').max()", of => of(Xarray.Field()).Coarsen("x", 2, trim: true).Max()),
        ("days().time.dt.month", of => of(Xarray.Daily()).Coordinates["time"].Part(TimePart.Month)),
        ("days().time.dt.dayofyear", of => of(Xarray.Daily()).Coordinates["time"].Part(TimePart.DayOfYear)),
        ("days().time.dt.season", of => of(Xarray.Daily()).Coordinates["time"].Part(TimePart.Season)),
        ("days().where(days().time.dt.month == 2)", of => { var d = of(Xarray.Daily()); return d.Where(d.Coordinates["time"].Part(TimePart.Month).EqualTo(2)); }),

        // Data sets: https://docs.xarray.dev/en/stable/user-guide/data-structures.html
        ("xr.Dataset({'a': field()}).assign(b=field() * 2).b", of => new Dataset([of(Xarray.Field()).Rename("a")]).With((of(Xarray.Field()) * 2).Rename("b"))["b"]),
        ("xr.Dataset({'a': line(5)}).rename(a='c', x='lon').c", of => new Dataset([of(Xarray.Line(5)).Rename("a")]).Rename(("a", "c"), ("x", "lon"))["c"]),
        ("xr.Dataset({'a': field()}).drop_vars('time').a", of => new Dataset([of(Xarray.Field()).Rename("a")]).Without("time")["a"]),

        // Windows: https://docs.xarray.dev/en/stable/user-guide/computation.html#rolling-window-operations
        ("line(20).rolling(x=3).mean()", of => of(Xarray.Line(20)).Rolling("x", 3).Mean()),
        ("line(20).rolling(x=4, center=True, min_periods=2).sum()", of => of(Xarray.Line(20)).Rolling("x", 4, center: true, minCount: 2).Sum()),
        ("field().rolling(time=3, center=True, min_periods=1).max()", of => of(Xarray.Field()).Rolling("time", 3, center: true, minCount: 1).Max()),
        ("field().rolling(y=2).min()", of => of(Xarray.Field()).Rolling("y", 2).Min()),
        ("field().rolling(x=3, min_periods=2).std()", of => of(Xarray.Field()).Rolling("x", 3, minCount: 2).StandardDeviation()),
    ];

    private static IReadOnlyList<(string Expression, Func<Func<DataArray, DataArray>, DataArray> Ours)> Cases { get => field ??= [.. Basics, .. Guide]; } = null!;

    public static TheoryData<string> Expressions => [.. Cases.Select(c => c.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_InMemory_AnswersAsXarray(string expression) => Xarray.AssertSame(answers[expression], Ours(expression)(a => a), expression);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_InChunks_AnswersAsXarray(string expression) =>
        Xarray.AssertSame(answers[expression], Ours(expression)(a => a.Chunk([.. a.Dimensions.Index().Select(d => (d.Item, 2 + d.Index))])), expression);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_AnyChunks_AnswersAsInMemory(string expression)
    {
        var random = new Random(expression.Sum(c => c));
        var eager = Ours(expression)(a => a);
        for (var i = 0; i < LongRun.Of(30); i++)
        {
            AssertAlike(eager, Ours(expression)(a => a.Chunk([.. a.Dimensions.Zip(a.Shape).Select(d => (d.First, random.Next(1, d.Second + 2)))])));
        }

        static void AssertAlike(DataArray expected, DataArray actual)
        {
            Assert.Equal(expected.Dimensions, actual.Dimensions);
            Assert.Equal(expected.ElementType, actual.ElementType);
            Assert.Equal(expected.Coordinates.Keys.Order(), actual.Coordinates.Keys.Order());
            if (expected.ElementType == typeof(string))
            {
                Assert.Equal(expected.To<string>(), actual.To<string>());
                return;
            }

            // Parts are added up in another order.
            Fields.AssertClose(expected.ToDoubles(), actual.ToDoubles(), expected.ElementType == typeof(float) ? 1e-6 : 1e-10);
        }
    }

    private static Func<Func<DataArray, DataArray>, DataArray> Ours(string expression) => Cases.Single(c => c.Expression == expression).Ours;

    public sealed class Answers
    {
        private readonly Dictionary<string, JsonNode> _answers = Cases.Select(c => c.Expression).Zip(Xarray.Evaluate([.. Cases.Select(c => c.Expression)])).ToDictionary(StringComparer.Ordinal);

        public JsonNode this[string expression] => _answers[expression];
    }
}
