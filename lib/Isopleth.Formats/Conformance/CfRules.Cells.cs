using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Chapters 7 and 8: cells, packing, gathering.</summary>
internal sealed partial class CfRules
{
    /// <summary>Attributes in which boundaries must agree with what they bound; units are compared by their kind.</summary>
    private static readonly string[] BoundaryAttributes = ["standard_name", "axis", "positive", "calendar"];

    /// <summary>What boundaries take from what they bound (appendix A, use BI).</summary>
    private static readonly string[] Inherited = ["axis", "calendar", "leap_month", "leap_year", "month_lengths", "positive", "standard_name", "units", "units_metadata"];

    private void Bounds(Variable variable)
    {
        foreach (var attribute in new[] { "bounds", "climatology" })
        {
            if (!Has(variable, attribute))
            {
                continue;
            }

            if (Text(variable, attribute) is not { } name || Find(name.Trim()) is not { } bounds)
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

            if (attribute == "bounds" && (IsCoordinate(variable) && bounds.Shape[^1] != 2 || variable.Rank > 1 && bounds.Shape[^1] < 3))
            {
                Error("7.1", variable, $"Its boundary variable '{bounds.Name}' has {bounds.Shape[^1]} vertices for each cell.", "A coordinate along a line has two boundaries, one over several dimensions three at least.");
            }

            BoundaryMetadata(variable, bounds, attribute);
            if (attribute == "bounds" && bounds.Shape[^1] >= 2 && bounds.Size <= 1 << 22)
            {
                Inside(variable, bounds);
            }
        }

        if (Has(variable, "bounds") && Has(variable, "climatology"))
        {
            Warning("7.4", variable, "It has bounds as well as climatology.", "Keep climatology, which stands in the place of bounds.");
        }
    }

    /// <summary>What boundaries may say of themselves.</summary>
    private void BoundaryMetadata(Variable variable, Variable bounds, string attribute)
    {
        if (attribute == "climatology" && Has(bounds, "_FillValue", "missing_value"))
        {
            Error("7.4", variable, $"Its climatology '{bounds.Name}' has a _FillValue or missing_value.", "Leave it out; boundaries have no missing values.");
        }

        if (_version >= new Version(1, 7) && Has(variable, "formula_terms") && attribute == "bounds")
        {
            BoundaryTerms(variable, bounds);
        }

        if (_version >= new Version(1, 9) && Inherited.Where(a => Has(bounds, a) && !Has(variable, a)).ToList() is { Count: > 0 } alone)
        {
            Error("7.1", variable, $"Its boundaries '{bounds.Name}' have {string.Join(", ", alone)}, it itself has not.", "Give the attribute to the variable, and leave it out at its boundaries.");
        }
        else if (_version >= new Version(1, 7) && Inherited.Where(a => Has(bounds, a)).ToList() is { Count: > 0 } repeated)
        {
            Advice("7.1", variable, $"Its boundaries '{bounds.Name}' repeat {string.Join(", ", repeated)}.", "Leave it out; boundaries take it from the variable.");
        }
    }

    /// <summary>Boundaries of a parametric coordinate have the same terms, with the boundaries of those that depend on the level.</summary>
    private void BoundaryTerms(Variable variable, Variable bounds)
    {
        var (own, theirs) = (Terms(variable), Terms(bounds));
        if (theirs.Count == 0)
        {
            Error("7.1", variable, $"It has formula_terms, its boundaries '{bounds.Name}' have none.", "Give the boundaries formula_terms, with the boundaries of the terms that depend on the level.");
            return;
        }

        foreach (var (term, name) in own)
        {
            var dependsOnLevel = Find(name) is { } part && variable.Dimensions.All(part.Dimensions.Contains) && variable.Rank > 0;
            if (!theirs.TryGetValue(term, out var other) || dependsOnLevel == (other == name))
            {
                Error("7.1", variable, $"The term '{term}' is '{name}' and in its boundaries '{other}'.", dependsOnLevel ? "Name the boundaries of the term there." : "Name the same variable there.");
            }
            else if (dependsOnLevel && Find(other) is { } edges && (edges.Rank != Find(name)!.Rank + 1 || edges.Shape[^1] != bounds.Shape[^1]))
            {
                Error("7.1", variable, $"The boundaries '{other}' of the term '{term}' have the dimensions ({string.Join(", ", edges.Dimensions)}).", "Give them those of the term, and the last of the boundaries.");
            }
        }
    }

    private static Dictionary<string, string> Terms(Variable variable) => Words(Text(variable, "formula_terms") ?? "").Chunk(2)
        .Where(p => p.Length == 2 && p[0].EndsWith(':')).GroupBy(p => p[0][..^1], StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First()[1], StringComparer.OrdinalIgnoreCase);

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
            if (count < vertices && edges.AsSpan(i * vertices, vertices).ToArray().TakeWhile(IsThere).Count() < count)
            {
                Error("7.1", variable, $"In cell {i} of '{bounds.Name}' vertices are missing before others.", "Write the vertices first, and what is missing at the end.");
                return;
            }

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

            if (Find(name) is not { } cells)
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
        else if (!_groups.HasTypes)
        {
            return;
        }
        else if (scales.Count == 2 && ElementOf(variable.Attributes[scales[0]]) != ElementOf(variable.Attributes[scales[1]]))
        {
            Error("8.1", variable, "scale_factor and add_offset are of different types.", "Store both as float or both as double.");
        }
        else if (ElementOf(variable.Attributes[scales[0]]) is var type && type != typeof(float) && type != typeof(double) && (type != variable.ElementType || _version >= new Version(1, 9)))
        {
            Error("8.1", variable, $"{scales[0]} is of type {type.Name}, the variable of type {variable.ElementType.Name}.", "Store it as float or double.");
        }
        else if (type != variable.ElementType && (!IsInteger(variable) || variable.ElementType == typeof(long) || variable.ElementType == typeof(ulong)))
        {
            Error("8.1", variable, $"A variable of type {variable.ElementType.Name} is packed.", "Pack into byte, short or int, or leave scale_factor and add_offset out.");
        }
        else if (type == typeof(float) && (variable.ElementType == typeof(int) || variable.ElementType == typeof(uint)))
        {
            Findings.Add(_version >= new Version(1, 9) ? Severity.Error : Severity.Advice, "CF 8.1", _prefix + variable.Name, $"{scales[0]} is a float, the variable of type int: unpacked values have fewer digits than the packed ones.", "Store it as double.");
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

        if (Has(variable, "bounds"))
        {
            Error("8.2", variable, "A variable with compress has bounds.", "Leave them out: its values are positions, not coordinates.");
        }

        var cells = names.Aggregate(1.0, (product, n) => product * _dimensions[n]);
        if (Array.Exists(variable.ToDoubles(), v => v < 0 || v >= cells))
        {
            Error("8.2", variable, $"Its values are not all between 0 and {Number(cells - 1)}.", "They are positions among the compressed dimensions, counted from 0.");
        }
    }
}
