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

    /// <summary>What the units or <c>positive</c> alone say of an axis.</summary>
    private static char? ImpliedAxis(Variable variable) =>
        NorthUnits.Contains(variable.Units) ? 'Y' : EastUnits.Contains(variable.Units) ? 'X' : CfTimeUnits.IsTime(variable.Units) ? 'T' : Has(variable, "positive") ? 'Z' : null;

    private static bool IsVertical(Variable variable) => Has(variable, "positive") || Has(variable, "formula_terms") || Positive.ContainsKey(Text(variable, "standard_name") ?? "") && variable.Rank <= 1;

    private void Axis(Variable variable)
    {
        if (Has(variable, "axis") && Text(variable, "axis") is not ("X" or "Y" or "Z" or "T" or "x" or "y" or "z" or "t"))
        {
            Error("4", variable, $"axis is '{variable.Attributes["axis"]}'.", "Write X, Y, Z or T.");
        }

        if (Text(variable, "axis") is [var said] && ImpliedAxis(variable) is { } implied && char.ToUpperInvariant(said) is 'X' or 'Y' or 'Z' or 'T' && char.ToUpperInvariant(said) != implied)
        {
            Error("4", variable, $"axis is {said}, but its units or its direction make it {implied}.", $"Write axis = \"{implied}\".");
        }

        if (!IsCoordinate(variable))
        {
            var shared = DimensionsOf(variable).Concat(Words(Text(variable, "coordinates") ?? "")).Distinct(StringComparer.Ordinal).Select(Find).OfType<Variable>()
                .Where(c => Text(c, "axis") is { Length: 1 }).GroupBy(c => Text(c, "axis")!.ToUpperInvariant(), StringComparer.Ordinal).Where(g => g.Count() > 1);
            foreach (var axes in shared)
            {
                Error("5", variable, $"The coordinates {string.Join(" and ", axes.Select(c => c.Name))} both say that they are axis {axes.Key}.", "Keep the axis attribute of one of them.");
            }

            if (variable.Rank > 1 && variable.Dimensions.Contains(variable.Name))
            {
                Advice("5", variable, "It has the name of one of its dimensions, and lies over others too.", "Rename it; a coordinate of several dimensions has a name of its own.");
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

        if (variable.Rank > 1 || variable.Rank == 1 && !IsAnyCoordinate(variable))
        {
            Error("4.3.3", variable, "formula_terms stand at a variable that is no coordinate.", "Give them to the vertical coordinate.");
        }

        var inconsistent = false;
        foreach (var (term, of) in words.Chunk(2).Select(p => (p[0].TrimEnd(':'), p[1])))
        {
            if (!formula.Terms.Contains(term, StringComparer.OrdinalIgnoreCase))
            {
                Error("4.3.3", variable, $"'{term}' is no term of {name}.", $"Its terms are {string.Join(", ", formula.Terms)}.");
            }

            if (Find(of) is not { } part)
            {
                Error("4.3.3", variable, $"formula_terms names '{of}', which is not in the file.", "Mend the name, or add the variable.");
            }
            else if (_version >= new Version(1, 9) && TermUnits(name, term.ToLowerInvariant()) is { } wanted && part.Units is { } given && Parse(given) is { } parsed && !parsed.ConvertsTo(CfUnits.Parse(wanted)))
            {
                Error("4.3.3", variable, $"The term '{term}' has the units '{given}'.", wanted == "1" ? "It is a number without a dimension: write 1." : $"Write units of the kind of {wanted}.");
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

    /// <summary>The units of a term (appendix D); null where there are none of its own.</summary>
    private static string? TermUnits(string name, string term) => (name, term) switch
    {
        (_, "p0" or "ps" or "ptop" or "ap") => "Pa",
        (_, "eta" or "depth" or "depth_c" or "ztop" or "zsurf1" or "zsurf2" or "orog" or "z1" or "z2" or "href" or "zlev") or ("atmosphere_hybrid_height_coordinate" or "ocean_double_sigma_coordinate", "a") => "m",
        (_, "sigma" or "s" or "c" or "a" or "b" or "b1" or "b2" or "lev") => "1",
        _ => null,
    };

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
            const double neverWritten = 9.96e36;
            const int neverWrittenInt = -2147483647;
            var isEmpty = values[i] == values[i - 1] && (values[i] is > neverWritten and < 1e37 || values[i] == neverWrittenInt);
            Error("5", variable, isEmpty ? $"The coordinate is not monotonic: its values from {i - 1} on were never written." : $"The coordinate is not monotonic: value {i - 1} is {Number(values[i - 1])}, value {i} is {Number(values[i])}.", isEmpty ? "Write its values." : "Sort the data along it, without repetitions, or make it an auxiliary coordinate.");
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
            else if (Find(name) is not { } coordinate)
            {
                Error("5", variable, $"coordinates names '{name}', which is not in the file.", "Mend the name, or leave it out.");
            }
            else if (_groups.IsElsewhere(_prefix, name))
            {
                Advice("2.7", variable, $"The coordinate '{name}' stands in another group.", "Name it by its path, from the root or from this group.");
            }
            else if (IsText(coordinate) && coordinate.Rank > (coordinate.ElementType == typeof(char) ? 2 : 1))
            {
                Error("6.1", variable, $"The label '{name}' has {coordinate.Rank} dimensions.", "Let labels lie over one dimension of the variable, characters over one more for their letters.");
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
}
