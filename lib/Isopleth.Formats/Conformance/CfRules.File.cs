using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Chapter 2: the file, its names, types, missing data.</summary>
internal sealed partial class CfRules
{
    private void Conventions()
    {
        if (!_attributes.ContainsKey("Conventions"))
        {
            Findings.Warning("CF 2.6.1", "Conventions", "No 'Conventions' attribute says which version of CF the file follows.", "Add the global attribute Conventions = \"CF-1.8\".");
        }
        else if (!ConventionsVersion().IsMatch(Global("Conventions") ?? ""))
        {
            Findings.Error("CF 2.6.1", "Conventions", $"'{_attributes["Conventions"]}' names no version of CF.", $"Write it as CF-{(LooseVersion().Match(Global("Conventions") ?? "") is { Success: true } loose ? loose.Groups[1].Value : "1.8")}; further conventions follow after a blank or comma.");
        }

        foreach (var name in Words(Global("external_variables") ?? "").Where(_variables.ContainsKey))
        {
            Findings.Error("CF 2.6.3", name, "It is named in external_variables and stands in this file.", "Leave it out of external_variables.");
        }
    }

    private void GlobalAttributes()
    {
        foreach (var name in new[] { "title", "history", "institution", "source", "references", "comment", "external_variables" }.Where(n => _attributes.GetValueOrDefault(n) is not (null or string)))
        {
            Findings.Error("CF 2.6.2", name, $"The global attribute '{name}' is no text.", "Write it as text.");
        }

        foreach (var (name, what) in new[] { ("title", "what is in the file"), ("institution", "where it was produced"), ("source", "how: the instrument, or the model with its version"), ("history", "what was done to it, with dates"), ("references", "where it is described") })
        {
            if (Global(name) is not { Length: > 0 } && !(name is "institution" or "source" or "references" && _variables.Values.Any(v => Has(v, name))))
            {
                Findings.Advice("CF 2.6.2", name, $"No global attribute '{name}' tells {what}.", $"Add it; an archive asks for it.");
            }
        }
    }

