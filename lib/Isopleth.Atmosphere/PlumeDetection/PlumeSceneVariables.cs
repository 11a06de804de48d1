namespace Isopleth.Atmosphere;

/// <summary>The names under which a data set holds what a <see cref="PlumeScene"/> needs. The defaults are HARP's, for sulphur dioxide.</summary>
public sealed record PlumeSceneVariables
{
    /// <summary>Column density [mol m-2].</summary>
    public string Column { get; init; } = "SO2_slant_column_number_density";

    /// <summary>Latitude of the pixel centres [degree north].</summary>
    public string Latitude { get; init; } = "latitude";

    /// <summary>Longitude of the pixel centres [degree east].</summary>
    public string Longitude { get; init; } = "longitude";

    /// <summary>Latitude of the four corners [degree north].</summary>
    public string LatitudeBounds { get; init; } = "latitude_bounds";

    /// <summary>Longitude of the four corners [degree east].</summary>
    public string LongitudeBounds { get; init; } = "longitude_bounds";

    /// <summary>Quality of the column, 0 to 100 [percent]; may be missing.</summary>
    public string Validity { get; init; } = "SO2_column_number_density_validity";

    /// <summary>Cloud fraction [1]; may be missing.</summary>
    public string CloudFraction { get; init; } = "cloud_fraction";

    /// <summary>Eastward wind (to) [m s-1]; may be missing.</summary>
    public string WindEast { get; init; } = "surface_zonal_wind_velocity";

    /// <summary>Northward wind (to) [m s-1]; may be missing.</summary>
    public string WindNorth { get; init; } = "surface_meridional_wind_velocity";
}
