using System.Globalization;
using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Chapters 7 to 9: cells, packing, sampling geometries.</summary>
internal sealed partial class CfRules
{
    private static readonly HashSet<string> Methods =
    [
        "point", "sum", "maximum", "maximum_absolute_value", "median", "mid_range", "minimum", "minimum_absolute_value", "mean", "mean_absolute_value", "mean_of_upper_decile", "mode", "range",
        "root_mean_square", "standard_deviation", "sum_of_squares", "variance",
    ];

    /// <summary>Attributes in which boundaries must agree with what they bound; units are compared by their kind.</summary>
    private static readonly string[] BoundaryAttributes = ["standard_name", "axis", "positive", "calendar"];

    private static readonly string[] Features = ["point", "timeSeries", "trajectory", "profile", "timeSeriesProfile", "trajectoryProfile"];

    private void Bounds(Variable variable)
    {
        foreach (var attribute in new[] { "bounds", "climatology" })
        {
            if (!Has(variable, attribute))
            {
                continue;
            }

            if (Text(variable, attribute) is not { } name || !_variables.TryGetValue(name.Trim(), out var bounds))
            {
                Error("7.1", variable, $"{attribute} names '{variable.Attributes[attribute]}', which is not in the file.", "Mend the name, or add the boundary variable.");
                continue;
            }

            if (bounds.Rank != variable.Rank + 1 || !bounds.Dimensions.Take(variable.Rank).SequenceEqual(variable.Dimensions, StringComparer.Ordinal))
            {
                Error("7.1", variable, $"Its boundary variable '{bounds.Name}' has the dimensions ({string.Join(", ", bounds.Dimensions)}), it itself ({string.Join(", ", variable.Dimensions)}).", "Boundaries have the same dimensions and, as the last, one for the vertices.");
                continue;
            }

            if (IsText(bounds))
            {
                Error("7.1", variable, $"Its boundary variable '{bounds.Name}' holds texts.", "Store numbers.");
                continue;
            }

            if (attribute == "climatology" && (AxisOf(variable) != 'T' || bounds.Shape[^1] != 2))
            {
                Error("7.4", variable, AxisOf(variable) != 'T' ? "climatology stands at a variable that is no time." : $"Its climatology '{bounds.Name}' has {bounds.Shape[^1]} values for each time, not 2.", "Give it to the time coordinate, with the beginning and the end for each time.");
            }

            foreach (var shared in BoundaryAttributes.Where(a => Text(bounds, a) is { } theirs && Text(variable, a) is { } ours && theirs != ours))
            {
                Error("7.1", variable, $"Its boundaries have {shared} = '{Text(bounds, shared)}', it itself '{Text(variable, shared)}'.", $"Leave {shared} of the boundaries out.");
            }

            if (bounds.Units is { } units && variable.Units is { } own && units != own && (Parse(units), Parse(own)) is ({ } a, { } b) && !a.ConvertsTo(b))
            {
                Error("7.1", variable, $"Its boundaries have the units '{units}', it itself '{own}'.", "Leave the units of the boundaries out.");
            }

            if (attribute == "bounds" && bounds.Shape[^1] >= 2 && bounds.Size <= 1 << 22)
            {
                Inside(variable, bounds);
            }
        }
    }

    private void Inside(Variable variable, Variable bounds)
    {
        var (values, edges) = (variable.ToDoubles(), bounds.ToDoubles());
        var vertices = bounds.Shape[^1];
        if (vertices > 2)
        {
            Polygons(variable, bounds, values, edges);
        }

        for (var i = 0; i < values.Length; i++)
        {
            var cell = edges.AsSpan(i * vertices, vertices);
            var (least, greatest) = (cell[0], cell[0]);
            foreach (var edge in cell)
            {
                (least, greatest) = (Math.Min(least, edge), Math.Max(greatest, edge));
            }

            // A cell across the date line or over a pole has its edges on the other side.
            if ((values[i] < least || values[i] > greatest) && !(AxisOf(variable) == 'X' && greatest - least > 180))
            {
                Warning("7.1", variable, $"Value {i}, {Number(values[i])}, lies outside of its cell, {Number(least)} to {Number(greatest)}.", "Mend the boundaries or the coordinate.");
                return;
            }
        }
    }

    /// <summary>Cells may have fewer vertices than there is room for, but not fewer than three.</summary>
    private void Polygons(Variable variable, Variable bounds, double[] values, double[] edges)
    {
        const double unwritten = 9e36;
        var fill = Numbers(bounds.Attributes.GetValueOrDefault("_FillValue")) is [var f] ? f : double.NaN;
        bool IsThere(double value) => Math.Abs(value) < unwritten && value != fill;
        var vertices = bounds.Shape[^1];
        for (var i = 0; i < values.Length; i++)
        {
            var count = edges.AsSpan(i * vertices, vertices).ToArray().Count(IsThere);
            if (IsThere(values[i]) && count < 3)
            {
                Error("7.1", variable, $"Cell {i} has values for {count} of its {vertices} vertices in '{bounds.Name}'; a polygon has three at least.", "Write the vertices of each cell.");
                return;
            }
        }
    }

