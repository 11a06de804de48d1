namespace Isopleth.Formats;

/// <summary>Which features are opened, and in which coordinates.</summary>
public sealed record FeatureOptions
{
    /// <summary>The layer by name; null for the first. <see cref="Features.Layers"/> lists them.</summary>
    public string? Layer { get; init; }

    /// <summary>Only features that meet this box; all when null. In the coordinates that come out: the file's own, or those of <see cref="Crs"/>; x is east or longitude.</summary>
    public (double West, double South, double East, double North)? Box { get; init; }

    /// <summary>Only features whose attributes fulfil this condition in SQL, for example <c>crop = 'wheat' AND area &gt; 2</c>; all when null.</summary>
    public string? Where { get; init; }

    /// <summary>A coordinate reference system to bring the geometries into, for example <c>EPSG:4326</c>; null for the file's own.</summary>
    public string? Crs { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">The box ends before it begins, or is no number.</exception>
    public void Validate()
    {
        if (Box is { } box && !(box.West <= box.East && box.South <= box.North))
        {
            throw new ArgumentException($"The box goes from {box.West} to {box.East} and from {box.South} to {box.North}; expected west, south, east, north, the smaller ones first.", nameof(Box));
        }
    }
}
