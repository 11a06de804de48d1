using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Chapters 4 and 5: which axis a coordinate is, and how variables find their coordinates.</summary>
internal sealed partial class CfRules
{
    private static readonly string[] NorthUnits = ["degrees_north", "degree_north", "degree_N", "degrees_N", "degreeN", "degreesN"];
    private static readonly string[] EastUnits = ["degrees_east", "degree_east", "degree_E", "degrees_E", "degreeE", "degreesE"];

    /// <summary>Standard names that say which way is up.</summary>
    private static readonly Dictionary<string, string> Positive = new(StringComparer.Ordinal)
    {
        ["depth"] = "down", ["height"] = "up", ["altitude"] = "up", ["air_pressure"] = "down", ["depth_below_geoid"] = "down", ["height_above_geoid"] = "up", ["height_above_mean_sea_level"] = "up",
        ["height_above_reference_ellipsoid"] = "up", ["height_above_sea_floor"] = "up", ["sea_water_pressure"] = "down",
    };

    /// <summary>The terms of a dimensionless vertical coordinate, the standard names each may have (none means any), and what they make (CF appendix D).</summary>
    private static readonly Dictionary<string, (string[] Terms, string[] Computed)> Formulas = new(StringComparer.Ordinal)
    {
        ["atmosphere_ln_pressure_coordinate"] = (["p0", "lev"], ["air_pressure"]),
        ["atmosphere_sigma_coordinate"] = (["sigma", "ps", "ptop"], ["air_pressure"]),
        ["atmosphere_hybrid_sigma_pressure_coordinate"] = (["a", "ap", "b", "ps", "p0"], ["air_pressure"]),
        ["atmosphere_hybrid_height_coordinate"] = (["a", "b", "orog"], ["altitude", "height_above_geopotential_datum"]),
        ["atmosphere_sleve_coordinate"] = (["a", "b1", "b2", "ztop", "zsurf1", "zsurf2"], ["altitude", "height_above_geopotential_datum"]),
        ["ocean_sigma_coordinate"] = (["sigma", "eta", "depth"], OceanHeights),
        ["ocean_s_coordinate"] = (["s", "eta", "depth", "a", "b", "depth_c"], OceanHeights),
        ["ocean_s_coordinate_g1"] = (["s", "c", "eta", "depth", "depth_c"], OceanHeights),
        ["ocean_s_coordinate_g2"] = (["s", "c", "eta", "depth", "depth_c"], OceanHeights),
        ["ocean_sigma_z_coordinate"] = (["sigma", "eta", "depth", "depth_c", "nsigma", "zlev"], OceanHeights),
        ["ocean_double_sigma_coordinate"] = (["sigma", "depth", "z1", "z2", "a", "href", "k_c"], OceanHeights),
    };

    private static readonly string[] SurfacePressures = ["surface_air_pressure", "air_pressure_at_mean_sea_level"];

    private static string[] OceanHeights => ["altitude", "height_above_geopotential_datum", "height_above_reference_ellipsoid", "height_above_mean_sea_level"];

    private static char? AxisOf(Variable variable) =>
        Text(variable, "axis") is [var axis] ? char.ToUpperInvariant(axis)
        : CfTimeUnits.IsTime(variable.Units) ? 'T'
        : NorthUnits.Contains(variable.Units) || Text(variable, "standard_name") is "latitude" or "projection_y_coordinate" or "grid_latitude" ? 'Y'
        : EastUnits.Contains(variable.Units) || Text(variable, "standard_name") is "longitude" or "projection_x_coordinate" or "grid_longitude" ? 'X'
        : IsVertical(variable) ? 'Z' : null;

    private static bool IsVertical(Variable variable) => Has(variable, "positive") || Has(variable, "formula_terms") || Positive.ContainsKey(Text(variable, "standard_name") ?? "") && variable.Rank <= 1;

    private void Axis(Variable variable)
    {
        if (Has(variable, "axis") && Text(variable, "axis") is not ("X" or "Y" or "Z" or "T" or "x" or "y" or "z" or "t"))
        {
            Error("4", variable, $"axis is '{variable.Attributes["axis"]}'.", "Write X, Y, Z or T.");
        }

        if (!IsCoordinate(variable))
        {
            var shared = variable.Dimensions.Distinct(StringComparer.Ordinal).Select(d => _variables.GetValueOrDefault(d)).OfType<Variable>()
                .Where(c => Text(c, "axis") is { Length: 1 }).GroupBy(c => Text(c, "axis")!.ToUpperInvariant(), StringComparer.Ordinal).Where(g => g.Count() > 1);
            foreach (var axes in shared)
            {
                Error("5", variable, $"The coordinates {string.Join(" and ", axes.Select(c => c.Name))} both say that they are axis {axes.Key}.", "Keep the axis attribute of one of them.");
            }
        }

        var name = Text(variable, "standard_name");
        var units = variable.Units;
        foreach (var (of, section, allowed) in new[] { ("latitude", "4.1", NorthUnits), ("longitude", "4.2", EastUnits) })
        {
            if (name == of && !_bounds.Contains(variable.Name) && units is not null && !allowed.Contains(units))
            {
                Error(section, variable, $"The units of a {of} are '{units}'.", $"Write {allowed[0]}.");
            }
        }
    }

