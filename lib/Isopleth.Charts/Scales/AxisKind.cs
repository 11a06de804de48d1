namespace Isopleth.Charts.Scales;

/// <summary>How an axis maps and labels its values.</summary>
internal enum AxisKind
{
    Linear,
    Logarithmic,

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    Time,
    Longitude,
    Latitude,
}
