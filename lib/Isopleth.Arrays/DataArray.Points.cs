namespace Isopleth.Arrays;

/// <content>Points: positions that are told along several dimensions together, as a track or a list of stations has them (xarray: vectorized indexing).</content>
public sealed partial class DataArray
{
    /// <summary>Selects points: positions along several dimensions together, which meet by the names of their own dimensions.</summary>
    /// <param name="at">Dimensions, each with an array of positions from 0; -1 gives a missing value.</param>
    /// <returns>The selection, lazily: the positions' dimensions stand in place of those selected. Positions over a dimension that the array keeps are paired with it, as in <c>t.IselPoints(("depth", t.ArgMax("depth")))</c>.</returns>
    /// <exception cref="ArgumentException">There is no such dimension, or the positions' dimensions have different lengths.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside its dimension.</exception>
    public DataArray IselPoints(params IReadOnlyList<(string Dimension, DataArray Positions)> at)
    {
        var indexers = new Dictionary<string, DataArray>(StringComparer.Ordinal);
        foreach (var (dimension, positions) in at)
        {
            var length = LengthOf(dimension);
            var wrong = positions.Numbers().ToDoubles().FirstOrDefault(p => p < -1 || p >= length || p != Math.Floor(p), -1);
            indexers[dimension] = wrong == -1 ? positions : throw new ArgumentOutOfRangeException(
                nameof(at), $"Position {Describe.Number(wrong)} lies outside '{dimension}' of '{Name}', which has {length} positions; they are counted from 0, and -1 is missing.");
        }

        if (indexers.Count == 0)
        {
            return this;
        }

        var aligned = Alignment.Align([.. indexers.Values], Join.Exact);
        foreach (var (i, dimension) in indexers.Keys.ToArray().Index())
        {
            indexers[dimension] = aligned[i];
        }

        var selected = PointsOf(Variable, indexers);
        var own = CoordinateVariables.Select(c => PointsOf(c, indexers)).ToList();
        var theirs = Alignment.Coordinates(aligned, [.. aligned.SelectMany(a => a.Dimensions).Distinct(StringComparer.Ordinal)]).Where(c => own.All(o => o.Name != c.Name) && !indexers.ContainsKey(c.Name));
        return new(selected, own.Concat(theirs));
    }

    /// <summary>Selects the values at points: labels along several coordinates together, for example at the stations of a ship's track.</summary>
    /// <param name="at">Coordinates, each with an array of labels (numbers in the coordinate's units, times, or texts).</param>
    /// <param name="match">Whether the nearest labels will do.</param>
    /// <param name="tolerance">How far a label may be off, in the coordinate's units; 0 for the match's own rule.</param>
    /// <returns>The values over the labels' dimensions, at the labels that were found.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or a label is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label has no match; the message has the value and the bounds.</exception>
    public DataArray SelPoints(IReadOnlyList<(string Coordinate, DataArray Labels)> at, LabelMatch match = LabelMatch.Nearest, double tolerance = 0) => IselPoints([.. at.Select(a =>
    {
        var own = LabelsOf(_coordinates.Values, a.Coordinate, $"'{Name}'");
        var wanted = Arrays.Labels.AreTexts(a.Labels.Variable) ? a.Labels.To<string>().Select(t => (Label)t) : Arrays.Labels.NumbersIn(a.Labels.Variable, own).Select(n => (Label)n);
        int[] found = [.. wanted.Select(label => own.Index.Find(label, match, tolerance))];
        var positions = Create("", a.Labels.Dimensions, a.Labels.Shape, found).Variable;
        return (own.Dimensions[0], new DataArray(positions, a.Labels.CoordinateVariables));
    })]);

