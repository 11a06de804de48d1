namespace Isopleth.Arrays;

/// <content>Groups and spans of time in every variable, and variables by their meaning.</content>
public sealed partial class Dataset
{
    /// <summary>Groups by a part of the date: all Januaries together.</summary>
    /// <param name="time">A coordinate of times, of one dimension, in any calendar.</param>
    /// <param name="part">The part.</param>
    /// <returns>The groups, labelled by the part, under its name (<c>month</c>, <c>season</c>, …).</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public GroupedDataset GroupBy(string time, TimePart part) => new(this, DimensionOf(time), v => v.GroupBy(time, part));

    /// <summary>Groups by equal labels.</summary>
    /// <param name="coordinate">A coordinate of one dimension: numbers, times or texts; missing labels are in no group. A part of a time is named as in xarray, for example <c>time.month</c>.</param>
    /// <returns>The groups, in the order of their labels.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public GroupedDataset GroupBy(string coordinate) => DataArray.PartOf(coordinate, Coordinates.Keys) is var (time, part) ? GroupBy(time, part)
        : new(this, DimensionOf(coordinate), v => v.GroupBy(coordinate));

    /// <summary>Cuts time into spans that follow each other: this January, then this February.</summary>
    /// <param name="time">A coordinate of times, of one dimension, in any calendar.</param>
    /// <param name="unit">The unit of the spans.</param>
    /// <param name="count">How many units a span has; hours and minutes are counted from the first day's midnight.</param>
    /// <returns>The spans from the first to the last, also empty ones, labelled by their beginnings.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate.</exception>
    public GroupedDataset Resample(string time, TimeSpanUnit unit, int count = 1) => new(this, DimensionOf(time), v => v.Resample(time, unit, count));

    /// <summary>The variables and coordinates of a CF standard name (CF §3.3), whatever they are called here.</summary>
    /// <param name="standardName">For example <c>sea_water_temperature</c>; a modifier after a blank is not compared.</param>
    /// <returns>Those that have it, in the order of the file; none when there are none.</returns>
    public IReadOnlyList<DataArray> WithStandardName(string standardName) =>
        [.. Variables.Values.Concat(Coordinates.Values).Where(v => v.Attributes.GetValueOrDefault("standard_name") is string name && name.Split(' ')[0] == standardName)];

    private string DimensionOf(string coordinate) => this[coordinate] is { Rank: 1 } labels
        ? labels.Dimensions[0]
        : throw new ArgumentException($"'{coordinate}' of {Title} lies over ({string.Join(", ", this[coordinate].Dimensions)}); groups of a data set are made along one dimension; group one variable by it, or give each the function with Map.", nameof(coordinate));
}
