using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Where and when data are, as far as they say it.</summary>
/// <param name="Box">West, south, east, north [degree]; null when there are no longitudes and latitudes. Pixels count to their edges, points and cells' centres as they are.</param>
/// <param name="Start">The first time, UTC; null when there are no times. A day that only another calendar has, as 30 February, counts as the last of its month.</param>
/// <param name="End">The last time, UTC.</param>
public sealed record DataExtent(IReadOnlyList<double>? Box, DateTime? Start, DateTime? End)
{
    private const int MostGroups = 200;

    /// <summary>Reads coordinates, and tells what they span.</summary>
    /// <param name="data">Any data set.</param>
    /// <returns>Its box and its times; of a file with groups, where its root has none, those of the first group that has.</returns>
    /// <exception cref="DataFormatException">A coordinate cannot be read.</exception>
    public static DataExtent Of(Dataset data)
    {
        var found = In(data);
        if (found.Box is not null || data.Groups.Count == 0 || data.Source is not { } source || DataStore.Recognise(source).InGroup is not { } open)
        {
            return found;
        }

        for (var i = 0; i < Math.Min(data.Groups.Count, MostGroups) && (found.Box is null || found.Start is null); i++)
        {
            using var group = open(source, data.Groups[i]);
            var inside = In(group);
            found = new DataExtent(found.Box ?? inside.Box, found.Start ?? inside.Start, found.End ?? inside.End);
        }

        return found;
    }

    private static DataExtent In(Dataset data)
    {
        var all = data.Coordinates.Values.Concat(data.Variables.Values).Where(v => v.Size > 0 && NumericTypes.IsNumeric(v.ElementType)).ToList();
        var (start, end) = Times(all);
        (start, end) = start is null ? TextTimes(data) : (start, end);
        return new DataExtent(Declared(data) ?? Pixels(data) ?? Points(all) ?? GridMapping.Box(data), start, end);
    }

    /// <summary>Of features: the box that their file declares, or else that of their geometries, in degrees.</summary>
    private static double[]? Declared(Dataset data)
    {
        if (data.Attributes.GetValueOrDefault("bbox") is not double[] { Length: 4 } box)
        {
            if (FeatureTable.Extent(data) is not { } around)
            {
                return null;
            }

            box = [around.MinX, around.MinY, around.MaxX, around.MaxY];
        }

        return SpatialReference.DefinitionIn(data) is { } crs ? InDegrees(crs, box) : box;
    }

    /// <summary>Of rasters: the outer edges of their pixels.</summary>
    private static double[]? Pixels(Dataset data)
    {
        if (SpatialReference.DefinitionIn(data) is not { } crs || !data.Contains("x") || !data.Contains("y") || data["spatial_ref"].Attributes.GetValueOrDefault("GeoTransform") is not string text)
        {
            return null;
        }

        var t = text.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray();
        // The coordinates count, not the whole file: some of it may have been cut away.
        var (x, y) = (data["x"].ToDoubles(), data["y"].ToDoubles());
        // Values of a model stand at points.
        var (halfX, halfY) = data.Attributes.GetValueOrDefault("driver") as string == "GRIB" ? (0, 0) : (Math.Abs(t[1]) / 2, Math.Abs(t[5]) / 2);
        return x.Length == 0 || y.Length == 0 ? null : InDegrees(crs, [x.Min() - halfX, y.Min() - halfY, x.Max() + halfX, y.Max() + halfY]);
    }

    internal static double[]? InDegrees(string crs, double[] box)
    {
        try
        {
            using var from = SpatialReference.Of(crs);
            if (from.IsGeographic)
            {
                return box;
            }

            using var to = SpatialReference.Of(SpatialReference.Crs84);
            using var way = CoordinateTransformation.Between(from.Handle, to.Handle);
            return way.Box(box[0], box[1], box[2], box[3]);
        }
        catch (ArgumentException)
        {
            // Of another planet, of a site alone, or of a system that nobody knows.
            return null;
        }
    }

