using Isopleth.Arrays;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>Rasters, through GDAL: GeoTIFF and COG, JPEG 2000, SRTM's HGT, DIMAP, SAFE, GRIB, PNG, and whatever else its drivers read.</summary>
/// <remarks>
/// Bands of one kind are one variable <c>band_data</c> with the dimensions band, y, x; bands that are packed differently are variables of their own. The coordinates
/// are pixel centres; <c>spatial_ref</c> holds the coordinate reference system (CF §5.6: <c>crs_wkt</c>, and <c>GeoTransform</c> as GDAL has it). Reading is by window.
/// Needs <c>libgdal32</c> (Debian 12) or <c>libgdal36</c> (Debian 13).
/// </remarks>
public static class Raster
{
    /// <summary>Opens a raster. Nothing but its description is read.</summary>
    /// <param name="path">The file or folder, or a name that GDAL knows, for example <c>/vsizip/N42E001.hgt.zip</c> or one of <see cref="Dataset.Groups"/>.</param>
    /// <param name="options">An overview, another coordinate reference system; none when null.</param>
    /// <returns>The data set, which holds the file open until it is disposed.</returns>
    /// <exception cref="DataFormatException">The file is missing, damaged or no raster.</exception>
    /// <exception cref="ArgumentException">An option asks for what is not there.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">libgdal is not installed; the message has the command that installs it.</exception>
    public static Dataset Open(string path, RasterOptions? options = null)
    {
        options ??= new RasterOptions();
        if (!GribCcsds.Is(path))
        {
            return OpenAsItIs(path, options);
        }

        var unpacked = Unpacked.Grib(path);
        try
        {
            return OpenAsItIs(unpacked.File, options).OwnedWith(unpacked, Path.GetFullPath(path));
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    private static Dataset OpenAsItIs(string path, RasterOptions options)
    {
        var file = RasterFile.Open(path, options);
        try
        {
            return CfDecoder.Decode(file.Describe(options.Decode) with { Owner = file }, options.Decode);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes the variables of a data set over (y, x) or (band, y, x) as the bands of a GeoTIFF, laid out for the cloud (COG) unless the options say otherwise.</summary>
    /// <param name="path">The file; one that is there is replaced only when the new one is whole.</param>
    /// <param name="dataset">
    /// The data set. All its fields have one grid; their coordinates are evenly spaced, in the units of the reference system that <c>grid_mapping</c> names or the options give.
    /// Each is packed by its encoding, as its scale, offset and fill value then say; <c>band_name</c>, <c>wavelength</c> and <c>fwhm</c> along the bands are kept.
    /// </param>
    /// <param name="options">The layout; the defaults when null.</param>
    /// <exception cref="ArgumentException">There is no field, or fields differ, or the grid is not regular, or a value does not fit its stored type, or the options are wrong.</exception>
    /// <exception cref="DataFormatException">The file cannot be written; the message says why. Nothing is left behind.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">libgdal is not installed.</exception>
    public static void Write(string path, Dataset dataset, RasterWriteOptions? options = null)
    {
        options ??= new RasterWriteOptions();
        options.Validate();
        AtomicFile.Write(path, temporary => RasterWriter.Write(temporary, path, dataset, options));
    }

    /// <summary>Whether a file of a driver that takes features too has a raster in it.</summary>
    internal static bool HasBands(string path)
    {
        try
        {
            using var raster = OpenAsItIs(path, new RasterOptions());
            return true;
        }
        catch (DataFormatException)
        {
            return false;
        }
    }

    /// <summary>Which driver of GDAL takes a file for its own.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>The driver's name in words, or null.</returns>
    public static unsafe string? Identify(string path)
    {
        GdalLibrary.EnsureReady();
        GdalLibrary.CPLErrorReset();
        var driver = GdalLibrary.GDALIdentifyDriverEx(path, GdalLibrary.OpenRaster, null, null);
        return driver == 0 ? null : GdalLibrary.Text(GdalLibrary.GDALGetDriverLongName(driver));
    }
}
