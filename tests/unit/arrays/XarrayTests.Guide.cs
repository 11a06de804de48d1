using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <content>The less common parts of xarray's user guide: points, stacks, fits, weights, windows, groups by functions, data sets.</content>
public partial class XarrayTests
{
    private static readonly (string Expression, Func<Func<DataArray, DataArray>, DataArray> Ours)[] Guide =
    [
        // Points: https://docs.xarray.dev/en/stable/user-guide/indexing.html#vectorized-indexing
        ("field().isel(y=xr.DataArray([0, 3, 3], dims='p'), x=xr.DataArray([4, 0, 1], dims='p'))", of => of(Xarray.Field()).IselPoints(("y", Positions([0, 3, 3])), ("x", Positions([4, 0, 1])))),
        ("field().isel(time=xr.DataArray([5, 1], dims='p'), x=xr.DataArray([4, 0], dims='p'))", of => of(Xarray.Field()).IselPoints(("time", Positions([5, 1])), ("x", Positions([4, 0])))),
        ("field().isel(x=xr.DataArray([[0, 1, 2], [3, 4, 0]], dims=['q', 'r']))", of => of(Xarray.Field()).IselPoints(("x", DataArray.Create("", ["q", "r"], [2, 3], new[] { 0, 1, 2, 3, 4, 0 })))),
        ("field().isel(y=xr.DataArray([1, 2], dims='p'), x=xr.DataArray([4, 0, 1], dims='q'))", of => of(Xarray.Field()).IselPoints(("y", Positions([1, 2])), ("x", Positions([4, 0, 1], "q")))),
        ("field().isel(x=xr.DataArray([4, 0, 1, 2, 2, 3], dims='time'))", of => of(Xarray.Field()).IselPoints(("x", Positions([4, 0, 1, 2, 2, 3], "time")))),
        ("field().sel(y=xr.DataArray([36., 40.], dims='p', coords={'p': ['u', 'v']}), x=xr.DataArray([17., 10.], dims='p', coords={'p': ['u', 'v']}), method='nearest')", of => of(Xarray.Field()).SelPoints([("y", Named(36, 40)), ("x", Named(17.5, 10))])),
        ("field().sel(time=xr.DataArray(pd.to_datetime(['2000-01-05', '2000-01-02']).values, dims='p'), x=xr.DataArray([12., 12.], dims='p'))", of => of(Xarray.Field()).SelPoints([("time", new DataArray(new Variable("time", ["p"], DataArray.FromTimes("time", [new(2000, 1, 5), new(2000, 1, 2)]).Variable.Source, DataArray.FromTimes("time", []).Attributes))), ("x", Positions([12, 12]))])),
        ("field().fillna(0).isel(time=field().fillna(0).argmax('time'))", of => { var t = of(Xarray.Field()).FillMissing(0); return t.IselPoints(("time", t.ArgMax("time"))); }),
        ("field().fillna(0).interp(y=xr.DataArray([36., 39.1, 50], dims='p'), x=xr.DataArray([10., 13.7, 12], dims='p'))", of => of(Xarray.Field()).FillMissing(0).InterpolatePoints(("y", Positions([36, 39.1, 50])), ("x", Positions([10, 13.7, 12])))),
        ("field().fillna(0).interp(x=xr.DataArray([[11., 12.], [13., 18.]], dims=['q', 'r']))", of => of(Xarray.Field()).FillMissing(0).InterpolatePoints(("x", DataArray.Create("", ["q", "r"], [2, 2], new[] { 11.0, 12, 13, 18 })))),
        ("field().idxmax('x')", of => of(Xarray.Field()).IdxMax("x")),
        ("field().idxmin('time')", of => of(Xarray.Field()).IdxMin("time")),
        ("line(9).where(False).idxmax('x')", of => of(Xarray.Line(9)).Where(0).IdxMax("x")),

        // Dates: https://docs.xarray.dev/en/stable/user-guide/time-series.html#datetime-indexing
        ("days().sel(time='2000-02')", of => of(Xarray.Daily()).Sel("time", "2000-02")),
        ("days().sel(time='2000')", of => of(Xarray.Daily()).Sel(("time", "2000"))),
        ("days().sel(time='2000-02-29')", of => of(Xarray.Daily()).Sel("time", "2000-02-29")),
        ("days().sel(time=slice('1999-12', '2000-02'))", of => of(Xarray.Daily()).SelRange("time", "1999-12", "2000-02")),
        ("days().sel(time=slice('2001', '2001'))", of => of(Xarray.Daily()).Sel(("time", ("2001", "2001")))),
        ("hours().sel(time='2000-01-31')", of => of(Hourly()).Sel(("time", "2000-01-31"))),
        ("hours().sel(time='2000-01-31T05')", of => of(Hourly()).Sel(("time", "2000-01-31T05"))),
        ("hours().sel(time=slice('2000-01-30T20', '2000-01-31'))", of => of(Hourly()).SelRange("time", "2000-01-30T20", "2000-01-31")),
        ("xr.Dataset({'a': hours()}).sel(time='2000-02-01').a", of => new Dataset([of(Hourly()).Rename("a")]).Sel(("time", "2000-02-01"))["a"]),
        ("calendar('360_day').sel(time='2000-02')", of => of(Xarray.Calendar("360_day")).Sel(("time", "2000-02"))),
        ("calendar('360_day').sel(time=slice('2000-02-29', '2000-02-30'))", of => of(Xarray.Calendar("360_day")).SelRange("time", "2000-02-29", "2000-02-30")),
        ("calendar('noleap').sel(time=slice('2000-02', '2000-03'))", of => of(Xarray.Calendar("noleap")).SelRange("time", "2000-02", "2000-03")),

        // Reshaping: https://docs.xarray.dev/en/stable/user-guide/reshaping.html
        ("field().stack(z=('y', 'x'), create_index=False)", of => of(Xarray.Field()).Stack("z", "y", "x")),
        ("field().stack(z=('x', 'time'), create_index=False)", of => of(Xarray.Field()).Stack("z", "x", "time")),
        ("field().stack(z=('y', 'x')).unstack('z')", of => of(Xarray.Field()).Stack("z", "y", "x").Unstack("z", "y", "x")),
        ("field().isel(time=0).stack(z=('y', 'x')).isel(z=[0, 7, 12, 19]).unstack('z').sortby('y', ascending=False)", of => of(Xarray.Field()).Isel("time", 0).Stack("z", "y", "x").Isel("z", [0, 7, 12, 19]).Unstack("z", "y", "x").SortBy("y", descending: true)),
        ("field().rename(x='lon', time='t')", of => of(Xarray.Field()).Rename(("x", "lon"), ("time", "t"))),
        ("line(3).assign_coords(s=('x', ['a', 'b', 'c'])).swap_dims(x='s')", of => of(Xarray.Line(3)).WithCoordinates(DataArray.Create("s", ["x"], [3], new[] { "a", "b", "c" })).SwapDimension("x", "s")),
        ("field().drop_vars(['time', 'x'])", of => of(Xarray.Field()).WithoutCoordinates("time", "x")),
        ("plain([1, 2, 3, 4], 'x', x=[10, 20, 10, 20]).drop_duplicates('x')", of => of(Xarray.Plain<long>([1, 2, 3, 4], "x", Xarray.Numbers("x", 10, 20, 10, 20))).DropDuplicates("x")),
        ("field().where(field() > 70, drop=True)", of => { var t = of(Xarray.Field()); return t.Where(t > 70, drop: true); }),
        ("field().where(field().y > 36, drop=True)", of => { var t = of(Xarray.Field()); return t.Where(t.Coordinates["y"] > 36, drop: true); }),
        ("field().pad(x=(1, 2))", of => of(Xarray.Field()).Pad("x", 1, 2)),
        ("field().pad(x=2, mode='wrap')", of => of(Xarray.Field()).Pad("x", 2, 2, PadMode.Wrap)),
        ("field().pad(y=(0, 2), mode='edge')", of => of(Xarray.Field()).Pad("y", 0, 2, PadMode.Edge)),
        ("line(5).pad(x=(3, 4), mode='reflect')", of => of(Xarray.Line(5)).Pad("x", 3, 4, PadMode.Reflect)),
        ("line(5).broadcast_like(field().drop_vars('x').isel(x=slice(0, 5)))", of => of(Xarray.Line(5)).WithoutCoordinates("x").BroadcastLike(of(Xarray.Field()).WithoutCoordinates("x")).WithCoordinates(Xarray.Line(5).Coordinates["x"])),
        ("field().isin([5.0, -37.5, 10.625])", of => of(Xarray.Field()).IsIn(5.0, -37.5, 10.625)),
        ("days().site.isin(['a', 'c'])", of => of(Xarray.Daily()).Coordinates["site"].IsIn("a", "c")),
        ("field().fillna(0).astype('i4')", of => of(Xarray.Field()).FillMissing(0).Map(Math.Truncate).AsType<int>()),
        ("field().round(1)", of => of(Xarray.Field()).Round(1)),
        ("field().clip(max=5)", of => of(Xarray.Field()).Clip(max: 5)),
        ("plain([1, 2, 3]).clip(2, 9)", of => of(Xarray.Plain<long>([1, 2, 3])).Clip(2, 9)),
        ("line(5).combine_first(line(7, 2))", of => of(Xarray.Line(5)).CombineFirst(of(Xarray.Line(7, 2)))),

        // Computation: https://docs.xarray.dev/en/stable/user-guide/computation.html
        ("field().dropna('time', thresh=19)", of => of(Xarray.Field()).DropMissing("time", minCount: 19)),
        ("field().where(field().x != 14).dropna('x', how='all')", of => { var t = of(Xarray.Field()); return t.Where(t.Coordinates["x"].NotEqualTo(14)).DropMissing("x", minCount: 1); }),
        ("(field() > 60).any('x')", of => (of(Xarray.Field()) > 60).Any("x")),
        ("(field() > -30).all(['time', 'y'])", of => (of(Xarray.Field()) > -30).All("time", "y")),
        ("(field() > 60).any()", of => (of(Xarray.Field()) > 60).Any()),
        ("field().prod('y')", of => of(Xarray.Field()).Product("y")),
        ("plain([1, 2, 3]).prod()", of => of(Xarray.Plain<long>([1, 2, 3])).Product()),
        ("field().where(False).prod('x')", of => of(Xarray.Field()).Where(0).Product("x")),
        ("field().cumprod('x').assign_coords(field().coords)", of => of(Xarray.Field()).CumulativeProduct("x")),
        ("field().fillna(1).integrate('y')", of => of(Xarray.Field()).FillMissing(1).Integrate("y")),
        ("field().integrate('x')", of => of(Xarray.Field()).Integrate("x")),
        ("line(9).fillna(1).cumulative_integrate('x')", of => of(Xarray.Line(9)).FillMissing(1).CumulativeIntegral("x")),
        ("line(12).copy(data=line(12).to_series().rank().values)", of => of(Xarray.Line(12)).RankAlong("x")),
        ("plain([3., 1., 3., np.nan, 2.]).copy(data=pd.Series([3., 1., 3., np.nan, 2.]).rank(pct=True).values)", of => of(Xarray.Plain([3.0, 1, 3, double.NaN, 2])).RankAlong("x", percent: true)),
        ("xr.dot(field().fillna(2), field(2).fillna(3), dims=['x', 'y'])", of => of(Xarray.Field()).FillMissing(2).Dot(of(Xarray.Field(2)).FillMissing(3), "x", "y")),
        ("xr.dot(field().fillna(2), line(5).fillna(1).assign_coords(x=field().x))", of => of(Xarray.Field()).FillMissing(2).Dot(of(Xarray.Line(5)).FillMissing(1).WithCoordinates(Xarray.Field().Coordinates["x"]))),
        ("xr.cov(field(), field(2), 'time')", of => of(Xarray.Field()).Covariance(of(Xarray.Field(2)), 1, "time")),
        ("xr.corr(field(), field(2), 'time')", of => of(Xarray.Field()).Correlation(of(Xarray.Field(2)), "time")),
        ("xr.corr(field(), field(2))", of => of(Xarray.Field()).Correlation(of(Xarray.Field(2)))),
        ("field().polyfit('x', 1).polyfit_coefficients", of => of(Xarray.Field()).PolynomialFit("x", 1)),
        ("line(20).polyfit('x', 3).polyfit_coefficients", of => of(Xarray.Line(20)).PolynomialFit("x", 3)),
        ("xr.polyval(line(20).x, line(20).polyfit('x', 2).polyfit_coefficients)", of => { var t = of(Xarray.Line(20)); return t.PolynomialFit("x", 2).PolynomialAt(t.Coordinates["x"]); }),
        ("field().weighted(abs(field().x - 11)).sum(['x', 'y'])", of => of(Xarray.Field()).Weighted(Away()).Sum("x", "y")),
        ("field().weighted(abs(field().x - 11)).var('x')", of => of(Xarray.Field()).Weighted(Away()).Variance("x")),
        ("field().weighted(abs(field().x - 11)).std(['x', 'time'])", of => of(Xarray.Field()).Weighted(Away()).StandardDeviation("x", "time")),
        ("field().weighted(abs(field().x - 11)).sum_of_weights('x')", of => of(Xarray.Field()).Weighted(Away()).SumOfWeights("x")),
        ("field().reduce(np.nanpercentile, 'time', q=0) - field().min('time')", of => { var t = of(Xarray.Field()); return t.Reduce(v => { v.Sort(); return v[0]; }, "time") - t.Min("time"); }),
        ("field().fillna(0) - field().fillna(0).mean('x')", of => of(Xarray.Field()).FillMissing(0).MapAlong("x", line => { var mean = System.Numerics.Tensors.TensorPrimitives.Average<double>(line); foreach (ref var v in line) { v -= mean; } })),

        // Windows: https://docs.xarray.dev/en/stable/user-guide/computation.html#rolling-window-operations
        ("line(20).rolling(x=5, min_periods=2).median()", of => of(Xarray.Line(20)).Rolling("x", 5, minCount: 2).Median()),
        ("field().rolling(time=3, center=True).median()", of => of(Xarray.Field()).Rolling("time", 3, center: true).Median()),
        ("line(20).rolling(x=4, min_periods=1).count()", of => of(Xarray.Line(20)).Rolling("x", 4, minCount: 1).Count()),
        ("line(20).rolling(x=3).var()", of => of(Xarray.Line(20)).Rolling("x", 3).Variance()),
        ("line(20).rolling(x=3, min_periods=1).prod()", of => of(Xarray.Line(20)).Rolling("x", 3, minCount: 1).Product()),
        ("line(20).rolling(x=4, center=True).construct('w')", of => of(Xarray.Line(20)).Rolling("x", 4, center: true).Construct("w")),
        ("field().rolling(y=3).construct('w')", of => of(Xarray.Field()).Rolling("y", 3).Construct("w")),

        // Groups: https://docs.xarray.dev/en/stable/user-guide/groupby.html and .../time-series.html
        ("days().groupby('time.month').map(lambda g: g - g.mean('time'))", of => of(Xarray.Daily()).GroupBy("time", TimePart.Month).Map(g => g - g.Mean("time"))),
        ("days().groupby('time.season').map(lambda g: g.max('time') - g.min('time'))", of => of(Xarray.Daily()).GroupBy("time", TimePart.Season).Map(g => g.Max("time") - g.Min("time"))),
        ("days().groupby('time.season').min()", of => of(Xarray.Daily()).GroupBy("time.season").Min()),
        ("xr.Dataset({'a': days()}).groupby('time.dayofyear').max().a", of => new Dataset([of(Xarray.Daily()).Rename("a")]).GroupBy("time.dayofyear").Max()["a"]),
        ("days().groupby('time.month').first()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Month).First()),
        ("days().groupby('time.year').last()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Year).Last()),
        ("days().groupby('time.year').var()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Year).Variance()),
        ("days(40).groupby('time.day').prod()", of => of(Xarray.Daily(40)).GroupBy("time", TimePart.Day).Product()),
        ("days().groupby('time.dayofweek').mean()", of => of(Xarray.Daily()).GroupBy("time", TimePart.DayOfWeek).Mean()),
        ("days().groupby('time.quarter').mean()", of => of(Xarray.Daily()).GroupBy("time", TimePart.Quarter).Mean()),
        ("calendar('noleap').groupby('time.dayofweek').count()", of => of(Xarray.Calendar("noleap")).GroupBy("time", TimePart.DayOfWeek).Count()),
        ("calendar('360_day').groupby('time.month') - calendar('360_day').groupby('time.month').mean()", of => { var months = of(Xarray.Calendar("360_day")).GroupBy("time", TimePart.Month); return months - months.Mean(); }),
        ("field().resample(time='6H').ffill()", of => of(Xarray.Field()).Resample("time", TimeSpanUnit.Hour, 6).FillForward()),
        ("field().resample(time='6H').bfill()", of => of(Xarray.Field()).Resample("time", TimeSpanUnit.Hour, 6).FillBackward()),
        ("field().resample(time='8H').nearest()", of => of(Xarray.Field()).Resample("time", TimeSpanUnit.Hour, 8).Nearest()),
        ("field().resample(time='6H').asfreq()", of => of(Xarray.Field()).Resample("time", TimeSpanUnit.Hour, 6).AsFrequency()),
        ("field().fillna(0).resample(time='6H').interpolate('linear')", of => of(Xarray.Field()).FillMissing(0).Resample("time", TimeSpanUnit.Hour, 6).Interpolate()),
        ("days().resample(time='MS').first()", of => of(Xarray.Daily()).Resample("time", TimeSpanUnit.Month).First()),
        ("days().resample(time='MS').map(lambda g: g.isel(time=-1, drop=True))", of => of(Xarray.Daily()).Resample("time", TimeSpanUnit.Month).Map(g => g.Isel("time", ^1).WithoutCoordinates("time"))),

        ("regions().groupby('region').mean()", of => of(Regions()).GroupBy("region").Mean()),
        ("regions().groupby('region').max().isel(time=[1, 3])", of => of(Regions()).GroupBy("region").Max().Isel("time", [1, 3])),
        ("field().coarsen(y=2, x=2, boundary='trim').mean()", of => of(Xarray.Field()).Coarsen([("y", 2), ("x", 2)], trim: true).Mean()),
        ("field().coarsen(time=3, y=4).median()", of => of(Xarray.Field()).Coarsen([("time", 3), ("y", 4)]).Median()),
        ("field().rolling(y=2, x=3, min_periods=2).mean()", of => of(Xarray.Field()).Rolling([("y", 2), ("x", 3)], minCount: 2).Mean()),
        ("field().rolling(time=3, x=3, center=True).max()", of => of(Xarray.Field()).Rolling([("time", 3), ("x", 3)], center: true).Max()),
        ("field().rolling(time=3, x=3, center=True, min_periods=1).count()", of => of(Xarray.Field()).Rolling([("time", 3), ("x", 3)], center: true, minCount: 1).Count()),
        ("field().weighted(abs(field().x - 11)).quantile(0.3, dim=['x', 'time'])", of => of(Xarray.Field()).Weighted(Away()).Quantile(0.3, "x", "time")),
        ("field().weighted(abs(field().x - 11)).quantile(0.5)", of => of(Xarray.Field()).Weighted(Away()).Quantile(0.5)),
        ("field().weighted(abs(field().x - 11) * 0 + 1).quantile(0.9, dim='y')", of => of(Xarray.Field()).Weighted(Away() * 0 + 1).Quantile(0.9, "y")),
        ("field().quantile([0.1, 0.5, 0.9], 'time')", of => of(Xarray.Field()).Quantile([0.1, 0.5, 0.9], "time")),
        ("days().convert_calendar('noleap')", of => of(Xarray.Daily()).ConvertCalendar("time", "noleap")),
        ("calendar('noleap').convert_calendar('360_day', align_on='date')", of => of(Xarray.Calendar("noleap")).ConvertCalendar("time", "360_day")),
        ("calendar('360_day').convert_calendar('standard', align_on='date')", of => of(Xarray.Calendar("360_day")).ConvertCalendar("time", "standard")),
        ("days().isel(time=days().time.dt.month.isin([1, 12]))", of => { var d = of(Xarray.Daily()); return d.Where(d.Coordinates["time"].Part(TimePart.Month).IsIn(1, 12), drop: true); }),

        ("xr.align(line(5), line(4, 2).isel(x=slice(1, None)), join='left')[1]", of => DataArray.Align(Join.Left, of(Xarray.Line(5)), of(Xarray.Line(4, 2)).Isel("x", 1..))[1]),
        ("xr.align(line(5), line(4, 2).isel(x=slice(1, None)), join='inner')[0]", of => DataArray.Align(Join.Inner, of(Xarray.Line(5)), of(Xarray.Line(4, 2)).Isel("x", 1..))[0]),

        // Combining: https://docs.xarray.dev/en/stable/user-guide/combining.html
        ("xr.merge([xr.Dataset({'a': line(5)}), xr.Dataset({'a': line(9)})]).a", of => Dataset.Merge(new Dataset([of(Xarray.Line(5)).Rename("a")]), new Dataset([of(Xarray.Line(9)).Rename("a")]))["a"]),
        ("xr.merge([xr.Dataset({'a': line(9).where(line(9) > 0)}), xr.Dataset({'a': line(9)})]).a", of => { var t = of(Xarray.Line(9)).Rename("a"); return Dataset.Merge(new Dataset([t.Where(t > 0)]), new Dataset([t]))["a"]; }),
        ("xr.merge([line(9).rename('a'), line(5, 2).rename('b')], join='inner').a", of => Dataset.MergeAt(Join.Inner, new Dataset([of(Xarray.Line(9)).Rename("a")]), new Dataset([of(Xarray.Line(5, 2)).Rename("b")]))["a"]),
        ("xr.combine_by_coords([tile(2, 5, 2, 4), tile(0, 2, 0, 2), tile(0, 2, 2, 4), tile(2, 5, 0, 2)]).t", of => Dataset.CombineByCoordinates(Tile(of, 2..5, 2..4), Tile(of, 0..2, 0..2), Tile(of, 0..2, 2..4), Tile(of, 2..5, 0..2))["t"]),
        ("xr.combine_by_coords([xr.Dataset({'t': field().isel(time=slice(3, None))}), xr.Dataset({'t': field().isel(time=slice(0, 3))}), xr.Dataset({'u': field(2).rename('u')})]).t", of => { var t = of(Xarray.Field()); return Dataset.CombineByCoordinates(new([t.Isel("time", 3..)]), new([t.Isel("time", ..3)]), new([of(Xarray.Field(2)).Rename("u")]))["t"]; }),

        // Data sets: https://docs.xarray.dev/en/stable/user-guide/computation.html#math-with-datasets
        ("(both() * 2).a", of => (Both(of) * 2)["a"]),
        ("(1 - both()).b", of => (1 - Both(of))["b"]),
        ("(both() + both()).b", of => (Both(of) + Both(of))["b"]),
        ("(both() / both().mean('time')).a", of => (Both(of) / Both(of).Mean("time"))["a"]),
        ("(both() - line(5)).a", of => (Both(of) - of(Xarray.Line(5)))["a"]),
        ("both().where(both().a > 0).b", of => Both(of).Where(Both(of)["a"] > 0)["b"]),
        ("both().fillna(4).a", of => Both(of).FillMissing(4)["a"]),
        ("both().isel(x=[2, 0]).a", of => Both(of).Isel("x", [2, 0])["a"]),
        ("both().sel(x=xr.DataArray([11., 18.], dims='p'), y=xr.DataArray([40., 36.], dims='p'), method='nearest').b", of => Both(of).SelPoints([("x", Positions([11.5, 18])), ("y", Positions([40.0, 36]))])["b"]),
        ("both().interp(x=[11., 13.]).b", of => Both(of).Interpolate(Xarray.Numbers("x", 11, 13))["b"]),
        ("both().sortby('y').a", of => Both(of).SortBy("y")["a"]),
        ("both().shift(time=1).a", of => Both(of).Shift("time", 1)["a"]),
        ("both().median('x').b", of => Both(of).Median("x")["b"]),
        ("both().var('time').a", of => Both(of).Variance("time")["a"]),
        ("both().count().b", of => Both(of).Count()["b"]),
        ("(xr.Dataset({'a': days()}).groupby('time.month') - xr.Dataset({'a': days()}).groupby('time.month').mean()).a", of => { var months = new Dataset([of(Xarray.Daily()).Rename("a")]).GroupBy("time", TimePart.Month); return (months - months.Mean())["a"]; }),
        ("xr.Dataset({'a': days()}).groupby('time.month').map(lambda g: g / g.max('time')).a", of => new Dataset([of(Xarray.Daily()).Rename("a")]).GroupBy("time", TimePart.Month).Map(g => g / g.Max("time"))["a"]),
        ("xr.Dataset({'a': days()}).resample(time='MS').median().a", of => new Dataset([of(Xarray.Daily()).Rename("a")]).Resample("time", TimeSpanUnit.Month).Median()["a"]),
        ("both().to_array()", of => Both(of).ToArray()),
        ("both().to_array().to_dataset('variable').b", of => Both(of).ToArray().ToDataset("variable")["b"]),
        ("both().set_coords('b').a", of => Both(of).AsCoordinates("b")["a"]),
        ("both().set_coords('b').reset_coords('b').b", of => Both(of).AsCoordinates("b").AsVariables("b")["b"]),
        ("both().drop_dims('time').b", of => Both(of).WithoutDimensions("time")["b"]),
        ("both().reindex(x=[12., 13.]).a", of => Both(of).Reindex(Xarray.Numbers("x", 12, 13))["a"]),
    ];

    private static Dataset Both(Func<DataArray, DataArray> of) => new([of(Xarray.Field()).Rename("a"), of(Xarray.Field(2)).Isel("time", 1).FillMissing(1).WithoutCoordinates("time").Rename("b")]);

    private static DataArray Regions() => Xarray.Field().WithCoordinates(DataArray.Create("region", ["y", "x"], [4, 5], "aabbbaabbccccdddaaaa".Select(c => c.ToString()).ToArray()));

    private static Dataset Tile(Func<DataArray, DataArray> of, Range x, Range y) => new([of(Xarray.Field()).Isel(("x", x), ("y", y))]);

    private static DataArray Hourly() => DataArray.Create("h", ["time"], [72], Xarray.Series(72, 2), coordinates: [DataArray.FromTimes("time", [.. Enumerable.Range(0, 72).Select(i => new DateTime(2000, 1, 30).AddHours(i))], "hours since 2000-01-01")]);

    private static DataArray Positions(double[] positions, string dimension = "p") => DataArray.Create("", [dimension], [positions.Length], positions);

    private static DataArray Named(params double[] labels) => DataArray.Create("", ["p"], [labels.Length], labels, coordinates: [DataArray.Create("p", ["p"], [2], new[] { "u", "v" })]);

    private static DataArray Away() => DataArray.Create("w", ["x"], [5], new[] { 1.0, 1, 3, 5, 7 }, coordinates: [Xarray.Numbers("x", 10, 12, 14, 16, 18)]);
}
