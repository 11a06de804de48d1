namespace Isopleth.Arrays;

/// <content>Arithmetic and selections of all variables at once.</content>
/// <remarks>Between two data sets the variables of the same names meet, those that both have; with an array or a number all meet it. Texts are left out of arithmetic.</remarks>
public sealed partial class Dataset
{
    /// <summary>The sums of the variables of the same names.</summary>
    /// <param name="left">One data set.</param>
    /// <param name="right">The other.</param>
    /// <returns>The variables that both have.</returns>
    public static Dataset operator +(Dataset left, Dataset right) => left.Meet(right, static (a, b) => a + b);

    /// <summary>The differences of the variables of the same names.</summary>
    /// <param name="left">One data set.</param>
    /// <param name="right">What is taken from it.</param>
    /// <returns>The variables that both have.</returns>
    public static Dataset operator -(Dataset left, Dataset right) => left.Meet(right, static (a, b) => a - b);

    /// <summary>The products of the variables of the same names.</summary>
    /// <param name="left">One data set.</param>
    /// <param name="right">The other.</param>
    /// <returns>The variables that both have.</returns>
    public static Dataset operator *(Dataset left, Dataset right) => left.Meet(right, static (a, b) => a * b);

    /// <summary>The quotients of the variables of the same names.</summary>
    /// <param name="left">One data set.</param>
    /// <param name="right">What it is divided by.</param>
    /// <returns>The variables that both have.</returns>
    public static Dataset operator /(Dataset left, Dataset right) => left.Meet(right, static (a, b) => a / b);

    /// <summary>The sum of each variable and an array, or a number.</summary>
    /// <param name="left">The data set.</param>
    /// <param name="right">The array.</param>
    /// <returns>The sums.</returns>
    public static Dataset operator +(Dataset left, DataArray right) => left.Numbers(v => v + right);

    /// <summary>Each variable less an array, or a number.</summary>
    /// <param name="left">The data set.</param>
    /// <param name="right">The array.</param>
    /// <returns>The differences.</returns>
    public static Dataset operator -(Dataset left, DataArray right) => left.Numbers(v => v - right);

    /// <summary>The product of each variable and an array, or a number.</summary>
    /// <param name="left">The data set.</param>
    /// <param name="right">The array.</param>
    /// <returns>The products.</returns>
    public static Dataset operator *(Dataset left, DataArray right) => left.Numbers(v => v * right);

    /// <summary>Each variable divided by an array, or a number.</summary>
    /// <param name="left">The data set.</param>
    /// <param name="right">The array.</param>
    /// <returns>The quotients.</returns>
    public static Dataset operator /(Dataset left, DataArray right) => left.Numbers(v => v / right);

    /// <summary>An array, or a number, and each variable.</summary>
    /// <param name="left">The array.</param>
    /// <param name="right">The data set.</param>
    /// <returns>The sums.</returns>
    public static Dataset operator +(DataArray left, Dataset right) => right.Numbers(v => left + v);

    /// <summary>An array, or a number, less each variable.</summary>
    /// <param name="left">The array.</param>
    /// <param name="right">The data set.</param>
    /// <returns>The differences.</returns>
    public static Dataset operator -(DataArray left, Dataset right) => right.Numbers(v => left - v);

    /// <summary>The product of an array, or a number, and each variable.</summary>
    /// <param name="left">The array.</param>
    /// <param name="right">The data set.</param>
    /// <returns>The products.</returns>
    public static Dataset operator *(DataArray left, Dataset right) => right.Numbers(v => left * v);

    /// <summary>An array, or a number, divided by each variable.</summary>
    /// <param name="left">The array.</param>
    /// <param name="right">The data set.</param>
    /// <returns>The quotients.</returns>
    public static Dataset operator /(DataArray left, Dataset right) => right.Numbers(v => left / v);

    /// <summary>Each variable's values where a condition holds; elsewhere they are missing.</summary>
    /// <param name="condition">A mask.</param>
    /// <param name="drop">Whether positions at which it holds nowhere are left out.</param>
    /// <returns>The data set with its attributes; texts are left out.</returns>
    /// <exception cref="ArgumentException">The condition does not fit.</exception>
    public Dataset Where(DataArray condition, bool drop = false) => Numbers(v => v.Where(condition, drop));

    /// <summary>Missing values replaced in each variable.</summary>
    /// <param name="value">What stands for them: a value, or an array.</param>
    /// <returns>The data set; texts are left out.</returns>
    public Dataset FillMissing(DataArray value) => Numbers(v => v.FillMissing(value));

    /// <summary>Selects positions along one dimension, in any order, in every variable that has it.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="positions">Positions from 0.</param>
    /// <returns>The selection, lazily.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the dimension.</exception>
    public Dataset Isel(string dimension, IReadOnlyList<int> positions) => Each(dimension, v => v.Isel(dimension, positions));

    /// <summary>Selects labels of a coordinate, in any order, in every variable that has its dimension.</summary>
    /// <param name="coordinate">A coordinate of one dimension.</param>
    /// <param name="labels">Numbers in the coordinate's units, times, or texts.</param>
    /// <param name="match">Whether the nearest labels will do.</param>
    /// <param name="tolerance">How far a label may be off, in the coordinate's units; 0 for the match's own rule.</param>
    /// <returns>The selection, lazily.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label has no match.</exception>
    public Dataset Sel(string coordinate, IReadOnlyList<Label> labels, LabelMatch match = LabelMatch.Nearest, double tolerance = 0) =>
        Each(DimensionOf(coordinate), v => v.Sel(coordinate, labels, match, tolerance));

