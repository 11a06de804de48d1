using System.Runtime.InteropServices;

namespace Isopleth.Formats.RasterNative;

/// <content>Data sets, bands and their values.</content>
internal static unsafe partial class GdalLibrary
{
    public const uint OpenRaster = 0x02;
    public const uint OpenVerbose = 0x40;

    /// <summary>One mask for all bands, which is no alpha band (GMF_PER_DATASET).</summary>
    public const int MaskOfDataset = 2;

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALOpenEx(string path, uint flags, byte** drivers, byte** options, byte** siblings);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALIdentifyDriverEx(string path, uint flags, byte** drivers, byte** siblings);

    [LibraryImport(Library)]
    public static partial byte* GDALGetDriverLongName(nint driver);

    [LibraryImport(Library)]
    public static partial int GDALClose(nint dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterXSize(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterYSize(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterCount(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetGeoTransform(GdalHandle dataset, double* transform);

    [LibraryImport(Library)]
    public static partial nint GDALGetSpatialRef(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial nint GDALGetDatasetDriver(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial byte* GDALGetDriverShortName(nint driver);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte** GDALGetMetadata(nint dataset, string? domain);

    [LibraryImport(Library)]
    public static partial nint GDALGetRasterBand(GdalHandle dataset, int band);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterDataType(nint band);

    [LibraryImport(Library)]
    public static partial int GDALDataTypeUnion(int type, int other);

    [LibraryImport(Library)]
    public static partial byte* GDALGetDataTypeName(int type);

    [LibraryImport(Library)]
    public static partial void GDALGetBlockSize(nint band, out int width, out int height);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterNoDataValue(nint band, out int isSet);

    [LibraryImport(Library)]
    public static partial long GDALGetRasterNoDataValueAsInt64(nint band, out int isSet);

    [LibraryImport(Library)]
    public static partial ulong GDALGetRasterNoDataValueAsUInt64(nint band, out int isSet);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterScale(nint band, out int isSet);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterOffset(nint band, out int isSet);

    [LibraryImport(Library)]
    public static partial byte* GDALGetRasterUnitType(nint band);

    [LibraryImport(Library)]
    public static partial byte* GDALGetDescription(nint band);

    [LibraryImport(Library)]
    public static partial int GDALGetOverviewCount(nint band);

    [LibraryImport(Library)]
    public static partial int GDALGetMaskFlags(nint band);

    [LibraryImport(Library)]
    public static partial nint GDALGetMaskBand(nint band);

    [LibraryImport(Library)]
    public static partial int GDALRasterIO(nint band, int write, int x, int y, int width, int height, void* values, int columns, int rows, int type, int pixelStep, int lineStep);

    [LibraryImport(Library)]
    public static partial int GDALGetGCPCount(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial GroundControlPoint* GDALGetGCPs(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial nint GDALGetGCPSpatialRef(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial int GDALDatasetRasterIO(
        GdalHandle dataset, int write, int x, int y, int width, int height, void* values, int columns, int rows, int type, int bandCount, int* bands, int pixelStep, int lineStep, int bandStep);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALAutoCreateWarpedVRT(GdalHandle dataset, string? fromWkt, string toWkt, int resampling, double maximumError, nint options);

    [LibraryImport(Library)]
    public static partial int GDALGetDataTypeSizeBytes(int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetDriverByName(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALCreate(nint driver, string path, int width, int height, int bands, int type, byte** options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALCreateCopy(nint driver, string path, GdalHandle source, int strict, byte** options, nint progress, nint progressData);

    [LibraryImport(Library)]
    public static partial void GDALFlushCache(GdalHandle dataset);

    [LibraryImport(Library)]
    public static partial int GDALSetGeoTransform(GdalHandle dataset, double* transform);

    [LibraryImport(Library)]
    public static partial int GDALSetSpatialRef(GdalHandle dataset, nint reference);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GDALSetMetadataItem(nint of, string name, string value, string? domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void GDALSetDescription(nint band, string text);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterNoDataValue(nint band, double value);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterNoDataValueAsInt64(nint band, long value);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterNoDataValueAsUInt64(nint band, ulong value);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterScale(nint band, double scale);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterOffset(nint band, double offset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GDALSetRasterUnitType(nint band, string unit);
}

/// <summary>GDAL_GCP: a pixel and where it lies.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GroundControlPoint
{
    public byte* Id;
    public byte* Info;
    public double Column;
    public double Row;
    public double X;
    public double Y;
    public double Z;
}
