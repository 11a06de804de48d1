using System.Globalization;

namespace Isopleth.Catalogue.Display;

/// <summary>Where and when an entry's data lie, in the few words a table has room for.</summary>
internal static class EntryFacts
{
    /// <summary>The place by name, else the box <c>bbox</c> [degree]: west, south, east, north.</summary>
    public static string Where(CatalogueEntry entry) => entry.Metadata.Text("place") ?? Box(entry.Metadata.List("bbox"));

    /// <summary>The days of <c>datetime</c>, which is written as STAC does: an instant, or <c>from/to</c>.</summary>
    public static string When(CatalogueEntry entry) =>
        string.Join(" to ", (entry.Metadata.Text("datetime") ?? "").Split('/').Select(instant => instant.Split('T')[0]).Distinct(StringComparer.Ordinal));

    /// <summary>The line of C# that opens the entry, with an example of each parameter.</summary>
    public static string OpeningCode(CatalogueEntry entry)
    {
        var arguments = entry.Parameters.Select(p => $"(\"{p.Name}\", {Literal(p)})");
        return $"var data = catalogue[\"{entry.Name}\"].Open({string.Join(", ", arguments)});";
    }

    private static string Literal(CatalogueParameter parameter) => (parameter.Default ?? (parameter.Allowed is [var first, ..] ? first : null) ?? parameter.Minimum) switch
    {
        null => "…",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        DateTime time => $"\"{time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\"",
        object?[] => "new[] { … }",
        var number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
    };

    private static string Box(IReadOnlyList<object?> box)
    {
        if (box.Count != 4 || box.Any(b => b is not (long or double)))
        {
            return "";
        }

        var sides = box.Select(b => Convert.ToDouble(b, CultureInfo.InvariantCulture)).ToArray();
        return $"{Degrees(sides[1], "N", "S")} to {Degrees(sides[3], "N", "S")}, {Degrees(sides[0], "E", "W")} to {Degrees(sides[2], "E", "W")}";
    }

    private static string Degrees(double angle, string positive, string negative) =>
        $"{Math.Abs(angle).ToString("0.##", CultureInfo.InvariantCulture)}°{(angle < 0 ? negative : positive)}";
}
