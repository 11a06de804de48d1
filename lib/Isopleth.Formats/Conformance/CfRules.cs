using System.Globalization;
using System.Text.RegularExpressions;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>The requirements and recommendations of the CF conventions that can be seen in a file, numbered by the conventions' sections.</summary>
/// <remarks>Source: CF conventions 1.0 to 1.11 and their conformance document. A group is checked on its own, with the coordinates of the groups above that it uses.</remarks>
internal sealed partial class CfRules
{
    private readonly OrderedDictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, object> _attributes;
    private readonly IReadOnlyDictionary<string, int> _dimensions;
    private readonly string _prefix;
    private readonly StandardNames _names;
    private readonly Version _version;

    /// <summary>Auxiliary and scalar coordinates: what a <c>coordinates</c> attribute names.</summary>
    private readonly HashSet<string> _auxiliary;
    private readonly HashSet<string> _bounds;
    private readonly HashSet<string> _interpolations;
    private readonly HashSet<string> _gridMappings;

    /// <summary>Variables that hold no data of their own: geometry containers and their nodes, meshes and their connectivities.</summary>
    private readonly HashSet<string> _containers;

    private readonly CfGroups _groups;

    /// <summary>The group's own variables, without the coordinates of groups above.</summary>
    private readonly List<Variable> _own;

    /// <param name="dataset">The group, with the coordinates of the groups above that it uses.</param>
    /// <param name="prefix">The group's path with a slash at its end; empty for the root.</param>
    /// <param name="groups">All groups of the file, to find what is named from elsewhere.</param>
    /// <param name="names">The standard names.</param>
    /// <param name="version">The version of CF; null for what the file says.</param>
    /// <param name="findings">Where to add findings.</param>
    public CfRules(Dataset dataset, string prefix, CfGroups groups, StandardNames names, string? version, FindingList? findings = null)
    {
        _groups = groups;
        foreach (var array in dataset.Coordinates.Values.Concat(dataset.Variables.Values))
        {
            _variables[array.Name] = array.Variable;
        }

        (_attributes, _dimensions, _prefix, _names, _own) = (dataset.Attributes, dataset.Dimensions, prefix, names, [.. _variables.Values.Where(v => groups.Owns(prefix, v.Name))]);
        Findings = findings ?? new FindingList();
        VersionText = version ?? (LooseVersion().Match(Global("Conventions") ?? "") is { Success: true } match ? match.Groups[1].Value : "1.0");
        _version = Version.Parse(VersionText);
        _auxiliary = Named("coordinates");
        _bounds = Named("bounds");
        _bounds.UnionWith(Named("climatology"));
        _gridMappings = [.. _variables.Values.SelectMany(v => GridMappings(Text(v, "grid_mapping") ?? "") ?? [])];
        _gridMappings.UnionWith(_variables.Values.Where(v => v.Rank == 0 && v.Attributes.ContainsKey("grid_mapping_name")).Select(v => v.Name));
        _interpolations = [.. _variables.Values.SelectMany(v => InterpolationsOf(Text(v, "coordinate_interpolation") ?? "") ?? []).Select(p => p.Interpolation)];
        _containers = Named("geometry");
        _containers.UnionWith(_interpolations.SelectMany(InterpolationParts));
        _auxiliary.UnionWith(_variables.Values.SelectMany(v => InterpolationsOf(Text(v, "coordinate_interpolation") ?? "") ?? []).SelectMany(p => p.TiePoints));
        foreach (var container in _containers.ToList().Where(_variables.ContainsKey).Select(n => _variables[n]))
        {
            _containers.UnionWith(GeometryParts.SelectMany(a => Words(Text(container, a) ?? "")));
        }

        foreach (var mesh in _variables.Values.Where(v => Text(v, "cf_role") == "mesh_topology"))
        {
            _containers.Add(mesh.Name);
            _containers.UnionWith(mesh.Attributes.Keys.Where(a => a.EndsWith("_connectivity", StringComparison.Ordinal)).SelectMany(a => Words(Text(mesh, a) ?? "")));
        }
    }

    public FindingList Findings { get; }

    /// <summary>The version that was checked against, for example 1.8.</summary>
    public string VersionText { get; }

    /// <summary>Checks the file's own attributes, and then its variables.</summary>
    /// <param name="file">The file's name; null for what is no file, as a Zarr hierarchy.</param>
    public void CheckFile(string? file)
    {
        if (file?.EndsWith(".nc", StringComparison.Ordinal) == false)
        {
            Findings.Add(ConventionsVersion().IsMatch(Global("Conventions") ?? "") ? Severity.Error : Severity.Warning, "CF 2.1", "", $"The file's name '{Path.GetFileName(file)}' does not end in .nc.", "Rename it.");
        }

        Conventions();
        GlobalAttributes();
        CheckVariables();
    }

