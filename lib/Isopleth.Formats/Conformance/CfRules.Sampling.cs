using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Discrete sampling geometries (chapter 9), from CF-1.6 on.</summary>
internal sealed partial class CfRules
{
    private static readonly string[] Features = ["point", "timeSeries", "trajectory", "profile", "timeSeriesProfile", "trajectoryProfile"];

    /// <summary>The names of instances that can stand together (§9.5).</summary>
    private static readonly string[] Roles = ["timeseries_id", "profile_id", "trajectory_id"];

    private void Sampling()
    {
        var roles = _own.Where(v => Roles.Contains(Text(v, "cf_role"))).ToList();
        if (Global("featureType") is { } feature && _prefix.Length == 0)
        {
            if (!Features.Contains(feature, StringComparer.OrdinalIgnoreCase))
            {
                Findings.Error("CF 9.4", "featureType", $"'{feature}' is no feature type.", $"There are {string.Join(", ", Features)}.");
            }
            else
            {
                FitRoles(feature, roles);
                Located(feature);
            }
        }
        else if (_attributes.TryGetValue("featureType", out var other) && other is not string)
        {
            Findings.Error("CF 9.4", "featureType", $"featureType is {other.GetType().Name}, not a text.", $"Write one of {string.Join(", ", Features)}.");
        }

        foreach (var twins in roles.GroupBy(v => Text(v, "cf_role")).Where(g => g.Count() > 1))
        {
            Findings.Error("CF 9.5", _prefix + twins.First().Name, $"{string.Join(" and ", twins.Select(v => v.Name))} both have cf_role = \"{twins.Key}\".", "Keep it at one variable.");
        }

        if (roles.Select(v => Text(v, "cf_role")).Distinct().ToList() is { Count: > 1 } together && (together.Count > 2 || !together.Contains("profile_id")))
        {
            Findings.Error("CF 9.5", _prefix + roles[0].Name, $"The roles {string.Join(", ", together)} stand together.", "Only profiles belong to time series or to trajectories: keep profile_id and one other.");
        }

        foreach (var variable in _own)
        {
            if (Has(variable, "cf_role") && !Roles.Contains(Text(variable, "cf_role")))
            {
                // Unstructured grids (UGRID) use the attribute too.
                if (Text(variable, "cf_role") is not ("mesh_topology" or "location_index_set") && Text(variable, "cf_role")?.EndsWith("_connectivity", StringComparison.Ordinal) != true)
                {
                    Error("9.5", variable, $"cf_role is '{variable.Attributes["cf_role"]}'.", "Write timeseries_id, profile_id or trajectory_id.");
                }
            }

            foreach (var attribute in new[] { "sample_dimension", "instance_dimension" }.Where(a => Has(variable, a)))
            {
                Ragged(variable, attribute);
            }
        }
    }

    /// <summary>Whether what names the instances fits the feature.</summary>
    private void FitRoles(string feature, List<Variable> roles)
    {
        var wanted = feature.ToUpperInvariant() switch
        {
            "TIMESERIES" => ["timeseries_id"],
            "TRAJECTORY" => ["trajectory_id"],
            "PROFILE" => ["profile_id"],
            "TIMESERIESPROFILE" => ["timeseries_id", "profile_id"],
            "TRAJECTORYPROFILE" => ["trajectory_id", "profile_id"],
            _ => Array.Empty<string>(),
        };
        if (wanted.Length > 0 && roles.Count == 0)
        {
            Findings.Advice("CF 9.5", "featureType", $"No variable with cf_role names the instances of the {feature}.", $"Add one, for example cf_role = \"{wanted[0]}\".");
        }

        foreach (var role in roles.Where(v => wanted.Length > 0 && !wanted.Contains(Text(v, "cf_role"))))
        {
            Error("9.5", role, $"cf_role is {Text(role, "cf_role")} in a file of featureType {feature}.", $"Write {string.Join(" or ", wanted)}, or mend featureType.");
        }
    }

    /// <summary>Each feature has a place and a time: some variable of each sort must be there.</summary>
    private void Located(string feature)
    {
        var all = _groups.All.Select(AxisOf).ToHashSet();
        foreach (var (axis, what) in new[] { ('X', "longitude"), ('Y', "latitude"), ('T', "time") })
        {
            if (!all.Contains(axis) && !_groups.All.Any(v => Text(v, "standard_name") == what))
            {
                Findings.Error("CF 9.1", "featureType", $"A file of featureType {feature} has no coordinate of {what}.", $"Add a variable with standard_name = \"{what}\" and name it in 'coordinates'.");
            }
        }

        if (feature.EndsWith("profile", StringComparison.OrdinalIgnoreCase) && !all.Contains('Z'))
        {
            Findings.Error("CF 9.1", "featureType", $"A file of featureType {feature} has no vertical coordinate.", "Add a variable with axis = \"Z\" and positive, and name it in 'coordinates'.");
        }
    }

    /// <summary>How many samples each instance has (contiguous), or to which instance each sample belongs (indexed).</summary>
    private void Ragged(Variable variable, string attribute)
    {
        if (!_dimensions.TryGetValue(Text(variable, attribute) ?? "", out var size))
        {
            Error("9.3", variable, $"{attribute} is '{variable.Attributes[attribute]}', which is no dimension of the file.", "Name the dimension.");
            return;
        }

        if (!IsInteger(variable))
        {
            Error("9.3", variable, $"A count or index of type {variable.ElementType.Name}.", "Store it as int.");
            return;
        }

        if (variable.Rank != 1 || variable.Dimensions[0] == Text(variable, attribute))
        {
            Error("9.3", variable, $"It lies over ({string.Join(", ", variable.Dimensions)}).", attribute == "sample_dimension" ? "Let a count lie over the dimension of the instances." : "Let an index lie over the dimension of the samples.");
            return;
        }

        var fill = Numbers(variable.Attributes.GetValueOrDefault("_FillValue")) is [var f] ? f : double.NaN;
        var values = variable.ToDoubles().Where(v => v != fill).ToArray();

        // What was never written is no wrong number.
        if (values.Length == 0 || Array.TrueForAll(values, v => v is -2147483647 or -32767 or -127))
        {
            return;
        }

        if (attribute == "sample_dimension" && values.Sum() is var sum && (sum > size || Array.Exists(values, v => v < 0)))
        {
            Error("9.3", variable, $"Its values sum to {Number(sum)}; the dimension '{Text(variable, attribute)}' has {size}.", "Write how many samples each instance has.");
        }
        else if (attribute == "instance_dimension" && Array.Exists(values, v => v < 0 || v >= size))
        {
            Error("9.3", variable, $"Its values go from {Number(values.Min())} to {Number(values.Max())}; the dimension '{Text(variable, attribute)}' has {size}.", "Write the number of the instance of each sample, counted from 0.");
        }
    }
}
