namespace Isopleth.Atmosphere;

/// <summary>
/// Satellite ground pixels with a trace-gas column: a flat list in any order, with the pixels' corners.
/// </summary>
/// <remarks>
/// A swath [scanline, ground pixel] is given flattened; pixels may be missing from the list, or have a NaN column.
/// The pixels' neighbours come from their geometry alone, so the order carries no meaning.
/// All arrays describe the same n pixels; they are not copied.
/// </remarks>
public sealed record PlumeScene
{
    /// <summary>Column density, slant or vertical [mol m-2], shape [n]; NaN where there is none.</summary>
    public required double[] Column { get; init; }

    /// <summary>Latitude of the pixel centres [degree north], shape [n].</summary>
    public required double[] Latitude { get; init; }

    /// <summary>Longitude of the pixel centres [degree east], shape [n].</summary>
    public required double[] Longitude { get; init; }

    /// <summary>Latitude of the pixel corners [degree north], shape [n, 4] row-major, corners in order round the pixel.</summary>
    public required double[] LatitudeBounds { get; init; }

    /// <summary>Longitude of the pixel corners [degree east], shape [n, 4] row-major, corners in order round the pixel.</summary>
    public required double[] LongitudeBounds { get; init; }

    /// <summary>The product's own quality value, 0 (no data) to 100 (full quality) [percent], shape [n]; null when unknown.</summary>
    public double[]? Validity { get; init; }

    /// <summary>Effective cloud fraction [1], shape [n]; null when unknown.</summary>
    public double[]? CloudFraction { get; init; }

    /// <summary>Eastward wind (direction the air moves <em>to</em>) [m s-1], shape [n]; null when unknown.</summary>
    public double[]? WindEast { get; init; }

    /// <summary>Northward wind (direction the air moves <em>to</em>) [m s-1], shape [n]; null when unknown.</summary>
    public double[]? WindNorth { get; init; }

    /// <summary>Number of pixels n [1].</summary>
    public int Count => Column.Length;

    /// <summary>Checks that all arrays describe the same pixels.</summary>
    /// <exception cref="ArgumentException">An array has another length than the columns (corners: four times that), or the scene has no pixel.</exception>
    public void Validate()
    {
        if (Count == 0)
        {
            throw new ArgumentException("The scene has 0 pixels; expected at least 1. Check the selection it was made from.");
        }

        Expect(Latitude, nameof(Latitude), Count);
        Expect(Longitude, nameof(Longitude), Count);
        Expect(LatitudeBounds, nameof(LatitudeBounds), 4 * Count);
        Expect(LongitudeBounds, nameof(LongitudeBounds), 4 * Count);
        Expect(Validity, nameof(Validity), Count);
        Expect(CloudFraction, nameof(CloudFraction), Count);
        Expect(WindEast, nameof(WindEast), Count);
        Expect(WindNorth, nameof(WindNorth), Count);
    }

    private void Expect(double[]? values, string name, int length)
    {
        if (values is not null && values.Length != length)
        {
            throw new ArgumentException(
                $"{name} has {values.Length} values but the scene has {Count} columns; expected {length}. Read both from the same selection of pixels.");
        }
    }
}
