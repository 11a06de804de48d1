using Isopleth.Arrays;

namespace Isopleth.Charts;

/// <content>Charts of labelled arrays, whose coordinates and attributes name the axes.</content>
public abstract partial class Figure
{
    /// <summary>A chart with a line through an array's values over its coordinate; over time where the coordinate is time.</summary>
    /// <param name="array">An array of one dimension with a coordinate, shape [n].</param>
    /// <param name="title">The heading.</param>
    /// <returns>The chart, to which more may be added.</returns>
    /// <exception cref="ArgumentException">The array has more dimensions than one, no coordinate, or no values.</exception>
    public static Chart Line(DataArray array, string title = "")
    {
        LabelledField.RequireRank(array, 1);
        var coordinate = LabelledField.Coordinate(array, 0);
        return LabelledField.IsTime(coordinate)
            ? Line(coordinate.ToTimes(), array.ToDoubles(), LabelledField.Axis(array), title)
            : Line(coordinate.ToDoubles(), array.ToDoubles(), LabelledField.Axis(coordinate), LabelledField.Axis(array), title);
    }

    /// <summary>A chart of an array of two dimensions over its coordinates.</summary>
    /// <param name="field">The field, shape [ny, nx], with a coordinate along each dimension.</param>
    /// <param name="colors">The colours; from the field's attributes in viridis when null.</param>
    /// <param name="title">The heading.</param>
    /// <returns>The chart, to which more may be added.</returns>
    /// <exception cref="ArgumentException">The array has another number of dimensions, lacks a coordinate, or has no values.</exception>
    public static Chart Heatmap(DataArray field, ColorAxis? colors = null, string title = "")
    {
        LabelledField.RequireRank(field, 2);
        var (y, x) = (LabelledField.Coordinate(field, 0), LabelledField.Coordinate(field, 1));
        return Heatmap(x.ToDoubles(), y.ToDoubles(), field.ToDoubles(), colors ?? LabelledField.ColorAxis(field), LabelledField.Axis(x), LabelledField.Axis(y), title);
    }
}