    public void CheckVariables()
    {
        foreach (var name in new[] { "Conventions", "external_variables" }.Where(n => _prefix.Length > 0 && _attributes.ContainsKey(n)))
        {
            Findings.Error("CF 2.7", _prefix + name, $"A group has the attribute '{name}', which belongs to the file.", "Move it to the root group.");
        }

        Names();
        foreach (var variable in _own)
        {
            Guarded(variable, () =>
            {
                Types(variable);
                AttributeTypes(variable);
                MissingData(variable);
                ActualRange(variable);
                Units(variable);
                UnitsMetadata(variable);
                StandardName(variable);
                Flags(variable);
                Ancillary(variable);
                Axis(variable);
                Vertical(variable);
                TimeAxis(variable);
                Monotonic(variable);
                CoordinatesAttribute(variable);
                GridMapping(variable);
                Bounds(variable);
                CellMeasures(variable);
                CellMethods(variable);
                Packed(variable);
                Compressed(variable);
                Subsampled(variable);
                Interpolation(variable);
                Misplaced(variable);
                Domain(variable);
                Mesh(variable);
                OnGeometry(variable);
                Container(variable);
            });
        }

        Sampling();
    }

    /// <summary>A variable whose values cannot be read is told, and the rest is still checked.</summary>
    private void Guarded(Variable variable, Action check)
    {
        try
        {
            check();
        }
        catch (DataFormatException e)
        {
            Error("2", variable, $"Its values cannot be read: {e.Message}", "Write the file again.");
        }
    }

    /// <summary>What a name or path in an attribute means; null when there is no such variable.</summary>
    private Variable? Find(string name) => _variables.GetValueOrDefault(name) ?? _groups.Find(_prefix, name);

    private string? Global(string name) => _attributes.GetValueOrDefault(name) as string;

    private static string? Text(Variable variable, string attribute) => variable.Attributes.GetValueOrDefault(attribute) as string;

    private static bool Has(Variable variable, params ReadOnlySpan<string> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (variable.Attributes.ContainsKey(attribute))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private HashSet<string> Named(string attribute) => _variables.Values.SelectMany(v => Words(Text(v, attribute) ?? "")).Concat(_groups.Named(_prefix, attribute)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Numbers of an attribute, or null when it is none.</summary>
    private static double[]? Numbers(object? value) => value switch
    {
        null or string or string[] or char => null,
        Array array => [.. array.Cast<object>().Select(v => Convert.ToDouble(v, CultureInfo.InvariantCulture))],
        var one => [Convert.ToDouble(one, CultureInfo.InvariantCulture)],
    };

    /// <summary>Whether an attribute has the type of a variable, or the signed one of the same width, with which older files store those of unsigned variables.</summary>
    private bool HasTypeOf(object value, Variable variable) => !_groups.HasTypes || ElementOf(value) == variable.ElementType || ElementOf(value) == SignedOf(variable.ElementType);

    private static Type ElementOf(object value) => value is Array array ? array.GetType().GetElementType()! : value.GetType();

    private static bool IsText(Variable variable) => variable.ElementType == typeof(char) || variable.ElementType == typeof(string);

    private static bool IsCoordinate(Variable variable) => variable.Rank == 1 && variable.Dimensions[0] == variable.Name;

    /// <summary>A coordinate of any sort: over its own dimension, or named in a <c>coordinates</c> attribute.</summary>
    private bool IsAnyCoordinate(Variable variable) => IsCoordinate(variable) || _auxiliary.Contains(variable.Name);

    private static string Number(double value) => value.ToString("G9", CultureInfo.InvariantCulture);

    private void Error(string section, Variable variable, string message, string remedy) => Findings.Error("CF " + section, _prefix + variable.Name, message, remedy);

    private void Warning(string section, Variable variable, string message, string remedy) => Findings.Warning("CF " + section, _prefix + variable.Name, message, remedy);

    private void Information(string section, Variable variable, string message, string remedy) => Findings.Information("CF " + section, _prefix + variable.Name, message, remedy);

    private void Advice(string section, Variable variable, string message, string remedy) => Findings.Advice("CF " + section, _prefix + variable.Name, message, remedy);

    [GeneratedRegex(@"CF-(\d+\.\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex ConventionsVersion();

    /// <summary>A version that is meant, though it is not written as it should be.</summary>
    [GeneratedRegex(@"CF[-_ ]?(\d+\.\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex LooseVersion();
}
