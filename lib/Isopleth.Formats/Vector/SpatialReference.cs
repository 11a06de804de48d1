using System.Globalization;
using Isopleth.Arrays;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>Coordinate reference systems as GDAL knows them; x is always east or longitude.</summary>
internal sealed unsafe class SpatialReference : IDisposable
{
    /// <summary>Longitude and latitude on WGS 84, in this order.</summary>
    public const string Crs84 = "OGC:CRS84";

    private const int TraditionalOrder = 0;

    private SpatialReference(nint handle) => Handle = handle;

    public nint Handle { get; private set; }

    public bool IsGeographic => GdalLibrary.OSRIsGeographic(Handle) != 0;

    /// <summary>The system of a name such as <c>EPSG:4326</c>, of WKT, PROJJSON or a PROJ text.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static SpatialReference Of(string definition)
    {
        GdalLibrary.EnsureReady();
        var reference = new SpatialReference(GdalLibrary.OSRNewSpatialReference(null));
        if (GdalLibrary.OSRSetFromUserInput(reference.Handle, definition) != GdalLibrary.NoError)
        {
            reference.Dispose();
            throw new ArgumentException($"'{(definition.Length > 80 ? definition[..80] + "…" : definition)}' is no coordinate reference system; give one such as EPSG:4326, a PROJ string or WKT.", nameof(definition));
        }

        GdalLibrary.OSRSetAxisMappingStrategy(reference.Handle, TraditionalOrder);
        return reference;
    }

    /// <summary>The system that the variables of a data set name, by <c>crs_wkt</c> or <c>crs</c> of its <c>spatial_ref</c>; null when there is none.</summary>
    public static string? DefinitionIn(Dataset data, DataArray? of = null)
    {
        var name = of?.Attributes.GetValueOrDefault("grid_mapping") as string ?? "spatial_ref";
        var attributes = data.Contains(name) ? data[name].Attributes : null;
        return attributes?.GetValueOrDefault("crs_wkt") as string ?? attributes?.GetValueOrDefault("crs") as string;
    }

    /// <summary>The variable <c>spatial_ref</c> (CF §5.6) of a system that stays GDAL's.</summary>
    public static Variable Variable(nint reference, string name = "spatial_ref", double[]? transform = null)
    {
        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        if (reference != 0)
        {
            _ = GdalLibrary.OSRExportToWkt(reference, out var wkt);
            attributes["crs_wkt"] = Take(wkt);
            if (GdalLibrary.Text(GdalLibrary.OSRGetAuthorityCode(reference, null)) is { Length: > 0 } code)
            {
                attributes["crs"] = $"{GdalLibrary.Text(GdalLibrary.OSRGetAuthorityName(reference, null))}:{code}";
            }
        }

        if (transform is not null)
        {
            attributes["GeoTransform"] = string.Join(' ', transform.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
        }

        return DataArray.Create(name, [], [], new[] { 0 }, attributes).Variable;
    }

    /// <summary>As PROJJSON, which GeoParquet asks for.</summary>
    public string ToProjJson() => GdalLibrary.OSRExportToPROJJSON(Handle, out var json, null) == GdalLibrary.NoError
        ? Take(json)
        : throw new ArgumentException($"The coordinate reference system cannot be written as PROJJSON (GDAL says: {GdalLibrary.LastError()}).");

    public void Dispose()
    {
        GdalLibrary.OSRDestroySpatialReference(Handle);
        Handle = 0;
    }

    private static string Take(byte* text)
    {
        var taken = GdalLibrary.Text(text);
        GdalLibrary.VSIFree(text);
        return taken;
    }
}
