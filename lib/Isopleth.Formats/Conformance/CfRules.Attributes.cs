using System.Text;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Appendix A: which attributes are texts and which are numbers; chapter 2.2: how texts are stored.</summary>
internal sealed partial class CfRules
{
    /// <summary>Attributes that are texts and are not told elsewhere when they are not.</summary>
    private static readonly string[] AsText =
    [
        "ancillary_variables", "bounds", "calendar", "cell_measures", "cell_methods", "cf_role", "climatology", "comment", "compress", "coordinate_interpolation", "flag_meanings", "formula_terms", "geometry",
        "geometry_type", "institution", "instance_dimension", "long_name", "node_coordinates", "node_count", "nodes", "part_node_count", "references", "sample_dimension", "source", "units_metadata",
    ];

    /// <summary>Attributes that are numbers.</summary>
    private static readonly string[] AsNumbers = ["leap_year", "standard_error_multiplier", "valid_max", "valid_min", "valid_range"];

    private void AttributeTypes(Variable variable)
    {
        foreach (var (name, value) in variable.Attributes)
        {
            // HDF5 keeps names of its own for dimensions.
            if (value is string[] { Length: not 1 } texts && name != "DIMENSION_LABELS")
            {
                Error("2.2", variable, $"Attribute {name} is an array of {texts.Length} texts.", "Write one text; CF separates words by blanks.");
            }
            else if (value is string text && !text.IsNormalized(NormalizationForm.FormC))
            {
                Error("2.2", variable, $"Attribute {name} is not in Unicode's normalization form C.", "Write it with composed letters.");
            }
            else if (AsText.Contains(name) && value is not (string or string[]))
            {
                Error("A", variable, $"Attribute {name} is {value.GetType().Name}, not a text.", "Write it as text.");
            }
            else if (AsNumbers.Contains(name) && Numbers(value) is null && !IsText(variable))
            {
                Error("A", variable, $"Attribute {name} is a text, '{value}', not a number.", "Store it as a number of the variable's type.");
            }
            else if (name is "valid_min" or "valid_max" or "valid_range" && Numbers(value) is not null && !IsText(variable)
                && !HasTypeOf(value, variable) && !Has(variable, "scale_factor", "add_offset"))
            {
                Advice("2.5.1", variable, $"Attribute {name} is of type {ElementOf(value).Name}, the variable of type {variable.ElementType.Name}.", $"Store {name} with the variable's type.");
            }
        }
    }
}