    private static double[]? Points(List<DataArray> all)
    {
        var (longitudes, latitudes) = (Span(Find(all, "longitude", "degrees_east", "lon", "nav_lon", "cell_lon"), 360), Span(Find(all, "latitude", "degrees_north", "lat", "nav_lat", "cell_lat"), 90));
        return longitudes is { } east && latitudes is { } north ? [east.Low, north.Low, east.High, north.High] : null;
    }

    private static DataArray? Find(List<DataArray> all, string name, string unit, params string[] others)
    {
        bool IsNamed(DataArray v, string called) => v.Name.Equals(called, StringComparison.OrdinalIgnoreCase);
        return all.Find(v => IsNamed(v, name))
            ?? all.Find(v => v.Attributes.GetValueOrDefault("standard_name") as string == name)
            ?? Array.ConvertAll(others, o => all.Find(v => IsNamed(v, o))).FirstOrDefault(v => v is not null)
            ?? all.Find(v => v.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            ?? all.Find(v => v.Units is { } units && units.Replace("degree_", "degrees_", StringComparison.OrdinalIgnoreCase).Equals(unit, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Lists of profiles have -999.999 or 99999 where a place is unknown: no place on Earth. Axes of models that run on past 360 degrees east are not far beyond it.</summary>
    private static (double Low, double High)? Span(DataArray? of, double most)
    {
        var places = of?.ToDoubles().Where(v => Math.Abs(v) <= most * (most > 90 ? 2 : 1 + 1e-6)).ToList();
        return places is { Count: > 0 } ? (places.Min(), places.Max()) : null;
    }

    private static (DateTime? Start, DateTime? End) Times(List<DataArray> all)
    {
        var times = all.Where(HasTimes).ToList();
        var time = times.Find(v => v.Name.Equals("time", StringComparison.OrdinalIgnoreCase)) ?? times.Find(v => v.Attributes.GetValueOrDefault("standard_name") as string == "time")
            ?? times.Find(v => v.Attributes.GetValueOrDefault("axis") as string == "T") ?? times.Find(v => v.Dimensions.Contains(v.Name)) ?? times.FirstOrDefault();
        if (time?.Variable.TimeUnits is not { } units)
        {
            return (null, null);
        }

        var points = time.ToDoubles().Where(units.IsPoint).ToList();
        return points.Count > 0 ? (Date(units, points.Min()), Date(units, points.Max())) : (null, null);
    }

    private static bool HasTimes(DataArray array)
    {
        try
        {
            return array.Variable.TimeUnits is not null;
        }
        catch (DataFormatException)
        {
            // Units or a calendar that nobody knows say nothing of when.
            return false;
        }
    }

    private static DateTime? Date(CfTimeUnits units, double value)
    {
        var (year, month, day, ticks) = units.Split(value);
        return year is < 1 or > 9999 ? null
            : new DateTime((int)year, month, Math.Min(day, DateTime.DaysInMonth((int)year, month)), 0, 0, 0, DateTimeKind.Utc).AddTicks(ticks);
    }

    /// <summary>Times that stand as texts: of weather models, and of satellites' HDF5 files.</summary>
    private static (DateTime? Start, DateTime? End) TextTimes(Dataset data)
    {
        const int most = 1 << 22;
        var named = data.Coordinates.Values.Concat(data.Variables.Values).FirstOrDefault(v => v.ElementType == typeof(string) && v.Size is > 0 and <= most && v.Name.Contains("time", StringComparison.OrdinalIgnoreCase));
        var seconds = new List<double>();
        foreach (var text in named?.To<string>() ?? [])
        {
            if (text.Length >= 8 && char.IsAsciiDigit(text[0]) && TextTime.TryParse(System.Text.Encoding.UTF8.GetBytes(text.Replace('_', 'T')), out var time))
            {
                seconds.Add(time);
            }
        }

        return seconds.Count > 0 ? (DateTime.UnixEpoch.AddSeconds(seconds.Min()), DateTime.UnixEpoch.AddSeconds(seconds.Max())) : (null, null);
    }
}