    /// <summary>Values between labels at points: linear along each of several dimensions, for example a model's field along an orbit.</summary>
    /// <param name="at">Dimensions, each with an array of labels (numbers in the coordinate's units, or times).</param>
    /// <returns>The values over the labels' dimensions, with the array's attributes; missing outside and beside missing values.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or it holds texts.</exception>
    public DataArray InterpolatePoints(params IReadOnlyList<(string Dimension, DataArray Labels)> at)
    {
        var sorted = at.Aggregate(this, (array, a) => array.SortBy(a.Dimension));
        var neighbours = at.Select(a =>
        {
            var (below, above, weights) = Between(sorted.Along(a.Dimension), a.Labels.Variable);
            DataArray Over<T>(T[] values) => new(Create("", a.Labels.Dimensions, a.Labels.Shape, values).Variable, a.Labels.CoordinateVariables);
            return (a.Dimension, Corners: new[] { (Over(below), 1 - Over(weights)), (Over(above), Over(weights)) });
        }).ToList();
        DataArray? sum = null;
        for (var corner = 0; corner < 1 << neighbours.Count; corner++)
        {
            var chosen = neighbours.Select((n, i) => (n.Dimension, Corner: n.Corners[(corner >> i) & 1])).ToList();
            var values = sorted.IselPoints([.. chosen.Select(c => (c.Dimension, c.Corner.Item1))]);
            var weight = chosen.Select(c => c.Corner.Item2).Aggregate((a, b) => a * b);
            // A corner of no weight counts nothing, also where its value is missing.
            var part = new DataArray(values.Variable, values.CoordinateVariables.Where(c => at.All(a => a.Dimension != c.Name)));
            part = (part * weight).Where(weight.NotEqualTo(0), 0);
            sum = sum is null ? part : sum + part;
        }

        // Labels without attributes are in the units of those that they lie between.
        var labels = at.Select(a => a.Labels.Variable.Rename(a.Dimension) is var own && own.Attributes.Count > 0 ? own : own.With(Along(a.Dimension).Attributes, null)).Where(l => sum!.CoordinateVariables.All(c => c.Name != l.Name));
        return new(sum!.Variable.Rename(Name).With(Attributes, null), sum.CoordinateVariables.Concat(labels));
    }

    /// <summary>The label of the least value along a dimension; the first of equals, missing where all values are.</summary>
    /// <param name="dimension">A dimension with a coordinate.</param>
    /// <returns>Labels, with the coordinate's units.</returns>
    /// <exception cref="ArgumentException">There is no such dimension or coordinate, or the values are no numbers.</exception>
    public DataArray IdxMin(string dimension) => LabelAt(dimension, ArgMin(dimension));

    /// <summary>The label of the greatest value along a dimension; the first of equals, missing where all values are.</summary>
    /// <param name="dimension">A dimension with a coordinate.</param>
    /// <returns>Labels, with the coordinate's units, for example the time of each place's maximum.</returns>
    /// <exception cref="ArgumentException">There is no such dimension or coordinate, or the values are no numbers.</exception>
    public DataArray IdxMax(string dimension) => LabelAt(dimension, ArgMax(dimension));

    /// <summary>Several dimensions as one: the pixels of a grid as a list, with what they are labelled by.</summary>
    /// <param name="dimension">The new dimension.</param>
    /// <param name="dimensions">Those that go, slowest first.</param>
    /// <returns>The array, lazily, with the new dimension last; the labels of those that went lie along it.</returns>
    /// <exception cref="ArgumentException">A dimension is not there, or there is one of the new name.</exception>
    public DataArray Stack(string dimension, params IReadOnlyList<string> dimensions)
    {
        if (dimensions.Count == 0 || (Dimensions.Contains(dimension) && !dimensions.Contains(dimension)))
        {
            throw new ArgumentException(dimensions.Count == 0 ? "Name the dimensions that become one." : $"'{Name}' has a dimension '{dimension}' already; choose another name.", nameof(dimension));
        }

        var lengths = dimensions.Select(LengthOf).ToArray();
        var size = lengths.Aggregate(1, (product, n) => checked(product * n));
        var places = new List<(string, DataArray)>();
        for (int d = lengths.Length - 1, run = 1; d >= 0; run *= lengths[d--])
        {
            var (along, step) = (lengths[d], run);
            places.Add((dimensions[d], Create("", [dimension], [size], Enumerable.Range(0, size).Select(i => i / step % along).ToArray())));
        }

        var last = Transpose([.. Dimensions.Where(d => !dimensions.Contains(d)), .. dimensions]);
        return last.IselPoints(places);
    }

