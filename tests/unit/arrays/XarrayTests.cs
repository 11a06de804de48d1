using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>The same expressions as in xarray's documentation and its user guide give the same answers, whether the values lie in memory or are read in chunks.</summary>
public class XarrayTests(XarrayTests.Answers answers) : IClassFixture<XarrayTests.Answers>
{
    private static readonly (string Expression, Func<Func<DataArray, DataArray>, DataArray> Ours)[] Cases =
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
    ];

    public static TheoryData<string> Expressions => [.. Cases.Select(c => c.Expression)];

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_InMemory_AnswersAsXarray(string expression) => Xarray.AssertSame(answers[expression], Ours(expression)(a => a), expression);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Expression_InChunks_AnswersAsXarray(string expression) =>
        Xarray.AssertSame(answers[expression], Ours(expression)(a => a.Chunk([.. a.Dimensions.Index().Select(d => (d.Item, 2 + d.Index))])), expression);

    private static Func<Func<DataArray, DataArray>, DataArray> Ours(string expression) => Cases.Single(c => c.Expression == expression).Ours;

    public sealed class Answers
    {
        private readonly Dictionary<string, JsonNode> _answers = Cases.Select(c => c.Expression).Zip(Xarray.Evaluate([.. Cases.Select(c => c.Expression)])).ToDictionary(StringComparer.Ordinal);

        public JsonNode this[string expression] => _answers[expression];
    }
}
