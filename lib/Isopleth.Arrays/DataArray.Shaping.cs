using System.Numerics;

namespace Isopleth.Arrays;

/// <summary>What stands beyond the ends of a dimension that is made longer.</summary>
public enum PadMode
{
    /// <summary>Missing values; integers become floating-point numbers for them.</summary>
    Missing,

    /// <summary>The value at the end.</summary>
    Edge,

    /// <summary>The values from the other end, as of longitudes.</summary>
    Wrap,

    /// <summary>The values mirrored at the end, which is not repeated.</summary>
    Reflect,
}

/// <content>Other names, types and shapes for the same values.</content>
public sealed partial class DataArray
{
    /// <summary>The array with other names of dimensions and coordinates.</summary>
    /// <param name="names">Old and new names; a dimension and its coordinate are renamed together.</param>
    /// <returns>The array; its values are shared.</returns>
    /// <exception cref="ArgumentException">An old name is not there.</exception>
    public DataArray Rename(params IReadOnlyList<(string From, string To)> names)
    {
        if (names.FirstOrDefault(n => !Dimensions.Contains(n.From) && !_coordinates.ContainsKey(n.From)).From is { } unknown)
        {
            throw new ArgumentException($"'{Name}' has no dimension or coordinate '{unknown}'; {Describe.Choices("it has", Dimensions.Union(_coordinates.Keys, StringComparer.Ordinal), unknown)}", nameof(names));
        }

        var to = names.ToDictionary(n => n.From, n => n.To, StringComparer.Ordinal);
        string New(string name) => to.GetValueOrDefault(name, name);
        Variable Renamed(Variable v, string name) => new(name, [.. v.Dimensions.Select(New)], v.Source, v.Attributes, v.Encoding);
        return new(Renamed(Variable, Name), CoordinateVariables.Select(c => Renamed(c, New(c.Name))));
    }

    /// <summary>The positions of a dimension as variables of a data set (<see cref="Dataset.ToArray"/> undone).</summary>
    /// <param name="dimension">A dimension labelled by texts, which become the variables' names.</param>
    /// <returns>The data set, lazily.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or its labels are no texts or occur twice.</exception>
    public Dataset ToDataset(string dimension)
    {
        var labels = Along(dimension);
        return Arrays.Labels.AreTexts(labels) ? new([.. labels.To<string>().Select((name, i) => Isel(dimension, i).WithoutCoordinates(dimension).Rename(name))])
            : throw new ArgumentException($"'{dimension}' of '{Name}' is labelled by numbers, which are no names of variables; give it a coordinate of texts.", nameof(dimension));
    }

    /// <summary>Another coordinate along a dimension becomes the one it is selected by, and names it.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="coordinate">A coordinate of one dimension, along it.</param>
    /// <returns>The array; the labels there were remain as a further coordinate.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or no such coordinate along it.</exception>
    public DataArray SwapDimension(string dimension, string coordinate)
    {
        _ = LengthOf(dimension);
        var labels = LabelsOf(_coordinates.Values, coordinate, $"'{Name}'");
        if (!labels.Dimensions.SequenceEqual([dimension]))
        {
            throw new ArgumentException($"Coordinate '{coordinate}' of '{Name}' lies over ({string.Join(", ", labels.Dimensions)}), not along '{dimension}'.", nameof(coordinate));
        }

        Variable Swapped(Variable v) => new(v.Name, [.. v.Dimensions.Select(d => d == dimension ? coordinate : d)], v.Source, v.Attributes, v.Encoding);
        return new(Swapped(Variable), CoordinateVariables.Select(Swapped));
    }

    /// <summary>The array without some coordinates.</summary>
    /// <param name="names">Their names.</param>
    /// <returns>The array; its values are shared.</returns>
    /// <exception cref="ArgumentException">One of them is not there.</exception>
    public DataArray WithoutCoordinates(params IReadOnlyList<string> names) => names.FirstOrDefault(n => !_coordinates.ContainsKey(n)) is { } unknown
        ? throw new ArgumentException($"'{Name}' has no coordinate '{unknown}'; {Describe.Choices("its coordinates are", _coordinates.Keys, unknown)}", nameof(names))
        : new(Variable, CoordinateVariables.Where(c => !names.Contains(c.Name)));

    /// <summary>The first position of each label of a coordinate.</summary>
    /// <param name="coordinate">A coordinate of one dimension.</param>
    /// <returns>The array without the positions whose labels came before.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public DataArray DropDuplicates(string coordinate)
    {
        var labels = LabelsOf(_coordinates.Values, coordinate, $"'{Name}'");
        var groups = Distinct.Of(labels).Groups;
        return Take(labels.Dimensions[0], [.. Enumerable.Range(0, groups.Length).DistinctBy(i => groups[i] < 0 ? -1 - i : groups[i])]);
    }

    /// <summary>The values where a condition holds; with <paramref name="drop"/> also without the positions at which it holds nowhere.</summary>
    /// <param name="condition">A mask, over some or further dimensions.</param>
    /// <param name="drop">Whether such positions are left out, rather than only missing.</param>
    /// <returns>The array with its attributes.</returns>
    /// <exception cref="ArgumentException">The condition does not fit.</exception>
    public DataArray Where(DataArray condition, bool drop)
    {
        if (!drop)
        {
            return Where(condition);
        }

        var (array, mask) = Align(Join.Inner, this, condition) is [var a, var m] ? (a, m) : default;
        foreach (var dimension in mask.Dimensions)
        {
            var used = (mask.Rank == 1 ? mask & 1 : mask.Any([.. mask.Dimensions.Where(d => d != dimension)])).ToDoubles();
            int[] positions = [.. Enumerable.Range(0, used.Length).Where(i => used[i] > 0)];
            (array, mask) = (array.Dimensions.Contains(dimension) ? array.Take(dimension, positions) : array, mask.Take(dimension, positions));
        }

        return array.Where(mask);
    }

