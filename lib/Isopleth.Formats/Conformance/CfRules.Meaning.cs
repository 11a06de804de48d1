using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Chapter 3: units, names, flags, ancillary data.</summary>
internal sealed partial class CfRules
{
    private static readonly HashSet<string> Modifiers = ["detection_minimum", "number_of_observations", "standard_error", "status_flag"];

    private static readonly System.Buffers.SearchValues<char> FlagLetters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.+@");

    private void Units(Variable variable)
    {
        if (IsText(variable) || _bounds.Contains(variable.Name) || _gridMappings.Contains(variable.Name) || _containers.Contains(variable.Name))
        {
            return;
        }

        if (variable.Attributes.GetValueOrDefault("units") is not { } attribute)
        {
            var isNumberOnly = Has(variable, "flag_values", "flag_masks", "compress", "positive", "formula_terms", "cf_role", "sample_dimension", "instance_dimension");
            if (isNumberOnly)
            {
                return;
            }

            var section = Text(variable, "standard_name") switch { "latitude" => "4.1", "longitude" => "4.2", "time" => "4.4", _ => null };
            if (section is not null && IsAnyCoordinate(variable))
            {
                Error(section, variable, $"A coordinate of {Text(variable, "standard_name")} has no units.", section == "4.4" ? "Add them, for example 'days since 2000-01-01'." : $"Add them: {(section == "4.1" ? NorthUnits : EastUnits)[0]}.");
            }
            else if (IsCoordinate(variable))
            {
                Warning("3.1", variable, "A coordinate has no units.", "Add them; \"1\" for a number without a dimension.");
            }
            else if (variable.Rank > 0 && !Modifiers.Contains(Words(Text(variable, "standard_name") ?? "").ElementAtOrDefault(1) ?? "") && !_auxiliary.Contains(variable.Name))
            {
                Information("3.1", variable, "It has no units, and so is taken for dimensionless.", "Add units = \"1\" if it is, or the right ones.");
            }

            return;
        }

        if (attribute is not string units)
        {
            Error("3.1", variable, $"units is {attribute.GetType().Name}, not a text.", "Write the units as text, for example \"1\".");
            return;
        }

        if (units is "level" or "layer" or "sigma_level")
        {
            Warning("3.1", variable, $"The units '{units}' are deprecated.", "Leave the units of a dimensionless vertical coordinate out, or write 1.");
        }
        else if (CfTimeUnits.IsTime(units))
        {
            try
            {
                _ = CfTimeUnits.Parse(units, Text(variable, "calendar"));
            }
            catch (DataFormatException e)
            {
                Error("4.4", variable, e.Message, "Write for example 'seconds since 1970-01-01 00:00:00'.");
            }
        }
        else if (Parse(units) is null)
        {
            Error("3.1", variable, $"The units '{units}' are not among those of UDUNITS.", UnitRemedies.GetValueOrDefault(units.Trim().ToLowerInvariant(), "Write for example m s-1, kg m-3, degC or 1."));
        }
        else if (_version >= new Version(1, 10) && units is "ppv" or "ppmv" or "ppbv" or "pptv" or "ppqv" && Has(variable, "standard_name"))
        {
            Error("3.1", variable, $"The units '{units}' are not allowed beside a standard name.", "Write 1e-6 for ppmv, 1e-9 for ppbv, 1e-12 for pptv.");
        }
    }

    /// <summary>What is often written, and what is meant.</summary>
    private static readonly Dictionary<string, string> UnitRemedies = new(StringComparer.Ordinal)
    {
        ["psu"] = "Practical salinity is a number without a dimension: write 1 (or 1e-3).", ["p.s.u."] = "Practical salinity is a number without a dimension: write 1 (or 1e-3).",
        ["dimensionless"] = "Write 1.", ["none"] = "Write 1.", ["n/a"] = "Write 1, or leave the units out.", ["unitless"] = "Write 1.", ["fraction"] = "Write 1.", ["percentage"] = "Write percent or %.",
        ["degrees north"] = "Write degrees_north.", ["degrees east"] = "Write degrees_east.", ["degrees true"] = "Write degree.", ["db"] = "Decibels have no unit in UDUNITS without their reference: write 1 and tell it in long_name.",
        ["mho/meter"] = "Write S m-1.", ["watts per square metre"] = "Write W m-2.", ["knots (nautical miles per hour)"] = "Write knot.",
    };

