namespace Isopleth.Formats;

/// <summary>How a NetCDF file is laid out.</summary>
public sealed record NetCdfWriteOptions
{
    /// <summary>The format; NetCDF-4 by default. The classic ones store each unsigned integer with <c>_Unsigned</c>, 64-bit integers in 32 bits, and texts as rows of characters; compression and chunks count for NetCDF-4 alone.</summary>
    public NetCdfVersion Version { get; init; } = NetCdfVersion.NetCdf4;

    /// <summary>Compression, 0 (none) to 9. 1 by default: it has most of the gain at a fraction of the time of the higher ones.</summary>
    public int DeflateLevel { get; init; } = 1;

    /// <summary>Whether bytes are grouped by significance before compression, which makes numbers far more compressible. On by default.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Chunk lengths by dimension name; dimensions not named keep the variable's own chunks, or get chunks of about a mebibyte. None by default.</summary>
    public IReadOnlyDictionary<string, int> Chunks { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Dimensions that may grow later. None by default.</summary>
    public IReadOnlyCollection<string> UnlimitedDimensions { get; init; } = [];

    /// <summary>Dimensions that a group defines for the groups under it, by the group's path; others are defined by the first group that has a variable over them. None by default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>> SharedDimensions { get; init; } = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);

    /// <summary>Checks the values against each other and their limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The compression level is not 0 to 9, or a chunk length is less than 1.</exception>
    public void Validate()
    {
        if (DeflateLevel is < 0 or > 9)
        {
            throw new ArgumentOutOfRangeException(nameof(DeflateLevel), $"DeflateLevel is {DeflateLevel}; it goes from 0 (none) to 9.");
        }

        foreach (var (dimension, length) in Chunks)
        {
            if (length < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(Chunks), $"The chunk length of '{dimension}' is {length}; it is at least 1.");
            }
        }
    }
}
