using Isopleth.Arrays;

namespace Isopleth.Formats;

/// <summary>Geometries (§7.5): containers of points, lines and polygons, and the variables that lie on them.</summary>
internal sealed partial class CfRules
{
    private static readonly string[] Shapes = ["point", "line", "polygon"];

    /// <summary>What a container names: the coordinates of its nodes and how they are dealt out.</summary>
    private static readonly string[] GeometryParts = ["node_coordinates", "node_count", "part_node_count", "interior_ring"];

    /// <summary>A variable whose values belong to geometries.</summary>
    private void OnGeometry(Variable variable)
    {
        if (Has(variable, "nodes") && (Text(variable, "nodes") is not { } nodes || !_containers.Contains(nodes) || Find(nodes) is null))
        {
            Error("7.5", variable, $"nodes is '{variable.Attributes["nodes"]}', which is no node coordinate of a geometry container.", "Name one of the variables of node_coordinates.");
        }

        if (!Has(variable, "geometry"))
        {
            return;
        }

        if (Find(Text(variable, "geometry") ?? "") is not { } container || !Shapes.Contains(Text(container, "geometry_type"), StringComparer.OrdinalIgnoreCase))
        {
            Error("7.5", variable, $"geometry is '{variable.Attributes["geometry"]}', which is no container with a geometry_type.", "Name a container whose geometry_type is point, line or polygon.");
            return;
        }

        if ((Part(container, "node_count") ?? Parts(container, "node_coordinates").FirstOrDefault()) is { Rank: 1 } instances && !DimensionsOf(variable).Contains(instances.Dimensions[0]))
        {
            Error("7.5", variable, $"It lies over ({string.Join(", ", DimensionsOf(variable))}), its geometries over {instances.Dimensions[0]}.", "Give the variable the dimension of the geometries.");
        }

        foreach (var attribute in new[] { "grid_mapping", "coordinates" }.Where(a => Has(container, a) && !Has(variable, a)))
        {
            Error("7.5", variable, $"Its geometry container '{container.Name}' has {attribute}, it has not.", $"Add {attribute} to the variable.");
        }
    }

