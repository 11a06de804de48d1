namespace Isopleth.Formats;

/// <summary>How a database is opened.</summary>
public sealed record DuckDbOptions
{
    /// <summary>Whether the database file may only be read; false, since most work makes tables.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How many threads one query may use; null for all of the machine's.</summary>
    public int? Threads { get; init; }

    /// <summary>How much memory the database may use before it goes to disk [bytes]; null for DuckDB's own default, four fifths of the machine's.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Where it spills what does not fit into memory; null for a folder beside the database, or <c>.tmp</c> in the working folder when it is in memory.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>Whether DuckDB may fetch extensions from the network when a statement needs one; false, since what a notebook does must not depend on a download.</summary>
    public bool AllowExtensionDownloads { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">A limit is not positive.</exception>
    public void Validate()
    {
        if (Threads < 1)
        {
            throw new ArgumentException($"Threads is {Threads}; a query needs at least one.", nameof(Threads));
        }

        if (MemoryLimit < 1)
        {
            throw new ArgumentException($"MemoryLimit is {MemoryLimit} bytes; it must be positive.", nameof(MemoryLimit));
        }
    }
}
