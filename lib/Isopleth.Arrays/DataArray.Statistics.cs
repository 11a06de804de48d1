namespace Isopleth.Arrays;

/// <content>Questions to masks, fits, and how two arrays go together.</content>
public sealed partial class DataArray
{
    /// <summary>Whether a mask holds anywhere over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>1 where any value is neither 0 nor missing, else 0.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Any(params IReadOnlyList<string> dimensions) => (this & 1).Sum(dimensions) > 0;

    /// <summary>Whether a mask holds everywhere over dimensions.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>1 where every value is neither 0 nor missing, else 0.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray All(params IReadOnlyList<string> dimensions) => !(!(this & 1)).Any(dimensions);

    /// <summary>The product over dimensions; of integers as <see cref="long"/>.</summary>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The product, without units; 1 where all values are missing.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Product(params IReadOnlyList<string> dimensions) => Reduce(Reduction.Product, null, dimensions);

    /// <summary>What a function makes of all values that belong to one result; they are held at once.</summary>
    /// <param name="function">Of values that it may reorder, missing ones left out; it may be called from several threads at once.</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The results with the array's attributes; missing where all values are.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Reduce(Func<Span<double>, double> function, params IReadOnlyList<string> dimensions) => ReducedBy(new(this, dimensions), function);

    /// <summary>What a function makes of each line of values along a dimension, in place: a filter, a detrending.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="function">It is given one line, missing values as NaN; it may be called from several threads at once.</param>
    /// <returns>The array with its attributes, lazily; whole lines are read at once.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    public DataArray MapAlong(string dimension, Action<Span<double>> function) => AlongLines(dimension, (line, _) => function(line), Promotion.Floating(ElementType));

    /// <summary>Weights for the reductions that follow, for example by the cosine of latitude: <c>t.Weighted(area).Mean("latitude", "longitude")</c>.</summary>
    /// <param name="weights">Weights over some of the dimensions [1]; not missing.</param>
    /// <returns>What can be asked with them.</returns>
    public WeightedArray Weighted(DataArray weights) => new(this, weights);

    /// <summary>The sum of products with another array, as of vectors and matrices.</summary>
    /// <param name="other">The other array.</param>
    /// <param name="dimensions">Those that are summed over; all that both have when none is given.</param>
    /// <returns>The sums; missing where a value is.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Dot(DataArray other, params IReadOnlyList<string> dimensions)
    {
        string[] over = dimensions.Count > 0 ? [.. dimensions] : [.. Dimensions.Where(other.Dimensions.Contains)];
        return over.Length == 0 ? this * other : (this * other).Reduce(Reduction.Sum, new() { SkipMissing = false }, over);
    }

    /// <summary>The covariance with another array, over the pairs of which both values are there.</summary>
    /// <param name="other">The other array.</param>
    /// <param name="degreesOfFreedom">What is taken from the number of pairs: 1 for a sample, 0 for the whole population.</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The covariance, in the product of both units.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Covariance(DataArray other, int degreesOfFreedom = 1, params IReadOnlyList<string> dimensions)
    {
        var (a, b, count) = Pairs(other, dimensions);
        return ((a - a.Mean(dimensions)) * (b - b.Mean(dimensions))).Reduce(Reduction.Sum, new() { MinCount = 1 }, dimensions) / (count - degreesOfFreedom);
    }

    /// <summary>Pearson's correlation with another array, over the pairs of which both values are there.</summary>
    /// <param name="other">The other array.</param>
    /// <param name="dimensions">Those that go; all when none is given.</param>
    /// <returns>The correlation, -1 to 1 [1].</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or the values are no numbers.</exception>
    public DataArray Correlation(DataArray other, params IReadOnlyList<string> dimensions)
    {
        var (a, b, _) = Pairs(other, dimensions);
        return Covariance(other, 0, dimensions) / (a.StandardDeviation(dimensions) * b.StandardDeviation(dimensions));
    }

    /// <summary>The polynomial that fits the values along a dimension best, by least squares; missing values count nothing.</summary>
    /// <param name="dimension">The dimension; without a coordinate its positions from 0 are the labels.</param>
    /// <param name="degree">The highest power of the labels, at least 0; 1 for a trend.</param>
    /// <returns>The coefficients over <c>degree</c>, highest first, then the other dimensions: in the array's units by powers of the coordinate's (a trend in days: per day). Missing where values are fewer than coefficients.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, the values are no numbers, or the dimension is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The degree is negative.</exception>
    public DataArray PolynomialFit(string dimension, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(degree);
        if (LengthOf(dimension) <= degree)
        {
            throw new ArgumentException($"'{dimension}' of '{Name}' has {LengthOf(dimension)} positions; a polynomial of degree {degree} needs {degree + 1}.", nameof(degree));
        }

        // The coefficients take the first positions of each line.
        var fitted = AlongLines(dimension, (line, labels) => LeastSquares.Polynomial(labels, line, line[..(degree + 1)]), typeof(double)).Isel(dimension, ..(degree + 1));
        var powers = Create("degree", ["degree"], [degree + 1], Enumerable.Range(0, degree + 1).Select(i => (long)(degree - i)).ToArray());
        var variable = new Variable(Name, [.. Dimensions.Select(d => d == dimension ? "degree" : d)], fitted.Variable.Source);
        var kept = CoordinateVariables.Where(c => !c.Dimensions.Contains(dimension) && c.Name != "degree");
        return new DataArray(variable, [.. kept, powers.Variable]).Transpose(["degree", .. Dimensions.Where(d => d != dimension)]);
    }