    /// <summary>One dimension as several: a list of pixels as a grid, by the coordinates along it (what <see cref="Stack"/> did, undone).</summary>
    /// <param name="dimension">The dimension that goes.</param>
    /// <param name="coordinates">Coordinates along it, which become dimensions, slowest first.</param>
    /// <returns>The array, lazily, with the new dimensions last; missing where no pixel has such labels.</returns>
    /// <exception cref="ArgumentException">A coordinate is not there or not along the dimension, or two pixels have the same labels.</exception>
    public DataArray Unstack(string dimension, params IReadOnlyList<string> coordinates)
    {
        var found = coordinates.Select(c => LabelsOf(_coordinates.Values, c, $"'{Name}'")).ToList();
        if (found.Count == 0 || found.Find(c => !c.Dimensions.SequenceEqual([dimension])) is not null)
        {
            throw new ArgumentException($"'{dimension}' of '{Name}' becomes several dimensions by coordinates that lie along it; give two or more of {Describe.List([.. CoordinateVariables.Where(c => c.Dimensions.SequenceEqual([dimension])).Select(c => c.Name)])}.", nameof(coordinates));
        }

        var levels = found.Select(Distinct.InOrder).ToList();
        int[] shape = [.. levels.Select(l => l.Labels.Shape[0])];
        var grid = new int[shape.Aggregate(1, (product, n) => checked(product * n))];
        grid.AsSpan().Fill(-1);
        for (var i = 0; i < LengthOf(dimension); i++)
        {
            if (levels.Exists(l => l.Groups[i] < 0))
            {
                continue;
            }

            var cell = levels.Index().Aggregate(0, (at, l) => (at * shape[l.Index]) + l.Item.Groups[i]);
            grid[cell] = grid[cell] < 0 ? i : throw new ArgumentException($"Positions {grid[cell]} and {i} of '{dimension}' have the same {Describe.List(coordinates)}; make one of them first, for example by GroupBy.", nameof(coordinates));
        }

        var bare = new DataArray(Variable, CoordinateVariables.Where(c => !coordinates.Contains(c.Name)));
        var last = bare.Transpose([.. Dimensions.Where(d => d != dimension), dimension]);
        var spread = last.IselPoints((dimension, Create("", coordinates, shape, grid)));
        return new(spread.Variable, spread.CoordinateVariables.Concat(levels.Select(l => l.Labels)));
    }

    private DataArray LabelAt(string dimension, DataArray positions)
    {
        var labels = Along(dimension);
        var at = new DataArray(labels).IselPoints((dimension, positions));
        return new(at.Variable.Rename(dimension), positions.CoordinateVariables);
    }

    /// <summary>For each wanted label the positions of the labels around it (-1 outside), and how far it is from the lower towards the upper [1].</summary>
    private static (int[] Below, int[] Above, double[] Weights) Between(Variable ascending, Variable wantedLabels)
    {
        var own = ascending.ToDoubles();
        var wanted = Arrays.Labels.NumbersIn(wantedLabels, ascending);
        var (below, above, weights) = (new int[wanted.Length], new int[wanted.Length], new double[wanted.Length]);
        for (var i = 0; i < wanted.Length; i++)
        {
            var found = Array.BinarySearch(own, wanted[i]);
            var next = found >= 0 ? found : ~found;
            var inside = !double.IsNaN(wanted[i]) && (found >= 0 || (next > 0 && next < own.Length));
            (below[i], above[i]) = !inside ? (-1, -1) : found >= 0 ? (found, found) : (next - 1, next);
            weights[i] = inside && found < 0 ? (wanted[i] - own[next - 1]) / (own[next] - own[next - 1]) : 0;
        }

        return (below, above, weights);
    }

    /// <summary>A variable at points; dimensions that both it and the points have are gone through together.</summary>
    private static Variable PointsOf(Variable variable, Dictionary<string, DataArray> indexers)
    {
        var told = indexers.Where(i => variable.Dimensions.Contains(i.Key)).ToDictionary(StringComparer.Ordinal);
        if (told.Count == 0)
        {
            return variable;
        }

        List<string> dimensions = [.. told.Values.SelectMany(p => p.Dimensions).Distinct(StringComparer.Ordinal)];
        foreach (var paired in dimensions.Where(d => variable.Dimensions.Contains(d) && !told.ContainsKey(d)).ToList())
        {
            var length = variable.Shape[variable.AxisOf(paired)];
            var theirs = told.Values.First(p => p.Dimensions.Contains(paired)).LengthOf(paired);
            told[paired] = length == theirs ? Create("", [paired], [length], Enumerable.Range(0, length).ToArray()) : throw new ArgumentException(
                $"Dimension '{paired}' has {length} positions in '{variable.Name}' and {theirs} in the positions that are to be paired with it.");
        }

        var lengths = dimensions.ToDictionary(d => d, d => told.Values.Where(p => p.Dimensions.Contains(d)).Select(p => p.LengthOf(d)).First(), StringComparer.Ordinal);
        int[] axes = [.. told.Keys.Select(variable.AxisOf).Order()];
        var positions = axes.Select(a => Elementwise.Arrange(told[variable.Dimensions[a]].Variable, dimensions, lengths).To<int>()).ToArray();
        var holder = positions.Any(p => p.Contains(-1)) ? Elementwise.CanMiss(variable) : variable;
        var source = new PointsSource(holder.Source, axes, positions, [.. dimensions.Select(d => lengths[d])]);
        string[] names = [.. variable.Dimensions.Take(axes[0]), .. dimensions, .. variable.Dimensions.Index().Where(d => d.Index > axes[0] && !axes.Contains(d.Index)).Select(d => d.Item)];
        return Elementwise.Settle(new Variable(variable.Name, names, source, variable.Attributes, variable.Encoding), variable);
    }
}
