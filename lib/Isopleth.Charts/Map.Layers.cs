using Isopleth.Charts.Drawing;
using Isopleth.Charts.Geography;
using Isopleth.Charts.Marks;

namespace Isopleth.Charts;

/// <content>What can be laid on a map.</content>
public sealed partial class Map
{
    /// <summary>Adds satellite pixels, each drawn as the quadrilateral it is; also across the date line.</summary>
    /// <param name="latitudeBounds">Latitude of the corners [degree], four for each pixel one after the other around it, shape [n, 4].</param>
    /// <param name="longitudeBounds">Longitude of the corners [degree], shape [n, 4].</param>
    /// <param name="values">The value of each pixel, shape [n]; a pixel of NaN is not drawn.</param>
    /// <param name="colors">What the values are, and their colours; for example <c>"SO2 column [mol m-2]"</c>.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The lengths differ, there are no pixels, or the map shows another quantity already.</exception>
    public Map AddPixels(IEnumerable<double> latitudeBounds, IEnumerable<double> longitudeBounds, IEnumerable<double> values, ColorAxis? colors = null)
    {
        var copy = Input.Values(values, nameof(values));
        var pixels = Pixels.From(latitudeBounds, longitudeBounds, copy.Length, nameof(values));
        UseColors(colors, copy);
        See(pixels.Latitudes, pixels.Longitudes);
        _contents.Add($"{copy.Count(double.IsFinite)} pixels");
        _layers.Add((extent, mapping) =>
        {
            var (x, y, index) = pixels.Within(extent);
            return new QuadMark(x, y, Array.ConvertAll(index, i => copy[i]), mapping!, UnitText.Print(_colorAxis!.Unit));
        });
        return this;
    }

    /// <summary>Adds a field on a grid of latitudes and longitudes.</summary>
    /// <param name="latitudes">Middles of the rows [degree], rising or falling, shape [ny].</param>
    /// <param name="longitudes">Middles of the columns [degree], rising or falling, shape [nx].</param>
    /// <param name="values">The field, row by row, shape [ny, nx]; NaN leaves a cell empty.</param>
    /// <param name="colors">What the values are, and their colours.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The lengths differ, the positions are not in order, there is nothing to draw, or the map shows another quantity already.</exception>
    public Map AddGrid(IEnumerable<double> latitudes, IEnumerable<double> longitudes, IEnumerable<double> values, ColorAxis? colors = null)
    {
        var grid = Grid.From(Input.Values(longitudes, nameof(longitudes)), Input.Values(latitudes, nameof(latitudes)), Input.Values(values, nameof(values)));
        UseColors(colors, grid.Values);
        See([.. grid.EdgesX.Select((_, i) => Math.Clamp(grid.EdgesY[i * (grid.EdgesY.Length - 1) / (grid.EdgesX.Length - 1)], -90, 90))], grid.EdgesX);
        _contents.Add($"a field of {grid.EdgesY.Length - 1} by {grid.EdgesX.Length - 1} cells");
        _layers.Add((extent, mapping) => new GridMark(grid.Within(extent), mapping!, UnitText.Print(_colorAxis!.Unit)));
        return this;
    }

    /// <summary>Adds a place with its name beside it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="latitude">Latitude [degree], north positive.</param>
    /// <param name="longitude">Longitude [degree], east positive.</param>
    /// <param name="symbol">The sign.</param>
    /// <param name="color">Its colour; dark red when null.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The latitude lies outside −90 to 90, or a coordinate is not finite.</exception>
    public Map AddPoint(string name, double latitude, double longitude, PointSymbol symbol = PointSymbol.Triangle, Color? color = null) =>
        AddPoints([name], [latitude], [longitude], symbol, color);

    /// <summary>Adds places with their names beside them.</summary>
    /// <param name="names">The names, one for each place.</param>
    /// <param name="latitudes">Latitudes [degree], north positive.</param>
    /// <param name="longitudes">Longitudes [degree], east positive.</param>
    /// <param name="symbol">The sign.</param>
    /// <param name="color">Its colour; dark red when null.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no places.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A latitude lies outside −90 to 90, or a coordinate is not finite.</exception>
    public Map AddPoints(IEnumerable<string> names, IEnumerable<double> latitudes, IEnumerable<double> longitudes, PointSymbol symbol = PointSymbol.Triangle, Color? color = null)
    {
        var labels = names.ToArray();
        var (lats, lons) = Input.Pairs(latitudes, longitudes);
        Input.SameLength(labels.Length, nameof(names), lats.Length, nameof(latitudes));
        for (var i = 0; i < lats.Length; i++)
        {
            if (!(lats[i] is >= -90 and <= 90 && double.IsFinite(lons[i])))
            {
                throw new ArgumentOutOfRangeException(nameof(latitudes), $"'{labels[i]}' at latitude {lats[i]:G6}, longitude {lons[i]:G6} is no place on the Earth; give latitude (−90 to 90) first, then longitude, in degrees.");
            }
        }

        See(lats, lons);
        _contents.Add("marked: " + string.Join(", ", labels));
        _layers.Add((extent, _) => new PointMark(Array.ConvertAll(lons, extent.Wrap), lats, symbol, 11, color ?? Color.Parse("#b2182b")) { Labels = labels });
        return this;
    }

