namespace Isopleth.Atmosphere;

/// <summary>A place known to emit: a volcano's crater, a power plant, a city.</summary>
/// <param name="Name">The source's name, as a reader would say it.</param>
/// <param name="Latitude">Latitude of its centre [degree north].</param>
/// <param name="Longitude">Longitude of its centre [degree east].</param>
/// <param name="Diameter">Extent of the emitting area [m]; 0 for a point.</param>
public sealed record PlumeSource(string Name, double Latitude, double Longitude, double Diameter = 0)
{
    /// <summary>Checks the coordinates and the extent.</summary>
    /// <exception cref="ArgumentException">A coordinate is outside its range, or the diameter is negative or not finite.</exception>
    public void Validate()
    {
        if (!(Math.Abs(Latitude) <= 90) || !(Math.Abs(Longitude) <= 360))
        {
            throw new ArgumentException(
                $"Source '{Name}' lies at {Latitude}° N, {Longitude}° E; expected a latitude within ±90 and a longitude within ±360 degrees. Give the coordinates in degrees, latitude first.");
        }

        if (!(Diameter >= 0) || !double.IsFinite(Diameter))
        {
            throw new ArgumentException($"Source '{Name}' has a diameter of {Diameter} m; expected 0 (a point) or more. Give the extent in metres.");
        }
    }
}