    private void Vertical(Variable variable)
    {
        var name = Text(variable, "standard_name") ?? "";
        var positive = Text(variable, "positive");
        if (Has(variable, "positive") && positive?.ToUpperInvariant() is not ("UP" or "DOWN"))
        {
            Error("4.3", variable, $"positive is '{variable.Attributes["positive"]}'.", "Write up or down.");
        }
        else if (positive is not null && Positive.TryGetValue(name, out var expected) && !expected.Equals(positive, StringComparison.OrdinalIgnoreCase) && IsAnyCoordinate(variable))
        {
            Warning("4.3", variable, $"positive is {positive}, but {name} counts {expected}.", $"Write positive = \"{expected}\", or change the sign.");
        }

        var isPressure = variable.Units is { } u && Parse(u) is { } parsed && parsed.ConvertsTo(CfUnits.Parse("Pa"));
        if (IsCoordinate(variable) && (Text(variable, "axis") is "Z" or "z" || Positive.ContainsKey(name)) && positive is null && !isPressure && !Has(variable, "formula_terms"))
        {
            Error("4.3", variable, "A vertical coordinate that is no pressure does not say which way is up.", "Add positive = \"up\" or \"down\".");
        }

        if (Has(variable, "formula_terms"))
        {
            FormulaTerms(variable, name);
        }
        else if (Has(variable, "computed_standard_name"))
        {
            Error("4.3.3", variable, "computed_standard_name stands without formula_terms.", "Add formula_terms, or leave it out.");
        }
    }

    private void FormulaTerms(Variable variable, string name)
    {
        if (_bounds.Contains(variable.Name))
        {
            return;
        }

        if (!Formulas.TryGetValue(name, out var formula))
        {
            Error("4.3.3", variable, $"formula_terms stand at '{name}', which has no formula.", "Give it a standard name of appendix D.");
            return;
        }

        var words = Words(Text(variable, "formula_terms") ?? "");
        if (words.Length == 0 || words.Length % 2 != 0 || words.Where((_, i) => i % 2 == 0).Any(w => !w.EndsWith(':')))
        {
            Error("4.3.3", variable, $"formula_terms is '{Text(variable, "formula_terms")}'.", $"Write it as 'term: variable', for the terms {string.Join(", ", formula.Terms)}.");
            return;
        }

        var inconsistent = false;
        foreach (var (term, of) in words.Chunk(2).Select(p => (p[0].TrimEnd(':'), p[1])))
        {
            if (!formula.Terms.Contains(term))
            {
                Error("4.3.3", variable, $"'{term}' is no term of {name}.", $"Its terms are {string.Join(", ", formula.Terms)}.");
            }

            if (!_variables.TryGetValue(of, out var part))
            {
                Error("4.3.3", variable, $"formula_terms names '{of}', which is not in the file.", "Mend the name, or add the variable.");
            }
            else if (term == "ps" && Text(part, "standard_name") is { } pressure && !SurfacePressures.Contains(pressure))
            {
                Error("4.3.3", variable, $"The surface pressure '{of}' has the standard name {pressure}.", "Give it surface_air_pressure.");
            }
            else if (term is "eta" or "depth" && name.StartsWith("ocean_", StringComparison.Ordinal) && Has(variable, "computed_standard_name"))
            {
                inconsistent |= !OceanDatum(term, Text(part, "standard_name"), Text(variable, "computed_standard_name")!);
            }
        }

        if (Text(variable, "computed_standard_name") is { } computed && (inconsistent || !formula.Computed.Contains(computed)))
        {
            Error("4.3.3", variable, $"The standard names of the terms do not make {computed}.", "Take eta and depth over the same datum, as appendix D lists them.");
        }
    }

    /// <summary>Whether a sea surface height or depth is counted from the datum that what is computed is.</summary>
    private static bool OceanDatum(string term, string? name, string computed)
    {
        var datum = computed switch
        {
            "altitude" => "geoid",
            "height_above_geopotential_datum" => "geopotential_datum",
            "height_above_reference_ellipsoid" => "reference_ellipsoid",
            "height_above_mean_sea_level" => "mean_sea_level",
            _ => null,
        };
        return name is null || datum is not null && name == (term == "eta" ? "sea_surface_height_above_" : "sea_floor_depth_below_") + datum;
    }