    /// <summary>The values of polynomials whose coefficients these are.</summary>
    /// <param name="labels">Where, commonly a coordinate: <c>t.PolynomialFit("time", 1).PolynomialAt(t.Coordinates["time"])</c>.</param>
    /// <returns>The values over the labels' dimensions and those of the coefficients.</returns>
    /// <exception cref="ArgumentException">There is no dimension <c>degree</c>.</exception>
    public DataArray PolynomialAt(DataArray labels)
    {
        var sorted = SortBy("degree", descending: true);
        var degrees = sorted.Coordinates["degree"].To<long>();
        var without = sorted.WithoutCoordinates("degree");
        var value = without.Isel("degree", 0) + (labels * 0);
        for (var (power, next) = (degrees[0] - 1, 1); power >= 0; power--)
        {
            value *= labels;
            value = next < degrees.Length && degrees[next] == power ? value + without.Isel("degree", next++) : value;
        }

        return value.Rename(Name);
    }

    /// <summary>The integral along a dimension, by trapezoids between the labels.</summary>
    /// <param name="dimension">A dimension; without a coordinate its positions are the labels. Times count in their own units.</param>
    /// <returns>The integral, in the array's units times the coordinate's; missing where a value is.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    public DataArray Integrate(string dimension) => CumulativeIntegral(dimension).Isel(dimension, ^1) is var last
        ? new(last.Variable, last.CoordinateVariables.Where(c => !Coordinates[c.Name].Dimensions.Contains(dimension)))
        : throw new InvalidOperationException();

    /// <summary>The integral along a dimension up to each label, by trapezoids.</summary>
    /// <param name="dimension">A dimension; without a coordinate its positions are the labels. Times count in their own units.</param>
    /// <returns>The integrals, 0 at the first label; missing from a missing value on.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    public DataArray CumulativeIntegral(string dimension)
    {
        var integral = AlongLines(
            dimension,
            (line, labels) =>
            {
                var (sum, before) = (0.0, line.Length > 0 ? line[0] : 0);
                for (var i = 0; i < line.Length; i++)
                {
                    var here = line[i];
                    sum += i == 0 ? 0 : (here + before) / 2 * (labels[i] - labels[i - 1]);
                    (line[i], before) = (sum, here);
                }
            },
            Promotion.Floating(ElementType));
        return new(WithoutAttributes(integral.Variable), integral.CoordinateVariables);
    }

    /// <summary>The product of each value and all before it; missing values count nothing.</summary>
    /// <param name="dimension">The dimension along which they follow each other.</param>
    /// <returns>The products, without units; whole lines along the dimension are read at once.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    public DataArray CumulativeProduct(string dimension)
    {
        var product = AlongLines(
            dimension,
            (line, _) =>
            {
                var all = 1.0;
                for (var i = 0; i < line.Length; i++)
                {
                    line[i] = all *= double.IsNaN(line[i]) ? 1 : line[i];
                }
            },
            NumericTypes.IsFloating(ElementType) ? ElementType : typeof(long));
        return new(WithoutAttributes(product.Variable), product.CoordinateVariables);
    }

    /// <summary>The ranks of the values along a dimension, from 1 for the least; equal values share their mean rank.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="percent">Whether ranks are divided by the number of values that are there.</param>
    /// <returns>The ranks [1]; missing where values are.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    public DataArray RankAlong(string dimension, bool percent = false)
    {
        var ranks = AlongLines(
            dimension,
            (line, _) =>
            {
                var values = line.ToArray();
                int[] order = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).OrderBy(i => values[i])];
                for (int first = 0, next; first < order.Length; first = next)
                {
                    for (next = first + 1; next < order.Length && values[order[next]] == values[order[first]]; next++)
                    {
                    }

                    foreach (var i in order[first..next])
                    {
                        line[i] = (first + next + 1) / 2.0 / (percent ? order.Length : 1);
                    }
                }
            },
            typeof(double));
        return new(WithoutAttributes(ranks.Variable), ranks.CoordinateVariables);
    }

    /// <summary>Both arrays at common labels where both have values, and how many pairs there are.</summary>
    private (DataArray A, DataArray B, DataArray Count) Pairs(DataArray other, IReadOnlyList<string> dimensions)
    {
        var aligned = Align(Join.Inner, this, other);
        var both = aligned[0].NotMissing() & aligned[1].NotMissing();
        return (aligned[0].Where(both), aligned[1].Where(both), both.Sum(dimensions));
    }
}
