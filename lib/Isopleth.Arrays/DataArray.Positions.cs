namespace Isopleth.Arrays;

/// <content>Positions in any order, moved, and run through one after the other.</content>
public sealed partial class DataArray
{
    /// <summary>Selects positions along one dimension, in any order, with repetitions.</summary>
    /// <param name="dimension">The dimension's name; it is kept.</param>
    /// <param name="positions">Positions from 0, for example <c>[0, 2]</c>.</param>
    /// <returns>The selection, lazily; coordinates follow.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the dimension.</exception>
    public DataArray Isel(string dimension, IReadOnlyList<int> positions)
    {
        var length = LengthOf(dimension);
        return positions.FirstOrDefault(p => p < 0 || p >= length, -1) is var wrong && positions.Contains(wrong)
            ? throw new ArgumentOutOfRangeException(nameof(positions), wrong, $"Position {wrong} lies outside '{dimension}', which has {length} positions; they are counted from 0.")
            : Take(dimension, [.. positions]);
    }

    /// <summary>Selects labels of a coordinate, in any order, with repetitions; its dimension is kept. Only the coordinate is read.</summary>
    /// <param name="coordinate">A coordinate of one dimension, commonly that dimension's own.</param>
    /// <param name="labels">Numbers in the coordinate's units, times, or texts, for example <c>["a", "c"]</c>.</param>
    /// <param name="match">Whether the nearest labels will do.</param>
    /// <param name="tolerance">How far a label may be off, in the coordinate's units; 0 for the match's own rule.</param>
    /// <returns>The selection, lazily, at the labels that were found.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or a label is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label has no match; the message has the value and the bounds.</exception>
    public DataArray Sel(string coordinate, IReadOnlyList<Label> labels, LabelMatch match = LabelMatch.Nearest, double tolerance = 0)
    {
        var own = LabelsOf(_coordinates.Values, coordinate, $"'{Name}'");
        return Take(own.Dimensions[0], [.. labels.Select(label => own.Index.Find(label, match, tolerance))]);
    }

    /// <summary>The values moved along a dimension, past labels that stay where they are.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="count">By how many positions; towards the beginning when negative.</param>
    /// <returns>The array; missing where nothing came from (integers become floating-point numbers for that).</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public DataArray Shift(string dimension, int count)
    {
        var length = LengthOf(dimension);
        return Moved(dimension, Enumerable.Range(0, length).Select(i => (long)i - count is >= 0 and var from && from < length ? (int)from : -1));
    }

    /// <summary>The values moved along a dimension that closes on itself, as longitudes do, past labels that stay where they are.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="count">By how many positions; towards the beginning when negative.</param>
    /// <returns>The array; what leaves at one end enters at the other.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public DataArray Roll(string dimension, int count)
    {
        var length = LengthOf(dimension);
        return Moved(dimension, Enumerable.Range(0, length).Select(i => (int)((((i - (long)count) % length) + length) % length)));
    }

    /// <summary>How much each value is greater than that before it.</summary>
    /// <param name="dimension">The dimension; it becomes shorter by one, and keeps the labels of the later values.</param>
    /// <returns>The differences, in the array's units, lazily.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    public DataArray Difference(string dimension)
    {
        var length = LengthOf(dimension);
        var before = Isel(dimension, ..Math.Max(0, length - 1));
        return Isel(dimension, Math.Min(1, length)..) - new DataArray(before.Variable, before.CoordinateVariables.Where(c => !c.Dimensions.Contains(dimension)));
    }