    /// <summary>What units of temperature mean (§3.1.2, from CF-1.11 on): a point on a scale, or a difference.</summary>
    private void UnitsMetadata(Variable variable)
    {
        if (_version < new Version(1, 11) || IsText(variable) || _bounds.Contains(variable.Name))
        {
            return;
        }

        var isTemperature = variable.Units is { } units && !CfTimeUnits.IsTime(units) && TemperatureUnit().IsMatch(units) && Parse(units) is not null;
        var isTime = CfTimeUnits.IsTime(variable.Units);
        if (!Has(variable, "units_metadata"))
        {
            if (isTemperature)
            {
                Advice("3.1", variable, "It does not say whether its temperatures are on a scale or differences.", "Add units_metadata = \"temperature: on_scale\" (or temperature: difference, temperature: unknown).");
            }

            return;
        }

        var said = Text(variable, "units_metadata");
        if (said is not ("temperature: on_scale" or "temperature: difference" or "temperature: unknown" or "leap_seconds: none" or "leap_seconds: utc" or "leap_seconds: unknown"))
        {
            Error("3.1", variable, $"units_metadata is '{variable.Attributes["units_metadata"]}'.", "Write temperature: on_scale, temperature: difference or temperature: unknown (for times leap_seconds: none, utc or unknown).");
        }
        else if (!isTemperature && !isTime || said.StartsWith("leap", StringComparison.Ordinal) != isTime)
        {
            Error("3.1", variable, $"units_metadata is '{said}', its units '{variable.Units}'.", "Give units_metadata to temperatures and times alone, each its own.");
        }
        else if (said != "temperature: difference" && isTemperature && (Text(variable, "standard_name")?.EndsWith(" standard_error", StringComparison.Ordinal) == true
            || CellEntries(Text(variable, "cell_methods") ?? "")?.Exists(e => e.Method is "range" or "standard_deviation" or "variance") == true))
        {
            Error("3.1", variable, $"units_metadata is '{said}', though it is a measure of spread.", "Write temperature: difference.");
        }
    }

    [GeneratedRegex(@"\b(K|kelvin|Kelvin|degK|degC|deg_C|degree_C|degrees_C|[cC]elsius|degree_[cC]elsius|degrees_[cC]elsius|°C|degF|deg_F|[fF]ahrenheit)\b|°C")]
    private static partial Regex TemperatureUnit();

    private static CfUnits? Parse(string units)
    {
        try
        {
            return CfUnits.Parse(units);
        }
        catch (DataFormatException)
        {
            return null;
        }
    }