    /// <summary>A dimension made longer at its ends.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="before">How many positions come before the first.</param>
    /// <param name="after">How many come after the last.</param>
    /// <param name="mode">What stands there; coordinates are treated alike.</param>
    /// <returns>The longer array, lazily where it is lazy.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are not as many values to take.</exception>
    public DataArray Pad(string dimension, int before, int after, PadMode mode = PadMode.Missing)
    {
        var length = LengthOf(dimension);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var most = mode switch { PadMode.Missing => int.MaxValue, PadMode.Reflect => length - 1, PadMode.Edge when length > 0 => int.MaxValue, _ => length };
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(before, after), most, nameof(before));
        return Take(dimension, [.. Enumerable.Range(-before, before + length + after).Select(i => i >= 0 && i < length ? i : mode switch
        {
            PadMode.Edge => Math.Clamp(i, 0, length - 1),
            PadMode.Wrap => (i + length) % length,
            PadMode.Reflect => i < 0 ? -i : (2 * (length - 1)) - i,
            _ => -1,
        })]);
    }

    /// <summary>Where values are among some.</summary>
    /// <param name="values">The numbers, in the array's units.</param>
    /// <returns>A mask of 1 and 0.</returns>
    /// <exception cref="ArgumentException">The values are no numbers.</exception>
    public DataArray IsIn(params IReadOnlyList<double> values)
    {
        var wanted = values.ToHashSet();
        return Map(v => wanted.Contains(v) ? 1 : 0).AsType<byte>();
    }

    /// <summary>Where texts are among some.</summary>
    /// <param name="values">The texts.</param>
    /// <returns>A mask of 1 and 0.</returns>
    /// <exception cref="ArgumentException">The values are no texts.</exception>
    public DataArray IsIn(params IReadOnlyList<string> values) =>
        new(new Variable(Name, Dimensions, new MemorySource<byte>([.. To<string>().Select(t => values.Contains(t) ? (byte)1 : (byte)0)], Shape)), CoordinateVariables);

    /// <summary>The values as another numeric type, converted as they are read.</summary>
    /// <typeparam name="T">A numeric type.</typeparam>
    /// <returns>The array with its attributes; a value that does not fit (NaN fits no integer) is an error when it is read.</returns>
    /// <exception cref="ArgumentException">The values, or the type, are no numbers.</exception>
    public DataArray AsType<T>() where T : unmanaged, INumber<T> => new(Elementwise.Cast(Numbers(), typeof(T)), CoordinateVariables);

    /// <summary>The values rounded, halves to even.</summary>
    /// <param name="digits">How many decimals remain.</param>
    /// <returns>The array with its attributes.</returns>
    /// <exception cref="ArgumentException">The values are no numbers.</exception>
    public DataArray Round(int digits = 0) => Map(v => Math.Round(v, digits)).WithAttributes(Attributes);

    /// <summary>The array's values, and another's where it has none, at all labels that either has.</summary>
    /// <param name="other">The other array.</param>
    /// <returns>The array with its attributes.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit each other.</exception>
    public DataArray CombineFirst(DataArray other) => Align(Join.Outer, this, other) is [var own, var theirs] ? own.FillMissing(theirs) : this;

    /// <summary>The array over all dimensions that it or another has, the other's first, at all labels that either has; values repeat.</summary>
    /// <param name="other">The other array.</param>
    /// <returns>The array with its attributes, lazily where it is lazy.</returns>
    /// <exception cref="ArgumentException">The arrays do not fit each other.</exception>
    public DataArray BroadcastLike(DataArray other)
    {
        var aligned = Align(Join.Outer, this, other);
        string[] order = [.. other.Dimensions.Union(Dimensions, StringComparer.Ordinal)];
        var lengths = order.ToDictionary(d => d, d => aligned.First(a => a.Dimensions.Contains(d)).LengthOf(d), StringComparer.Ordinal);
        var along = aligned[1].CoordinateVariables.Where(c => c.Dimensions.Any(d => !Dimensions.Contains(d)) && !_coordinates.ContainsKey(c.Name));
        return new(Elementwise.Arrange(aligned[0].Variable, order, lengths).With(Attributes, null), aligned[0].CoordinateVariables.Concat(along));
    }

    /// <summary>Whether another array has the same dimensions, values and coordinates; missing values are equal to each other. Names and attributes are not compared (see <see cref="IsIdenticalTo"/>).</summary>
    /// <param name="other">The other array.</param>
    /// <returns>True when it has.</returns>
    public bool HasSameValues(DataArray other) => Arrays.Labels.Same(Variable, other.Variable) && _coordinates.Count == other._coordinates.Count
        && CoordinateVariables.All(c => other._coordinates.TryGetValue(c.Name, out var theirs) && Arrays.Labels.Same(c, theirs));

    /// <summary>Whether another array has the same name, attributes, dimensions, values and coordinates; missing values are equal to each other.</summary>
    /// <param name="other">The other array.</param>
    /// <returns>True when it has.</returns>
    public bool IsIdenticalTo(DataArray other) => Name == other.Name && HasSameValues(other) && SameAttributes(Attributes, other.Attributes)
        && CoordinateVariables.All(c => SameAttributes(c.Attributes, other._coordinates[c.Name].Attributes));

    internal static bool SameAttributes(IReadOnlyDictionary<string, object> a, IReadOnlyDictionary<string, object> b) => a.Count == b.Count
        && a.All(x => b.TryGetValue(x.Key, out var y) && ValueText.Attribute(x.Value) == ValueText.Attribute(y));
}
