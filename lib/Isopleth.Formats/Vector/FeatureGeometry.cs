using Isopleth.Arrays;
using Isopleth.Formats.RasterNative;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Isopleth.Formats;

/// <summary>Geometries of features as NetTopologySuite has them.</summary>
internal sealed unsafe class FeatureGeometry(string path, CoordinateTransformation? transformation)
{
    private readonly WKBReader _reader = new();
    private byte[] _wkb = new byte[1024];

    public Geometry? Read(nint feature, int row)
    {
        const int polyhedralSurface = 15;
        const int triangle = 17;
        var geometry = GdalLibrary.OGR_F_GetGeometryRef(feature);
        if (geometry == 0)
        {
            return null;
        }

        if (GdalLibrary.OGR_G_GetGeometryType(geometry) % 1000 is >= polyhedralSurface and <= triangle)
        {
            var plain = GdalLibrary.OGR_G_ForceToMultiPolygon(GdalLibrary.OGR_G_Clone(geometry));
            try
            {
                return Convert(plain, row);
            }
            finally
            {
                GdalLibrary.OGR_G_DestroyGeometry(plain);
            }
        }

        return Convert(geometry, row);
    }

    private Geometry Convert(nint geometry, int row)
    {
        if (transformation is not null && GdalLibrary.OGR_G_Transform(geometry, transformation.Handle) != GdalLibrary.NoError)
        {
            throw new DataFormatException($"The geometry of feature {row} has no image in the other coordinate reference system (GDAL says: {GdalLibrary.LastError()}).", path, "geometry");
        }

        var size = GdalLibrary.OGR_G_WkbSize(geometry);
        if (size > _wkb.Length)
        {
            _wkb = new byte[Math.Max(size, 2 * _wkb.Length)];
        }

        fixed (byte* p = _wkb)
        {
            _ = GdalLibrary.OGR_G_ExportToIsoWkb(geometry, littleEndian: 1, p);
        }

        try
        {
            using var stream = new MemoryStream(_wkb, 0, size);
            return _reader.Read(stream);
        }
        catch (Exception e) when (e is ParseException or ArgumentException or NotSupportedException)
        {
            throw new DataFormatException($"The geometry of feature {row} is invalid: {e.Message}", path, "geometry", innerException: e);
        }
    }
}
