using System.Globalization;

namespace Isopleth.Arrays;

/// <content>What the CF conventions say values mean: units, flags, places.</content>
public sealed partial class DataArray
{
    private const double EarthRadius = 6_371_008.8;

    /// <summary>The meanings that flags can have, in the order of <c>flag_meanings</c> (CF §3.5); none when these are no flags.</summary>
    public IReadOnlyList<string> FlagMeanings => Attributes.GetValueOrDefault("flag_meanings") is string meanings ? meanings.Split([' ', '\t', '\n', ','], StringSplitOptions.RemoveEmptyEntries) : [];

    /// <summary>The values in other units of the same kind.</summary>
    /// <param name="units">The units, as the CF conventions write them.</param>
    /// <returns>The array with these units; single precision remains single.</returns>
    /// <exception cref="ArgumentException">The array has no units, or the units measure another kind of quantity.</exception>
    /// <exception cref="DataFormatException">Units are not understood.</exception>
    public DataArray ConvertUnits(string units)
    {
        var own = Units ?? throw new ArgumentException($"'{Name}' has no units; give it its own first, as an attribute 'units'.");
        var (factor, offset) = CfUnits.Parse(own).To(CfUnits.Parse(units));
        var values = factor == 1 && offset == 0 ? this : offset == 0 ? this * factor : (this * factor) + offset;
        return values.WithAttributes(new OrderedDictionary<string, object>(Attributes, StringComparer.Ordinal) { ["units"] = units });
    }

    /// <summary>The same dates in another calendar; those that it does not have, as 29 February of a noleap calendar, are left out.</summary>
    /// <param name="time">A coordinate of times, of one dimension.</param>
    /// <param name="calendar">One of the names of CF (§4.4.1), for example <c>noleap</c>.</param>
    /// <returns>The array with fewer times, or as many; nothing is interpolated.</returns>
    /// <exception cref="ArgumentException">There is no such coordinate, or it is no time.</exception>
    /// <exception cref="DataFormatException">The calendar is not known.</exception>
    public DataArray ConvertCalendar(string time, string calendar)
    {
        var labels = LabelsOf(_coordinates.Values, time, $"'{Name}'");
        var from = labels.TimeUnits ?? throw new ArgumentException($"'{time}' is no time: its units are '{labels.Units ?? "none"}', not of the form 'days since 1970-01-01'.", nameof(time));
        var to = CfTimeUnits.Parse(labels.Units!, calendar);
        var dates = labels.ToDoubles().Index().Where(v => !double.IsNaN(v.Item)).Select(v => (v.Index, Date: from.Split(v.Item)))
            .Where(d => CfCalendars.IsValid(to.Calendar, d.Date.Year, d.Date.Month, d.Date.Day)).ToList();
        double[] values = [.. dates.Select(d => to.FromDays(CfCalendars.ToDays(to.Calendar, d.Date.Year, d.Date.Month, d.Date.Day), d.Date.Ticks))];
        var attributes = new OrderedDictionary<string, object>(labels.Attributes, StringComparer.Ordinal) { ["calendar"] = calendar };
        return Take(labels.Dimensions[0], [.. dates.Select(d => d.Index)], new(time, labels.Dimensions, new MemorySource<double>(values, [values.Length]), attributes));
    }

    /// <summary>Where a flag is raised: a value of <c>flag_values</c>, a bit of <c>flag_masks</c>, or a value under a mask (CF §3.5).</summary>
    /// <param name="meaning">One of <see cref="FlagMeanings"/>.</param>
    /// <returns>A mask: 1 where it is, 0 where it is not or the value is missing.</returns>
    /// <exception cref="ArgumentException">There is no such meaning, or the attributes do not fit each other.</exception>
    public DataArray HasFlag(string meaning)
    {
        var at = FlagMeanings.ToList().IndexOf(meaning);
        if (at < 0)
        {
            throw new ArgumentException($"'{Name}' has no flag '{meaning}'; {Describe.Choices("its flags are", FlagMeanings, meaning)}", nameof(meaning));
        }

        var (mask, value) = (Flag("flag_masks", at), Flag("flag_values", at));
        if (mask is null && value is null)
        {
            throw new ArgumentException($"'{Name}' names {FlagMeanings.Count} flag_meanings, but has neither as many flag_values nor as many flag_masks.");
        }

        return new(Elementwise.HasFlag(WithoutAttributes(Numbers()), mask, value), CoordinateVariables);
    }

    /// <summary>The pixel nearest to a place, whatever the grid: axes, curvilinear (latitude and longitude of two dimensions), or a list of pixels.</summary>
    /// <param name="latitude">The latitude [degrees north].</param>
    /// <param name="longitude">The longitude [degrees east], from -180 or from 0.</param>
    /// <param name="within">How far the pixel's coordinates may lie away [m].</param>
    /// <returns>The array without the horizontal dimensions.</returns>
    /// <exception cref="ArgumentException">There are no coordinates of latitude and longitude.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No pixel is as near; the message has the distance.</exception>
    /// <remarks>Great-circle distance on a sphere of 6371.0088 km (IUGG mean radius).</remarks>
    public DataArray Nearest(double latitude, double longitude, double within = double.PositiveInfinity)
    {
        var (lat, lon) = Places();
        var (y, x) = (lat.ToDoubles(), lon.ToDoubles());
        var (best, nearest) = (-1, double.PositiveInfinity);
        for (var i = 0; i < y.Length; i++)
        {
            var distance = Distance(latitude, longitude, y[i], x[i]);
            (best, nearest) = distance < nearest ? (i, distance) : (best, nearest);
        }

        if (best < 0 || nearest > within)
        {
            throw new ArgumentOutOfRangeException(nameof(within), string.Create(CultureInfo.InvariantCulture, $"The pixel of '{Name}' nearest to {latitude}°N {longitude}°E lies {nearest / 1000:F1} km away, more than {within / 1000:F1} km."));
        }

        var selected = this;
        for (var d = lat.Rank - 1; d >= 0; d--)
        {
            (best, var at) = Math.DivRem(best, lat.Shape[d]);
            selected = selected.Isel(lat.Dimensions[d], at);
        }

        return selected;
    }