    /// <summary>The sum of each value and all before it; missing values count nothing.</summary>
    /// <param name="dimension">The dimension along which they follow each other.</param>
    /// <returns>The sums, in the array's units; whole lines along the dimension are read at once.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    public DataArray CumulativeSum(string dimension) => AlongLines(
        dimension,
        (line, _) =>
        {
            var sum = 0.0;
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = sum += double.IsNaN(line[i]) ? 0 : line[i];
            }
        },
        NumericTypes.IsFloating(ElementType) ? ElementType : typeof(long));

    /// <summary>Gaps filled with the last value before them.</summary>
    /// <param name="dimension">The dimension along which values follow each other.</param>
    /// <param name="limit">How many missing values in a row are filled at most; all when null.</param>
    /// <returns>The array; missing only before the first value. Whole lines along the dimension are read at once.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public DataArray FillForward(string dimension, int? limit = null) => AlongLines(dimension, (line, _) => Carry(line, CheckedLimit(limit)));

    /// <summary>Gaps filled with the first value after them.</summary>
    /// <param name="dimension">The dimension along which values follow each other.</param>
    /// <param name="limit">How many missing values in a row are filled at most; all when null.</param>
    /// <returns>The array; missing only after the last value. Whole lines along the dimension are read at once.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is less than 1.</exception>
    public DataArray FillBackward(string dimension, int? limit = null) => AlongLines(dimension, (line, _) =>
    {
        line.Reverse();
        Carry(line, CheckedLimit(limit));
        line.Reverse();
    });

    /// <summary>Gaps filled linearly between the values on both sides, by the distances of their labels.</summary>
    /// <param name="dimension">The dimension; without a coordinate its positions are the labels, which must be sorted.</param>
    /// <param name="maxGap">How far the values on both sides of a gap may lie apart, in the coordinate's units, for it to be filled; any when null.</param>
    /// <returns>The array; missing before the first and after the last value. Whole lines along the dimension are read at once.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the values are no numbers.</exception>
    public DataArray InterpolateMissing(string dimension, double? maxGap = null) => AlongLines(dimension, (line, labels) =>
    {
        var before = -1;
        for (var i = 0; i < line.Length; i++)
        {
            if (double.IsNaN(line[i]))
            {
                continue;
            }

            for (var gap = before + 1; before >= 0 && gap < i && !(Math.Abs(labels[i] - labels[before]) > maxGap); gap++)
            {
                line[gap] = line[before] + ((line[i] - line[before]) * (labels[gap] - labels[before]) / (labels[i] - labels[before]));
            }

            before = i;
        }
    });

    /// <summary>How much the values grow for each unit of the labels: differences between the two neighbours, of second order also where labels are unevenly apart; at the ends to the one neighbour.</summary>
    /// <param name="dimension">A dimension with a coordinate of numbers or times; times count in their own units.</param>
    /// <returns>The derivative, in the array's units by the coordinate's; whole lines along the dimension are read at once.</returns>
    /// <exception cref="ArgumentException">There is no such dimension or coordinate, or fewer than two labels.</exception>
    public DataArray Differentiate(string dimension)
    {
        if (Along(dimension).Size < 2)
        {
            throw new ArgumentException($"'{dimension}' has {Along(dimension).Size} positions; a derivative needs two.", nameof(dimension));
        }

        var slope = AlongLines(dimension, (line, labels) =>
        {
            var values = line.ToArray();
            // Where labels are evenly apart, the value between two neighbours has no weight: a gap of one has a slope.
            var even = true;
            for (var i = 2; even && i < line.Length; i++)
            {
                even = labels[i] - labels[i - 1] == labels[1] - labels[0];
            }

            for (var i = 0; i < line.Length; i++)
            {
                var (a, b) = (Math.Max(0, i - 1), Math.Min(line.Length - 1, i + 1));
                var (left, right) = (labels[i] - labels[a], labels[b] - labels[i]);
                line[i] = even || a == i || b == i
                    ? (values[b] - values[a]) / (labels[b] - labels[a])
                    : ((left * left * values[b]) + (((right * right) - (left * left)) * values[i]) - (right * right * values[a])) / (left * right * (left + right));
            }
        });
        return new(WithoutAttributes(slope.Variable), slope.CoordinateVariables);
    }

    /// <summary>Neighbours along a dimension as one: blocks of a fixed number of positions.</summary>
    /// <param name="dimension">The dimension.</param>
    /// <param name="window">How many positions a block has.</param>
    /// <param name="trim">Whether positions beyond the last whole block are left out, rather than an error.</param>
    /// <returns>The blocks, labelled by the means of their labels, for example <c>Coarsen("x", 2).Mean()</c>.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or it is no multiple of the window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The window is less than 1.</exception>
    public GroupedArray Coarsen(string dimension, int window, bool trim = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var length = LengthOf(dimension);
        if (length % window != 0 && !trim)
        {
            throw new ArgumentException($"'{dimension}' has {length} positions, which is no multiple of {window}; give trim: true to leave the last {length % window} out.", nameof(window));
        }

        var whole = Isel(dimension, ..(length / window * window));
        var labels = Labelled(whole, dimension);
        var means = labels.ToDoubles().Chunk(window).Select(block => block.Average()).ToArray();
        return new GroupedArray(whole, dimension, [.. Enumerable.Range(0, length / window * window).Select(i => i / window)], Selected(labels, means));

        static Variable Selected(Variable labels, double[] means) => new(labels.Name, labels.Dimensions, new MemorySource<double>(means, [means.Length]), labels.Attributes);
    }

    /// <summary>A part of each of these times, in their own calendar: the month, the season, the day of the year.</summary>
    /// <param name="part">The part.</param>
    /// <returns>Whole numbers (texts for seasons), for example for <c>t.Where(t.Coordinates["time"].Part(TimePart.Month).EqualTo(1))</c>; missing where a time is.</returns>
    /// <exception cref="ArgumentException">The array holds no times.</exception>
    public DataArray Part(TimePart part) => new(TimeParts.Of(Variable, part), CoordinateVariables);

    /// <summary>The array without the dimensions that have one position only; their labels remain as scalar coordinates.</summary>
    /// <returns>The array, lazily.</returns>
    public DataArray Squeeze() => Dimensions.Where((_, d) => Shape[d] == 1).Aggregate(this, (array, dimension) => array.Isel(dimension, 0));

    /// <summary>The array with a dimension more, in front, of one position, whose label is the scalar coordinate of that name, if there is one.</summary>
    /// <param name="dimension">The new dimension.</param>
    /// <returns>The array, lazily.</returns>
    /// <exception cref="ArgumentException">The array has that dimension.</exception>
    public DataArray ExpandDimension(string dimension) => Dimensions.Contains(dimension)
        ? throw new ArgumentException($"'{Name}' has a dimension '{dimension}' already.", nameof(dimension))
        : Expand(dimension);

    private int LengthOf(string dimension) => Shape[Variable.AxisOf(dimension)];

    private DataArray Moved(string dimension, IEnumerable<int> positions) => new(Variable.Take(Variable.AxisOf(dimension), [.. positions]), CoordinateVariables);

    /// <summary>The labels of a dimension, or its positions.</summary>
    private static Variable Labelled(DataArray array, string dimension) => Alignment.LabelsAlong(array, dimension) is { } labels && !Labels.AreTexts(labels)
        ? labels
        : Create(dimension, [dimension], [array.LengthOf(dimension)], [.. Enumerable.Range(0, array.LengthOf(dimension)).Select(i => (double)i)]).Variable;

    private DataArray AlongLines(string dimension, LineWork work, Type? type = null)
    {
        var labels = Labelled(this, dimension);
        var lines = new Variable(Name, Dimensions, new LinesSource(Numbers().Source, Variable.AxisOf(dimension), () => labels.ToDoubles(), work), Attributes);
        return new(Elementwise.Settle(Elementwise.Cast(lines, type ?? ElementType), Variable), CoordinateVariables);
    }

    private static int CheckedLimit(int? limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit ?? 1, 1, nameof(limit));
        return limit ?? int.MaxValue;
    }

    private static void Carry(Span<double> line, int limit)
    {
        for (int i = 1, filled = 0; i < line.Length; i++)
        {
            filled = double.IsNaN(line[i]) ? filled + 1 : 0;
            line[i] = filled > 0 && filled <= limit ? line[i - 1] : line[i];
        }
    }
}
