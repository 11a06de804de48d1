namespace Isopleth.Atmosphere;

/// <summary>The ground pixels' places on the sphere, and the frame in which each counts distances in its own pixels.</summary>
/// <remarks>
/// A pixel's frame is spanned by its two mid-edge vectors, so an offset of (1, 0) is its neighbour across one edge whatever
/// the pixel's size and heading. Everything is in earth-centred coordinates: the date line and the poles are ordinary places.
/// </remarks>
internal sealed class PixelGeometry
{
    private readonly Vector3[] _position;
    private readonly Vector3[] _firstDual;
    private readonly Vector3[] _secondDual;

    public PixelGeometry(PlumeScene scene)
    {
        var count = scene.Count;
        _position = new Vector3[count];
        _firstDual = new Vector3[count];
        _secondDual = new Vector3[count];
        Area = new double[count];
        LatitudeReach = new double[count];
        LongitudeReach = new double[count];
        Parallel.For(0, count, i =>
        {
            Span<Vector3> corner = stackalloc Vector3[4];
            _position[i] = Sphere.Position(scene.Latitude[i], scene.Longitude[i]);
            for (var k = 0; k < 4; k++)
            {
                corner[k] = Sphere.Position(scene.LatitudeBounds[(4 * i) + k], scene.LongitudeBounds[(4 * i) + k]);
            }

            var first = (corner[1] - corner[0] + corner[2] - corner[3]) * 0.5;
            var second = (corner[3] - corner[0] + corner[2] - corner[1]) * 0.5;
            var (a, b, c) = (first.Dot(first), first.Dot(second), second.Dot(second));
            var determinant = (a * c) - (b * b);
            Area[i] = Math.Sqrt(determinant);
            if (!(determinant > 0))
            {
                _position[i] = new Vector3(double.NaN, double.NaN, double.NaN);
                return;
            }

            _firstDual[i] = ((first * c) - (second * b)) * (1 / determinant);
            _secondDual[i] = ((second * a) - (first * b)) * (1 / determinant);
            LatitudeReach[i] = Sphere.Degrees((Math.Abs(first.Dot(Sphere.North(scene.Latitude[i], scene.Longitude[i])))
                + Math.Abs(second.Dot(Sphere.North(scene.Latitude[i], scene.Longitude[i])))) / Sphere.Radius);
            LongitudeReach[i] = Sphere.Degrees((Math.Abs(first.Dot(Sphere.East(scene.Longitude[i])))
                + Math.Abs(second.Dot(Sphere.East(scene.Longitude[i])))) / Sphere.Radius);
        });
    }

    /// <summary>Ground area of each pixel [m2], shape [n]; NaN for a pixel whose corners do not span one.</summary>
    public double[] Area { get; }

    /// <summary>How far one step in both directions of the pixel's frame can lead north or south [degree], shape [n].</summary>
    public double[] LatitudeReach { get; }

    /// <summary>How far one step in both directions of the pixel's frame can lead east or west, as an angle along the great circle [degree], shape [n].</summary>
    public double[] LongitudeReach { get; }

    /// <summary>Whether the pixel has a place and a size.</summary>
    public bool IsUsable(int pixel) => double.IsFinite(_position[pixel].X) && double.IsFinite(Area[pixel]);

    /// <summary>Place of the pixel's centre [m], earth-centred.</summary>
    public Vector3 Position(int pixel) => _position[pixel];

    /// <summary>Where a place lies in the pixel's frame [pixel]; (0, 0) is its centre, ±0.5 its edges.</summary>
    public (double First, double Second) Offset(int pixel, Vector3 place)
    {
        var difference = place - _position[pixel];
        return (difference.Dot(_firstDual[pixel]), difference.Dot(_secondDual[pixel]));
    }
}
