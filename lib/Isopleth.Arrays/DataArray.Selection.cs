namespace Isopleth.Arrays;

/// <content>Selection by position and by label.</content>
public sealed partial class DataArray
{
    /// <summary>Selects positions along one dimension, lazily; coordinates follow.</summary>
    /// <param name="dimension">The dimension's name.</param>
    /// <param name="at">A position (<c>3</c>, <c>^1</c>; the dimension is dropped) or a range (<c>2..10</c>; it is kept).</param>
    /// <returns>The selection; nothing is read.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside the dimension.</exception>
    public DataArray Isel(string dimension, PositionSelector at) =>
        new(Variable.Isel(dimension, at), _coordinates.Values.Select(c => c.Dimensions.Contains(dimension) ? c.Isel(dimension, at) : c));

    /// <summary>Selects every <paramref name="stride"/>-th position of a range along one dimension, lazily.</summary>
    /// <param name="dimension">The dimension's name.</param>
    /// <param name="range">The range, end excluded.</param>
    /// <param name="stride">The step, at least 1.</param>
    /// <returns>The selection; nothing is read.</returns>
    /// <exception cref="ArgumentException">There is no such dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside the dimension, or the stride is less than 1.</exception>
    public DataArray Isel(string dimension, Range range, int stride) => Isel(dimension, new PositionSelector(range, stride));

    /// <summary>Selects positions along several dimensions, lazily.</summary>
    /// <param name="at">Dimensions, each with a position or a range.</param>
    /// <returns>The selection; nothing is read.</returns>
    /// <exception cref="ArgumentException">A dimension is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A position lies outside its dimension.</exception>
    public DataArray Isel(params ReadOnlySpan<(string Dimension, PositionSelector At)> at)
    {
        var selected = this;
        foreach (var (dimension, position) in at)
        {
            selected = selected.Isel(dimension, position);
        }

        return selected;
    }

    /// <summary>Selects one label of a coordinate; its dimension is dropped. Only the coordinate is read.</summary>
    /// <param name="coordinate">A coordinate of one dimension, commonly that dimension's own.</param>
    /// <param name="label">A number in the coordinate's units, a time, or a text. A date that is told less finely than the times are, as <c>2002-07</c> among days, selects all times in it, and keeps the dimension.</param>
    /// <param name="match">Whether the label must be equal; with <see cref="LabelMatch.Nearest"/> a date is the moment of its beginning. When null, dates are as said above, and everything else is matched to the nearest.</param>
    /// <param name="tolerance">How far the label may be off, in the coordinate's units; 0 for the match's own rule.</param>
    /// <returns>The selection.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or the label is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No label matches; the message has the value and the bounds.</exception>
    public DataArray Sel(string coordinate, Label label, LabelMatch? match = null, double tolerance = 0)
    {
        var labels = LabelsOf(_coordinates.Values, coordinate, $"'{Name}'");
        return Isel(labels.Dimensions[0], labels.Index.Select(label, match, tolerance));
    }

    /// <summary>Selects a range of labels, both ends included, in either order; the dimension is kept. Only the coordinate is read. A date as an end counts whole: <c>2002-07-31</c> to its last hour.</summary>
    /// <param name="coordinate">A coordinate of one dimension whose labels ascend or descend.</param>
    /// <param name="from">One end.</param>
    /// <param name="to">The other end.</param>
    /// <returns>The selection.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or its labels are not sorted.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No label lies in the range; the message has the range and the bounds.</exception>
    public DataArray SelRange(string coordinate, Label from, Label to) => Sel((coordinate, LabelSelector.Between(from, to)));

    /// <summary>Selects labels along several coordinates: the nearest of each single one, all of each range, all times of a date such as <c>2002-07</c>.</summary>
    /// <param name="labels">Coordinates, each with a label (<c>37.5</c>) or a range (<c>(35.0, 40.0)</c>).</param>
    /// <returns>The selection; only the coordinates are read.</returns>
    /// <exception cref="ArgumentException">A coordinate is not there, or a label is of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No label matches; the message has the value and the bounds.</exception>
    public DataArray Sel(params ReadOnlySpan<(string Coordinate, LabelSelector At)> labels)
    {
        var selected = this;
        foreach (var (coordinate, at) in labels)
        {
            var (dimension, position) = Find(selected._coordinates.Values, coordinate, at, $"'{Name}'");
            selected = selected.Isel(dimension, position);
        }

        return selected;
    }

    /// <summary>The dimension and the positions that a label selects.</summary>
    internal static (string Dimension, PositionSelector At) Find(IEnumerable<Variable> coordinates, string coordinate, LabelSelector at, string owner)
    {
        var labels = LabelsOf(coordinates, coordinate, owner);
        PositionSelector position = at.To is { } to ? labels.Index.Find(at.From, to) : labels.Index.Select(at.From, null, 0);
        return (labels.Dimensions[0], position);
    }

    private static Variable LabelsOf(IEnumerable<Variable> coordinates, string name, string owner)
    {
        var all = coordinates.ToList();
        var found = all.Find(c => c.Name == name)
            ?? throw new ArgumentException($"{owner} has no coordinate '{name}'; {Describe.Choices("its coordinates are", all.Select(c => c.Name), name)} Where there are no labels, select positions with Isel.", nameof(name));
        return found.Rank > 0 ? found : throw new ArgumentException($"Coordinate '{name}' of {owner} is a single value already; there is nothing to select.", nameof(name));
    }
}