    private void StandardName(Variable variable)
    {
        if (variable.Attributes.GetValueOrDefault("standard_name") is not { } attribute)
        {
            if (!Has(variable, "long_name", "cf_role", "sample_dimension", "instance_dimension") && !_bounds.Contains(variable.Name) && !_gridMappings.Contains(variable.Name) && !_containers.Contains(variable.Name))
            {
                Warning("3", variable, "Neither standard_name nor long_name says what it is.", "Add at least a long_name.");
            }

            return;
        }

        if (attribute is not string text || Words(text) is not [var name, .. var modifiers])
        {
            Error("3.3", variable, "standard_name is no name.", "Leave it out, or give one of the table.");
            return;
        }

        if (modifiers.Length > 1 || modifiers is [var modifier] && !Modifiers.Contains(modifier))
        {
            Error("3.3", variable, $"'{string.Join(' ', modifiers)}' is no modifier of a standard name.", $"There are {string.Join(", ", Modifiers)}.");
        }
        else if (modifiers is ["status_flag" or "number_of_observations"] && _version >= new Version(1, 7))
        {
            Warning("3.3", variable, $"The modifier {modifiers[0]} is deprecated from CF-1.7 on.", $"Use the standard name {modifiers[0]} instead, and ancillary_variables.");
        }

        var canonical = _names.UnitsOf(name);
        if (canonical is null)
        {
            UnknownName(variable, name);
        }
        else if (canonical.Length > 0 && variable.Units is { } units && modifiers is [] or ["standard_error" or "detection_minimum"])
        {
            CompareUnits(variable, canonical, variable.Units!);
        }

        if (name == "biological_taxon_lsid" && IsText(variable))
        {
            foreach (var other in Texts(variable).Where(t => t.Length > 0 && !Lsid().IsMatch(t)).Distinct())
            {
                Error("6.1.2", variable, $"'{other}' is no life science identifier.", "Write for example urn:lsid:marinespecies.org:taxname:104464, or urn:lsid:itis.gov:itis_tsn:180543.");
            }

            foreach (var data in _variables.Values.Where(v => Words(Text(v, "coordinates") ?? "") is var words && words.Contains(variable.Name) && !words.Select(Find).OfType<Variable>().Any(c => Text(c, "standard_name") == "biological_taxon_name")))
            {
                Error("6.1.2", data, $"It names identifiers of taxa ('{variable.Name}') and no names of them.", "Add a label with the standard name biological_taxon_name, and name it in 'coordinates'.");
            }
        }

        if (name is "region" or "area_type" && IsText(variable))
        {
            var (known, what, example) = name == "region" ? (Vocabularies.Regions, "standardised region", "atlantic_ocean") : (Vocabularies.AreaTypes, "area type", "ice_free_sea");
            foreach (var other in Texts(variable).Where(t => t.Length > 0 && !known.Contains(t)).Distinct())
            {
                Error("3.3", variable, $"'{other}' is no {what}.", $"Use one of cfconventions.org's table, for example {example}.");
            }
        }
    }