    private void CellMeasures(Variable variable)
    {
        if (!Has(variable, "cell_measures"))
        {
            return;
        }

        var words = Words(Text(variable, "cell_measures") ?? "");
        if (words.Length == 0 || words.Length % 2 != 0 || words.Where((w, i) => w.EndsWith(':') != (i % 2 == 0)).Any())
        {
            Error("7.2", variable, $"cell_measures is '{variable.Attributes["cell_measures"]}'.", "Write it as 'area: variable'.");
            return;
        }

        foreach (var pair in words.Chunk(2))
        {
            var (measure, name) = (pair[0][..^1], pair[1]);
            var isKnown = measure is "area" or "volume";
            if (!isKnown)
            {
                Error("7.2", variable, $"'{measure}' is no measure of cells.", "Write area or volume.");
            }

            if (!_variables.TryGetValue(name, out var cells))
            {
                if (!Words(Global("external_variables") ?? "").Contains(name))
                {
                    Warning("7.2", variable, $"cell_measures names '{name}', which is not in the file.", "Add the variable, or name it in external_variables.");
                }

                continue;
            }

            if (cells.Dimensions.Except(DimensionsOf(variable), StringComparer.Ordinal).Any())
            {
                Error("7.2", variable, $"'{name}' has the dimensions ({string.Join(", ", cells.Dimensions)}), the variable ({string.Join(", ", DimensionsOf(variable))}).", "A measure of cells lies over some of the variable's dimensions.");
            }

            var expected = measure == "area" ? "m2" : "m3";
            if (isKnown && cells.Units is not null && (Parse(cells.Units) is not { } units || !units.ConvertsTo(CfUnits.Parse(expected))))
            {
                Error("7.2", variable, $"The {measure} '{name}' has the units '{cells.Units}'.", $"Write {expected}.");
            }
        }
    }

    private void CellMethods(Variable variable)
    {
        if (!Has(variable, "cell_methods"))
        {
            return;
        }

        var text = Text(variable, "cell_methods") ?? "";
        if (!CellMethod().IsMatch(text + " "))
        {
            Error("7.3", variable, $"cell_methods is '{variable.Attributes["cell_methods"]}'.", "Write it as 'time: mean', or 'lat: lon: mean (interval: 1 hour)'.");
            return;
        }

        foreach (Match interval in Interval().Matches(text))
        {
            if (!double.TryParse(interval.Groups["value"].ValueSpan, CultureInfo.InvariantCulture, out _) || Parse(interval.Groups["unit"].Value) is null)
            {
                Error("7.3", variable, $"The interval '{interval.Groups["value"].Value} {interval.Groups["unit"].Value}' in cell_methods is no number with a unit.", "Write for example (interval: 1 hour).");
            }
        }

        foreach (Match match in CellMethodParts().Matches(Parentheses().Replace(text, " ") + " "))
        {
            foreach (var method in match.Groups["method"].Captures.Select(c => c.Value).Where(m => !Methods.Contains(m)))
            {
                Error("7.3", variable, $"'{method}' is no cell method.", $"There are {string.Join(", ", Methods)}.");
            }

            foreach (var type in match.Groups["type"].Captures.Select(c => c.Value).Where(t => !Vocabularies.AreaTypes.Contains(t) && !_variables.ContainsKey(t)))
            {
                Error("7.3", variable, $"'{type}' is no area type.", "Use one of cfconventions.org's table, for example sea_ice, or a variable with the standard name area_type.");
            }

            foreach (var name in match.Groups["name"].Captures.Select(c => c.Value).Where(n => n != "area" && !variable.Dimensions.Contains(n) && !_variables.ContainsKey(n) && _names.UnitsOf(n) is null))
            {
                Error("7.3", variable, $"cell_methods speaks of '{name}', which is neither a dimension, a coordinate nor a standard name.", "Mend the name.");
            }
        }
    }

