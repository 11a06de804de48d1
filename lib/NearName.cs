namespace Isopleth;

/// <summary>Guesses which name was meant by a mistyped one. The rooms that tell of names each compile this file into themselves.</summary>
internal static class NearName
{
    /// <summary>The name nearest to <paramref name="wanted"/>, or null when none is near: at most a third of its letters differ (rounded up), case aside.</summary>
    public static string? Find(string wanted, IEnumerable<string> names) => names
        .Where(name => Math.Abs(name.Length - wanted.Length) <= Furthest(wanted))
        .Select(name => (Name: name, Distance: Distance(wanted, name)))
        .Where(near => near.Distance <= Furthest(wanted))
        .OrderBy(near => near.Distance).ThenBy(near => near.Name, StringComparer.Ordinal)
        .Select(near => near.Name)
        .FirstOrDefault();

    /// <summary>How many letters of a name may be wrong.</summary>
    public static int Furthest(string wanted) => (wanted.Length + 2) / 3;

    /// <summary>The number of letters to insert, remove, exchange or swap with their neighbour to turn one word into the other; a change of case is none.</summary>
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
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + (Same(i - 1, j - 1) ? 0 : 1));
                if (i > 1 && j > 1 && Same(i - 1, j - 2) && Same(i - 2, j - 1))
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, previous) = (previous, row);
        }

        return previous[b.Length];

        bool Same(int i, int j) => char.ToUpperInvariant(a[i]) == char.ToUpperInvariant(b[j]);
    }
}
