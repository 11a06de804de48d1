using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isopleth.Atmosphere;

namespace Isopleth.Chains;

/// <summary>The STAC item of a product, and the alert of an event. Neither tells when it was made: the same input gives the same text.</summary>
internal static class ScreeningItem
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A STAC 1.0.0 item, whose assets are the product, the events and the granule; all of them by their way from the item's folder.</summary>
    /// <param name="done">The granule.</param>
    /// <param name="found">What was found in it.</param>
    /// <param name="model">What it was screened with.</param>
    /// <param name="time">When its first and its last row were measured, UTC; where the file does not tell, when the file was written stands for it, since an item must have a time.</param>
    /// <param name="places">Paths of the product, the events and the item.</param>
    public static string Of((string Name, string Path, DateTime Modified) done, GranuleFindings found, PcaModel model, (DateTime? Start, DateTime? End) time, (string Product, string Events, string Item) places)
    {
        var (start, end) = (time.Start ?? time.End ?? done.Modified, time.End ?? time.Start ?? done.Modified);
        var properties = new JsonObject
        {
            ["datetime"] = start == end ? Text(start) : null,
            ["instruments"] = new JsonArray(model.Instrument),
            ["processing:software"] = new JsonObject { ["Isopleth"] = typeof(PcaScreening).Assembly.GetName().Version!.ToString(3) },
            ["processing:lineage"] = GranuleFindings.Provenance(model),
            ["isopleth:model_checksum_sha256"] = model.Checksum,
            ["isopleth:events"] = found.Events.Count,
            ["isopleth:screened_spectra"] = found.Screened,
            ["isopleth:flagged_spectra"] = found.Flagged,
            ["isopleth:species"] = new JsonArray([.. found.Events.Select(e => e.Event.Species).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(s => (JsonNode)s)]),
        };
        if (start != end)
        {
            (properties["start_datetime"], properties["end_datetime"]) = (Text(start), Text(end));
        }

        if (time is (null, null))
        {
            properties["isopleth:datetime_of"] = "the granule's file, which tells no time of measurement";
        }

        JsonObject Asset(string path, string title, string role)
        {
            // A reference is a URI: what a path may hold and that may not, is escaped.
            var way = Path.GetRelativePath(Path.GetDirectoryName(places.Item)!, path);
            var asset = new JsonObject { ["href"] = string.Join('/', way.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString)), ["title"] = title, ["roles"] = new JsonArray(role) };
            if (MediaType(path) is { } type)
            {
                asset["type"] = type;
            }

            return asset;
        }

        var item = new JsonObject
        {
            ["type"] = "Feature",
            ["stac_version"] = "1.0.0",
            ["stac_extensions"] = new JsonArray("https://stac-extensions.github.io/processing/v1.2.0/schema.json"),
            ["id"] = done.Name + ".screening",
            ["geometry"] = found.Box is { } box ? Geometry(box) : null,
            ["properties"] = properties,
            ["links"] = new JsonArray(),
            ["assets"] = new JsonObject
            {
                ["spectra"] = Asset(places.Product, "Selected spectra", "data"),
                ["events"] = Asset(places.Events, "Events", "data"),
                ["granule"] = Asset(done.Path, "The granule", "source"),
            },
        };
        if (found.Box is { } bounds)
        {
            item["bbox"] = Numbers(bounds.West, bounds.South, bounds.East, bounds.North);
        }

        return item.ToJsonString(Indented) + "\n";
    }

    /// <summary>One line of JSON for an event; its <c>id</c> is the same whenever it is told.</summary>
    public static string Alert(string granule, FoundEvent found) => new JsonObject
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"{granule}#{found.Number}"),
        ["granule"] = granule,
        ["event"] = found.Number,
        ["time"] = Text(found.Time),
        ["latitude"] = Rounded(found.Event.Latitude),
        ["longitude"] = Rounded(found.Event.Longitude),
        ["species"] = found.Event.Species,
        ["confidence"] = Math.Round(found.Event.Confidence, 4),
        ["peak_score"] = Math.Round(found.Event.PeakScore, 2),
        ["pixels"] = found.Event.Pixels.Length,
    }.ToJsonString(OneLine) + "\n";

    /// <summary>Degrees to about a metre: positions of single precision have no more.</summary>
    private static double? Rounded(double? degrees) => degrees is { } d ? Math.Round(d, 5) : null;

    private static string? Text(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string? MediaType(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".nc" or ".nc4" or ".cdf" => "application/netcdf",
        ".h5" or ".hdf5" or ".he5" => "application/x-hdf5",
        ".tif" or ".tiff" => "image/tiff; application=geotiff",
        ".mat" => "application/x-matlab-data",
        ".parquet" => "application/vnd.apache.parquet",
        _ => null,
    };

    /// <summary>GeoJSON (RFC 7946): rings run against the clock, and a box over the antimeridian is cut there in two.</summary>
    private static JsonObject Geometry((double South, double West, double North, double East) box)
    {
        JsonArray Ring(double west, double east) => new(new JsonArray(
            Numbers(west, box.South), Numbers(east, box.South), Numbers(east, box.North), Numbers(west, box.North), Numbers(west, box.South)));
        return box.South == box.North && box.West == box.East ? new() { ["type"] = "Point", ["coordinates"] = Numbers(box.West, box.South) }
            : box.West <= box.East ? new() { ["type"] = "Polygon", ["coordinates"] = Ring(box.West, box.East) }
            : new() { ["type"] = "MultiPolygon", ["coordinates"] = new JsonArray(Ring(box.West, 180), Ring(-180, box.East)) };
    }

    private static JsonArray Numbers(params double[] values) => new([.. values.Select(v => (JsonNode)v)]);
}
