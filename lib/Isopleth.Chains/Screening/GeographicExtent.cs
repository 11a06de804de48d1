namespace Isopleth.Chains;

/// <summary>The box of positions that come bit by bit, over the antimeridian where that is narrower.</summary>
internal sealed class GeographicExtent
{
    private double _south = double.PositiveInfinity, _north = double.NegativeInfinity;

    // Longitudes from -180 to 180, and from 0 to 360.
    private double _west = double.PositiveInfinity, _east = double.NegativeInfinity;
    private double _west360 = double.PositiveInfinity, _east360 = double.NegativeInfinity;

    /// <summary>The box [degree]; null without a position. West is greater than east where it crosses the antimeridian.</summary>
    public (double South, double West, double North, double East)? Box => !double.IsFinite(_south) ? null
        : _east360 - _west360 < _east - _west && _east360 > 180 ? (_south, From360(_west360), _north, From360(_east360))
        : (_south, _west, _north, _east);

    /// <summary>Adds positions; those that are no numbers are left out.</summary>
    public GeographicExtent Add(IEnumerable<(double Latitude, double Longitude)> positions)
    {
        foreach (var (latitude, longitude) in positions)
        {
            if (double.IsFinite(latitude) && double.IsFinite(longitude))
            {
                var (within180, within360) = (longitude is >= -180 and <= 180 ? longitude : Math.IEEERemainder(longitude, 360), longitude is >= 0 and < 360 ? longitude : longitude - (360 * Math.Floor(longitude / 360)));
                (_south, _north) = (Math.Min(_south, latitude), Math.Max(_north, latitude));
                (_west, _east) = (Math.Min(_west, within180), Math.Max(_east, within180));
                (_west360, _east360) = (Math.Min(_west360, within360), Math.Max(_east360, within360));
            }
        }

        return this;
    }

    private static double From360(double longitude) => longitude > 180 ? longitude - 360 : longitude;
}
