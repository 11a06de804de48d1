using System.Globalization;
using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Domains without data (§5.8) and unstructured grids (§5.9, UGRID 1.0).</summary>
internal sealed partial class CfRules
{
    private static readonly string[] Places = ["node", "edge", "face", "volume"];

    /// <summary>What only data have.</summary>
    private static readonly string[] OfData =
    [
        "add_offset", "ancillary_variables", "cell_methods", "flag_masks", "flag_meanings", "flag_values", "scale_factor", "standard_name", "units", "valid_max", "valid_min", "valid_range",
    ];

    /// <summary>Whether a variable stands for a domain: it has no values of its own, and names its dimensions.</summary>
    private bool IsDomain(Variable variable) => _version >= new Version(1, 9) && variable.Rank == 0 && Has(variable, "dimensions");

    /// <summary>The dimensions of a variable; of a domain those that it names.</summary>
    private IReadOnlyList<string> DimensionsOf(Variable variable) => IsDomain(variable) ? Words(Text(variable, "dimensions") ?? "") : variable.Dimensions;

    private void Domain(Variable variable)
    {
        if (!IsDomain(variable))
        {
            return;
        }

        if (Text(variable, "dimensions") is not { } names)
        {
            Error("5.8", variable, "dimensions is no text.", "List the names of the domain's dimensions, with blanks between them.");
            return;
        }

        foreach (var name in Words(names).Where(n => !_dimensions.ContainsKey(n) && !n.Contains('/', StringComparison.Ordinal)))
        {
            Error("5.8", variable, $"dimensions names '{name}', which is no dimension of the file.", "Mend the name.");
        }

        foreach (var attribute in OfData.Where(a => Has(variable, a)))
        {
            Warning("5.8", variable, $"A domain has {attribute}, which only data have.", "Leave it out.");
        }
    }

    private void Mesh(Variable variable)
    {
        if (Text(variable, "cf_role") == "mesh_topology")
        {
            Topology(variable);
        }

        if (!Has(variable, "mesh") || Text(variable, "cf_role") == "location_index_set")
        {
            return;
        }

        if (Text(variable, "mesh") is not { } name || Find(name) is not { } mesh || Text(mesh, "cf_role") != "mesh_topology")
        {
            Error("5.9", variable, $"mesh is '{variable.Attributes["mesh"]}', which is no variable with cf_role = \"mesh_topology\".", "Name the variable of the mesh.");
        }
        else if (Text(variable, "location") is not { } location || !Places.Contains(location))
        {
            Error("5.9", variable, $"location is '{variable.Attributes.GetValueOrDefault("location")}'.", "Write node, edge, face or volume: where on the mesh the values lie.");
        }
        else if (location != "node" && !Has(mesh, location + "_node_connectivity"))
        {
            Error("5.9", variable, $"It lies on the {location}s of '{name}', which has no {location}_node_connectivity.", "Add it to the mesh, or mend the location.");
        }
    }

    /// <summary>The variable that ties a mesh together.</summary>
    private void Topology(Variable mesh)
    {
        var dimension = Numbers(mesh.Attributes.GetValueOrDefault("topology_dimension")) is [var d] ? d : double.NaN;
        if (dimension is not (1 or 2 or 3))
        {
            Error("5.9", mesh, $"topology_dimension is '{mesh.Attributes.GetValueOrDefault("topology_dimension")}'.", "Write 1 for a network of edges, 2 for faces, 3 for volumes.");
        }
        else if (Places[(int)dimension] + "_node_connectivity" is var needed && !Has(mesh, needed))
        {
            Error("5.9", mesh, $"A mesh of topology_dimension {dimension.ToString(CultureInfo.InvariantCulture)} has no {needed}.", "Name the variable with the nodes of each.");
        }

        if (!Has(mesh, "node_coordinates"))
        {
            Error("5.9", mesh, "A mesh has no node_coordinates.", "Name the variables with the coordinates of its nodes.");
        }

        foreach (var (attribute, name) in mesh.Attributes.Keys.Where(a => IsMeshPart(a)).SelectMany(a => Words(Text(mesh, a) ?? "").Select(n => (a, n))).Where(p => Find(p.n) is null))
        {
            Error("5.9", mesh, $"{attribute} names '{name}', which is not in the file.", "Mend the name, or add the variable.");
        }

        foreach (var attribute in Places.Skip(1).Select(p => p + "_dimension").Where(a => Has(mesh, a) && !_dimensions.ContainsKey(Text(mesh, a) ?? "")))
        {
            Error("5.9", mesh, $"{attribute} is '{mesh.Attributes[attribute]}', which is no dimension of the file.", "Name the dimension.");
        }

        var nodes = Parts(mesh, "node_coordinates").FirstOrDefault()?.Size;
        foreach (var (attribute, part) in mesh.Attributes.Keys.Where(a => a.EndsWith("_connectivity", StringComparison.Ordinal)).SelectMany(a => Parts(mesh, a).Select(p => (a, p))))
        {
            Connectivity(part, attribute, attribute.EndsWith("_node_connectivity", StringComparison.Ordinal) ? nodes : null);
        }
    }

    /// <summary>The nodes, edges or faces of each element, by their numbers.</summary>
    private void Connectivity(Variable part, string role, long? nodes)
    {
        if (IsText(part) || part.ElementType == typeof(float) || part.ElementType == typeof(double) || part.Rank != 2)
        {
            Error("5.9", part, $"A connectivity is of type {part.ElementType.Name} and has {part.Rank} dimensions.", "Store it as integers over two dimensions.");
            return;
        }

        if (Text(part, "cf_role") is { } said && said != role)
        {
            Error("5.9", part, $"cf_role is '{said}'; the mesh names it as {role}.", $"Write cf_role = \"{role}\".");
        }

        var start = Has(part, "start_index") ? Numbers(part.Attributes["start_index"]) is [var s] ? s : double.NaN : 0;
        if (start is not (0 or 1))
        {
            Error("5.9", part, $"start_index is '{part.Attributes["start_index"]}'.", "Write 0 or 1.");
        }
        else if (nodes is { } count && part.Size <= 1 << 22)
        {
            var fill = Numbers(part.Attributes.GetValueOrDefault("_FillValue")) is [var f] ? f : double.NaN;
            var values = part.ToDoubles();
            if (Array.FindIndex(values, v => v != fill && (v < start || v >= start + count)) is >= 0 and var wrong)
            {
                Error("5.9", part, $"Value {wrong} is {Number(values[wrong])}; the nodes are numbered {Number(start)} to {Number(start + count - 1)}.", "Mend the numbers, start_index or _FillValue.");
            }
        }
    }

    private static bool IsMeshPart(string attribute) => attribute.EndsWith("_connectivity", StringComparison.Ordinal) || Places.Any(p => attribute == p + "_coordinates");
}
