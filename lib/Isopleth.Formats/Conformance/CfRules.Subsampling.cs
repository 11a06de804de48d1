using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Coordinates stored at tie points and interpolated between them (§8.3, appendix J), from CF-1.9 on.</summary>
internal sealed partial class CfRules
{
    /// <summary>The standard interpolations, how many dimensions each interpolates, and the terms of its parameters.</summary>
    private static readonly Dictionary<string, (int Dimensions, string[] Terms)> Interpolations = new(StringComparer.Ordinal)
    {
        ["linear"] = (1, []),
        ["bi_linear"] = (2, []),
        ["quadratic"] = (1, ["w"]),
        ["quadratic_latitude_longitude"] = (1, ["ce", "ca", "interpolation_subarea_flags"]),
        ["bi_quadratic_latitude_longitude"] = (2, ["ce1", "ca1", "ce2", "ca2", "ce3", "ca3", "interpolation_subarea_flags"]),
    };

    /// <summary>One interpolated dimension: the indices of its tie points, the dimension of these, and that of the areas between them.</summary>
    private sealed record Mapping(string Interpolated, string Index, string Subsampled, string? Subarea);

    /// <summary>What belongs to an interpolation and holds no data: itself, the indices of its tie points, its parameters.</summary>
    private IEnumerable<string> InterpolationParts(string name) => Find(name) is not { } how ? [name]
        : (Mapped(Text(how, "tie_point_mapping") ?? "") ?? []).Select(m => m.Index).Concat(Words(Text(how, "interpolation_parameters") ?? "").Where(w => !w.EndsWith(':'))).Append(name);

    /// <summary>What <c>coordinate_interpolation</c> pairs: tie points and the variable that says how to interpolate them; null when it is not written so.</summary>
    private static List<(List<string> TiePoints, string Interpolation)>? InterpolationsOf(string text)
    {
        var pairs = new List<(List<string>, string)>();
        var ties = new List<string>();
        foreach (var word in Words(text))
        {
            if (word.EndsWith(':'))
            {
                ties.Add(word[..^1]);
            }
            else if (ties.Count == 0)
            {
                return null;
            }
            else
            {
                pairs.Add((ties, word));
                ties = [];
            }
        }

        return ties.Count > 0 || pairs.Count == 0 ? null : pairs;
    }

    /// <summary>The words of <c>tie_point_mapping</c>; null when it is not written as such.</summary>
    private static List<Mapping>? Mapped(string text)
    {
        var mappings = new List<Mapping>();
        var words = Words(text);
        for (var at = 0; at < words.Length;)
        {
            var rest = words.Skip(at + 1).TakeWhile(w => !w.EndsWith(':')).ToArray();
            if (!words[at].EndsWith(':') || rest.Length is not (2 or 3))
            {
                return null;
            }

            mappings.Add(new(words[at][..^1], rest[0], rest[1], rest.ElementAtOrDefault(2)));
            at += rest.Length + 1;
        }

        return mappings.Count == 0 ? null : mappings;
    }

    /// <summary>A variable whose coordinates are interpolated.</summary>
    private void Subsampled(Variable variable)
    {
        if (_version < new Version(1, 9) || !Has(variable, "coordinate_interpolation"))
        {
            return;
        }

        if (InterpolationsOf(Text(variable, "coordinate_interpolation") ?? "") is not { } pairs)
        {
            Error("8.3", variable, $"coordinate_interpolation is '{variable.Attributes["coordinate_interpolation"]}'.", "Write it as 'tie_points: tie_points: interpolation'.");
            return;
        }

        foreach (var name in pairs.SelectMany(p => p.TiePoints.Append(p.Interpolation)).Where(n => Find(n) is null))
        {
            Error("8.3", variable, $"coordinate_interpolation names '{name}', which is not in the file.", "Mend the name, or add the variable.");
        }

        foreach (var (names, interpolation) in pairs)
        {
            var ties = names.Select(Find).OfType<Variable>().ToList();
            if (Find(interpolation) is not { } how || Mapped(Text(how, "tie_point_mapping") ?? "") is not { } mappings || ties.Count == 0)
            {
                continue;
            }

            foreach (var mapping in mappings.Where(m => !variable.Dimensions.Contains(m.Interpolated)))
            {
                Error("8.3", variable, $"'{how.Name}' interpolates over '{mapping.Interpolated}', which is no dimension of the variable.", "Mend tie_point_mapping.");
            }

            foreach (var mapping in mappings.Where(m => variable.Dimensions.Contains(m.Subsampled) || m.Subarea is { } area && variable.Dimensions.Contains(area)))
            {
                Error("8.3", variable, $"The variable lies over '{mapping.Subsampled}' or '{mapping.Subarea}', which are dimensions of tie points alone.", "Give the variable the interpolated dimension.");
            }

            foreach (var tie in ties)
            {
                var wanted = variable.Dimensions.Concat(mappings.Select(m => m.Subsampled)).ToList();
                if (tie.Dimensions.Except(wanted, StringComparer.Ordinal).FirstOrDefault() is { } other)
                {
                    Error("8.3", variable, $"The tie points '{tie.Name}' lie over '{other}', which is neither a dimension of the variable nor one of tie points.", "Mend the dimensions, or tie_point_mapping.");
                }
                else if (mappings.Find(m => tie.Dimensions.Contains(m.Subsampled) && tie.Dimensions.Contains(m.Interpolated)) is { } both)
                {
                    Error("8.3", variable, $"The tie points '{tie.Name}' lie over '{both.Subsampled}' and over '{both.Interpolated}', which it stands for.", "Leave the interpolated dimension out.");
                }
                else if (!tie.Dimensions.Order(StringComparer.Ordinal).SequenceEqual(ties[0].Dimensions.Order(StringComparer.Ordinal), StringComparer.Ordinal) || !mappings.Exists(m => tie.Dimensions.Contains(m.Subsampled)))
                {
                    Error("8.3", variable, $"The tie points '{tie.Name}' have the dimensions ({string.Join(", ", tie.Dimensions)}).", "All tie points of an interpolation lie over the same dimensions, one subsampled at least.");
                }

                TiePoint(tie);
            }
        }
    }

