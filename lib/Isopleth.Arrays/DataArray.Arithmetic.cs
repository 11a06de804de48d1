namespace Isopleth.Arrays;

/// <content>Arithmetic by name: dimensions meet by their names, positions by their labels.</content>
/// <remarks>
/// Dimensions that one operand has not are repeated; labels that both have not are left out (inner join, <see cref="Align"/> has others); coordinates that disagree are dropped.
/// Sums, differences and comparisons of arrays in different units are an error. The result has the left operand's name and no attributes, since its units are others. Types meet as in NumPy. Computed at once from memory, when read otherwise.
/// </remarks>
public sealed partial class DataArray
{
    /// <summary>A single value, for expressions such as <c>t - 273.15</c>.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator DataArray(double value) => Create("", [], [], new[] { value });

    /// <summary>A single whole number, for expressions such as <c>count * 2</c>, which leaves integers integers.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator DataArray(int value) => Create("", [], [], new[] { value });

    /// <summary>The sum.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    /// <returns>Over the dimensions of both.</returns>
    public static DataArray operator +(DataArray left, DataArray right) => Combine(left, right, Arithmetic.Add);

    /// <summary>The difference.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">What is taken from it.</param>
    /// <returns>Over the dimensions of both.</returns>
    public static DataArray operator -(DataArray left, DataArray right) => Combine(left, right, Arithmetic.Subtract);

    /// <summary>The product.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    /// <returns>Over the dimensions of both.</returns>
    public static DataArray operator *(DataArray left, DataArray right) => Combine(left, right, Arithmetic.Multiply);

    /// <summary>The quotient; of integers in double precision.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">What it is divided by.</param>
    /// <returns>Over the dimensions of both.</returns>
    public static DataArray operator /(DataArray left, DataArray right) => Combine(left, right, Arithmetic.Divide);

    /// <summary>The negative.</summary>
    /// <param name="array">The array.</param>
    /// <returns>The array with the other sign.</returns>
    public static DataArray operator -(DataArray array) => array * -1;

    /// <summary>Where the left is less.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    /// <returns>A mask: 1 where it holds, 0 where not or where a value is missing.</returns>
    public static DataArray operator <(DataArray left, DataArray right) => Compare(left, right, Comparison.Less);

    /// <summary>Where the left is less or equal.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    /// <returns>A mask: 1 where it holds, 0 where not or where a value is missing.</returns>
    public static DataArray operator <=(DataArray left, DataArray right) => Compare(left, right, Comparison.LessOrEqual);

    /// <summary>Where the left is greater.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    /// <returns>A mask: 1 where it holds, 0 where not or where a value is missing.</returns>
    public static DataArray operator >(DataArray left, DataArray right) => Compare(left, right, Comparison.Greater);

    /// <summary>Where the left is greater or equal.</summary>
    /// <param name="left">One array.</param>
    /// <param name="right">The other.</param>
    /// <returns>A mask: 1 where it holds, 0 where not or where a value is missing.</returns>
    public static DataArray operator >=(DataArray left, DataArray right) => Compare(left, right, Comparison.GreaterOrEqual);

    /// <summary>Where both masks hold.</summary>
    /// <param name="left">A mask: true where neither 0 nor missing.</param>
    /// <param name="right">Another.</param>
    /// <returns>A mask of 1 and 0.</returns>
    public static DataArray operator &(DataArray left, DataArray right) => Compare(left, right, Comparison.And);

    /// <summary>Where either mask holds.</summary>
    /// <param name="left">A mask: true where neither 0 nor missing.</param>
    /// <param name="right">Another.</param>
    /// <returns>A mask of 1 and 0.</returns>
    public static DataArray operator |(DataArray left, DataArray right) => Compare(left, right, Comparison.Or);

    /// <summary>Where a mask does not hold.</summary>
    /// <param name="mask">A mask: true where not 0.</param>
    /// <returns>A mask of 1 and 0.</returns>
    public static DataArray operator !(DataArray mask) => Compare(mask, 0, Comparison.Equal);

