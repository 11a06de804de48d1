namespace Isopleth.Formats;

/// <summary>What packs the chunks of a Zarr hierarchy.</summary>
public enum ZarrCompression
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Blosc, with LZ4 and shuffled bytes: zarr-python's and xarray's own choice for version 2.</summary>
    Blosc,

    /// <summary>Zstandard: their choice for version 3.</summary>
    Zstandard,

    /// <summary>zlib.</summary>
    Zlib,

    /// <summary>gzip.</summary>
    GZip,
}

/// <summary>How a Zarr hierarchy is laid out.</summary>
public sealed record ZarrWriteOptions
{
    /// <summary>The format's version, 2 or 3. 2 by default: every reader knows it.</summary>
    public int Version { get; init; } = 2;

    /// <summary>What packs the chunks; Blosc with LZ4 by default, which is the fastest to read.</summary>
    public ZarrCompression Compression { get; init; } = ZarrCompression.Blosc;

    /// <summary>How hard, 1 to 9. 5 by default, as xarray has it; zlib and gzip are well served with 1.</summary>
    public int Level { get; init; } = 5;

    /// <summary>Chunk lengths by dimension name; dimensions not named keep the variable's own chunks, or get chunks of about a mebibyte. None by default.</summary>
    public IReadOnlyDictionary<string, int> Chunks { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Version 3: how many chunks along a dimension go into one file (a shard), by dimension name; 1 for those not named. None by default: a file for each chunk.</summary>
    public IReadOnlyDictionary<string, int> ChunksPerShard { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Checks the values against each other and their limits.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its limits.</exception>
    /// <exception cref="ArgumentException">Version 2 is asked for shards.</exception>
    public void Validate()
    {
        if (Version is not (2 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(Version), $"Version is {Version}; Zarr is written in version 2 or 3.");
        }

        if (Level is < 1 or > 9)
        {
            throw new ArgumentOutOfRangeException(nameof(Level), $"Level is {Level}; it goes from 1 to 9.");
        }

        foreach (var (dimension, length) in Chunks.Concat(ChunksPerShard))
        {
            if (length < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(Chunks), $"The length for '{dimension}' is {length}; it is at least 1.");
            }
        }

        if (Version == 2 && ChunksPerShard.Count > 0)
        {
            throw new ArgumentException("Version 2 of Zarr has no shards; write version 3, or leave ChunksPerShard empty.", nameof(ChunksPerShard));
        }
    }
}
