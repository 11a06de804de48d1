using System.Numerics.Tensors;

namespace Isopleth.Arrays;

/// <summary>Named dimensions, attributes, and values that are read only when they are asked for.</summary>
/// <remarks>
/// Row-major: the last dimension varies fastest. Selections compose and cost nothing; each read goes to the source again, nothing is cached
/// (the labels of a coordinate along its own dimension excepted, which every selection needs, and the results of reductions).
/// </remarks>
public sealed class Variable
{
    private readonly Lazy<CoordinateIndex> _index;
    private readonly Lazy<CfTimeUnits?> _time;

    /// <summary>A variable over the whole of a source.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">The names of its dimensions, slowest first, as many as the source's shape has.</param>
    /// <param name="source">Where its values come from.</param>
    /// <param name="attributes">Its attributes; none when null.</param>
    /// <param name="encoding">How it is stored, when that differs from what is read.</param>
    /// <exception cref="ArgumentException">The number of dimension names is not the source's rank.</exception>
    public Variable(
        string name, IReadOnlyList<string> dimensions, IArraySource source, IReadOnlyDictionary<string, object>? attributes = null, StorageEncoding? encoding = null)
    {
        if (dimensions.Count != source.Shape.Count)
        {
            throw new ArgumentException(
                $"Variable '{name}' has {source.Shape.Count} dimensions of lengths {Describe.Shape(source.Shape)}, but {dimensions.Count} names: {string.Join(", ", dimensions)}.",
                nameof(dimensions));
        }

        Name = name;
        Dimensions = dimensions;
        Source = source;
        Shape = [.. source.Shape];
        Attributes = attributes ?? new OrderedDictionary<string, object>(StringComparer.Ordinal);
        Encoding = encoding;
        _index = new Lazy<CoordinateIndex>(() => CoordinateIndex.Of(this));
        _time = new Lazy<CfTimeUnits?>(() => CfTimeUnits.IsTime(Units) ? CfTimeUnits.Parse(Units!, Attributes.GetValueOrDefault("calendar") as string) : null);
    }

    /// <summary>The variable's name.</summary>
    public string Name { get; }

    /// <summary>The names of the dimensions, slowest first; empty for a scalar.</summary>
    public IReadOnlyList<string> Dimensions { get; }

