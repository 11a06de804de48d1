namespace Isopleth.Formats;

/// <summary>How columns are packed.</summary>
public enum ParquetCompression
{
    /// <summary>Fast, and read everywhere.</summary>
    Snappy,

    /// <summary>Smaller, nearly as fast to read.</summary>
    Zstd,

    /// <summary>Small and old: what every reader has.</summary>
    Gzip,

    /// <summary>Fast to read.</summary>
    Lz4,

    /// <summary>As they are.</summary>
    None,
}

/// <summary>The layout of a Parquet file.</summary>
public sealed record ParquetWriteOptions
{
    /// <summary>How columns are packed; Zstandard, which halves what Snappy leaves of measurements.</summary>
    public ParquetCompression Compression { get; init; } = ParquetCompression.Zstd;

    /// <summary>Rows in one row group, the unit that a filter can pass over; DuckDB's own default.</summary>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>Texts about the file as a whole, by name, for example its provenance.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">The row groups have no rows.</exception>
    public void Validate()
    {
        if (RowGroupRows < 1)
        {
            throw new ArgumentException($"RowGroupRows is {RowGroupRows}; a row group has at least one row.", nameof(RowGroupRows));
        }
    }
}