    /// <summary>What lies in a box of latitude and longitude, whatever the grid: the rows and columns that reach into it, with missing values outside; of a list of pixels those inside.</summary>
    /// <param name="latitude">South and north [degrees north].</param>
    /// <param name="longitude">West and east [degrees east]; across the date line where west is greater.</param>
    /// <returns>The part.</returns>
    /// <exception cref="ArgumentException">There are no coordinates of latitude and longitude.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Nothing lies in the box.</exception>
    public DataArray Box((double South, double North) latitude, (double West, double East) longitude)
    {
        var (lat, lon) = Places();
        var (y, x) = (lat.ToDoubles(), lon.ToDoubles());
        var width = Wrap(longitude.East - longitude.West);
        width = width == 0 && longitude.East != longitude.West ? 360 : width;
        var inside = y.Zip(x, (a, b) => a >= latitude.South && a <= latitude.North && Wrap(b - longitude.West) <= width).ToArray();
        if (!inside.Contains(true))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), $"Nothing of '{Name}' lies in {latitude.South} to {latitude.North} degrees north, {longitude.West} to {longitude.East} degrees east.");
        }

        var mask = Create("inside", lat.Dimensions, lat.Shape, inside.Select(i => i ? (byte)1 : (byte)0).ToArray());
        var (selected, kept) = (this, mask);
        foreach (var dimension in lat.Dimensions)
        {
            var any = mask.Max([.. lat.Dimensions.Where(d => d != dimension)]);
            var used = (lat.Rank == 1 ? mask : any).ToDoubles();
            int[] positions = [.. Enumerable.Range(0, used.Length).Where(i => used[i] > 0)];
            (selected, kept) = (selected.Take(dimension, positions), kept.Take(dimension, positions));
        }

        return kept.Min().Item<byte>() == 1 ? selected : selected.Where(kept);
    }

    /// <summary>Numbers of different units are neither added nor compared; units that are missing or not understood do no harm.</summary>
    private static void CheckUnits(DataArray left, DataArray right)
    {
        if (left.Units is not { } a || right.Units is not { } b || a == b)
        {
            return;
        }

        string remedy;
        if (CfTimeUnits.IsTime(a) && CfTimeUnits.IsTime(b))
        {
            remedy = "read points in time with ToTimes().";
        }
        else
        {
            try
            {
                var (from, to) = (CfUnits.Parse(b), CfUnits.Parse(a));
                if (from.ConvertsTo(to) && from.To(to) is var (factor, offset) && Math.Abs(factor - 1) < 1e-12 && Math.Abs(offset) < 1e-12)
                {
                    return;
                }

                remedy = from.ConvertsTo(to) ? $"convert one of them: ConvertUnits(\"{a}\")." : "these measure different kinds of quantities. If the numbers are meant, take the units off with WithAttributes.";
            }
            catch (DataFormatException)
            {
                return;
            }
        }

        throw new ArgumentException($"'{left.Name}' is in '{a}' and '{right.Name}' in '{b}'; {remedy}");
    }

    private long? Flag(string attribute, int at) => Attributes.GetValueOrDefault(attribute) switch
    {
        Array values and not string[] when values.Length == FlagMeanings.Count => Convert.ToInt64(values.GetValue(at), CultureInfo.InvariantCulture),
        { } single and not Array and not string when FlagMeanings.Count == 1 => Convert.ToInt64(single, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>Latitude and longitude of every pixel, over the same dimensions.</summary>
    private (Variable Latitude, Variable Longitude) Places()
    {
        var (lat, lon) = (Place("latitude", "lat", "degrees_north", "degree_north"), Place("longitude", "lon", "degrees_east", "degree_east"));
        if (lat.Dimensions.SequenceEqual(lon.Dimensions))
        {
            return (lat, lon);
        }

        string[] dimensions = [.. Dimensions.Where(d => lat.Dimensions.Contains(d) || lon.Dimensions.Contains(d))];
        var lengths = dimensions.ToDictionary(d => d, d => Shape[Variable.AxisOf(d)], StringComparer.Ordinal);
        return (Elementwise.Arrange(lat, dimensions, lengths), Elementwise.Arrange(lon, dimensions, lengths));
    }

    private Variable Place(string standardName, string shortName, params ReadOnlySpan<string> units)
    {
        foreach (var coordinate in CoordinateVariables)
        {
            if (coordinate.Attributes.GetValueOrDefault("standard_name") is string s ? s == standardName : coordinate.Name == standardName || coordinate.Name == shortName || units.Contains(coordinate.Units ?? ""))
            {
                return coordinate;
            }
        }

        throw new ArgumentException($"'{Name}' has no coordinate of {standardName} (by standard_name, name or units); {Describe.Choices("its coordinates are", _coordinates.Keys, standardName)}");
    }

    private static double Wrap(double degrees) => degrees - (360 * Math.Floor(degrees / 360));

    private static double Distance(double latitudeA, double longitudeA, double latitudeB, double longitudeB)
    {
        var (a, b) = (double.DegreesToRadians(latitudeA), double.DegreesToRadians(latitudeB));
        var (dy, dx) = (Math.Sin((b - a) / 2), Math.Sin(double.DegreesToRadians(longitudeB - longitudeA) / 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt((dy * dy) + (Math.Cos(a) * Math.Cos(b) * dx * dx))));
    }
}
