using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>A variable with its coordinates: values that are chosen by the place and time they belong to.</summary>
/// <remarks>Immutable and lazy: selections cost nothing, values are read when asked for. NaN is the only missing value.</remarks>
public sealed partial class DataArray
{
    private readonly IReadOnlyDictionary<string, Variable> _coordinates;
    private readonly Lazy<IReadOnlyDictionary<string, DataArray>> _arrays;

    /// <summary>A variable and the coordinates it may be chosen by.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="coordinates">Coordinates over some of the variable's dimensions; none when null.</param>
    /// <exception cref="ArgumentException">A coordinate has a dimension that the variable has not, or one of another length.</exception>
    public DataArray(Variable variable, IEnumerable<Variable>? coordinates = null)
    {
        Variable = variable;
        var byName = new OrderedDictionary<string, Variable>(StringComparer.Ordinal);
        foreach (var coordinate in coordinates ?? [])
        {
            CheckFits(coordinate);
            byName[coordinate.Name] = coordinate;
        }

        _coordinates = byName;
        _arrays = new Lazy<IReadOnlyDictionary<string, DataArray>>(() => new OrderedDictionary<string, DataArray>(
            byName.Values.Select(c => KeyValuePair.Create(c.Name, new DataArray(c, ThatFit(byName.Values, c)))), StringComparer.Ordinal));
    }

    /// <summary>The variable without its coordinates.</summary>
    public Variable Variable { get; }

    /// <summary>The variable's name.</summary>
    public string Name => Variable.Name;

    /// <summary>The names of the dimensions, slowest first; empty for a scalar.</summary>
    public IReadOnlyList<string> Dimensions => Variable.Dimensions;

    /// <summary>The length of each dimension.</summary>
    public int[] Shape => Variable.Shape;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Variable.Rank;

    /// <summary>The number of values; 1 for a scalar.</summary>
    public long Size => Variable.Size;

    /// <summary>The type of the values: one of the ten numeric types, <see cref="char"/>, <see cref="string"/>, or <see cref="object"/> when they cannot be read.</summary>
    public Type ElementType => Variable.ElementType;

    /// <summary>The attributes: strings, numbers, and arrays of either.</summary>
    public IReadOnlyDictionary<string, object> Attributes => Variable.Attributes;

    /// <summary>The <c>units</c> attribute, or null.</summary>
    public string? Units => Variable.Units;

    /// <summary>The coordinates, by name; those of dropped dimensions remain as scalars.</summary>
    public IReadOnlyDictionary<string, DataArray> Coordinates => _arrays.Value;

    /// <summary>An array made of values in memory.</summary>
    /// <typeparam name="T">A numeric type, <see cref="char"/>, <see cref="string"/> or another class, for example a geometry; for times see <see cref="FromTimes"/>.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">The names of its dimensions, slowest first.</param>
    /// <param name="shape">The length of each dimension.</param>
    /// <param name="values">The values, row-major; kept, not copied.</param>
    /// <param name="attributes">Its attributes; none when null.</param>
    /// <param name="coordinates">Its coordinates; none when null.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">The names, the shape and the values do not fit each other, or <typeparamref name="T"/> is no element type.</exception>
    public static DataArray Create<T>(
        string name, IReadOnlyList<string> dimensions, IReadOnlyList<int> shape, T[] values, IReadOnlyDictionary<string, object>? attributes = null, IEnumerable<DataArray>? coordinates = null)
    {
        if (!NumericTypes.IsNumeric(typeof(T)) && typeof(T) != typeof(char) && (typeof(T).IsValueType || typeof(T) == typeof(object)))
        {
            throw new ArgumentException($"'{name}' cannot hold {CSharpName.Of(typeof(T))}; it holds numbers of 8 to 64 bits, char, string or objects of one class" + (typeof(T) == typeof(DateTime) ? ". Make times with DataArray.FromTimes." : "."));
        }

        if (shape.Any(n => n < 0) || shape.Aggregate(1L, (product, n) => product * n) != values.Length)
        {
            throw new ArgumentException($"'{name}' of shape {Describe.Shape(shape)} needs {shape.Aggregate(1L, (product, n) => product * n)} values; {values.Length} were given.", nameof(values));
        }

        return new DataArray(new Variable(name, dimensions, new MemorySource<T>(values, shape), attributes), coordinates?.Select(c => c.Variable));
    }

