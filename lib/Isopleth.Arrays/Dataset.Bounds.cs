namespace Isopleth.Arrays;

/// <content>The cells of coordinates.</content>
public sealed partial class Dataset
{
    /// <summary>The ends of each cell of a coordinate: its bounds (CF §7.1), or, where it has none, the middles between neighbours.</summary>
    /// <param name="coordinate">A coordinate.</param>
    /// <returns>Over the coordinate's dimensions and one more, of the two ends (or the corners), in the coordinate's units.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or it has no bounds and they cannot be inferred.</exception>
    public DataArray BoundsOf(string coordinate)
    {
        var of = this[coordinate];
        if (of.Attributes.GetValueOrDefault("bounds") is string name && Contains(name))
        {
            return this[name];
        }

        if (of.Rank != 1 || of.Size < 2 || !NumericTypes.IsNumeric(of.ElementType))
        {
            throw new ArgumentException($"'{coordinate}' has no bounds in {Title}, and they can only be inferred of numbers along one dimension, two at least.", nameof(coordinate));
        }

        var centers = of.ToDoubles();
        var bounds = new double[2 * centers.Length];
        for (var i = 0; i < centers.Length; i++)
        {
            var (before, after) = (Math.Max(i - 1, 0), Math.Min(i + 1, centers.Length - 1));
            var (down, up) = ((centers[i] - centers[before]) / 2, (centers[after] - centers[i]) / 2);
            bounds[2 * i] = centers[i] - (i == 0 ? up : down);
            bounds[(2 * i) + 1] = centers[i] + (i == centers.Length - 1 ? down : up);
        }

        return DataArray.Create(coordinate + "_bnds", [of.Dimensions[0], "bnds"], [centers.Length, 2], bounds, of.Attributes, [of]);
    }
}