    /// <summary>Where values are equal; C#'s <c>==</c> asks whether two arrays are the same object.</summary>
    /// <param name="other">The other array, or a value.</param>
    /// <returns>A mask of 1 and 0.</returns>
    public DataArray EqualTo(DataArray other) => Compare(this, other, Comparison.Equal);

    /// <summary>Where values differ, or one is missing.</summary>
    /// <param name="other">The other array, or a value.</param>
    /// <returns>A mask of 1 and 0.</returns>
    public DataArray NotEqualTo(DataArray other) => Compare(this, other, Comparison.NotEqual);

    /// <summary>The values to a power; of integers in double precision.</summary>
    /// <param name="exponent">The exponent.</param>
    /// <returns>The powers.</returns>
    public DataArray Power(DataArray exponent) => Combine(this, exponent, Arithmetic.Power);

    /// <summary>A function of each value, for example <c>t.Map(Math.Sqrt)</c>.</summary>
    /// <param name="function">The function; it may be called from several threads at once.</param>
    /// <returns>Its values, without units, in double precision, or single where the array is.</returns>
    public DataArray Map(Func<double, double> function) => new(Elementwise.Map(WithoutAttributes(Numbers()), function), CoordinateVariables);

    /// <summary>Where values are there.</summary>
    /// <returns>A mask: 1 where a value is not NaN.</returns>
    public DataArray NotMissing() => new(Elementwise.IsPresent(WithoutAttributes(Numbers()), present: true), CoordinateVariables);

    /// <summary>Where values are missing.</summary>
    /// <returns>A mask: 1 where a value is NaN.</returns>
    public DataArray IsMissing() => new(Elementwise.IsPresent(WithoutAttributes(Numbers()), present: false), CoordinateVariables);

    /// <summary>The values where a condition holds; elsewhere they are missing (integers become floating-point numbers for that).</summary>
    /// <param name="condition">A mask, over some or further dimensions.</param>
    /// <returns>The array with its attributes.</returns>
    public DataArray Where(DataArray condition) =>
        Choose(new(Elementwise.Cast(Numbers(), Promotion.Floating(ElementType)), CoordinateVariables), condition, double.NaN);

    /// <summary>The values where a condition holds, others elsewhere.</summary>
    /// <param name="condition">A mask, over some or further dimensions.</param>
    /// <param name="other">The other values, or one value.</param>
    /// <returns>The array with its attributes.</returns>
    public DataArray Where(DataArray condition, DataArray other) => Choose(this, condition, other);

    /// <summary>Missing values replaced.</summary>
    /// <param name="value">What stands for them: a value, or an array.</param>
    /// <returns>The array with its attributes.</returns>
    public DataArray FillMissing(DataArray value) => Choose(this, NotMissing(), value);

    /// <summary>The values no less and no greater than bounds; missing ones remain missing.</summary>
    /// <param name="min">The least, in the array's units: a value, or an array; none when null.</param>
    /// <param name="max">The greatest, in the array's units: a value, or an array; none when null.</param>
    /// <returns>The array with its attributes.</returns>
    public DataArray Clip(DataArray? min = null, DataArray? max = null)
    {
        var raised = min is null ? this : Meet([this, min], v => Elementwise.Of(Arithmetic.Maximum, v[0], v[1]), keepAttributes: true);
        return max is null ? raised : Meet([raised, max], v => Elementwise.Of(Arithmetic.Minimum, v[0], v[1]), keepAttributes: true);
    }

    /// <summary>Arrays brought to the same labels along the dimensions they share.</summary>
    /// <param name="join">Which labels remain.</param>
    /// <param name="arrays">The arrays.</param>
    /// <returns>As many arrays, lazily where they are lazy.</returns>
    /// <exception cref="ArgumentException">A dimension without labels has different lengths, a label occurs twice, or labels differ and the join is <see cref="Join.Exact"/>.</exception>
    public static DataArray[] Align(Join join, params IReadOnlyList<DataArray> arrays) => Alignment.Align(arrays, join);

