using Isopleth.Charts.Drawing;
using Isopleth.Charts.Geography;
using Isopleth.Charts.Marks;
using Isopleth.Charts.Scales;

namespace Isopleth.Charts;

/// <summary>A map with coastlines: satellite pixels as the quadrilaterals they are, fields, places, outlines and wind.</summary>
/// <remarks>
/// The projection is equirectangular, its shape true in the middle of the extent. Each <c>Add…</c> returns the map, so that calls can follow one another; what is added later lies above.
/// Land, coasts and borders are Natural Earth's (public domain), as fine as the extent asks for.
/// </remarks>
public sealed partial class Map : Figure
{
    private static readonly Color Sea = Color.Parse("#f4f8fb");
    private static readonly Color Land = Color.Parse("#e6e4df");
    private static readonly Color Coast = Color.Parse("#4a4a4a");
    private static readonly Color Border = Color.Parse("#9a9a9a");

    private readonly List<Func<MapExtent, ColorMapping?, Mark>> _layers = [];
    private readonly List<double> _latitudesSeen = [];
    private readonly List<double> _longitudesSeen = [];
    private readonly List<double> _coloredValues = [];
    private readonly List<string> _contents = [];
    private ColorAxis? _colorAxis;

    /// <summary>An empty map.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="extent">What the map shows; when null, all that is added, and the whole Earth where nothing is.</param>
    public Map(string title = "", MapExtent? extent = null)
    {
        Title = title;
        Extent = extent;
    }

    /// <summary>What the map shows; when null, all that is added, and the whole Earth where nothing is.</summary>
    public MapExtent? Extent { get; set; }

    /// <summary>How fine the coastlines are; as the extent asks for when null.</summary>
    public CoastlineDetail? Detail { get; set; }

    /// <summary>Whether a bar shows the length of some kilometres; drawn on maps of less than 40 degrees, whose scale is nearly the same everywhere.</summary>
    public bool ShowScaleBar { get; set; } = true;

    internal override Scene Compose()
    {
        var extent = Extent ?? (_latitudesSeen.Count > 0 ? MapExtent.Around(_latitudesSeen, _longitudesSeen) : MapExtent.Globe);
        var colors = _colorAxis is null ? null : ColorMapping.From(_colorAxis, _coloredValues.ToArray());
        var marks = new List<Mark>();
        var coastlines = Coastlines.Of(Detail ?? extent.Detail);
        var composed = _layers.Select(layer => layer(extent, colors)).ToLookup(mark => mark is QuadMark or GridMark);
        var (landX, landY) = coastlines.LandWithin(extent);
        marks.Add(new AreaMark(landX, landY, Land));
        marks.AddRange(composed[true]);
        marks.Add(Scenery(coastlines.BordersWithin(extent), Border, 0.7));
        marks.Add(Scenery(coastlines.CoastsWithin(extent), Coast, 0.9, composed[true].Any() ? Color.White : null));
        marks.AddRange(composed[false]);
        if (ShowScaleBar && extent.East - extent.West < 40)
        {
            AddScaleBar(marks, extent);
        }

        var x = new AxisScale(AxisKind.Longitude, extent.West, extent.East, "");
        var y = new AxisScale(AxisKind.Latitude, extent.South, extent.North, "");
        marks.RemoveAll(mark => mark is LineMark { IsEmpty: true } or AreaMark { IsEmpty: true });
        return new(Title, Subtitle, Width, Height, x, y, extent.Aspect, marks, colors) { Ground = Sea, Description = AltText ?? Describe(x, y, colors) };
    }

    private static LineMark Scenery((double[] X, double[] Y) lines, Color color, double width, Color? casing = null) =>
        new(lines.X, lines.Y, new Pen(color, width)) { IsScenery = true, Casing = casing };

    private static void AddScaleBar(List<Mark> marks, MapExtent extent)
    {
        var (kilometres, degrees) = ScaleBar.For(extent);
        var (west, south) = (extent.West + ((extent.East - extent.West) * 0.03), extent.South + ((extent.North - extent.South) * 0.04));
        marks.Add(new LineMark([west, west + degrees], [south, south], new Pen(Color.Black, 2)) { Casing = Color.White, IsScenery = true });
        marks.Add(new TextMark(west + (degrees / 2), south, FormattableString.Invariant($"{kilometres} km"), rise: 11));
    }

    private string Describe(AxisScale x, AxisScale y, ColorMapping? colors)
    {
        var heading = Title.Length > 0 ? Title + ". " : "";
        var quantity = colors is { Axis.Label.Length: > 0 } ? $" of {colors.Axis.Label}" : "";
        var range = colors is null ? "" : FormattableString.Invariant($"; colours from {colors.Axis.Minimum:G4} to {colors.Axis.Maximum:G4}");
        var hidden = _colorAxis?.HideBelow is { } limit ? FormattableString.Invariant($", values below {limit:G4} not drawn") : "";
        var shown = _contents.Count > 0 ? "; " + string.Join("; ", _contents) : "";
        return $"{heading}Map{quantity}, {Degrees(x.Minimum, 'E', 'W')} to {Degrees(x.Maximum, 'E', 'W')}, {Degrees(y.Minimum, 'N', 'S')} to {Degrees(y.Maximum, 'N', 'S')}{range}{hidden}{shown}.";
    }

    private static string Degrees(double value, char positive, char negative) =>
        FormattableString.Invariant($"{Math.Abs(value > 180 ? value - 360 : value):0.##}°{(value is < 0 or > 180 ? negative : positive)}");
}
