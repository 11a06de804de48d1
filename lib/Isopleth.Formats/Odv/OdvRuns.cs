namespace Isopleth.Formats;

/// <summary>Where in the rows each run of what a station says once begins.</summary>
internal sealed class OdvRuns(int[] starts, int rows)
{
    /// <summary>The value of each run for each of its rows.</summary>
    public T[] Spread<T>(T[] values)
    {
        var spread = new T[rows];
        for (var run = 0; run < starts.Length; run++)
        {
            spread.AsSpan(starts[run]..(run + 1 < starts.Length ? starts[run + 1] : rows)).Fill(values[run]);
        }

        return spread;
    }
}