    /// <summary>The dimensions in another order, lazily where the array is lazy.</summary>
    /// <param name="dimensions">All dimensions, slowest first; reversed when none is given.</param>
    /// <returns>The same values, transposed.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or one was left out.</exception>
    public DataArray Transpose(params IReadOnlyList<string> dimensions)
    {
        var order = dimensions.Count == 0 ? [.. Dimensions.Reverse()] : dimensions;
        return order.Count == Rank && order.Distinct(StringComparer.Ordinal).Count() == Rank && order.All(Dimensions.Contains)
            ? new(Elementwise.Arrange(Variable, order), CoordinateVariables)
            : throw new ArgumentException($"'{Name}' has the dimensions {Describe.List(Dimensions)}; transposing takes each of them once, not {Describe.List(order)}.", nameof(dimensions));
    }

    /// <summary>The same values, read in blocks of a given shape and only when asked for.</summary>
    /// <param name="lengths">Dimensions, each with the length of a block along it; the others stay whole.</param>
    /// <returns>A lazy array.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is less than 1.</exception>
    public DataArray Chunk(params IReadOnlyList<(string Dimension, int Length)> lengths)
    {
        var chunks = Shape.Select(n => Math.Max(n, 1)).ToArray();
        foreach (var (dimension, length) in lengths)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
            chunks[Variable.AxisOf(dimension)] = length;
        }

        return new(new Variable(Name, Dimensions, new ChunkedSource(Variable.Source, chunks), Attributes, Variable.Encoding), CoordinateVariables);
    }

    internal IEnumerable<Variable> CoordinateVariables => _coordinates.Values;

    /// <summary>Chosen positions along a dimension (-1 for missing), with new labels or those chosen alike.</summary>
    internal DataArray Take(string dimension, int[] positions, Variable? labels = null) => new(
        Variable.Take(Variable.AxisOf(dimension), positions),
        CoordinateVariables.Where(c => labels is null || c.Name != labels.Name).Select(c => c.Dimensions.Contains(dimension) ? c.Take(c.AxisOf(dimension), positions) : c).Concat(labels is null ? [] : [labels]));

    internal static Variable WithoutAttributes(Variable variable) => new(variable.Name, variable.Dimensions, variable.Source);

    /// <summary>The variable, whose values are numbers.</summary>
    internal Variable Numbers() => NumericTypes.IsNumeric(ElementType) ? Variable : throw new ArgumentException($"'{Name}' holds {CSharpName.Of(ElementType)}; this needs numbers.");

    private static DataArray Combine(DataArray left, DataArray right, Arithmetic operation)
    {
        if (operation is Arithmetic.Add or Arithmetic.Subtract)
        {
            CheckUnits(left, right);
        }

        return Meet([left, right], v => Elementwise.Of(operation, v[0], v[1]), keepAttributes: false);
    }

    private static DataArray Compare(DataArray left, DataArray right, Comparison operation)
    {
        if (operation is not (Comparison.And or Comparison.Or))
        {
            CheckUnits(left, right);
        }

        return Meet([left, right], v => Elementwise.Of(operation, v[0], v[1]), keepAttributes: false);
    }

    private static DataArray Choose(DataArray first, DataArray condition, DataArray second) =>
        Meet([first, condition, second], v => Elementwise.Choose(v[1], v[0], v[2]), keepAttributes: true);

    private static DataArray Meet(DataArray[] arrays, Func<Variable[], Variable> operation, bool keepAttributes)
    {
        var aligned = Alignment.Align(arrays, Join.Inner);
        var named = aligned[0].Name.Length > 0 ? aligned[0] : aligned[1];
        var attributes = keepAttributes ? named.Attributes : null;
        var result = operation([.. aligned.Select(a => a.Numbers())]);
        return new(new Variable(named.Name, result.Dimensions, result.Source, attributes), Alignment.Coordinates(aligned, result.Dimensions));
    }
}
