using Isopleth.Formats.RasterNative;
using NetTopologySuite.Geometries;

namespace Isopleth.Formats;

/// <summary>The way from one coordinate reference system into another.</summary>
internal sealed unsafe class CoordinateTransformation : IDisposable
{
    private const int PointsOnEdge = 21;

    private CoordinateTransformation(nint handle) => Handle = handle;

    public nint Handle { get; }

    /// <summary>The way between two systems, of which GDAL makes copies.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static CoordinateTransformation Between(nint from, nint to) =>
        GdalLibrary.OCTNewCoordinateTransformation(from, to) is var handle and not 0
            ? new CoordinateTransformation(handle)
            : throw new ArgumentException($"There is no way from one coordinate reference system into the other (GDAL says: {GdalLibrary.LastError()}).");

    /// <summary>The box around a box: west, south, east, north; null where it has no image.</summary>
    public double[]? Box(double west, double south, double east, double north) =>
        GdalLibrary.OCTTransformBounds(Handle, west, south, east, north, out var toWest, out var toSouth, out var toEast, out var toNorth, PointsOnEdge) != 0 && double.IsFinite(toWest + toSouth + toEast + toNorth)
            ? [toWest, toSouth, toEast, toNorth]
            : null;

    /// <summary>A geometry's image.</summary>
    /// <exception cref="ArgumentException">A coordinate has none.</exception>
    public Geometry Apply(Geometry geometry)
    {
        var image = geometry.Copy();
        image.Apply(new Mover(Handle));
        image.GeometryChanged();
        return image;
    }

    public void Dispose() => GdalLibrary.OCTDestroyCoordinateTransformation(Handle);

    private sealed class Mover(nint transformation) : IEntireCoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence sequence)
        {
            for (var i = 0; i < sequence.Count; i++)
            {
                var (x, y) = (sequence.GetX(i), sequence.GetY(i));
                var (toX, toY, z) = (x, y, 0.0);
                if (GdalLibrary.OCTTransform(transformation, 1, &toX, &toY, &z) == 0 || !double.IsFinite(toX + toY))
                {
                    throw new ArgumentException($"The coordinates {x}, {y} have no image in the other coordinate reference system; give the geometries their own by the attribute crs of spatial_ref.");
                }

                sequence.SetX(i, toX);
                sequence.SetY(i, toY);
            }
        }
    }
}