    private void Packed(Variable variable)
    {
        var scales = new[] { "scale_factor", "add_offset" }.Where(a => Has(variable, a)).ToList();
        if (scales.Count == 0)
        {
            return;
        }

        if (scales.Find(s => Numbers(variable.Attributes[s]) is not { Length: 1 }) is { } wrong)
        {
            Error("8.1", variable, $"{wrong} is no number.", "Store one number of type float or double.");
        }
        else if (scales.Count == 2 && ElementOf(variable.Attributes[scales[0]]) != ElementOf(variable.Attributes[scales[1]]))
        {
            Error("8.1", variable, "scale_factor and add_offset are of different types.", "Store both as float or both as double.");
        }
        else if (ElementOf(variable.Attributes[scales[0]]) is var type && type != variable.ElementType && type != typeof(float) && type != typeof(double))
        {
            Error("8.1", variable, $"{scales[0]} is of type {type.Name}, the variable of type {variable.ElementType.Name}.", "Store it as float or double.");
        }
        else if (type == typeof(float) && variable.ElementType == typeof(int))
        {
            Advice("8.1", variable, $"{scales[0]} is a float, the variable of type int: unpacked values have fewer digits than the packed ones.", "Store it as double.");
        }
    }

    private void Compressed(Variable variable)
    {
        if (!Has(variable, "compress"))
        {
            return;
        }

        var names = Words(Text(variable, "compress") ?? "");
        if (names.FirstOrDefault(n => !_dimensions.ContainsKey(n)) is { } missing || names.Length == 0)
        {
            Error("8.2", variable, $"compress is '{variable.Attributes["compress"]}', which names no dimensions of the file.", "Name the dimensions that were compressed.");
            return;
        }

        if (!IsCoordinate(variable) || IsText(variable) || variable.ElementType == typeof(float) || variable.ElementType == typeof(double))
        {
            Error("8.2", variable, "A variable with compress is no coordinate of integers.", "Give it the compressed dimension, and type int.");
            return;
        }

        var cells = names.Aggregate(1.0, (product, n) => product * _dimensions[n]);
        if (Array.Exists(variable.ToDoubles(), v => v < 0 || v >= cells))
        {
            Error("8.2", variable, $"Its values are not all between 0 and {Number(cells - 1)}.", "They are positions among the compressed dimensions, counted from 0.");
        }
    }

    /// <summary>Discrete sampling geometries (chapter 9), from CF-1.6 on.</summary>
    private void Sampling()
    {
        if (Global("featureType") is { } feature && _prefix.Length == 0)
        {
            if (!Features.Contains(feature, StringComparer.OrdinalIgnoreCase))
            {
                Findings.Error("CF 9.4", "featureType", $"'{feature}' is no feature type.", $"There are {string.Join(", ", Features)}.");
            }
            else if (!feature.Equals("point", StringComparison.OrdinalIgnoreCase) && !_variables.Values.Any(v => Has(v, "cf_role")))
            {
                Findings.Advice("CF 9.5", "featureType", $"No variable with cf_role names the instances of the {feature}.", "Add one, for example cf_role = \"timeseries_id\".");
            }
        }

        foreach (var variable in _variables.Values)
        {
            if (Has(variable, "cf_role") && Text(variable, "cf_role") is not ("timeseries_id" or "profile_id" or "trajectory_id"))
            {
                // Unstructured grids (UGRID) use the attribute too.
                if (Text(variable, "cf_role") is not ("mesh_topology" or "location_index_set") && Text(variable, "cf_role")?.EndsWith("_connectivity", StringComparison.Ordinal) != true)
                {
                    Error("9.5", variable, $"cf_role is '{variable.Attributes["cf_role"]}'.", "Write timeseries_id, profile_id or trajectory_id.");
                }
            }

            foreach (var attribute in new[] { "sample_dimension", "instance_dimension" }.Where(a => Has(variable, a)))
            {
                if (!_dimensions.ContainsKey(Text(variable, attribute) ?? ""))
                {
                    Error("9.3", variable, $"{attribute} is '{variable.Attributes[attribute]}', which is no dimension of the file.", "Name the dimension.");
                }

                if (variable.ElementType == typeof(float) || variable.ElementType == typeof(double) || IsText(variable))
                {
                    Error("9.3", variable, $"A count or index of type {variable.ElementType.Name}.", "Store it as int.");
                }
            }
        }
    }

    [GeneratedRegex(@"^\s*(([A-Za-z][\w-]*:\s+)+[a-z_]+(\s+(within|over|where)\s+[\w]+)*(\s+over\s+\w+)?\s*(\([^)]*\)\s*)?)+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CellMethod();

    [GeneratedRegex(@"((?<name>[A-Za-z][\w-]*):\s+)+(?<method>[a-z_]+)\s(\s*(where|over)\s+(?!days\b|years\b)(?<type>\w+)\s)*")]
    private static partial Regex CellMethodParts();

    [GeneratedRegex(@"interval:\s+(?<value>\S+)\s+(?<unit>[^\s)]+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Interval();

    [GeneratedRegex(@"\([^)]*\)", RegexOptions.NonBacktracking)]
    private static partial Regex Parentheses();
}