    /// <summary>The length of each dimension.</summary>
    public int[] Shape { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>The number of values; 1 for a scalar.</summary>
    public long Size => DimensionSlice.Size(Whole);

    /// <summary>The type of the values: one of the ten numeric types, <see cref="char"/>, <see cref="string"/>, or <see cref="object"/> when they cannot be read.</summary>
    public Type ElementType => Source.ElementType;

    /// <summary>The attributes: strings, numbers, and arrays of either.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; }

    /// <summary>How the values are stored, or null when they are as they are read.</summary>
    public StorageEncoding? Encoding { get; }

    /// <summary>The <c>units</c> attribute, or null.</summary>
    public string? Units => Attributes.TryGetValue("units", out var units) ? units as string : null;

    /// <summary>Whether the values are in memory already.</summary>
    public bool InMemory => Source.InMemory;

    /// <summary>The units of time, or null when this is no time.</summary>
    /// <exception cref="DataFormatException">It is time, but in a unit or calendar that is not understood.</exception>
    public CfTimeUnits? TimeUnits => _time.Value;

    /// <summary>Where the values come from.</summary>
    public IArraySource Source { get; }

    internal CoordinateIndex Index => _index.Value;

    private DimensionSlice[] Whole => [.. Shape.Select(DimensionSlice.All)];

    /// <summary>Reads the values into a buffer of the caller, in row-major order, converting between numeric types.</summary>
    /// <typeparam name="T">A numeric type, or exactly <see cref="ElementType"/>.</typeparam>
    /// <param name="destination">Exactly <see cref="Size"/> elements.</param>
    /// <exception cref="ArgumentException">The buffer has another length, or the values cannot be had as <typeparamref name="T"/>.</exception>
    /// <exception cref="OverflowException">A value does not fit <typeparamref name="T"/> (NaN fits no integer).</exception>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    public void CopyTo<T>(Span<T> destination)
    {
        if (destination.Length != Size)
        {
            throw new ArgumentException($"'{Name}' has {Size} values of shape {Describe.Shape(Shape)}; the destination holds {destination.Length}.", nameof(destination));
        }

        if (typeof(T) != ElementType && ElementType != typeof(object) && !(NumericTypes.IsNumeric(typeof(T)) && NumericTypes.IsNumeric(ElementType)))
        {
            throw new ArgumentException($"'{Name}' holds {CSharpName.Of(ElementType)}, which cannot be read as {CSharpName.Of(typeof(T))}; use To<{CSharpName.Of(ElementType)}>().");
        }

        try
        {
            SourceReader.Read(Source, Whole, destination);
        }
        catch (OverflowException e)
        {
            throw new OverflowException(
                $"'{Name}' has a value that does not fit {CSharpName.Of(typeof(T))} (a missing value is NaN, which fits no integer); read it as double.", e);
        }
    }

    /// <summary>Reads the values, in row-major order, converting between numeric types.</summary>
    /// <typeparam name="T">A numeric type, or exactly <see cref="ElementType"/>.</typeparam>
    /// <returns>A new array of <see cref="Size"/> elements.</returns>
    /// <exception cref="ArgumentException">The values cannot be had as <typeparamref name="T"/>, or are more than one array can hold.</exception>
    /// <exception cref="OverflowException">A value does not fit <typeparamref name="T"/>.</exception>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    public T[] To<T>()
    {
        if (Size > Array.MaxLength)
        {
            throw new ArgumentException($"'{Name}' has {Size} values of shape {Describe.Shape(Shape)}, more than one array can hold ({Array.MaxLength}); select a part of it first.");
        }

        var values = GC.AllocateUninitializedArray<T>((int)Size);
        HugePages.Ask(values);
        if (InMemory || Size < 1 << 20)
        {
            CopyTo<T>(values);
            return values;
        }

        // What is read or computed comes in parallel, by runs of whole chunks along the first dimension.
        var axis = Shape.Index().First(n => n.Item > 1).Index;
        var inner = (int)(Size / Shape[axis]);
        var parts = Tiles.Of([Shape[axis]], Source.Chunks is { } chunks ? [chunks[axis]] : null, Math.Max(1, (1 << 20) / inner));
        InParallel.For(parts.Count, i =>
        {
            var (start, count) = (parts[i][0].Start, parts[i][0].Count);
            Isel(Dimensions[axis], start..(start + count)).CopyTo(values.AsSpan(start * inner, count * inner));
        });
        return values;
    }

    /// <summary>Reads the values as doubles, in row-major order; missing ones are NaN.</summary>
    /// <returns>A new array of <see cref="Size"/> elements.</returns>
    /// <exception cref="ArgumentException">The values are no numbers.</exception>
    /// <exception cref="DataFormatException">The values cannot be read.</exception>
    public double[] ToDoubles() => To<double>();

    /// <summary>Reads the values into a tensor of the same shape.</summary>
    /// <typeparam name="T">A numeric type, or exactly <see cref="ElementType"/>.</typeparam>
    /// <returns>A dense tensor over a new array.</returns>
    /// <exception cref="ArgumentException">The values cannot be had as <typeparamref name="T"/>.</exception>
    public Tensor<T> ToTensor<T>() => Tensor.Create(To<T>(), [.. Shape.Select(n => (nint)n)]);

    /// <summary>The values read now and held in memory, so that reading them again costs nothing.</summary>
    /// <returns>The same variable over memory.</returns>
    public Variable Load()
    {
        if (InMemory || ElementType == typeof(object))
        {
            return this;
        }

        var load = new LoadWork(this);
        if (!NumericTypes.IsNumeric(ElementType))
        {
            return (Variable)typeof(LoadWork).GetMethod(nameof(LoadWork.As))!.MakeGenericMethod(ElementType).Invoke(load, System.Reflection.BindingFlags.DoNotWrapExceptions, null, null, null)!;
        }

        NumericTypes.Invoke(ElementType, ref load);
        return load.Result!;
    }

    /// <summary>Selects positions along one dimension, lazily.</summary>
    /// <param name="dimension">The dimension's name.</param>
    /// <param name="at">A position (the dimension is dropped), or a range with an optional stride (it is kept).</param>
    /// <returns>The selection; nothing is read.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the dimension.</exception>
    public Variable Isel(string dimension, PositionSelector at)
    {
        var axis = AxisOf(dimension);
        var source = SlicedSource.Of(Source, axis, at.Resolve(dimension, Shape[axis], Name), at.DropsDimension);
        var kept = at.DropsDimension ? [.. Dimensions.Where((_, i) => i != axis)] : Dimensions;
        return new Variable(Name, kept, source, Attributes, Encoding);
    }

    /// <summary>The same variable with other attributes or another encoding; its values are shared.</summary>
    /// <param name="attributes">The new attributes.</param>
    /// <param name="encoding">How it is to be stored, or null for as it is.</param>
    /// <returns>The variable.</returns>
    public Variable With(IReadOnlyDictionary<string, object> attributes, StorageEncoding? encoding) =>
        new(Name, Dimensions, Source, attributes, encoding);

    /// <summary>The same variable by another name; its values are shared.</summary>
    /// <param name="name">The new name.</param>
    /// <returns>The variable.</returns>
    public Variable Rename(string name) => new(name, Dimensions, Source, Attributes, Encoding);

    /// <summary>Chosen positions along an axis, in any order; -1 is a missing value, for which integers become floating-point numbers.</summary>
    internal Variable Take(int axis, int[] positions)
    {
        if (IsRun(positions))
        {
            return positions.Length == Shape[axis] ? this : Isel(Dimensions[axis], positions.Length == 0 ? 0..0 : positions[0]..(positions[^1] + 1));
        }

        var holder = Array.IndexOf(positions, -1) >= 0 ? Elementwise.CanMiss(this) : this;
        return Elementwise.Settle(new Variable(Name, Dimensions, new TakenSource(holder.Source, axis, positions), Attributes, Encoding), this);
    }

    internal int AxisOf(string dimension)
    {
        var axis = Dimensions.ToList().IndexOf(dimension);
        return axis >= 0
            ? axis
            : throw new ArgumentException($"'{Name}' has no dimension '{dimension}'; {Describe.Choices("its dimensions are", Dimensions, dimension)}", nameof(dimension));
    }

    private static bool IsRun(int[] positions)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            if (positions[i] < 0 || positions[i] != positions[0] + i)
            {
                return false;
            }
        }

        return true;
    }

    private struct LoadWork(Variable variable) : INumericWork
    {
        public Variable? Result { get; private set; }

        public void Do<T>() where T : unmanaged, System.Numerics.INumber<T> => Result = As<T>();

        public readonly Variable As<T>() =>
            new(variable.Name, variable.Dimensions, new MemorySource<T>(variable.To<T>(), variable.Shape), variable.Attributes, variable.Encoding);
    }
}
