namespace Isopleth.Atmosphere;

/// <summary>A vector in earth-centred coordinates: x to (0° N, 0° E), y to (0° N, 90° E), z to the north pole.</summary>
internal readonly record struct Vector3(double X, double Y, double Z)
{
    public static Vector3 operator +(Vector3 a, Vector3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector3 operator -(Vector3 a, Vector3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector3 operator *(Vector3 a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    public double Length => Math.Sqrt(Dot(this));

    public double Dot(Vector3 other) => (X * other.X) + (Y * other.Y) + (Z * other.Z);
}

/// <summary>Distances and bearings on a sphere of the Earth's mean radius.</summary>
internal static class Sphere
{
    /// <summary>Mean radius of the Earth (IUGG R1) [m].</summary>
    public const double Radius = 6_371_008.8;

    public static double Radians(double degrees) => degrees * (Math.PI / 180);

    public static double Degrees(double radians) => radians * (180 / Math.PI);

    /// <summary>Place of a point on the surface [m], earth-centred.</summary>
    public static Vector3 Position(double latitude, double longitude)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(Radians(latitude));
        var (sinLongitude, cosLongitude) = Math.SinCos(Radians(longitude));
        return new Vector3(cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude) * Radius;
    }

    /// <summary>Latitude and longitude [degree] of a direction from the Earth's centre.</summary>
    public static (double Latitude, double Longitude) Coordinates(Vector3 place) =>
        (Degrees(Math.Atan2(place.Z, Math.Sqrt((place.X * place.X) + (place.Y * place.Y)))), Degrees(Math.Atan2(place.Y, place.X)));

    /// <summary>Unit vector to the north at a point.</summary>
    public static Vector3 North(double latitude, double longitude)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(Radians(latitude));
        var (sinLongitude, cosLongitude) = Math.SinCos(Radians(longitude));
        return new Vector3(-sinLatitude * cosLongitude, -sinLatitude * sinLongitude, cosLatitude);
    }

    /// <summary>Unit vector to the east at a point.</summary>
    public static Vector3 East(double longitude)
    {
        var (sinLongitude, cosLongitude) = Math.SinCos(Radians(longitude));
        return new Vector3(-sinLongitude, cosLongitude, 0);
    }

    /// <summary>Great-circle distance [m] between two places on the surface.</summary>
    public static double Distance(Vector3 a, Vector3 b) =>
        2 * Radius * Math.Asin(Math.Min(1, (a - b).Length / (2 * Radius)));

    /// <summary>Initial bearing of the great circle from one point to another, clockwise from north [degree], 0 to 360.</summary>
    public static double Bearing(double fromLatitude, double fromLongitude, Vector3 to)
    {
        var degrees = Degrees(Math.Atan2(to.Dot(East(fromLongitude)), to.Dot(North(fromLatitude, fromLongitude))));
        return degrees < 0 ? degrees + 360 : degrees;
    }
}
