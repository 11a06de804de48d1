using Isopleth.Atmosphere;
using Isopleth.Formats;

namespace Isopleth.Chains;

/// <summary>Events as rows of a table, one row each.</summary>
internal static class EventTable
{
    /// <summary>The rows of one granule. Latitudes [degree north], longitudes [degree east], scores [1].</summary>
    public static Table Of(string granule, IReadOnlyList<FoundEvent> events)
    {
        TableColumn Column<T>(string name, Func<FoundEvent, T> value) => TableColumn.Create(name, events.Select(value).ToArray());
        return new Table(
            Column("granule", _ => granule),
            Column("event", e => e.Number),
            Column("time", e => e.Time),
            Column("latitude", e => e.Event.Latitude),
            Column("longitude", e => e.Event.Longitude),
            Column("species", e => e.Event.Species),
            Column("confidence", e => e.Event.Confidence),
            Column("peak_score", e => e.Event.PeakScore),
            Column("peak_reconstruction_score", e => e.Event.PeakReconstructionScore),
            Column("pixels", e => e.Event.Pixels.Length),
            Column("peak_row", e => e.PeakRow),
            Column("peak_column", e => e.PeakColumn),
            Column("first_row", e => e.Event.FirstRow),
            Column("last_row", e => e.Event.LastRow),
            Column("first_column", e => e.Event.FirstColumn),
            Column("last_column", e => e.Event.LastColumn),
            Column("south", e => e.Box?.South),
            Column("west", e => e.Box?.West),
            Column("north", e => e.Box?.North),
            Column("east", e => e.Box?.East));
    }
}

/// <summary>An event of a granule: its number there, its time and extent.</summary>
internal sealed record FoundEvent(int Number, SpectralEvent Event, int Columns, DateTime? Time, (double South, double West, double North, double East)? Box)
{
    public int PeakRow => Event.PeakPixel / Columns;

    public int PeakColumn => Event.PeakPixel % Columns;
}