    private void TimeAxis(Variable variable)
    {
        if (_bounds.Contains(variable.Name))
        {
            return;
        }

        var isTime = CfTimeUnits.IsTime(variable.Units);
        var isCoordinate = IsAnyCoordinate(variable);
        if (isCoordinate && (isTime || Text(variable, "axis") is "T" or "t" && variable.Units is not null))
        {
            if (!Has(variable, "calendar", "month_lengths"))
            {
                Warning("4.4.1", variable, "A time coordinate has no calendar; the mixed Julian and Gregorian one is assumed.", "Add calendar = \"standard\" (or proleptic_gregorian, noleap, 360_day, …).");
            }

            if (!isTime)
            {
                Error("4.4", variable, $"A time axis has the units '{variable.Units}', which name no reference time.", "Write for example 'hours since 2000-01-01', or leave axis = \"T\" out.");
            }
        }

        if (Numbers(variable.Attributes.GetValueOrDefault("month_lengths")) is { } months && (months.Length != 12 || Array.Exists(months, m => m != Math.Floor(m))))
        {
            Error("4.4.1", variable, $"month_lengths has {months.Length} values.", "Give the days of each of the 12 months, as integers.");
        }

        if (Has(variable, "leap_month") && Numbers(variable.Attributes["leap_month"]) is not [>= 1 and <= 12])
        {
            Error("4.4.1", variable, "leap_month is no number from 1 to 12.", "Write the number of the month that is longer in leap years.");
        }

        if (Has(variable, "leap_month") && !Has(variable, "leap_year"))
        {
            Warning("4.4.1", variable, "leap_month stands without leap_year.", "Add leap_year, or leave leap_month out.");
        }

        if (Has(variable, "calendar", "month_lengths", "leap_year", "leap_month") && variable.Units is { } unit && Parse(unit) is not null && !isTime)
        {
            Error("4.4.1", variable, $"It has a calendar, but its units are '{unit}'.", "Give a calendar to times alone.");
        }

        if (isTime && Has(variable, "calendar") && Has(variable, "month_lengths", "leap_year", "leap_month"))
        {
            Error("4.4.1", variable, "month_lengths, leap_year or leap_month stand beside calendar.", "Keep the one or the other.");
        }

        if (Text(variable, "standard_name") == "time" && IsCoordinate(variable) && variable.Units is { } units && !isTime)
        {
            Error("4.4", variable, $"A time has the units '{units}', which name no reference time.", "Write for example 'seconds since 1970-01-01'.");
        }
    }

    private void Monotonic(Variable variable)
    {
        if (!IsCoordinate(variable) || IsText(variable) || variable.ElementType == typeof(object) || variable.Size < 2)
        {
            return;
        }

        var values = variable.ToDoubles();
        var direction = Math.Sign(values[1] - values[0]);
        var i = 1;
        while (i < values.Length && Math.Sign(values[i] - values[i - 1]) is var step && step == direction && step != 0)
        {
            i++;
        }

        if (i < values.Length)
        {
            Error("5", variable, $"The coordinate is not monotonic: value {i - 1} is {Number(values[i - 1])}, value {i} is {Number(values[i])}.", "Sort the data along it, without repetitions, or make it an auxiliary coordinate.");
        }
    }

    private void CoordinatesAttribute(Variable variable)
    {
        if (!Has(variable, "coordinates"))
        {
            return;
        }

        if (Text(variable, "coordinates") is not { } text)
        {
            Error("5", variable, "coordinates is no text.", "List the names of the auxiliary coordinates, with blanks between them.");
            return;
        }

        foreach (var name in Words(text))
        {
            if (name == variable.Name)
            {
                Error("5", variable, "It names itself as its coordinate.", "Leave its own name out of 'coordinates'.");
            }
            else if (!_variables.TryGetValue(name, out var coordinate))
            {
                // In a file of groups it may stand in a group beside (lateral search, CF 2.7).
                if (!name.Contains('/', StringComparison.Ordinal) && _prefix.Length == 0)
                {
                    Error("5", variable, $"coordinates names '{name}', which is not in the file.", "Mend the name, or leave it out.");
                }
            }
            else if (coordinate.Dimensions.Except(DimensionsOf(variable), StringComparer.Ordinal).ToList() is { Count: > 0 } others
                && !(IsText(coordinate) && others is [var only] && only == coordinate.Dimensions[^1]) && !IsRagged() && !_containers.Contains(variable.Name))
            {
                // The checkers of files before CF-1.6 did not ask for it.
                Findings.Add(_version < new Version(1, 6) ? Severity.Advice : Severity.Error, "CF 5", _prefix + variable.Name, $"The coordinate '{name}' has the dimension {string.Join(", ", others)}, which the variable has not.", "An auxiliary coordinate lies over some of the variable's dimensions.");
            }
        }
    }

    /// <summary>Whether the file packs profiles or trajectories of differing lengths one after the other (CF §9.3.3, §9.3.4), or reduces a grid (§8.2).</summary>
    private bool IsRagged() => _variables.Values.Any(v => Has(v, "sample_dimension", "instance_dimension", "compress"));

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
                foreach (var name in mappings.Where(m => !_variables.ContainsKey(m) && !m.Contains('/', StringComparison.Ordinal)))
                {
                    Error("5.6", variable, $"grid_mapping names '{name}', which is not in the file.", "Mend the name, or add the grid mapping variable.");
                }

                foreach (var name in Words(text).Where(w => text.Contains(':', StringComparison.Ordinal) && !w.EndsWith(':') && !_variables.ContainsKey(w) && !w.Contains('/', StringComparison.Ordinal)))
                {
                    Error("5.6", variable, $"grid_mapping names the coordinate '{name}', which is not in the file.", "Mend the name.");
                }
            }
        }

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
}
