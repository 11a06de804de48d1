using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Grid mappings (§5.6, appendix F).</summary>
internal sealed partial class CfRules
{
    /// <summary>The variables that a <c>grid_mapping</c> attribute names; null when it is not written as one.</summary>
    private static List<string>? GridMappings(string text)
    {
        var words = Words(text);
        if (words.Length == 0)
        {
            return [];
        }

        if (!words.Any(w => w.EndsWith(':')))
        {
            return words.Length == 1 ? [words[0]] : null;
        }

        return words[0].EndsWith(':') && !words[^1].EndsWith(':') && words.All(w => Array.TrueForAll(w.TrimEnd(':').ToCharArray(), c => char.IsLetterOrDigit(c) || c is '_' or '/' or '-'))
            ? [.. words.Where(w => w.EndsWith(':')).Select(w => w[..^1])] : null;
    }

    private void GridMapping(Variable variable)
    {
        if (Has(variable, "grid_mapping"))
        {
            if (Text(variable, "grid_mapping") is not { } text || GridMappings(text) is not { } mappings)
            {
                Error("5.6", variable, $"grid_mapping is '{variable.Attributes["grid_mapping"]}'.", "Write the name of one grid mapping variable, or 'mapping: coordinate coordinate'.");
            }
            else
            {
                foreach (var name in mappings.Where(m => Find(m) is null))
                {
                    Error("5.6", variable, $"grid_mapping names '{name}', which is not in the file.", "Mend the name, or add the grid mapping variable.");
                }

                foreach (var name in Words(text).Where(w => text.Contains(':', StringComparison.Ordinal) && !w.EndsWith(':') && Find(w) is null))
                {
                    Error("5.6", variable, $"grid_mapping names the coordinate '{name}', which is not in the file.", "Mend the name.");
                }

                foreach (var name in Words(text).Where(w => text.Contains(':', StringComparison.Ordinal) && !w.EndsWith(':') && Find(w) is { } c && !IsCoordinate(c) && !Words(Text(variable, "coordinates") ?? "").Contains(w)))
                {
                    Error("5.6", variable, $"grid_mapping names '{name}', which is no coordinate of the variable.", "Name it in 'coordinates' too.");
                }
            }
        }

        Projected(variable);
        if (!_gridMappings.Contains(variable.Name))
        {
            return;
        }

        if (Text(variable, "grid_mapping_name") is not { } mapping)
        {
            Error("5.6", variable, "A grid mapping variable has no grid_mapping_name.", "Add it, for example latitude_longitude.");
        }
        else if (!Mappings.Contains(mapping))
        {
            Error("5.6", variable, $"'{mapping}' is no grid mapping of appendix F.", $"There are {string.Join(", ", Mappings)}.");
        }

        else if (MappingNeeds.TryGetValue(mapping, out var needed) && !Has(variable, "crs_wkt"))
        {
            foreach (var missing in needed.Where(n => !n.Split('|').Any(a => Has(variable, a))))
            {
                Warning("5.6", variable, $"{mapping} has no {missing.Replace("|", " or ", StringComparison.Ordinal)}.", "Add it (appendix F); without it the projection is not known.");
            }
        }

        foreach (var parameter in MappingNumbers.Where(p => variable.Attributes.GetValueOrDefault(p) is string or string[]))
        {
            Error("5.6", variable, $"{parameter} is a text.", "Store it as a number.");
        }

        if (Has(variable, "crs_wkt") && Text(variable, "crs_wkt") is not { Length: > 0 })
        {
            Error("5.6", variable, "crs_wkt is no text.", "Write the reference system as well-known text, or leave it out.");
        }

        if (Has(variable, "projected_crs_name") && !Has(variable, "geographic_crs_name"))
        {
            Error("5.6", variable, "projected_crs_name stands without geographic_crs_name.", "Add geographic_crs_name.");
        }

        foreach (var (parameter, better) in new[] { ("scale_factor_at_projection_origin", "standard_parallel"), ("straight_vertical_longitude_from_pole", "longitude_of_projection_origin") }
            .Where(d => _version >= new Version(1, 9) && Has(variable, d.Item1) && Text(variable, "grid_mapping_name") == (d.Item2 == "standard_parallel" ? "lambert_cylindrical_equal_area" : "polar_stereographic")))
        {
            Advice("5.6", variable, $"{parameter} is deprecated for this mapping.", $"Use {better}.");
        }

        foreach (var parameter in variable.Attributes.Keys.Where(k => k.Contains("latitude", StringComparison.Ordinal) && MappingNumbers.Contains(k) && Numbers(variable.Attributes[k]) is { } degrees && Array.Exists(degrees, d => Math.Abs(d) > 90)))
        {
            Error("5.6", variable, $"{parameter} is {Number(Numbers(variable.Attributes[parameter])![0])}.", "Write degrees between -90 and 90.");
        }

        if (variable.Rank > 0)
        {
            Advice("5.6", variable, "A grid mapping variable has dimensions.", "Make it a scalar; it has no values of its own.");
        }

        string[] datum = ["reference_ellipsoid_name", "prime_meridian_name", "horizontal_datum_name", "geographic_crs_name"];
        if (_version >= new Version(1, 7) && datum.Count(d => Has(variable, d)) is > 0 and < 4)
        {
            Error("5.6", variable, $"It has some of {string.Join(", ", datum)}, and not all.", "Give all four or none.");
        }
    }

