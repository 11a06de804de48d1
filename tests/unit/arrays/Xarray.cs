using System.Text.Json.Nodes;
using Isopleth.Arrays;

namespace Isopleth.Tests.Arrays;

/// <summary>The arrays of Xarray.py, made alike, and xarray's answers to expressions over them: one Python process for all.</summary>
internal static class Xarray
{
    public static DataArray Field(int seed = 1) => DataArray.Create("t", ["time", "y", "x"], [6, 4, 5], Series(120, seed), coordinates:
        [Days(6, new DateTime(2000, 1, 1)), Numbers("y", 40, 38.5, 37, 35.5), Numbers("x", 10, 12, 14, 16, 18)]);

    public static DataArray Daily(int n = 800, int seed = 3) => DataArray.Create("d", ["time", "site"], [n, 3], Series(n * 3, seed), coordinates:
        [Days(n, new DateTime(1999, 11, 20)), DataArray.Create("site", ["site"], [3], new[] { "a", "b", "c" })]);

    public static DataArray Calendar(string name, int n = 800) => DataArray.Create("c", ["time"], [n], Series(n, 6), coordinates:
        [DataArray.Create("time", ["time"], [n], Enumerable.Range(0, n).Select(i => (double)i).ToArray(), Fields.Attributes(("units", "days since 2000-01-01"), ("calendar", name)))]);

    public static DataArray Line(int n = 9, int seed = 5) => DataArray.Create("line", ["x"], [n], Series(n, seed), coordinates: [Numbers("x", [.. Enumerable.Range(0, n).Select(i => i * 10.0)])]);

    public static DataArray Plain<T>(T[] values, string dimension = "x", params DataArray[] coordinates) => DataArray.Create("p", [dimension], [values.Length], values, coordinates: coordinates);

    public static DataArray Numbers(string name, params double[] values) => DataArray.Create(name, [name], [values.Length], values);

    public static DataArray Days(int n, DateTime first) => DataArray.FromTimes("time", [.. Enumerable.Range(0, n).Select(i => first.AddDays(i))], "days since 1990-01-01");

    public static double[] Series(int n, int seed) => [.. Enumerable.Range(0, n).Select(i => (i + seed) % 11 == 0 ? double.NaN : ((((seed * 7919L) + (i * 104729L)) % 1000) - 300) / 8.0)];

    /// <summary>What xarray answers to expressions.</summary>
    public static JsonNode[] Evaluate(IReadOnlyList<string> expressions)
    {
        var script = Path.Combine(Samples.RepositoryRoot, "tests", "unit", "arrays", "Xarray.py");
        var (status, output, error) = ProgramRun.Run("/usr/bin/python3", ["-W", "ignore", script], string.Join('\n', expressions));
        Assert.True(status == 0, $"python3 with xarray exited {status}: {error}");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
    }

    /// <summary>Checks dimensions, values and coordinates; single precision to a few units of its last place.</summary>
    public static void AssertSame(JsonNode theirs, DataArray ours, string expression)
    {
        Assert.True(theirs["error"] is null, $"xarray says of {expression}: {theirs["error"]}");
        Assert.Equal(Texts(theirs["dims"]!), ours.Dimensions);
        Assert.Equal(theirs["shape"]!.AsArray().Select(n => (int)n!), ours.Shape);
        var type = (string)theirs["dtype"]!;
        var kind = type == "bool" ? "byte" : type switch { "float64" => "double", "float32" => "float", "int64" => "long", "int32" => "int", "int16" => "short", "int8" => "sbyte", "uint8" => "byte", _ => type };
        if (ours.ElementType != typeof(string) && ours.Variable.TimeUnits is null)
        {
            Assert.Equal(kind, ours.ElementType == typeof(double) ? "double" : ours.ElementType == typeof(float) ? "float" : ours.ElementType == typeof(byte) ? "byte" : ours.ElementType == typeof(short) ? "short" : ours.ElementType == typeof(int) ? "int" : ours.ElementType == typeof(sbyte) ? "sbyte" : "long");
        }

        AssertValues(theirs, ours, type == "float32" ? 2e-6 : 1e-11, expression);
        foreach (var (name, coordinate) in theirs["coords"]!.AsObject())
        {
            Assert.True(ours.Coordinates.ContainsKey(name), $"{expression}: coordinate {name} is not there.");
            AssertValues(coordinate!, ours.Coordinates[name], 1e-12, $"{expression}: {name}");
        }

        Assert.Equal(theirs["coords"]!.AsObject().Count, ours.Coordinates.Count);
    }

    private static void AssertValues(JsonNode theirs, DataArray ours, double tolerance, string what)
    {
        var values = theirs["values"]!.AsArray();
        Assert.Equal(values.Count, (int)ours.Size);
        if (ours.ElementType == typeof(string))
        {
            Assert.Equal(Texts(values), ours.To<string>());
            return;
        }

        if (ours.Variable.TimeUnits is { } units)
        {
            Assert.Equal(Texts(values).Select(t => t.EndsWith("T00:00:00", StringComparison.Ordinal) ? t[..10] : t), ours.ToDoubles().Select(units.Format));
            return;
        }

        var numbers = ours.ToDoubles();
        for (var i = 0; i < numbers.Length; i++)
        {
            var theirNumber = values[i]!.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)values[i]! switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity } : (double)values[i]!;
            var same = double.IsNaN(theirNumber) ? double.IsNaN(numbers[i]) : theirNumber == numbers[i] || Math.Abs(theirNumber - numbers[i]) <= tolerance * (1 + Math.Abs(theirNumber));
            Assert.True(same, $"{what}: value {i} is {numbers[i]}, xarray has {theirNumber}.");
        }
    }

    private static IEnumerable<string> Texts(JsonNode array) => array.AsArray().Select(n => (string)n!);
}