    /// <summary>Adds the outline of some of the pixels, for example of a plume's mask.</summary>
    /// <param name="latitudeBounds">Latitude of the corners [degree], shape [n, 4].</param>
    /// <param name="longitudeBounds">Longitude of the corners [degree], shape [n, 4].</param>
    /// <param name="mask">True for each pixel that belongs to what is outlined, shape [n].</param>
    /// <param name="name">The name in the legend; empty to stay out of it.</param>
    /// <param name="color">The line's colour; black when null.</param>
    /// <returns>This map.</returns>
    /// <remarks>A mask without a pixel gives no outline: finding nothing is a result.</remarks>
    /// <exception cref="ArgumentException">The lengths differ, or there are no pixels.</exception>
    public Map AddOutline(IEnumerable<double> latitudeBounds, IEnumerable<double> longitudeBounds, IEnumerable<bool> mask, string name = "", Color? color = null)
    {
        var selected = mask.ToArray();
        var pixels = Pixels.From(latitudeBounds, longitudeBounds, selected.Length, nameof(mask)).Where(selected);
        See(pixels.Latitudes, pixels.Longitudes);
        _contents.Add($"{(name.Length > 0 ? name + ": " : "")}an outline around {pixels.Count} pixels");
        _layers.Add((extent, _) =>
        {
            var (x, y, _) = pixels.Within(extent);
            var (lineX, lineY) = MaskOutline.Trace(x, y);
            return new LineMark(lineX, lineY, new Pen(color ?? Color.Black, 1.4)) { Name = name, Casing = Color.White, IsScenery = true };
        });
        return this;
    }

    /// <summary>Adds a line through places, for example a ship's track or a coast of one's own.</summary>
    /// <param name="latitudes">Latitudes [degree]; NaN parts the line.</param>
    /// <param name="longitudes">Longitudes [degree], as many.</param>
    /// <param name="name">The name in the legend; empty to stay out of it.</param>
    /// <param name="color">The line's colour; the first of <see cref="Color.Series"/> when null.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no places.</exception>
    public Map AddLine(IEnumerable<double> latitudes, IEnumerable<double> longitudes, string name = "", Color? color = null)
    {
        var (lats, lons) = Input.Pairs(latitudes, longitudes);
        See(lats, lons);
        _contents.Add(name.Length > 0 ? $"line: {name}" : "a line");
        _layers.Add((extent, _) =>
        {
            var lines = new Polylines();
            lines.AddTrack(lats, Array.ConvertAll(lons, extent.Wrap));
            var (x, y) = lines.ToArrays();
            return new LineMark(x, y, new Pen(color ?? Color.Series[0], 1.8)) { Name = name, Casing = Color.White };
        });
        return this;
    }

    /// <summary>Adds arrows of the wind, which point where the air goes <em>to</em>. Many are averaged into a few.</summary>
    /// <param name="latitudes">Latitudes [degree], shape [n].</param>
    /// <param name="longitudes">Longitudes [degree], shape [n].</param>
    /// <param name="eastward">Eastward wind [m s-1], positive towards the east, shape [n].</param>
    /// <param name="northward">Northward wind [m s-1], positive towards the north, shape [n].</param>
    /// <param name="name">The name in the legend, to which the speed of the longest arrow is added.</param>
    /// <param name="color">The arrows' colour; dark blue when null.</param>
    /// <returns>This map.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no places.</exception>
    public Map AddWind(IEnumerable<double> latitudes, IEnumerable<double> longitudes, IEnumerable<double> eastward, IEnumerable<double> northward, string name = "Wind", Color? color = null)
    {
        var (lats, lons) = Input.Pairs(latitudes, longitudes);
        var (east, north) = Input.Pairs(eastward, northward);
        Input.SameLength(lats.Length, nameof(latitudes), east.Length, nameof(eastward));
        See(lats, lons);
        _contents.Add($"arrows of the {name}");
        _layers.Add((extent, _) =>
        {
            var (x, y, fastest) = WindArrows.Draw(extent, lats, lons, east, north);
            return new LineMark(x, y, new Pen(color ?? Color.Parse("#1f4e79"), 1.1)) { Name = FormattableString.Invariant($"{name}, longest arrow {fastest:G2} m s⁻¹"), IsScenery = true };
        });
        return this;
    }

    private void UseColors(ColorAxis? colors, double[] values)
    {
        if (_colorAxis is not null && colors is not null && colors != _colorAxis)
        {
            throw new ArgumentException($"The map shows '{_colorAxis.Label}' already, and has one colour bar; give '{colors.Label}' a map of its own, or pass the same colour axis.", nameof(colors));
        }

        _colorAxis ??= colors ?? new ColorAxis();
        _coloredValues.AddRange(values);
    }

    private void See(double[] latitudes, double[] longitudes)
    {
        _latitudesSeen.AddRange(latitudes);
        _longitudesSeen.AddRange(longitudes);
    }
}
