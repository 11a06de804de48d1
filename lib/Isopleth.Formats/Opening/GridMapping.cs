using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Where grids lie whose coordinates are no longitudes and latitudes: by the projection that a grid mapping of CF tells (§5.6, appendix F), or the pole that it turns the globe to.</summary>
internal static class GridMapping
{
    private const int Samples = 101;

    /// <summary>The box of a grid [degree], by the centres of its cells: west, south, east, north; null when nothing tells it.</summary>
    public static double[]? Box(Dataset data)
    {
        var all = data.Coordinates.Values.Concat(data.Variables.Values).ToList();
        var mapping = all.Select(v => v.Attributes.GetValueOrDefault("grid_mapping") as string).Select(n => n is not null && data.Contains(n) ? data[n].Attributes : null).FirstOrDefault(m => m is not null);
        return mapping is null ? null
            : mapping.GetValueOrDefault("grid_mapping_name") as string == "rotated_latitude_longitude" ? Turned(mapping, Values(all, "grid_longitude"), Values(all, "grid_latitude"))
            : Definition(mapping) is { } crs && Metres(all, "projection_x_coordinate") is { Length: > 0 } x && Metres(all, "projection_y_coordinate") is { Length: > 0 } y ? DataExtent.InDegrees(crs, [x.Min(), y.Min(), x.Max(), y.Max()])
            : null;
    }

    /// <summary>The longitude and latitude of a point of a turned globe [degree].</summary>
    /// <param name="x">Its longitude there [degree].</param>
    /// <param name="y">Its latitude there [degree].</param>
    /// <param name="poleX">The longitude of that globe's north pole [degree].</param>
    /// <param name="poleY">Its latitude [degree].</param>
    /// <param name="turn">The longitude of the north pole there [degree].</param>
    public static (double Longitude, double Latitude) Turn(double x, double y, double poleX, double poleY, double turn)
    {
        var (sinX, cosX) = double.SinCos(double.DegreesToRadians(x + turn));
        var (sinY, cosY) = double.SinCos(double.DegreesToRadians(y));
        var (sinPole, cosPole) = double.SinCos(double.DegreesToRadians(poleY));
        var (sinAt, cosAt) = double.SinCos(double.DegreesToRadians(poleX));
        var along = (cosPole * sinY) - (sinPole * cosX * cosY);
        var longitude = Math.Atan2((sinAt * along) - (cosAt * sinX * cosY), (cosAt * along) + (sinAt * sinX * cosY));
        return (double.RadiansToDegrees(longitude), double.RadiansToDegrees(Math.Asin(Math.Clamp((cosPole * cosX * cosY) + (sinPole * sinY), -1, 1))));
    }

    private static double[]? Turned(IReadOnlyDictionary<string, object> mapping, double[] x, double[] y)
    {
        if (x.Length == 0 || y.Length == 0 || Number(mapping, "grid_north_pole_longitude") is not { } poleX || Number(mapping, "grid_north_pole_latitude") is not { } poleY)
        {
            return null;
        }

        var turn = Number(mapping, "north_pole_grid_longitude") ?? 0;
        var points = Some(x).SelectMany(a => Some(y), (a, b) => Turn(a, b, poleX, poleY, turn)).ToList();
        return [points.Min(p => p.Longitude), points.Min(p => p.Latitude), points.Max(p => p.Longitude), points.Max(p => p.Latitude)];
    }

    private static IEnumerable<double> Some(double[] values) => Enumerable.Range(0, Math.Min(Samples, values.Length)).Select(i => values[values.Length <= Samples ? i : (int)((long)i * (values.Length - 1) / (Samples - 1))]);

    private static double[] Values(List<DataArray> all, string standardName) =>
        all.Find(v => v.Rank == 1 && v.Attributes.GetValueOrDefault("standard_name") as string == standardName)?.ToDoubles().Where(double.IsFinite).ToArray() ?? [];

    private static double[] Metres(List<DataArray> all, string standardName)
    {
        var array = all.Find(v => v.Rank == 1 && v.Attributes.GetValueOrDefault("standard_name") as string == standardName);
        var metres = array?.Units is "km" or "kilometer" or "kilometre" or "kilometers" or "kilometres" ? 1000 : 1;
        return array?.ToDoubles().Where(double.IsFinite).Select(v => v * metres).ToArray() ?? [];
    }

    /// <summary>The reference system in WKT or as PROJ writes it; null when it is none of those that are known here.</summary>
    private static string? Definition(IReadOnlyDictionary<string, object> mapping)
    {
        foreach (var name in new[] { "crs_wkt", "spatial_ref", "proj4", "proj4text", "proj4_params" })
        {
            if (mapping.GetValueOrDefault(name) is string { Length: > 0 } text)
            {
                return text;
            }
        }

        string Part(string key, string name, double? otherwise = null) => (Number(mapping, name) ?? otherwise) is { } value ? string.Create(CultureInfo.InvariantCulture, $" +{key}={value:R}") : "";
        var parallels = mapping.GetValueOrDefault("standard_parallel") is Array many ? [.. many.Cast<object>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture))] : Number(mapping, "standard_parallel") is { } one ? new[] { one } : [];
        string Parallels(string key = "lat_1") => string.Concat(parallels.Select((p, i) => string.Create(CultureInfo.InvariantCulture, $" +{(i == 0 ? key : "lat_2")}={p:R}")));
        var origin = Part("lat_0", "latitude_of_projection_origin");
        var projection = (mapping.GetValueOrDefault("grid_mapping_name") as string) switch
        {
            "albers_conical_equal_area" => "aea" + Parallels() + origin + Part("lon_0", "longitude_of_central_meridian"),
            "azimuthal_equidistant" => "aeqd" + origin + Part("lon_0", "longitude_of_projection_origin"),
            "lambert_azimuthal_equal_area" => "laea" + origin + Part("lon_0", "longitude_of_projection_origin"),
            "lambert_conformal_conic" => "lcc" + Parallels() + origin + Part("lon_0", "longitude_of_central_meridian"),
            "mercator" => "merc" + Part("lon_0", "longitude_of_projection_origin") + Parallels("lat_ts") + Part("k_0", "scale_factor_at_projection_origin"),
            "polar_stereographic" => "stere" + origin + Parallels("lat_ts") + Part("k_0", "scale_factor_at_projection_origin") + Part("lon_0", "straight_vertical_longitude_from_pole", Number(mapping, "longitude_of_projection_origin")),
            "sinusoidal" => "sinu" + Part("lon_0", "longitude_of_projection_origin"),
            "stereographic" => "stere" + origin + Part("lon_0", "longitude_of_projection_origin") + Part("k_0", "scale_factor_at_projection_origin"),
            "transverse_mercator" => "tmerc" + origin + Part("lon_0", "longitude_of_central_meridian") + Part("k_0", "scale_factor_at_central_meridian"),
            _ => null,
        };
        var shape = Part("R", "earth_radius") is { Length: > 0 } ball ? ball
            : Part("a", "semi_major_axis") is { Length: > 0 } axis ? axis + (Part("rf", "inverse_flattening") is { Length: > 0 } flat ? flat : Part("b", "semi_minor_axis", Number(mapping, "semi_major_axis"))) : " +datum=WGS84";
        return projection is null ? null : $"+proj={projection}{Part("x_0", "false_easting")}{Part("y_0", "false_northing")}{shape} +units=m +no_defs";
    }

    private static double? Number(IReadOnlyDictionary<string, object> mapping, string name) =>
        mapping.GetValueOrDefault(name) is IConvertible value and not string ? value.ToDouble(CultureInfo.InvariantCulture) : null;
}