    /// <summary>A container itself.</summary>
    private void Container(Variable variable)
    {
        if (Text(variable, "geometry_type") is not { } shape || !Shapes.Contains(shape, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        if (!Has(variable, "node_coordinates"))
        {
            Error("7.5", variable, "A geometry container has no node_coordinates.", "Name the variables with the coordinates of the nodes.");
            return;
        }

        foreach (var (attribute, name) in GeometryParts.SelectMany(a => Words(Text(variable, a) ?? "").Select(n => (a, n))).Where(p => Find(p.n) is null))
        {
            Error("7.5", variable, $"{attribute} names '{name}', which is not in the file.", "Mend the name, or add the variable.");
        }

        if (Has(variable, "interior_ring") && !Has(variable, "part_node_count"))
        {
            Error("7.5", variable, "interior_ring stands without part_node_count.", "Add part_node_count: how many nodes each ring has.");
        }

        var nodes = Parts(variable, "node_coordinates").ToList();
        foreach (var node in nodes.Where(n => n.Rank != 1 || n.Dimensions[0] != nodes[0].Dimensions.ElementAtOrDefault(0)))
        {
            Error("7.5", node, $"A node coordinate has the dimensions ({string.Join(", ", node.Dimensions)}).", "All node coordinates have one dimension, that of all nodes.");
        }

        foreach (var node in nodes.Where(n => !Has(n, "axis")))
        {
            Error("7.5", node, "A node coordinate has no axis.", "Add axis = \"X\", \"Y\" or \"Z\".");
        }

        foreach (var axis in nodes.Where(n => Has(n, "axis")).GroupBy(n => Text(n, "axis")?.ToUpperInvariant(), StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            Error("7.5", variable, $"The node coordinates {string.Join(" and ", axis.Select(n => n.Name))} both are axis {axis.Key}.", "Give each its own.");
        }

        if (nodes.Count > 0 && nodes.TrueForAll(n => n.Rank == 1))
        {
            Counts(variable, shape.ToUpperInvariant(), nodes);
        }
    }

    /// <summary>The nodes are dealt out to geometries, and these to parts: the numbers must come out even.</summary>
    private void Counts(Variable container, string shape, List<Variable> nodes)
    {
        var least = shape switch { "POLYGON" => 3, "LINE" => 2, _ => 1 };
        var (count, parts, rings) = (Part(container, "node_count"), Part(container, "part_node_count"), Part(container, "interior_ring"));
        if (count is null && !Has(container, "node_count"))
        {
            if (shape != "POINT" && _variables.Values.Any(v => Text(v, "geometry") == container.Name && v.Rank > 0))
            {
                Error("7.5", container, $"There is no node_count, though {shape.ToLowerInvariant()}s have several nodes.", "Add node_count: how many nodes each geometry has.");
            }

            return;
        }

        var (perGeometry, perPart) = (count?.ToDoubles() ?? [], parts?.ToDoubles() ?? []);
        if (count is not null && Array.Exists(perGeometry, n => n < least))
        {
            Error("7.5", count, $"A {shape.ToLowerInvariant()} has {Number(perGeometry.Min())} nodes; {least} is the least.", "Write all its nodes.");
        }

        foreach (var (name, total) in new[] { (count, perGeometry), (parts, perPart) }.Where(c => c.Item1 is not null).Select(c => (c.Item1!, c.Item2.Sum())).Where(c => c.Item2 != nodes[0].Size))
        {
            Error("7.5", name, $"Its values sum to {Number(total)}, and there are {nodes[0].Size} nodes.", "Deal out all nodes.");
        }

        if (rings is not null && parts is not null)
        {
            var inner = rings.ToDoubles();
            if (!rings.Dimensions.SequenceEqual(parts.Dimensions, StringComparer.Ordinal))
            {
                Error("7.5", rings, $"Its dimension is ({string.Join(", ", rings.Dimensions)}), that of '{parts.Name}' ({string.Join(", ", parts.Dimensions)}).", "Give it the dimension of the parts.");
            }
            else if (Array.Exists(inner, r => r is not (0 or 1)))
            {
                Error("7.5", rings, "Its values are not all 0 or 1.", "Write 0 for an outer and 1 for an inner ring.");
            }
            else
            {
                Orientation(container, nodes, perPart, inner);
            }
        }
        else if (shape == "POLYGON" && rings is null)
        {
            var each = parts is null ? perGeometry : perPart;
            Orientation(container, nodes, each, new double[each.Length]);
        }
    }

    /// <summary>Outer rings run anticlockwise as seen from above, inner ones clockwise.</summary>
    private void Orientation(Variable container, List<Variable> nodes, double[] counts, double[] inner)
    {
        if (nodes.Find(n => Text(n, "axis") is "X" or "x") is not { } x || nodes.Find(n => Text(n, "axis") is "Y" or "y") is not { } y || counts.Sum() != x.Size || y.Size != x.Size || Array.Exists(counts, n => n < 0))
        {
            return;
        }

        var (xs, ys) = (x.ToDoubles(), y.ToDoubles());
        var isLongitude = EastUnits.Contains(x.Units);
        var start = 0;
        for (var ring = 0; ring < counts.Length; start += (int)counts[ring++])
        {
            var (twiceTheArea, count) = (0.0, (int)counts[ring]);
            for (var i = 0; i < count; i++)
            {
                var (a, b) = (start + i, start + ((i + 1) % count));

                // Relative to the first node, so that rings across the date line are whole.
                double East(int node) => xs[node] - xs[start] is var d && isLongitude ? d - (360 * Math.Round(d / 360)) : d;
                twiceTheArea += (East(a) * (ys[b] - ys[start])) - (East(b) * (ys[a] - ys[start]));
            }

            if (twiceTheArea != 0 && twiceTheArea > 0 == (inner[ring] == 1))
            {
                Error("7.5", container, $"The {(inner[ring] == 1 ? "inner" : "outer")} ring {ring} runs {(inner[ring] == 1 ? "anti" : "")}clockwise.", "Outer rings run anticlockwise as seen from above, inner ones clockwise: turn the order of its nodes.");
                return;
            }
        }
    }

    private IEnumerable<Variable> Parts(Variable container, string attribute) => Words(Text(container, attribute) ?? "").Select(Find).OfType<Variable>();

    private Variable? Part(Variable container, string attribute) => Parts(container, attribute).FirstOrDefault() is { Rank: 1 } part && !IsText(part) ? part : null;
}