    private static readonly string[] Mappings =
    [
        "albers_conical_equal_area", "azimuthal_equidistant", "geostationary", "lambert_azimuthal_equal_area", "lambert_conformal_conic", "lambert_cylindrical_equal_area", "latitude_longitude",
        "mercator", "oblique_mercator", "orthographic", "polar_stereographic", "rotated_latitude_longitude", "sinusoidal", "stereographic", "transverse_mercator", "vertical_perspective",
    ];

    private static readonly string[] MappingNumbers =
    [
        "azimuth_of_central_line", "earth_radius", "false_easting", "false_northing", "grid_north_pole_latitude", "grid_north_pole_longitude", "inverse_flattening", "latitude_of_projection_origin",
        "longitude_of_central_meridian", "longitude_of_prime_meridian", "longitude_of_projection_origin", "north_pole_grid_longitude", "perspective_point_height", "scale_factor_at_central_meridian",
        "scale_factor_at_projection_origin", "semi_major_axis", "semi_minor_axis", "standard_parallel", "straight_vertical_longitude_from_pole",
    ];

    /// <summary>What each mapping needs; alternatives are separated by bars (appendix F).</summary>
    private static readonly Dictionary<string, string[]> MappingNeeds = new(StringComparer.Ordinal)
    {
        ["albers_conical_equal_area"] = ["standard_parallel", "longitude_of_central_meridian", "latitude_of_projection_origin"],
        ["azimuthal_equidistant"] = ["longitude_of_projection_origin", "latitude_of_projection_origin"],
        ["geostationary"] = ["longitude_of_projection_origin", "perspective_point_height", "sweep_angle_axis|fixed_angle_axis"],
        ["lambert_azimuthal_equal_area"] = ["longitude_of_projection_origin", "latitude_of_projection_origin"],
        ["lambert_conformal_conic"] = ["standard_parallel", "longitude_of_central_meridian", "latitude_of_projection_origin"],
        ["lambert_cylindrical_equal_area"] = ["longitude_of_central_meridian", "standard_parallel|scale_factor_at_projection_origin"],
        ["mercator"] = ["longitude_of_projection_origin", "standard_parallel|scale_factor_at_projection_origin"],
        ["oblique_mercator"] = ["azimuth_of_central_line", "latitude_of_projection_origin", "longitude_of_projection_origin"],
        ["orthographic"] = ["longitude_of_projection_origin", "latitude_of_projection_origin"],
        ["polar_stereographic"] = ["straight_vertical_longitude_from_pole|longitude_of_projection_origin", "latitude_of_projection_origin", "standard_parallel|scale_factor_at_projection_origin"],
        ["rotated_latitude_longitude"] = ["grid_north_pole_latitude", "grid_north_pole_longitude"],
        ["sinusoidal"] = ["longitude_of_projection_origin|longitude_of_central_meridian"],
        ["stereographic"] = ["longitude_of_projection_origin", "latitude_of_projection_origin"],
        ["transverse_mercator"] = ["longitude_of_central_meridian", "latitude_of_projection_origin"],
        ["vertical_perspective"] = ["latitude_of_projection_origin", "longitude_of_projection_origin", "perspective_point_height"],
    };

    /// <summary>Data on a projection have its coordinates, and can be placed: by the mapping, or by latitudes and longitudes.</summary>
    private void Projected(Variable variable)
    {
        if (IsAnyCoordinate(variable) || _bounds.Contains(variable.Name))
        {
            return;
        }

        var coordinates = DimensionsOf(variable).Concat(Words(Text(variable, "coordinates") ?? "")).Select(Find).OfType<Variable>().ToList();
        if (GridMappings(Text(variable, "grid_mapping") ?? "") is [var only] && Find(only) is { } crs && Text(crs, "grid_mapping_name") is { } mapping and not "latitude_longitude" && Mappings.Contains(mapping))
        {
            var isRotated = mapping == "rotated_latitude_longitude";
            foreach (var wanted in (string[])(isRotated ? ["grid_latitude", "grid_longitude"] : ["projection_x_coordinate", "projection_y_coordinate"]))
            {
                // Geostationary grids had angles, which are theirs alone.
                if (!coordinates.Exists(c => Text(c, "standard_name") == wanted || mapping == "geostationary" && Text(c, "standard_name") == wanted.Replace("coordinate", "angular_coordinate", StringComparison.Ordinal)))
                {
                    Warning("5.6", variable, $"It lies on {mapping}, and none of its coordinates has the standard name {wanted}.", "Give it to the coordinate along that axis.");
                }
            }
        }
        else if (!Has(variable, "grid_mapping") && coordinates.Exists(c => IsCoordinate(c) && Text(c, "axis") is "X" or "x" && !EastUnits.Contains(c.Units)) && coordinates.Exists(c => IsCoordinate(c) && Text(c, "axis") is "Y" or "y" && !NorthUnits.Contains(c.Units))
            && !(coordinates.Exists(c => NorthUnits.Contains(c.Units)) && coordinates.Exists(c => EastUnits.Contains(c.Units))))
        {
            Advice("5.6", variable, "Its horizontal coordinates are neither latitude and longitude, nor has it a grid_mapping.", "Add grid_mapping, or latitudes and longitudes in 'coordinates'.");
        }
    }
}
