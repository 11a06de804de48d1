using Isopleth.Arrays;

namespace Isopleth.Charts;

/// <content>Layers from labelled arrays, whose attributes name the colours.</content>
public sealed partial class Map
{
    /// <summary>Adds satellite pixels, each drawn as the quadrilateral it is.</summary>
    /// <param name="latitudeBounds">Latitude of the corners [degree], shape [n, 4] or [ny, nx, 4].</param>
    /// <param name="longitudeBounds">Longitude of the corners [degree], the same shape.</param>
    /// <param name="values">The value of each pixel, shape [n] or [ny, nx]; a pixel of NaN is not drawn.</param>
    /// <param name="colors">The colours; from the attributes of <paramref name="values"/> in viridis when null.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The lengths differ, there are no pixels, or the map shows another quantity already.</exception>
    public Map AddPixels(DataArray latitudeBounds, DataArray longitudeBounds, DataArray values, ColorAxis? colors = null) =>
        AddPixels(latitudeBounds.ToDoubles(), longitudeBounds.ToDoubles(), values.ToDoubles(), colors ?? LabelledField.ColorAxis(values));

    /// <summary>Adds a field whose coordinates are latitude and longitude.</summary>
    /// <param name="field">The field, shape [latitude, longitude] or [longitude, latitude]; NaN leaves a cell empty.</param>
    /// <param name="colors">The colours; from the field's attributes in viridis when null.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The array has another number of dimensions, its coordinates are not latitude and longitude, or the map shows another quantity already.</exception>
    public Map AddGrid(DataArray field, ColorAxis? colors = null)
    {
        var (latitudes, longitudes, values) = LabelledField.OnTheEarth(field);
        return AddGrid(latitudes, longitudes, values, colors ?? LabelledField.ColorAxis(field));
    }
}
