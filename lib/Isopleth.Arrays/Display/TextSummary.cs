using System.Text;

namespace Isopleth.Arrays;

/// <summary>Summaries as text, laid out as people know them from xarray.</summary>
internal static class TextSummary
{
    private const int LongestAttribute = 160;

    public static string Of(Dataset dataset)
    {
        var text = new StringBuilder("<Dataset>").Append(dataset.Source is null ? "" : " " + Path.GetFileName(dataset.Source)).Append('\n');
        text.Append("Dimensions:  (").AppendJoin(", ", dataset.Dimensions.Select(d => $"{d.Key}: {d.Value}")).Append(")\n");
        Variables(text, "Coordinates:", dataset.Coordinates.Values);
        Variables(text, "Data variables:", dataset.Variables.Values);
        if (dataset.Groups.Count > 0)
        {
            text.Append("Groups:\n    ").Append(Describe.List(dataset.Groups)).Append('\n');
        }

        Attributes(text, dataset.Attributes);
        return text.ToString().TrimEnd('\n');
    }

    public static string Of(DataArray array)
    {
        var text = new StringBuilder($"<DataArray '{array.Name}' ({Describe.Sizes(array.Variable)})> {CSharpName.Of(array.ElementType)}{Units(array)}\n");
        text.AppendJoin("\n", ValueText.Plane(array.Variable)).Append('\n');
        Variables(text, "Coordinates:", array.Coordinates.Values);
        Attributes(text, array.Attributes);
        return text.ToString().TrimEnd('\n');
    }

    private static void Variables(StringBuilder text, string heading, IEnumerable<DataArray> arrays)
    {
        var rows = arrays.Select(a => (Mark: a.Dimensions.Contains(a.Name) ? "  * " : "    ", Array: a, Dimensions: $"({string.Join(", ", a.Dimensions)})")).ToList();
        if (rows.Count == 0)
        {
            return;
        }

        var name = rows.Max(r => r.Array.Name.Length);
        var dimensions = rows.Max(r => r.Dimensions.Length);
        text.Append(heading).Append('\n');
        foreach (var (mark, array, over) in rows)
        {
            // Coordinates are short and tell where one is, so their ends are read; data wait until they are asked for.
            var values = ValueText.Line(array.Variable, evenIfLazy: heading == "Coordinates:" && array.Rank <= 1);
            text.Append(mark).Append(array.Name.PadRight(name)).Append("  ").Append(over.PadRight(dimensions)).Append("  ")
                .Append(CSharpName.Of(array.ElementType)).Append(' ').Append(values).Append(Units(array)).Append('\n');
        }
    }

    private static void Attributes(StringBuilder text, IReadOnlyDictionary<string, object> attributes)
    {
        if (attributes.Count == 0)
        {
            return;
        }

        var width = attributes.Keys.Max(k => k.Length) + 1;
        text.Append("Attributes:\n");
        foreach (var (name, value) in attributes)
        {
            var line = ValueText.Attribute(value);
            text.Append("    ").Append((name + ":").PadRight(width)).Append(' ').Append(line.Length > LongestAttribute ? line[..LongestAttribute] + "…" : line).Append('\n');
        }
    }

    private static string Units(DataArray array) => array.Units is { Length: > 0 } units && !CfTimeUnits.IsTime(units) ? $" [{units}]" : "";
}
