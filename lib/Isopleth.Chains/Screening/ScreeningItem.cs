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

    /// <summary>A STAC 1.0.0 item beside the product, whose assets are the product, the events and the granule.</summary>
    public static string Of(string granule, string granulePath, GranuleFindings found, PcaModel model, DateTime? start, DateTime? end, string product, string events)
    {
        var properties = new JsonObject
        {
            ["datetime"] = end is null || end == start ? Text(start) : null,
            ["instruments"] = new JsonArray(model.Instrument),
            ["processing:software"] = new JsonObject { ["Isopleth"] = typeof(PcaScreening).Assembly.GetName().Version!.ToString(3) },
            ["processing:lineage"] = GranuleFindings.Provenance(model),
            ["isopleth:model_checksum_sha256"] = model.Checksum,
            ["isopleth:events"] = found.Events.Count,
            ["isopleth:screened_spectra"] = found.Screened,
            ["isopleth:flagged_spectra"] = found.Flagged,
            ["isopleth:species"] = new JsonArray([.. found.Events.Select(e => e.Event.Species).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(s => (JsonNode)s)]),
        };
        if (end is not null && end != start)
        {
            (properties["start_datetime"], properties["end_datetime"]) = (Text(start), Text(end));
        }

        JsonObject Asset(string href, string type, string title, string role) => new() { ["href"] = href, ["type"] = type, ["title"] = title, ["roles"] = new JsonArray(role) };
        var item = new JsonObject
        {
            ["type"] = "Feature",
            ["stac_version"] = "1.0.0",
            ["stac_extensions"] = new JsonArray("https://stac-extensions.github.io/processing/v1.2.0/schema.json"),
            ["id"] = granule + ".screening",
            ["geometry"] = found.Box is { } box ? Polygon(box) : null,
            ["properties"] = properties,
            ["links"] = new JsonArray(),
            ["assets"] = new JsonObject
            {
                ["spectra"] = Asset(product, "application/x-netcdf", "Selected spectra", "data"),
                ["events"] = Asset(events, "application/vnd.apache.parquet", "Events", "data"),
                ["granule"] = Asset(granulePath, "application/x-netcdf", "The granule", "source"),
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
        ["latitude"] = found.Event.Latitude,
        ["longitude"] = found.Event.Longitude,
        ["species"] = found.Event.Species,
        ["confidence"] = Math.Round(found.Event.Confidence, 4),
        ["peak_score"] = Math.Round(found.Event.PeakScore, 2),
        ["pixels"] = found.Event.Pixels.Length,
    }.ToJsonString(OneLine) + "\n";

    private static string? Text(DateTime? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonObject Polygon((double South, double West, double North, double East) box) => new()
    {
        ["type"] = "Polygon",
        ["coordinates"] = new JsonArray(new JsonArray(
            Numbers(box.West, box.South), Numbers(box.East, box.South), Numbers(box.East, box.North), Numbers(box.West, box.North), Numbers(box.West, box.South))),
    };

    private static JsonArray Numbers(params double[] values) => new([.. values.Select(v => (JsonNode)v)]);
}
