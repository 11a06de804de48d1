using System.Runtime.InteropServices;

namespace Isopleth.Formats.RasterNative;

/// <content>Layers, features and geometries: what the manual calls OGR.</content>
internal static unsafe partial class GdalLibrary
{
    public const uint OpenVector = 0x04;

    [LibraryImport(Library)]
    public static partial void OGRSetNonLinearGeometriesEnabledFlag(int isEnabled);

    [LibraryImport(Library)]
    public static partial int GDALDatasetGetLayerCount(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial nint GDALDatasetGetLayer(GdalHandle dataset, int layer);

    [LibraryImport(Library)]
    public static partial byte* OGR_L_GetName(nint layer);

    [LibraryImport(Library)]
    public static partial int OGR_L_GetGeomType(nint layer);

    [LibraryImport(Library)]
    public static partial byte* OGRGeometryTypeToName(int type);

    [LibraryImport(Library)]
    public static partial nint OGR_L_GetSpatialRef(nint layer);

    [LibraryImport(Library)]
    public static partial int OGR_L_GetExtent(nint layer, double* westEastSouthNorth, int force);

    [LibraryImport(Library)]
    public static partial long OGR_L_GetFeatureCount(nint layer, int force);

    [LibraryImport(Library)]
    public static partial nint OGR_L_GetLayerDefn(nint layer);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OGR_L_SetAttributeFilter(nint layer, string? condition);

    [LibraryImport(Library)]
    public static partial void OGR_L_SetSpatialFilter(nint layer, nint geometry);

    [LibraryImport(Library)]
    public static partial int OGR_L_SetIgnoredFields(nint layer, byte** fields);

    [LibraryImport(Library)]
    public static partial void OGR_L_ResetReading(nint layer);

    [LibraryImport(Library)]
    public static partial nint OGR_L_GetNextFeature(nint layer);

    [LibraryImport(Library)]
    public static partial int OGR_FD_GetFieldCount(nint definition);

    [LibraryImport(Library)]
    public static partial nint OGR_FD_GetFieldDefn(nint definition, int field);

    [LibraryImport(Library)]
    public static partial byte* OGR_Fld_GetNameRef(nint field);

    [LibraryImport(Library)]
    public static partial int OGR_Fld_GetType(nint field);

    [LibraryImport(Library)]
    public static partial int OGR_Fld_GetSubType(nint field);

    [LibraryImport(Library)]
    public static partial byte* OGR_GetFieldTypeName(int type);

    [LibraryImport(Library)]
    public static partial void OGR_F_Destroy(nint feature);

    [LibraryImport(Library)]
    public static partial nint OGR_F_GetGeometryRef(nint feature);

    [LibraryImport(Library)]
    public static partial int OGR_F_IsFieldSetAndNotNull(nint feature, int field);

    [LibraryImport(Library)]
    public static partial int OGR_F_GetFieldAsInteger(nint feature, int field);

    [LibraryImport(Library)]
    public static partial long OGR_F_GetFieldAsInteger64(nint feature, int field);

    [LibraryImport(Library)]
    public static partial double OGR_F_GetFieldAsDouble(nint feature, int field);

    [LibraryImport(Library)]
    public static partial byte* OGR_F_GetFieldAsString(nint feature, int field);

    [LibraryImport(Library)]
    public static partial byte* OGR_F_GetFieldAsBinary(nint feature, int field, out int length);

    [LibraryImport(Library)]
    public static partial int OGR_F_GetFieldAsDateTimeEx(
        nint feature, int field, out int year, out int month, out int day, out int hour, out int minute, out float second, out int zone);

    [LibraryImport(Library)]
    public static partial int OGR_G_CreateFromWkb(byte* wkb, nint reference, out nint geometry, int length);

    [LibraryImport(Library)]
    public static partial void OGR_G_DestroyGeometry(nint geometry);

    [LibraryImport(Library)]
    public static partial int OGR_G_GetGeometryType(nint geometry);

    [LibraryImport(Library)]
    public static partial nint OGR_G_Clone(nint geometry);

    [LibraryImport(Library)]
    public static partial nint OGR_G_ForceToMultiPolygon(nint geometry);

    [LibraryImport(Library)]
    public static partial int OGR_G_Transform(nint geometry, nint transformation);

    [LibraryImport(Library)]
    public static partial int OGR_G_WkbSize(nint geometry);

    [LibraryImport(Library)]
    public static partial int OGR_G_ExportToIsoWkb(nint geometry, int littleEndian, byte* wkb);
}
