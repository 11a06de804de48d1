namespace Isopleth.NotebookRunner.Parameters;

/// <summary>Guesses which name was meant.</summary>
internal static class NearName
{
    /// <summary>The name nearest to <paramref name="wanted"/> that differs by at most a third of its letters (edit distance, case aside); null when none does.</summary>
    public static string? Find(string wanted, IEnumerable<string> names) => names
        .Select(name => (Name: name, Distance: Distance(wanted.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(near => near.Distance <= Math.Max(1, wanted.Length / 3))
        .OrderBy(near => near.Distance)
        .Select(near => near.Name)
        .FirstOrDefault();

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                current[j + 1] = Math.Min(Math.Min(current[j], previous[j + 1]) + 1, previous[j] + (a[i] == b[j] ? 0 : 1));
            }

            previous = current;
        }

        return previous[^1];
    }
}
