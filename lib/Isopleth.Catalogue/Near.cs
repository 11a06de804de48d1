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
            .Select(n => (Name: n, Distance: Distance(name.ToLowerInvariant(), n.ToLowerInvariant())))
            .Where(p => p.Distance <= Math.Max(1, Math.Min(name.Length, p.Name.Length) / 3) || HasPart(p.Name, name))
            .OrderBy(p => p.Distance).ThenBy(p => p.Name, StringComparer.Ordinal)
            .Take(3).Select(p => p.Name),
    ];

    /// <summary>The number of letters to insert, remove, exchange or swap with their neighbour to turn one word into the other.</summary>
    public static int Distance(string a, string b)
    {
        var before = new int[b.Length + 1];
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, previous) = (previous, row);
        }

        return previous[b.Length];
    }

    // 'etna' is near 'tropomi.so2.etna', and 'so2.etna' too; 'string' is near 'str'.
    private static bool HasPart(string name, string part) =>
        part.Length >= 3 && (("." + name + ".").Contains("." + part + ".", StringComparison.OrdinalIgnoreCase)
            || (name.Length >= 3 && part.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
}