    /// <summary>A coordinate of points in time, stored as the CF conventions have it.</summary>
    /// <param name="name">Its name, and that of its dimension.</param>
    /// <param name="times">The times, UTC.</param>
    /// <param name="units">The units to count in.</param>
    /// <returns>The coordinate, in the <c>standard</c> calendar.</returns>
    /// <exception cref="DataFormatException">The units are not understood.</exception>
    public static DataArray FromTimes(string name, IReadOnlyList<DateTime> times, string units = "seconds since 1970-01-01")
    {
        var parsed = CfTimeUnits.Parse(units);
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["standard_name"] = "time", ["units"] = units, ["calendar"] = "standard" };
        return Create(name, [name], [times.Count], times.Select(parsed.FromDateTime).ToArray(), attributes);
    }

    /// <summary>Reads the values as doubles, in row-major order; missing ones are NaN.</summary>
    /// <returns>A new array of <see cref="Size"/> elements.</returns>
    /// <exception cref="ArgumentException">The values are no numbers.</exception>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    public double[] ToDoubles() => Variable.ToDoubles();

    /// <summary>Reads the values, in row-major order, converting between numeric types.</summary>
    /// <typeparam name="T">A numeric type, or exactly <see cref="ElementType"/>.</typeparam>
    /// <returns>A new array of <see cref="Size"/> elements.</returns>
    /// <exception cref="ArgumentException">The values cannot be had as <typeparamref name="T"/>.</exception>
    /// <exception cref="OverflowException">A value does not fit <typeparamref name="T"/>.</exception>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    public T[] To<T>() => Variable.To<T>();

    /// <summary>Reads the values into a buffer of the caller, in row-major order, converting between numeric types.</summary>
    /// <typeparam name="T">A numeric type, or exactly <see cref="ElementType"/>.</typeparam>
    /// <param name="destination">Exactly <see cref="Size"/> elements.</param>
    /// <exception cref="ArgumentException">The buffer has another length, or the values cannot be had as <typeparamref name="T"/>.</exception>
    /// <exception cref="OverflowException">A value does not fit <typeparamref name="T"/>.</exception>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    public void CopyTo<T>(Span<T> destination) => Variable.CopyTo(destination);

    /// <summary>Reads the values into a tensor of the same shape.</summary>
    /// <typeparam name="T">A numeric type, or exactly <see cref="ElementType"/>.</typeparam>
    /// <returns>A dense tensor over a new array.</returns>
    /// <exception cref="ArgumentException">The values cannot be had as <typeparamref name="T"/>.</exception>
    public Tensor<T> ToTensor<T>() => Variable.ToTensor<T>();

    /// <summary>The single value of a scalar.</summary>
    /// <typeparam name="T">A numeric type, or exactly <see cref="ElementType"/>.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">There is not exactly one value.</exception>
    public T Item<T>() => Size == 1 ? To<T>()[0] : throw new ArgumentException($"'{Name}' has {Size} values of shape {Describe.Shape(Shape)}, not one; select one first.");

    /// <summary>Reads points in time.</summary>
    /// <param name="missing">What stands for a missing time; when null, a missing time is an error.</param>
    /// <returns>Dates and times, UTC, in row-major order.</returns>
    /// <exception cref="ArgumentException">The units are not time since an epoch.</exception>
    /// <exception cref="DataFormatException">A time is missing, or is a date that <see cref="DateTime"/> does not have.</exception>
    public DateTime[] ToTimes(DateTime? missing = null)
    {
        var units = Variable.TimeUnits ?? throw new ArgumentException($"'{Name}' is no time: its units are '{Units ?? "none"}', not of the form 'seconds since 1970-01-01'.");
        var values = ToDoubles();
        var times = new DateTime[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            times[i] = !double.IsNaN(values[i]) ? units.ToDateTime(values[i])
                : missing ?? throw new DataFormatException($"Time {i} of {values.Length} is missing.", variable: Name, hint: "Say what stands for it: ToTimes(missing: DateTime.MinValue).");
        }

        return times;
    }

    /// <summary>Reads points in time as texts in ISO 8601, in their own calendar, so that 30 February of the 360-day calendar has one too.</summary>
    /// <returns>For example <c>2018-12-30T11:49:13</c>, in row-major order; <c>NaT</c> where a time is missing.</returns>
    /// <exception cref="ArgumentException">The units are not time since an epoch.</exception>
    public string[] ToTimeTexts() => Variable.TimeUnits is { } units ? [.. ToDoubles().Select(units.Format)]
        : throw new ArgumentException($"'{Name}' is no time: its units are '{Units ?? "none"}', not of the form 'seconds since 1970-01-01'.");

    /// <summary>The values and coordinates read now and held in memory.</summary>
    /// <returns>The same array over memory, independent of the file it came from.</returns>
    public DataArray Load() => new(Variable.Load(), _coordinates.Values.Select(c => c.Load()));

    /// <summary>The same array by another name; its values are shared.</summary>
    /// <param name="name">The new name.</param>
    /// <returns>The array.</returns>
    public DataArray Rename(string name) => new(Variable.Rename(name), _coordinates.Values);

    /// <summary>The same array with further coordinates, which replace those of the same names.</summary>
    /// <param name="coordinates">Coordinates over some of the array's dimensions.</param>
    /// <returns>The array.</returns>
    /// <exception cref="ArgumentException">A coordinate has a dimension that the array has not, or one of another length.</exception>
    public DataArray WithCoordinates(params IReadOnlyList<DataArray> coordinates) => new(Variable, _coordinates.Values.Concat(coordinates.Select(c => c.Variable)));

    /// <summary>The same array with other attributes; its values are shared.</summary>
    /// <param name="attributes">The new attributes.</param>
    /// <returns>The array.</returns>
    public DataArray WithAttributes(IReadOnlyDictionary<string, object> attributes) => new(Variable.With(attributes, Variable.Encoding), _coordinates.Values);

    /// <summary>The same array, to be stored in another way; its values are shared.</summary>
    /// <param name="encoding">How it is to be stored; as it is when null.</param>
    /// <returns>The array.</returns>
    public DataArray WithEncoding(StorageEncoding? encoding) => new(Variable.With(Attributes, encoding), _coordinates.Values);

    /// <summary>A summary as text: dimensions, the first and last values, coordinates, attributes.</summary>
    /// <returns>Several lines.</returns>
    public override string ToString() => TextSummary.Of(this);

    /// <summary>A summary as a self-contained HTML fragment, readable on light and dark ground.</summary>
    /// <returns>One <c>div</c>.</returns>
    public string ToHtml() => HtmlSummary.Of(this);

    /// <summary>The coordinates that lie over dimensions of a variable only.</summary>
    internal static IEnumerable<Variable> ThatFit(IEnumerable<Variable> coordinates, Variable variable) =>
        coordinates.Where(c => c.Dimensions.All(variable.Dimensions.Contains));

    private void CheckFits(Variable coordinate)
    {
        for (var d = 0; d < coordinate.Rank; d++)
        {
            var axis = Dimensions.ToList().IndexOf(coordinate.Dimensions[d]);
            if (axis < 0 || Shape[axis] != coordinate.Shape[d])
            {
                throw new ArgumentException(
                    $"Coordinate '{coordinate.Name}' ({Describe.Sizes(coordinate)}) does not fit '{Name}' ({Describe.Sizes(Variable)}): dimension '{coordinate.Dimensions[d]}' " + (axis < 0 ? "is not there." : "has another length."));
            }
        }
    }
}
