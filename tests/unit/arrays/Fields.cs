using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>Small arrays whose every value tells its place.</summary>
internal static class Fields
{
    /// <summary>Shape [time, latitude, longitude] = [3, 4, 5]; the value at (t, y, x) is 100 t + 10 y + x. Latitude descends from 40 by 1.5, longitude ascends from 10 by 2.</summary>
    public static DataArray Temperature()
    {
        var values = new double[60];
        for (var i = 0; i < 60; i++)
        {
            values[i] = (100 * (i / 20)) + (10 * (i / 5 % 4)) + (i % 5);
        }

        return DataArray.Create(
            "temperature", ["time", "latitude", "longitude"], [3, 4, 5], values, Attributes(("units", "K"), ("long_name", "air temperature")),
            [
                DataArray.FromTimes("time", [new DateTime(2020, 1, 1), new DateTime(2020, 1, 2), new DateTime(2020, 1, 3)], "hours since 2020-01-01"),
                DataArray.Create("latitude", ["latitude"], [4], new[] { 40, 38.5, 37, 35.5 }, Attributes(("units", "degrees_north"))),
                DataArray.Create("longitude", ["longitude"], [5], new[] { 10f, 12, 14, 16, 18 }, Attributes(("units", "degrees_east"))),
            ]);
    }

    /// <summary>Checks numbers to some units of their last place; NaN is equal to NaN.</summary>
    public static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-10)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var same = double.IsNaN(expected[i]) ? double.IsNaN(actual[i]) : expected[i] == actual[i] || Math.Abs(expected[i] - actual[i]) <= tolerance * (1 + Math.Abs(expected[i]));
            Assert.True(same, $"Value {i} is {actual[i]}, not {expected[i]}.");
        }
    }

    public static OrderedDictionary<string, object> Attributes(params (string Name, object Value)[] attributes) =>
        new(attributes.Select(a => KeyValuePair.Create(a.Name, a.Value)), StringComparer.Ordinal);
}

/// <summary>A source over memory that remembers what was read of it, as a file would have to read it.</summary>
internal sealed class RecordingSource<TElement>(TElement[] values, params int[] shape) : IArraySource
{
    private readonly Variable _memory = DataArray.Create("memory", [.. shape.Select((_, i) => $"d{i}")], shape, values).Variable;

    public List<string> Reads { get; } = [];

    public Type ElementType => typeof(TElement);

    public IReadOnlyList<int> Shape => shape;

    public IReadOnlyList<int>? Chunks { get; init; }

    public bool InMemory => false;

    public void Read<T>(ReadOnlySpan<DimensionSlice> slab, Span<T> destination)
    {
        lock (Reads)
        {
            Reads.Add(string.Join(" ", slab.ToArray().Select(s => $"{s.Start}+{s.Count}x{s.Stride}")));
        }

        _memory.Source.Read(slab, destination);
    }
}