    [GeneratedRegex(@"^urn:lsid:(marinespecies\.org:taxname|itis\.gov:itis_tsn):\d+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Lsid();

    private void UnknownName(Variable variable, string name)
    {
        var nearest = _names.Nearest(name) is { } near ? $" Is {near} meant?" : "";
        if (!_names.IsWhole && !_names.IsComposed(name) && nearest.Length == 0 && _names.HasTheirWords(name))
        {
            Warning("3.3", variable, $"'{name}' is not among the shipped names, which are not all.", "Compare it with the table at cfconventions.org; give the newest table with --standard-names to be sure.");
        }
        else if (_names.IsWhole || !_names.IsComposed(name))
        {
            Error("3.3", variable, $"'{name}' is no standard name.{nearest}", "Use one of the table at cfconventions.org, or a long_name alone" + (_names.IsWhole ? "." : "; give the newest table with --standard-names."));
        }
        else
        {
            Advice("3.3", variable, $"'{name}' is not among the {(_names.IsWhole ? "" : "shipped ")}names, but made as standard names are.{nearest}", "Compare it with the table at cfconventions.org (--standard-names).");
        }
    }

    private void CompareUnits(Variable variable, string canonical, string units)
    {
        var since = CfTimeUnits.IsTime(units);
        var squared = Regex.IsMatch(Text(variable, "cell_methods") ?? "", @":\s*variance\b", RegexOptions.None, TimeSpan.FromSeconds(1));
        if (Parse(squared ? $"({canonical})2" : canonical) is not { } expected || (since ? Parse("s") : Parse(units)) is not { } given)
        {
            return;
        }

        // Times of whatever sort are in seconds, since an epoch or not; anything else since an epoch is none.
        if (!given.ConvertsTo(expected))
        {
            Error("3.1", variable, $"The units '{units}' are not of the kind of '{(squared ? $"({canonical})²" : canonical)}', as the standard name asks.", "Mend the units or the standard name.");
        }
    }

    private static IEnumerable<string> Texts(Variable variable)
    {
        if (variable.ElementType == typeof(string))
        {
            return variable.To<string>();
        }

        var letters = variable.To<char>();
        var width = variable.Rank == 0 ? 1 : variable.Shape[^1];
        return width == 0 ? [] : letters.Chunk(width).Select(c => new string(c).Split('\0')[0].Trim());
    }

    private void Flags(Variable variable)
    {
        var (values, masks) = (variable.Attributes.GetValueOrDefault("flag_values"), variable.Attributes.GetValueOrDefault("flag_masks"));
        var meanings = Text(variable, "flag_meanings");
        if (values is null && masks is null)
        {
            if (meanings is not null)
            {
                Error("3.5", variable, "flag_meanings stands without flag_values or flag_masks.", "Add flag_values, one for each meaning.");
            }

            return;
        }

        if (meanings is null)
        {
            Error("3.5", variable, "Flags have no flag_meanings.", "Add them: a word for each value, with underscores instead of blanks.");
        }

        else if (Words(meanings).FirstOrDefault(m => m.AsSpan().IndexOfAnyExcept(FlagLetters) >= 0) is { } word)
        {
            Error("3.5", variable, $"The flag meaning '{word}' has other signs than letters, digits and _-.+@.", "Rename it.");
        }

        if (masks is not null && (variable.ElementType == typeof(float) || variable.ElementType == typeof(double)))
        {
            Error("3.5", variable, $"It has flag_masks and is of type {variable.ElementType.Name}, which has no bits to mask.", "Store it as byte, short or int.");
        }

        var count = 0;
        foreach (var (name, value) in new[] { ("flag_values", values), ("flag_masks", masks) })
        {
            if (value is null)
            {
                continue;
            }

            var numbers = Numbers(value);
            if (numbers is null && !IsText(variable))
            {
                Error("3.5", variable, $"Attribute {name} is a text, the variable of type {variable.ElementType.Name}.", $"Store {name} as numbers of the variable's type.");
                return;
            }

            if (numbers is not null && !HasTypeOf(value, variable))
            {
                Error("3.5", variable, $"Attribute {name} is of type {ElementOf(value).Name}, the variable of type {variable.ElementType.Name}.", $"Store {name} with the variable's type.");
            }

            count = numbers?.Length ?? (value is string[] texts ? texts.Length : Words((string)value).Length);
            if (name == "flag_masks" && numbers is not null && numbers.Contains(0))
            {
                Error("3.5", variable, "A flag mask is 0, which no value matches.", "Give each mask at least one bit.");
            }

            var meant = Words(meanings ?? "").Length;
            if (meanings is not null && count != meant && (masks is null || values is null || name == "flag_values"))
            {
                Error("3.5", variable, $"There are {count} {name} and {meant} flag_meanings.", "Give one word to each.");
            }
        }

        if (Numbers(values) is { } v)
        {
            var m = Numbers(masks);
            if (m is null ? v.Distinct().Count() != v.Length : v.Length == m.Length && (v.Distinct().Count() != v.Length))
            {
                Error("3.5", variable, "A flag value occurs twice.", "Give each meaning its own value.");
            }

            foreach (var (value, mask) in m is null ? [] : v.Zip(m).Where(p => ((long)p.First & (long)p.Second) != (long)p.First))
            {
                Warning("3.5", variable, $"Flag value {value} has bits that its mask {mask} has not.", "Mend the mask or the value.");
            }
        }
    }

    private void Ancillary(Variable variable)
    {
        foreach (var name in Words(Text(variable, "ancillary_variables") ?? "").Where(n => Find(n) is null))
        {
            Error("3.4", variable, $"ancillary_variables names '{name}', which is not in the file.", "Mend the name, or leave it out.");
        }
    }
}
