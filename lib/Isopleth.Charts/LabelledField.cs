using Isopleth.Arrays;

namespace Isopleth.Charts;

/// <summary>What a labelled array says of itself: its axis, and where its values lie.</summary>
internal static class LabelledField
{
    private static readonly string[] LatitudeNames = ["latitude", "lat", "nav_lat", "y"];
    private static readonly string[] LongitudeNames = ["longitude", "lon", "nav_lon", "x"];

    /// <summary>The name and unit of an array: CF's <c>long_name</c>, else <c>standard_name</c>, else its name.</summary>
    public static Axis Axis(DataArray array) => new(Title(array), Unit(array));

    public static ColorAxis ColorAxis(DataArray array) => new(Title(array), Unit(array));

    /// <summary>Whether the array holds moments.</summary>
    public static bool IsTime(DataArray array) => array.Units?.Contains(" since ", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The coordinate along a dimension.</summary>
    public static DataArray Coordinate(DataArray array, int dimension)
    {
        var name = array.Dimensions[dimension];
        return array.Coordinates.TryGetValue(name, out var coordinate) && coordinate.Rank == 1
            ? coordinate
            : throw new ArgumentException($"'{array.Name}' has no coordinate along its dimension '{name}' (it has {(array.Coordinates.Count > 0 ? string.Join(", ", array.Coordinates.Keys) : "none")}); add one, or draw ToDoubles() against positions of your own.", nameof(array));
    }

    public static void RequireRank(DataArray array, int rank)
    {
        if (array.Rank != rank)
        {
            throw new ArgumentException($"'{array.Name}' has {array.Rank} dimensions ({string.Join(", ", array.Dimensions)}), but {rank} can be drawn here; select one position of the others with Isel or Sel.", nameof(array));
        }
    }

    /// <summary>A field's values with latitude first, its latitudes and its longitudes.</summary>
    public static (double[] Latitudes, double[] Longitudes, double[] Values) OnTheEarth(DataArray field)
    {
        RequireRank(field, 2);
        var (first, second) = (Coordinate(field, 0), Coordinate(field, 1));
        var values = field.ToDoubles();
        if (Is(first, "degrees_north", LatitudeNames) && Is(second, "degrees_east", LongitudeNames))
        {
            return (first.ToDoubles(), second.ToDoubles(), values);
        }

        if (Is(first, "degrees_east", LongitudeNames) && Is(second, "degrees_north", LatitudeNames))
        {
            var (columns, rows) = (field.Shape[0], field.Shape[1]);
            return (second.ToDoubles(), first.ToDoubles(), [.. Enumerable.Range(0, values.Length).Select(i => values[(i % columns * rows) + (i / columns)])]);
        }

        throw new ArgumentException($"'{field.Name}' lies on '{first.Name}' [{first.Units}] and '{second.Name}' [{second.Units}], which are not latitude and longitude; use Figure.Heatmap, or give coordinates in degrees_north and degrees_east.", nameof(field));
    }

    private static bool Is(DataArray coordinate, string units, string[] names) =>
        string.Equals(coordinate.Units, units, StringComparison.OrdinalIgnoreCase) || (coordinate.Units is null or "degree" or "degrees" && names.Contains(coordinate.Name, StringComparer.OrdinalIgnoreCase));

    private static string Title(DataArray array) =>
        Text(array, "long_name") ?? Text(array, "standard_name")?.Replace('_', ' ') ?? array.Name;

    private static string Unit(DataArray array) => IsTime(array) ? "" : Text(array, "units") ?? "";

    private static string? Text(DataArray array, string attribute) =>
        array.Attributes.TryGetValue(attribute, out var value) && value is string { Length: > 0 } text ? text : null;
}
