using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>What is screened, with what, and where to.</summary>
public sealed record ScreeningChainOptions
{
    /// <summary>The model file that <see cref="PcaModelFile"/> wrote.</summary>
    public required string Model { get; init; }

    /// <summary>The folder of the journal, the products, the events and the items; made when it is not there. A run goes on where the last one ended, however it ended.</summary>
    public required string Output { get; init; }

    /// <summary>Files to screen, in this order; none to watch a folder alone.</summary>
    public IReadOnlyList<string> Granules { get; init; } = [];

    /// <summary>A folder to watch for granules; null for none.</summary>
    public string? Watch { get; init; }

    /// <summary>A catalogue and words to search it for, again and again: what comes to be there is screened, by a new file of an entry or by a new entry. Null for none.</summary>
    public (string Catalogue, string Words)? WatchQuery { get; init; }

    /// <summary>A file for one line of JSON per event, or a named pipe; null for none. A file has each line once. What goes to a pipe waits in <c>alerts.jsonl</c> of <see cref="Output"/> until it is read; after a kill the last few lines may come again, with the same <c>id</c>.</summary>
    public string? Alerts { get; init; }

    /// <summary>How long nothing may be read of a pipe before that is told, and at the end of a run before it ends all the same; the next run tells what is left. Five seconds.</summary>
    public TimeSpan AlertPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What counts as unexpected. Scores and residuals of all spectra are not kept.</summary>
    public PcaScreeningOptions Screening { get; init; } = new();

    /// <summary>Band, normalisation and quality.</summary>
    public SpectralReadOptions Reading { get; init; } = new();

    /// <summary>Scan lines in one block. 128 of TROPOMI's (215 pixels × 480 channels) take 0.13 GB with noise and quality; one for each processor and one more are in memory at once, four at most. An event is whole however many blocks it crosses; the blocks show only where a threshold or local components come from the scene itself, since that is then the block.</summary>
    public int BlockRows { get; init; } = 128;

    /// <summary>Most spectra kept of one granule; of more, the events are told and the product says how many are not kept. 20000 of 480 channels are 40 MB.</summary>
    public int MaximumSelected { get; init; } = 20_000;

    /// <summary>How long a watched file must not have changed before it is read. One second, for files that are copied in; files renamed into the folder are whole at once.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a watched file that is not whole may stay unchanged before it is refused. A minute.</summary>
    public TimeSpan GiveUp { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the folder is looked at. Half a second.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Ends when no granule has come for so long; null to watch for ever.</summary>
    public TimeSpan? StopAfterIdle { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">There is nothing to screen, or a number is outside its range.</exception>
    public void Validate()
    {
        Screening.Validate();
        if (Granules.Count == 0 && Watch is null && WatchQuery is null)
        {
            throw new ArgumentException("There is nothing to screen: name granules, or a folder to watch.");
        }

        if (Watch is not null && WatchQuery is not null)
        {
            throw new ArgumentException($"{nameof(Watch)} and {nameof(WatchQuery)} are two things to watch; give one of them.");
        }

        if (BlockRows < 1 || MaximumSelected < 1)
        {
            throw new ArgumentException($"BlockRows is {BlockRows} and MaximumSelected {MaximumSelected}; both must be 1 or more.");
        }

        var twice = Granules.GroupBy(ScreeningChain.NameOf, StringComparer.Ordinal).FirstOrDefault(g => g.Distinct(StringComparer.Ordinal).Count() > 1);
        if (twice is not null)
        {
            throw new ArgumentException($"Two granules are named '{twice.Key}' ({string.Join(", ", twice)}); their products would have the same name.");
        }
    }
}