    private void TiePoint(Variable tie)
    {
        if (IsText(tie))
        {
            Error("8.3", tie, "Tie points are texts.", "Store numbers.");
        }

        if (!Has(tie, "bounds_tie_points"))
        {
            return;
        }

        if (Find(Text(tie, "bounds_tie_points") ?? "") is not { } bounds)
        {
            Error("8.3", tie, $"bounds_tie_points is '{tie.Attributes["bounds_tie_points"]}', which is not in the file.", "Name the variable of the boundaries' tie points.");
        }
        else if (IsText(bounds) || !bounds.Dimensions.SequenceEqual(tie.Dimensions, StringComparer.Ordinal))
        {
            Error("8.3", tie, $"Its bounds tie points '{bounds.Name}' have the dimensions ({string.Join(", ", bounds.Dimensions)}), it itself ({string.Join(", ", tie.Dimensions)}).", "Give them the same dimensions, and numbers.");
        }
        else if (Has(bounds, "_FillValue", "missing_value"))
        {
            Error("8.3", tie, $"Its bounds tie points '{bounds.Name}' have a _FillValue or missing_value.", "Leave it out.");
        }
    }

    /// <summary>The variable that says how to interpolate.</summary>
    private void Interpolation(Variable variable)
    {
        if (_version < new Version(1, 9) || !Has(variable, "tie_point_mapping", "interpolation_name", "interpolation_description") && !_interpolations.Contains(variable.Name))
        {
            return;
        }

        var name = Text(variable, "interpolation_name");
        if (Has(variable, "interpolation_name") == Has(variable, "interpolation_description"))
        {
            Error("8.3", variable, Has(variable, "interpolation_name") ? "It has interpolation_name as well as interpolation_description." : "It has neither interpolation_name nor interpolation_description.", "Give the one or the other.");
        }
        else if (name is not null && !Interpolations.ContainsKey(name))
        {
            Error("8.3", variable, $"'{name}' is no interpolation of appendix J.", $"There are {string.Join(", ", Interpolations.Keys)}; describe another in interpolation_description.");
        }

        if (Text(variable, "computational_precision") is not ("32" or "64"))
        {
            Error("8.3", variable, $"computational_precision is '{variable.Attributes.GetValueOrDefault("computational_precision")}'.", "Write \"32\" or \"64\": the bits with which coordinates were interpolated for comparison.");
        }

        if (variable.Rank > 0)
        {
            Advice("8.3", variable, "An interpolation variable has dimensions.", "Make it a scalar; it has no values of its own.");
        }

        if (Mapped(Text(variable, "tie_point_mapping") ?? "") is not { } mappings)
        {
            Error("8.3", variable, $"tie_point_mapping is '{variable.Attributes.GetValueOrDefault("tie_point_mapping")}'.", "Write it as 'interpolated_dimension: tie_point_index subsampled_dimension [subarea_dimension]'.");
            return;
        }

        if (name is not null && Interpolations.TryGetValue(name, out var method) && method.Dimensions != mappings.Count)
        {
            Error("8.3", variable, $"{name} interpolates over {method.Dimensions} dimension{(method.Dimensions > 1 ? "s" : "")}; tie_point_mapping has {mappings.Count}.", "Mend the one that is wrong.");
        }

        foreach (var mapping in mappings)
        {
            TiePointIndex(variable, mapping);
        }

        Parameters(variable, name, mappings);
    }