    /// <summary>Selects the values at points (see <see cref="DataArray.SelPoints"/>) in every variable that has one of the coordinates.</summary>
    /// <param name="at">Coordinates, each with an array of labels.</param>
    /// <param name="match">Whether the nearest labels will do.</param>
    /// <param name="tolerance">How far a label may be off, in the coordinate's units; 0 for the match's own rule.</param>
    /// <returns>The selection, lazily.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label has no match.</exception>
    public Dataset SelPoints(IReadOnlyList<(string Coordinate, DataArray Labels)> at, LabelMatch match = LabelMatch.Nearest, double tolerance = 0)
    {
        var dimensions = at.Select(a => DimensionOf(a.Coordinate)).ToList();
        return new(
            Variables.Values.Select(v => v.SelPoints([.. at.Where((_, i) => v.Dimensions.Contains(dimensions[i]))], match, tolerance)),
            Coordinates.Values.Where(c => !c.Dimensions.Any(dimensions.Contains)), Attributes);
    }

    /// <summary>The data set at other labels of a dimension.</summary>
    /// <param name="labels">A coordinate of the dimension's name.</param>
    /// <param name="fill">What a label that is not there gets.</param>
    /// <returns>Every variable that has the dimension over the new labels, the others as they are.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or a label occurs twice.</exception>
    public Dataset Reindex(DataArray labels, Fill fill = Fill.Missing) => Each(labels.Name, v => v.Reindex(labels, fill));

    /// <summary>Values between labels of a dimension, linear between the two neighbours.</summary>
    /// <param name="at">The new labels: a coordinate of the dimension's name.</param>
    /// <returns>Every variable of numbers that has the dimension over the new labels, the others as they are.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public Dataset Interpolate(DataArray at) => Each(at.Name, v => v.Interpolate(at), numbersOnly: true);

    /// <summary>The positions of a dimension in the order of their labels.</summary>
    /// <param name="coordinate">A coordinate of one dimension.</param>
    /// <param name="descending">Whether the greatest comes first.</param>
    /// <returns>The data set, sorted.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public Dataset SortBy(string coordinate, bool descending = false) => Each(DimensionOf(coordinate), v => v.SortBy(coordinate, descending));

    /// <summary>The values moved along a dimension, past labels that stay where they are.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="count">By how many positions.</param>
    /// <returns>The data set; missing where nothing came from.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public Dataset Shift(string dimension, int count) => Each(dimension, v => v.Shift(dimension, count));

    /// <summary>The variance over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The variances.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Variance(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Variance, null, dimensions);

    /// <summary>The median over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The medians, in the variables' units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Median(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Median, null, dimensions);

    /// <summary>How many values are there over dimensions, of every variable that has one of them.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The counts.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    public Dataset Count(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Count, null, dimensions);

    /// <summary>Whether another data set has the same variables, coordinates and attributes; missing values are equal to each other.</summary>
    /// <param name="other">The other data set.</param>
    /// <returns>True when it has.</returns>
    public bool IsIdenticalTo(Dataset other) => _all.Count == other._all.Count && Variables.Count == other.Variables.Count
        && DataArray.SameAttributes(Attributes, other.Attributes)
        && _all.Keys.All(name => other.Contains(name) && Variables.ContainsKey(name) == other.Variables.ContainsKey(name) && this[name].IsIdenticalTo(other[name]));

    /// <summary>A function of each variable of numbers; texts are left out, as they are of reductions.</summary>
    private Dataset Numbers(Func<DataArray, DataArray> function) =>
        new(Variables.Values.Where(v => NumericTypes.IsNumeric(v.ElementType)).Select(v => function(v).Rename(v.Name)), attributes: Attributes);

    private Dataset Meet(Dataset other, Func<DataArray, DataArray, DataArray> operation)
    {
        var shared = Variables.Values.Where(v => NumericTypes.IsNumeric(v.ElementType) && other.Variables.ContainsKey(v.Name)).ToList();
        return shared.Count > 0 || Variables.Count == 0 ? new(shared.Select(v => operation(v, other[v.Name]).Rename(v.Name)))
            : throw new ArgumentException($"The data sets have no variable in common: {Describe.List([.. Variables.Keys])}, and {Describe.List([.. other.Variables.Keys])}; name one array of the other, or rename.");
    }

    /// <summary>A function of each variable that has a dimension; the others stay as they are.</summary>
    private Dataset Each(string dimension, Func<DataArray, DataArray> function, bool numbersOnly = false)
    {
        CheckDimension(dimension);
        var chosen = Variables.Values.Where(v => !numbersOnly || !v.Dimensions.Contains(dimension) || NumericTypes.IsNumeric(v.ElementType));
        // Coordinates that no variable carries are treated as variables are.
        var alone = Coordinates.Values.Where(c => !chosen.Any(v => v.Coordinates.ContainsKey(c.Name)));
        DataArray Of(DataArray v) => v.Dimensions.Contains(dimension) ? function(v) : v;
        return new(chosen.Select(Of), alone.Select(Of), Attributes);
    }
}
