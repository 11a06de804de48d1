namespace Isopleth.Charts;

/// <summary>The part of the Earth that a map shows.</summary>
/// <remarks>An extent across the date line has an <see cref="East"/> above 180: from 170 to −170 becomes 170 to 190.</remarks>
public sealed record MapExtent
{
    /// <summary>An extent between two meridians and two parallels.</summary>
    /// <param name="west">Western edge [degree], −180 to 180.</param>
    /// <param name="east">Eastern edge [degree]; below <paramref name="west"/> when the extent crosses the date line.</param>
    /// <param name="south">Southern edge [degree], −90 to 90.</param>
    /// <param name="north">Northern edge [degree], −90 to 90.</param>
    /// <exception cref="ArgumentException">The edges do not enclose an area of the Earth.</exception>
    public MapExtent(double west, double east, double south, double north)
    {
        var turned = east <= west ? east + 360 : east;
        if (!(west is >= -360 and <= 360 && turned > west && turned - west <= 360))
        {
            throw new ArgumentException($"A map from {west:G6} to {east:G6} degrees east is not possible; give west and east between -180 and 180, west above east only across the date line.", nameof(east));
        }

        if (!(south >= -90 && north <= 90 && south < north))
        {
            throw new ArgumentException($"A map from {south:G6} to {north:G6} degrees north is not possible; give south below north, both between -90 and 90.", nameof(north));
        }

        (West, East, South, North) = (west, turned, south, north);
    }

    /// <summary>Western edge [degree].</summary>
    public double West { get; }

    /// <summary>Eastern edge [degree], above <see cref="West"/> and up to 360 degrees from it.</summary>
    public double East { get; }

    /// <summary>Southern edge [degree].</summary>
    public double South { get; }

    /// <summary>Northern edge [degree].</summary>
    public double North { get; }

    /// <summary>The whole Earth.</summary>
    public static MapExtent Globe { get; } = new(-180, 180, -90, 90);

    /// <summary>How much longer a degree of latitude is than one of longitude in the middle of the extent [1].</summary>
    internal double Aspect => 1 / Math.Max(0.05, Math.Cos((South + North) / 2 * Math.PI / 180));

    /// <summary>The detail of coastlines that suits the extent.</summary>
    internal CoastlineDetail Detail => Math.Max((East - West) / Aspect, North - South) switch
    {
        > 70 => CoastlineDetail.Coarse,
        > 20 => CoastlineDetail.Medium,
        _ => CoastlineDetail.Fine,
    };

    /// <summary>The extent around places, a little wider than they.</summary>
    /// <param name="latitudes">Latitudes [degree].</param>
    /// <param name="longitudes">Longitudes [degree], as many.</param>
    /// <param name="margin">What is added on each side, as a share of the width and height [1].</param>
    /// <returns>The extent; across the date line where that is narrower.</returns>
    /// <exception cref="ArgumentException">No place has both a latitude and a longitude.</exception>
    public static MapExtent Around(IEnumerable<double> latitudes, IEnumerable<double> longitudes, double margin = 0.02)
    {
        var (south, north) = (double.PositiveInfinity, double.NegativeInfinity);
        var (west, east) = (south, north);
        var (westTurned, eastTurned) = (south, north);
        foreach (var (latitude, longitude) in latitudes.Zip(longitudes))
        {
            if (double.IsFinite(latitude) && double.IsFinite(longitude))
            {
                (south, north) = (Math.Min(south, latitude), Math.Max(north, latitude));
                var (plain, turned) = (Wrap(longitude, -180), Wrap(longitude, 0));
                (west, east) = (Math.Min(west, plain), Math.Max(east, plain));
                (westTurned, eastTurned) = (Math.Min(westTurned, turned), Math.Max(eastTurned, turned));
            }
        }

        if (north < south)
        {
            throw new ArgumentException("No place has a latitude and a longitude (all are NaN, or there are none); give the map's extent.", nameof(latitudes));
        }

        if (eastTurned - westTurned < east - west)
        {
            (west, east) = (westTurned, eastTurned);
        }

        // A single place still gets a map of half a degree around it.
        var (padX, padY) = (Math.Max((east - west) * margin, east - west > 0 ? 0 : 0.5), Math.Max((north - south) * margin, north - south > 0 ? 0 : 0.5));
        return east - west + (2 * padX) >= 360
            ? new(-180, 180, Math.Max(-90, south - padY), Math.Min(90, north + padY))
            : new(west - padX, east + padX, Math.Max(-90, south - padY), Math.Min(90, north + padY));
    }

    /// <summary>A longitude moved by whole turns into the extent's half turn on either side of its middle.</summary>
    internal double Wrap(double longitude) => Wrap(longitude, ((West + East) / 2) - 180);

    private static double Wrap(double longitude, double from) => longitude - (360 * Math.Floor((longitude - from) / 360));
}
