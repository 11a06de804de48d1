using Isopleth.Arrays;
using Isopleth.Formats;

namespace Isopleth.Catalogue;

/// <summary>The driver <c>rasterio</c>: argument <c>urlpath</c> names one local raster of any format that GDAL reads.</summary>
internal static class RasterDriver
{
    public static Dataset Open(OpenRequest request) => Raster.Open(request.LocalFile("urlpath"));
}
