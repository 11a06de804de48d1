namespace Isopleth.Formats;

/// <summary>How a pixel's value is made of its neighbours' when a raster is brought into another coordinate reference system.</summary>
public enum Resampling
{
    /// <summary>The nearest pixel: for classes and flags.</summary>
    Nearest = 0,

    /// <summary>Of the 4 around.</summary>
    Bilinear = 1,

    /// <summary>Of the 16 around.</summary>
    Cubic = 2,

    /// <summary>The mean of all that fall into it: for coarser pixels.</summary>
    Average = 5,
}

/// <summary>How a raster is opened.</summary>
public sealed record RasterOptions
{
    /// <summary>Which of the smaller copies in the file, 0 the largest of them; null for the full resolution.</summary>
    public int? Overview { get; init; }

    /// <summary>A coordinate reference system to warp into as it is read, for example <c>EPSG:4326</c>; null for the file's own.</summary>
    public string? Crs { get; init; }

    /// <summary>How warping makes its values; the nearest pixel, since it invents none.</summary>
    public Resampling Resampling { get; init; } = Resampling.Nearest;

    /// <summary>False leaves the values as they are stored: packed, with their fill values.</summary>
    public bool Decode { get; init; } = true;
}
