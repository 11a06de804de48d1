using System.Runtime.InteropServices;

namespace Isopleth.Formats.RasterNative;

/// <content>Coordinate reference systems.</content>
internal static unsafe partial class GdalLibrary
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OSRNewSpatialReference(string? wkt);

    [LibraryImport(Library)]
    public static partial void OSRDestroySpatialReference(nint reference);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OSRSetFromUserInput(nint reference, string definition);

    [LibraryImport(Library)]
    public static partial int OSRExportToWkt(nint reference, out byte* wkt);

    [LibraryImport(Library)]
    public static partial int OSRIsGeographic(nint reference);

    [LibraryImport(Library)]
    public static partial int OSRIsProjected(nint reference);

    [LibraryImport(Library)]
    public static partial double OSRGetLinearUnits(nint reference, out byte* name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* OSRGetAuthorityName(nint reference, string? part);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* OSRGetAuthorityCode(nint reference, string? part);

    [LibraryImport(Library)]
    public static partial int OSRExportToPROJJSON(nint reference, out byte* json, byte** options);

    [LibraryImport(Library)]
    public static partial void OSRSetAxisMappingStrategy(nint reference, int strategy);

    [LibraryImport(Library)]
    public static partial nint OCTNewCoordinateTransformation(nint from, nint to);

    [LibraryImport(Library)]
    public static partial void OCTDestroyCoordinateTransformation(nint transformation);

    [LibraryImport(Library)]
    public static partial int OCTTransform(nint transformation, int count, double* x, double* y, double* z);

    [LibraryImport(Library)]
    public static partial int OCTTransformBounds(
        nint transformation, double west, double south, double east, double north, out double toWest, out double toSouth, out double toEast, out double toNorth, int pointsOnEdge);

    [LibraryImport(Library)]
    public static partial void VSIFree(void* memory);
}