    private void TiePointIndex(Variable variable, Mapping mapping)
    {
        foreach (var dimension in new[] { mapping.Interpolated, mapping.Subsampled, mapping.Subarea }.Where(d => d is not null && !_dimensions.ContainsKey(d)))
        {
            Error("8.3", variable, $"tie_point_mapping names '{dimension}', which is no dimension of the file.", "Mend the name.");
        }

        if (Find(mapping.Index) is not { } index)
        {
            Error("8.3", variable, $"tie_point_mapping names '{mapping.Index}', which is not in the file.", "Mend the name, or add the tie point index variable.");
            return;
        }

        if (index.Rank != 1 || index.Dimensions[0] != mapping.Subsampled || !IsInteger(index))
        {
            Error("8.3", index, $"A tie point index is of type {index.ElementType.Name} over ({string.Join(", ", index.Dimensions)}).", $"Store integers over the subsampled dimension '{mapping.Subsampled}'.");
            return;
        }

        var values = index.ToDoubles();
        if (values.Length == 0 || values[0] != 0 || values.Zip(values.Skip(1)).Any(p => p.Second <= p.First) || _dimensions.TryGetValue(mapping.Interpolated, out var size) && values[^1] >= size)
        {
            Error("8.3", index, $"Its values are {string.Join(", ", values.Take(6).Select(Number))}{(values.Length > 6 ? ", …" : "")}.", $"Indices of tie points begin with 0, increase, and stay below the size of '{mapping.Interpolated}'.");
            return;
        }

        // Two tie points side by side are the edges of two areas; an area between two tie points is longer.
        var steps = values.Zip(values.Skip(1), (a, b) => b - a).ToList();
        if (steps.Zip(steps.Skip(1)).Any(p => p.First == 1 && p.Second == 1))
        {
            Error("8.3", index, "Three tie points stand side by side.", "Two neighbours mark a discontinuity; between them and the next there are other points.");
        }

        var areas = values.Length - 1 - steps.Count(s => s == 1);
        if (mapping.Subarea is { } area && _dimensions.TryGetValue(area, out var count) && count != areas)
        {
            Error("8.3", index, $"The tie points bound {areas} areas; the dimension '{area}' has {count}.", "Mend the size of the dimension of subareas.");
        }
    }

    private void Parameters(Variable variable, string? name, List<Mapping> mappings)
    {
        if (!Has(variable, "interpolation_parameters"))
        {
            return;
        }

        var words = Words(Text(variable, "interpolation_parameters") ?? "");
        if (words.Length == 0 || words.Length % 2 != 0 || words.Where((w, i) => w.EndsWith(':') != (i % 2 == 0)).Any())
        {
            Error("8.3", variable, $"interpolation_parameters is '{variable.Attributes["interpolation_parameters"]}'.", "Write it as 'term: variable'.");
            return;
        }

        var known = name is not null && Interpolations.TryGetValue(name, out var method) ? method.Terms : null;
        var allowed = mappings.SelectMany(m => new[] { m.Subsampled, m.Subarea }).ToList();
        foreach (var pair in words.Chunk(2))
        {
            if (known?.Contains(pair[0][..^1]) == false)
            {
                Error("8.3", variable, $"'{pair[0][..^1]}' is no parameter of {name}.", known.Length == 0 ? "It has none." : $"There are {string.Join(", ", known)}.");
            }

            if (Find(pair[1]) is not { } parameter)
            {
                Error("8.3", variable, $"interpolation_parameters names '{pair[1]}', which is not in the file.", "Mend the name, or add the variable.");
            }
            else if (mappings.Exists(m => parameter.Dimensions.Contains(m.Interpolated)) || mappings.Exists(m => m.Subarea is { } area && parameter.Dimensions.Contains(m.Subsampled) && parameter.Dimensions.Contains(area)))
            {
                Error("8.3", parameter, $"The parameter lies over ({string.Join(", ", parameter.Dimensions)}).", $"Let it lie over the dimensions of the tie points or of their subareas ({string.Join(", ", allowed.OfType<string>())}).");
            }
        }
    }

    private static bool IsInteger(Variable variable) => !IsText(variable) && variable.ElementType != typeof(float) && variable.ElementType != typeof(double) && variable.ElementType != typeof(object);
}
