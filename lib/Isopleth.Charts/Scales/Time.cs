namespace Isopleth.Charts.Scales;

/// <summary>Moments as the numbers a time axis holds: milliseconds since 1970-01-01 UTC.</summary>
internal static class Time
{
    public static double ToMilliseconds(DateTime moment) => (AsUtc(moment) - DateTime.UnixEpoch).TotalMilliseconds;

    public static DateTime ToDateTime(double milliseconds) => DateTime.UnixEpoch.AddMilliseconds(milliseconds);

    /// <summary>A moment of unspecified kind is UTC, as CF times are.</summary>
    private static DateTime AsUtc(DateTime moment) => moment.Kind == DateTimeKind.Local ? moment.ToUniversalTime() : DateTime.SpecifyKind(moment, DateTimeKind.Utc);
}
