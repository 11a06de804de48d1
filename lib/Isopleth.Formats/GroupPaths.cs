namespace Isopleth.Formats;

/// <summary>Paths of groups: they begin with a slash and have a name after each.</summary>
internal static class GroupPaths
{
    /// <summary>A path and those of the groups above it: "/a/b" is "/a", "/a/b".</summary>
    public static IEnumerable<string> WithParents(string path) =>
        Enumerable.Range(1, path.Length).Where(i => i == path.Length || path[i] == '/').Select(i => path[..i]);

    /// <summary>Checks the paths of groups that are to be written.</summary>
    /// <exception cref="ArgumentException">One is none.</exception>
    public static void Check(IEnumerable<string> groups)
    {
        if (groups.FirstOrDefault(g => g != "/" && (!g.StartsWith('/') || g.EndsWith('/') || g.Contains("//", StringComparison.Ordinal))) is { } wrong)
        {
            throw new ArgumentException($"'{wrong}' is no path of a group; it begins with a slash and has a name after each.", nameof(groups));
        }
    }

    /// <summary>Checks that the dimensions that options name are there.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void CheckDimensions(IEnumerable<Arrays.Dataset> groups, IEnumerable<string> named)
    {
        var dimensions = groups.SelectMany(d => d.Dimensions.Keys).Distinct(StringComparer.Ordinal).ToList();
        if (named.FirstOrDefault(d => !dimensions.Contains(d)) is { } unknown)
        {
            throw new ArgumentException($"The options name dimension '{unknown}'; the data set has {string.Join(", ", dimensions)}.", nameof(named));
        }
    }
}
