using FsCheck;
using FsCheck.Fluent;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>Laws that hold for any array: lazy equals eager, packing is undone, labels are found as a plain search finds them.</summary>
public class SelectionLawTests
{
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20210401, 17963);

    [Fact]
    public void Isel_SliceOfSlice_EqualsPickingEagerly()
    {
        var slice = from start in Gen.Choose(0, 6) from length in Gen.Choose(0, 9) from stride in Gen.Choose(1, 4) select (start, length, stride);
        var cases = from y in slice from x in slice from again in slice select (y, x, again);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var values = Enumerable.Range(0, 17 * 19).ToArray();
            var eager = values.Chunk(19).ToArray();
            var lazy = DataArray.Create("a", ["y", "x"], [17, 19], values).Isel("y", Clip(c.y, 17), c.y.stride).Isel("x", Clip(c.x, 19), c.x.stride);
            eager = [.. Pick(eager, Clip(c.y, 17), c.y.stride).Select(row => Pick(row, Clip(c.x, 19), c.x.stride))];
            var again = Clip(c.again, lazy.Shape[1]);
            return lazy.Isel("x", again, c.again.stride).To<int>().SequenceEqual(eager.SelectMany(row => Pick(row, again, c.again.stride)));
        }).Check(Replayed);
    }

    [Fact]
    public void EncodeThenDecode_Packed_IsWithinHalfAStep()
    {
        var cases = from values in Gen.ArrayOf(Gen.Choose(-300_000, 300_000)) from scale in Gen.Elements(0.1, 0.25, -0.5, 3) from offset in Gen.Choose(-100, 100) select (values, scale, offset);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var values = c.values.Select(v => v % 7 == 0 ? double.NaN : v / 100.0).ToArray();
            var array = DataArray.Create("v", ["x"], [values.Length], values).WithEncoding(StorageEncoding.Packed(c.scale, c.offset, int.MinValue));
            var decoded = CfDecoder.Decode(new StoredDataset([CfEncoder.Encode(array.Variable)], Fields.Attributes()))["v"].ToDoubles();
            return values.Zip(decoded).All(p => double.IsNaN(p.First) ? double.IsNaN(p.Second) : Math.Abs(p.First - p.Second) <= (Math.Abs(c.scale) / 2) + 1e-9);
        }).Check(Replayed);
    }

    [Fact]
    public void DecodeThenEncode_StoredValues_AreUnchanged()
    {
        var cases = from values in Gen.ArrayOf(Gen.Choose(short.MinValue, short.MaxValue)) from scale in Gen.Elements(0.01, 0.1, 1.0 / 3, -2) select (values, scale);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var stored = c.values.Select(v => (short)v).ToArray();
            var attributes = Fields.Attributes(("scale_factor", c.scale), ("add_offset", 12.5), ("_FillValue", (short)-5));
            var decoded = CfDecoder.Decode(new StoredDataset([DataArray.Create("v", ["x"], [stored.Length], stored, attributes).Variable], Fields.Attributes()))["v"];
            return CfEncoder.Encode(decoded.Variable).To<short>().SequenceEqual(stored);
        }).Check(Replayed);
    }

    [Fact]
    public void Sel_SortedLabels_FindsWhatAPlainSearchFinds()
    {
        var cases = from steps in Gen.NonEmptyListOf(Gen.Choose(1, 50)) from falling in Gen.Elements(true, false) from wanted in Gen.Choose(-20, 400) from to in Gen.Choose(-20, 400) select (steps, falling, wanted, to);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var labels = c.steps.Aggregate(new List<double> { 0 }, (all, step) => [.. all, all[^1] + step]).ToArray();
            labels = c.falling ? [.. labels.Reverse()] : labels;
            var array = DataArray.Create("v", ["x"], [labels.Length], labels, coordinates: [DataArray.Create("x", ["x"], [labels.Length], labels)]);
            return Nearest(array, labels, c.wanted) && Range(array, labels, c.wanted, c.to);
        }).Check(Replayed);
    }

    private static bool Nearest(DataArray array, double[] labels, double wanted)
    {
        var (lowEnd, highEnd) = (labels.Min(), labels.Max());
        var sorted = labels.Order().ToArray();
        var inside = wanted >= lowEnd - ((sorted[1] - sorted[0]) / 2) && wanted <= highEnd + ((sorted[^1] - sorted[^2]) / 2);
        try
        {
            return Math.Abs(array.Sel(("x", wanted)).Item<double>() - wanted) == labels.Min(l => Math.Abs(l - wanted)) && inside;
        }
        catch (ArgumentOutOfRangeException)
        {
            return !inside;
        }
    }

    private static bool Range(DataArray array, double[] labels, double a, double b)
    {
        var expected = labels.Where(l => l >= Math.Min(a, b) && l <= Math.Max(a, b)).ToArray();
        try
        {
            return array.SelRange("x", a, b).ToDoubles().SequenceEqual(expected) && expected.Length > 0;
        }
        catch (ArgumentOutOfRangeException)
        {
            return expected.Length == 0;
        }
    }

    private static Range Clip((int Start, int Length, int Stride) slice, int length) =>
        Math.Min(slice.Start, length)..Math.Min(slice.Start + slice.Length, length);

    private static T[] Pick<T>(T[] items, Range range, int stride) => [.. items[range].Where((_, i) => i % stride == 0)];
}
