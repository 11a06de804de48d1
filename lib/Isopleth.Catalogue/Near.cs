namespace Isopleth.Catalogue;

/// <summary>Names that look like a mistyped one.</summary>
internal static class Near
{
    /// <summary>A sentence that offers the nearest names, with a space after it; empty when none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> names)
    {
        var near = To(name, names);
        return near.Count == 0 ? "" : $"Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}? ";
    }

    /// <summary>At most three names near <paramref name="name"/>, the nearest first.</summary>
    public static IReadOnlyList<string> To(string name, IEnumerable<string> names) =>
    [
        .. names.Distinct(StringComparer.Ordinal)
            .Select(n => (Name: n, Distance: NearName.Distance(name, n)))
            .Where(p => p.Distance <= Math.Max(1, Math.Min(name.Length, p.Name.Length) / 3) || HasPart(p.Name, name))
            .OrderBy(p => p.Distance).ThenBy(p => p.Name, StringComparer.Ordinal)
            .Take(3).Select(p => p.Name),
    ];

    // 'etna' is near 'tropomi.so2.etna', and 'so2.etna' too; 'string' is near 'str'.
    private static bool HasPart(string name, string part) =>
        part.Length >= 3 && (("." + name + ".").Contains("." + part + ".", StringComparison.OrdinalIgnoreCase)
            || (name.Length >= 3 && part.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
}
