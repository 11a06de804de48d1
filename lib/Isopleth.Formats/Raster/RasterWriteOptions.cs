namespace Isopleth.Formats;

/// <summary>What packs the tiles of a GeoTIFF.</summary>
public enum RasterCompression
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Deflate: read by everything.</summary>
    Deflate,

    /// <summary>LZW: read by everything, larger.</summary>
    Lzw,

    /// <summary>Zstandard: faster, but not read by everything.</summary>
    Zstandard,
}

/// <summary>How a GeoTIFF is written.</summary>
public sealed record RasterWriteOptions
{
    /// <summary>Whether it is laid out for reading windows over the web (COG), with smaller copies in it. On by default.</summary>
    public bool IsCloudOptimised { get; init; } = true;

    /// <summary>What packs the tiles; all of them lose nothing. Deflate by default.</summary>
    public RasterCompression Compression { get; init; } = RasterCompression.Deflate;

    /// <summary>Whether differences of neighbours are packed instead of the values themselves, which makes fields smaller. On by default.</summary>
    public bool Predictor { get; init; } = true;

    /// <summary>The side of a tile in pixels, a multiple of 16. 512 by default, as COG has it.</summary>
    public int TileSize { get; init; } = 512;

    /// <summary>How the smaller copies are made. The mean by default; take the nearest pixel for classes and flags.</summary>
    public Resampling Overviews { get; init; } = Resampling.Average;

    /// <summary>The coordinate reference system, for example <c>EPSG:32633</c>; null for the one that the data set names by its grid mapping, or longitude and latitude where its coordinates are.</summary>
    public string? Crs { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tile's side is no multiple of 16, or too small or large.</exception>
    public void Validate()
    {
        if (TileSize is < 64 or > 4096 || TileSize % 16 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(TileSize), $"TileSize is {TileSize}; it is a multiple of 16 from 64 to 4096.");
        }
    }
}