    private void Names()
    {
        foreach (var (kind, names) in new[] { ("variable", _own.ConvertAll(v => v.Name)), ("dimension", _dimensions.Keys.ToList()), ("global attribute", _attributes.Keys.Where(a => !a.StartsWith('_')).ToList()) })
        {
            foreach (var name in names.Where(n => !(kind == "global attribute" ? AttributeName() : Name()).IsMatch(n)))
            {
                Findings.Advice("CF 2.3", _prefix + name, $"The {kind}'s name is not made of letters, digits and underscores, beginning with a letter.", "Rename it; many programs take names for identifiers.");
            }

            foreach (var twins in names.GroupBy(n => n.ToUpperInvariant(), StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                Findings.Advice("CF 2.3", _prefix + twins.First(), $"The {kind}s {string.Join(" and ", twins)} differ by their case alone.", "Rename all but one.");
            }
        }

        foreach (var variable in _own)
        {
            foreach (var attribute in variable.Attributes.Keys.Where(a => !a.StartsWith('_') && !AttributeName().IsMatch(a)))
            {
                Advice("2.3", variable, $"The attribute's name '{attribute}' is not made of letters, digits and underscores.", "Rename it.");
            }

            if (variable.Dimensions.Distinct(StringComparer.Ordinal).Count() != variable.Rank)
            {
                Error("2.4", variable, $"A dimension occurs twice: ({string.Join(", ", variable.Dimensions)}).", "Give each axis a dimension of its own.");
            }

            var order = variable.Dimensions.Select(d => _variables.GetValueOrDefault(d)).Select(c => c is null ? 'O' : AxisOf(c) ?? 'O').ToList();
            var known = order.Where(a => a != 'O').ToList();
            if (!IsCoordinate(variable) && known.Count > 1 && !known.SequenceEqual(known.OrderBy(a => "TZYX".IndexOf(a, StringComparison.Ordinal))))
            {
                Advice("2.4", variable, $"Its dimensions are ({string.Join(", ", variable.Dimensions)}), axes {string.Join(", ", known)}.", "The order T, Z, Y, X is recommended.");
            }
        }
    }

    private void Types(Variable variable)
    {
        var type = variable.ElementType;
        if (type == typeof(object))
        {
            Error("2.2", variable, "It is of a compound, opaque or variable-length type.", "Store it as numbers or texts, one variable each.");
        }
        else if (type == typeof(string) && IsCoordinate(variable) && _version >= new Version(1, 9))
        {
            Error("2.5", variable, "A variable of texts has the name of its dimension, as only coordinates of numbers may.", "Rename it, and name it in 'coordinates'.");
        }
        else if ((type == typeof(long) || type == typeof(ulong) || type == typeof(ushort) || type == typeof(uint)) && _version < new Version(1, 9))
        {
            // Until 1.8 the conventions knew byte, char, short, int, float and double (and string from 1.8 on); a byte's sign was told by _Unsigned.
            Advice("2.2", variable, $"Its type {type.Name} is known to CF only from 1.9 on; the file says CF-{VersionText}.", "Declare CF-1.9 or later, or store it as int or double.");
        }
    }

    private void MissingData(Variable variable)
    {
        if (IsText(variable) || variable.ElementType == typeof(object))
        {
            return;
        }

        foreach (var name in new[] { "_FillValue", "missing_value" })
        {
            if (variable.Attributes.GetValueOrDefault(name) is { } value && !HasTypeOf(value, variable))
            {
                Error("2.5.1", variable, $"Attribute {name} is of type {ElementOf(value).Name}, the variable of type {variable.ElementType.Name}.", $"Store {name} with the variable's type.");
            }
        }

        if (IsAnyCoordinate(variable) && Has(variable, "missing_value") && _version < new Version(1, 6))
        {
            Warning("2.5.1", variable, "A coordinate has a missing_value.", "Coordinates may have no missing values; leave the attribute out.");
        }

        if (Has(variable, "valid_range") && Has(variable, "valid_min", "valid_max"))
        {
            Error("2.5.1", variable, "It has valid_range as well as valid_min or valid_max.", "Keep valid_range alone.");
        }

        if (Numbers(variable.Attributes.GetValueOrDefault("valid_range")) is { } range && range.Length != 2)
        {
            Error("2.5.1", variable, $"valid_range has {range.Length} values.", "Give the least and the greatest valid value.");
        }
        else if (Numbers(variable.Attributes.GetValueOrDefault("_FillValue")) is [var fill])
        {
            if (Numbers(variable.Attributes.GetValueOrDefault("valid_range")) is [var least, var greatest] && fill >= least && fill <= greatest)
            {
                Advice("2.5.1", variable, $"Its _FillValue {Number(fill)} lies within the valid range.", "Take a _FillValue outside of it.");
            }

            if (Numbers(variable.Attributes.GetValueOrDefault("missing_value")) is { Length: > 0 } missing && !missing.Contains(fill) && !double.IsNaN(fill))
            {
                Advice("2.5.1", variable, $"missing_value {Number(missing[0])} is not the _FillValue {Number(fill)}.", "Give both the same value.");
            }

        }

        if (IsCoordinate(variable) && _version >= new Version(1, 6))
        {
            // Every array of Zarr has a fill value, which says nothing of missing ones.
            foreach (var name in new[] { "_FillValue", "missing_value" }.Where(a => Has(variable, a) && (_groups.HasTypes || a == "missing_value")))
            {
                Error("5", variable, $"A coordinate has a {name}, though it may have no missing values.", "Leave the attribute out (xarray: encoding={\"" + variable.Name + "\": {\"_FillValue\": None}}).");
            }
        }
    }

    /// <summary>The signed type of the same width, with which older files store the attributes of unsigned variables.</summary>
    private static Type SignedOf(Type type) => type == typeof(byte) ? typeof(sbyte) : type == typeof(ushort) ? typeof(short) : type == typeof(uint) ? typeof(int) : type == typeof(sbyte) ? typeof(byte) : type;

    /// <summary>The values, a part at a time: a variable may be larger than memory.</summary>
    private static IEnumerable<double> Values(Variable variable)
    {
        foreach (var tile in ChunkShape.Tiles(variable.Shape, ChunkShape.Of(variable, new Dictionary<string, int>(StringComparer.Ordinal))))
        {
            var part = variable;
            for (var d = 0; d < tile.Length; d++)
            {
                part = part.Isel(variable.Dimensions[d], tile[d].Start..(tile[d].Start + tile[d].Count));
            }

            foreach (var value in part.ToDoubles())
            {
                yield return value;
            }
        }
    }

    private void ActualRange(Variable variable)
    {
        if (_version < new Version(1, 7) || variable.Attributes.GetValueOrDefault("actual_range") is not { } stored || IsText(variable) || variable.Dimensions.Distinct(StringComparer.Ordinal).Count() != variable.Rank)
        {
            return;
        }

        if (Numbers(stored) is not { Length: 2 } range)
        {
            Error("2.5.1", variable, "actual_range is no pair of numbers.", "Give the least and the greatest value of the data.");
            return;
        }

        double One(string name, double otherwise) => Numbers(variable.Attributes.GetValueOrDefault(name)) is [var one, ..] ? one : otherwise;
        var isPacked = Has(variable, "scale_factor", "add_offset");
        var (scale, offset) = (One("scale_factor", 1), One("add_offset", 0));
        if (!isPacked && !HasTypeOf(stored, variable))
        {
            Error("2.5.1", variable, $"actual_range is of type {ElementOf(stored).Name}, the variable of type {variable.ElementType.Name}.", "Store actual_range with the variable's type.");
        }

        var missing = new[] { One("_FillValue", double.NaN), One("missing_value", double.NaN) };
        var valid = Numbers(variable.Attributes.GetValueOrDefault("valid_range")) is { Length: 2 } pair ? pair : [One("valid_min", double.NegativeInfinity), One("valid_max", double.PositiveInfinity)];
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in Values(variable))
        {
            if (value >= valid[0] && value <= valid[1] && !missing.Contains(value))
            {
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            }
        }

        if (least > greatest)
        {
            Error("2.5.1", variable, "It has an actual_range, and all its values are missing.", "Leave actual_range out.");
            return;
        }

        // Valid ranges are those of the stored values, but are compared as they are written: an actual range outside of them contradicts them.
        if (range[0] < valid[0] || range[1] > valid[1])
        {
            Error("2.5.1", variable, $"actual_range {Number(range[0])} to {Number(range[1])} lies outside of the valid range, {Number(valid[0])} to {Number(valid[1])}.", "Mend the one that is wrong.");
        }

        (least, greatest) = scale < 0 ? ((greatest * scale) + offset, (least * scale) + offset) : ((least * scale) + offset, (greatest * scale) + offset);
        foreach (var (which, said, is_) in new[] { ("least", range[0], least), ("greatest", range[1], greatest) })
        {
            if (Math.Abs(said - is_) > 1e-6 * Math.Max(1e-30, Math.Abs(is_)))
            {
                Error("2.5.1", variable, $"actual_range gives {Number(said)} as the {which} value; it is {Number(is_)}.", $"Write {Number(is_)}.");
            }
        }
    }

    /// <summary>Attributes that mean something elsewhere (CF appendix A).</summary>
    private void Misplaced(Variable variable)
    {
        if (!IsAnyCoordinate(variable) && !_bounds.Contains(variable.Name) && !_containers.Contains(variable.Name))
        {
            // Scalar variables may be coordinates of variables that name them elsewhere; those of other sorts are not.
            foreach (var attribute in new[] { "positive", "axis" }.Where(a => Has(variable, a) && variable.Rank > 0 && !IsText(variable)))
            {
                Information("A", variable, $"Attribute '{attribute}' stands at a variable that is no coordinate.", "Name the variable in a 'coordinates' attribute, or leave the attribute out.");
            }
        }

        foreach (var attribute in new[] { "Conventions", "history", "title", "featureType", "external_variables" }.Where(a => Has(variable, a)))
        {
            Information("A", variable, $"Attribute '{attribute}' belongs to the file, not to a variable.", "Make it a global attribute, or give it another name.");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]*$", RegexOptions.NonBacktracking)]
    private static partial Regex AttributeName();
}
