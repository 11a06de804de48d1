using Isopleth.Arrays;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>Vector data, through GDAL's OGR: Shapefile, GeoPackage, GeoJSON, GML, KML, File Geodatabase, FlatGeobuf, and whatever else its drivers read.</summary>
/// <remarks>
/// A layer is a data set with the dimension <c>feature</c>: each attribute a variable of its type, <c>geometry</c> of <see cref="NetTopologySuite.Geometries.Geometry"/>
/// (null where a feature has none), and <c>spatial_ref</c> with the coordinate reference system (CF §5.6: <c>crs_wkt</c>; <c>crs</c> has its code). x is always east or longitude, whatever the
/// system's own order. Numbers that are missing are NaN, which turns integers into floating-point numbers; texts that are missing are empty; times are UTC. Arcs become lines. A column is read when it is asked for.
/// Needs <c>libgdal32</c> (Debian 12) or <c>libgdal36</c> (Debian 13).
/// </remarks>
public static class Features
{
    /// <summary>Opens a layer.</summary>
    /// <param name="path">The file or folder, or a name that GDAL knows, for example <c>/vsizip/parcels.zip</c>.</param>
    /// <param name="options">The layer, a box, a condition, another coordinate reference system; all of the first layer when null.</param>
    /// <returns>The data set, which holds the file open until it is disposed; <see cref="Dataset.Groups"/> names the other layers.</returns>
    /// <exception cref="DataFormatException">The file is missing, damaged or holds no vectors.</exception>
    /// <exception cref="ArgumentException">An option asks for what is not there.</exception>
    /// <exception cref="Native.NativeLibraryMissingException">libgdal is not installed; the message has the command that installs it.</exception>
    public static Dataset Open(string path, FeatureOptions? options = null)
    {
        options ??= new FeatureOptions();
        options.Validate();
        var file = new FeatureFile(path, options);
        try
        {
            return CfDecoder.Decode(file.Describe() with { Owner = file });
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The layers of a file.</summary>
    /// <param name="path">As <see cref="Open"/> takes it.</param>
    /// <returns>Their names, in order.</returns>
    /// <exception cref="DataFormatException">The file is missing, damaged or holds no vectors.</exception>
    public static IReadOnlyList<string> Layers(string path)
    {
        using var file = new FeatureFile(path, new FeatureOptions());
        return file.Layers;
    }

    /// <summary>Whether a file of a driver that takes rasters too has features in it.</summary>
    internal static bool HasLayers(string path)
    {
        try
        {
            return Layers(path).Count > 0;
        }
        catch (DataFormatException)
        {
            return false;
        }
    }

    /// <summary>Which driver of OGR takes a file for its own.</summary>
    /// <param name="path">The file or folder.</param>
    /// <returns>The driver's short name, for example <c>GPKG</c>, or null.</returns>
    public static unsafe string? Identify(string path)
    {
        GdalLibrary.EnsureReady();
        GdalLibrary.CPLErrorReset();
        var driver = GdalLibrary.GDALIdentifyDriverEx(path, GdalLibrary.OpenVector, null, null);
        return driver == 0 ? null : GdalLibrary.Text(GdalLibrary.GDALGetDriverShortName(driver));
    }
}
