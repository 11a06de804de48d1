namespace Isopleth.Atmosphere;

/// <summary>The channels a model uses, as runs of neighbours: mostly one or a few, so that gathering them is copying.</summary>
internal sealed class UsedChannels
{
    private readonly (int From, int To, int Length)[] _runs;
    private readonly int _all;

    /// <param name="channels">Indices, ascending.</param>
    /// <param name="all">Number of the instrument's channels.</param>
    public UsedChannels(int[] channels, int all)
    {
        var runs = new List<(int From, int To, int Length)>();
        for (var i = 0; i < channels.Length; i++)
        {
            if (i > 0 && channels[i] == channels[i - 1] + 1)
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + 1 };
            }
            else
            {
                runs.Add((channels[i], i, 1));
            }
        }

        (_runs, _all, Count) = ([.. runs], all, channels.Length);
    }

    public int Count { get; }

    /// <summary>The used values of a spectrum: itself where all are used, else copied to <paramref name="room"/>.</summary>
    public ReadOnlySpan<float> Of(ReadOnlySpan<float> spectrum, Span<float> room)
    {
        if (Count == _all)
        {
            return spectrum;
        }

        foreach (var (from, to, length) in _runs)
        {
            spectrum.Slice(from, length).CopyTo(room[to..]);
        }

        return room[..Count];
    }
}
