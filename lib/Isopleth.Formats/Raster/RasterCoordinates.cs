using Isopleth.Arrays;
using Isopleth.Formats.RasterNative;

namespace Isopleth.Formats;

/// <summary>Where the pixels are: their centres along both axes, and the coordinate reference system.</summary>
internal static unsafe class RasterCoordinates
{
    public static IEnumerable<Variable> Of(GdalHandle dataset, int width, int height)
    {
        var transform = new double[6];
        bool hasTransform;
        fixed (double* p = transform)
        {
            hasTransform = GdalLibrary.GDALGetGeoTransform(dataset, p) == GdalLibrary.NoError;
        }

        // The data set keeps its reference; it is not ours to free.
        var reference = GdalLibrary.GDALGetSpatialRef(dataset) is var own && own != 0 ? own : GdalLibrary.GDALGetGCPSpatialRef(dataset);
        var variables = new List<Variable>();
        if (hasTransform && transform[2] == 0 && transform[4] == 0)
        {
            var isGeographic = reference != 0 && GdalLibrary.OSRIsGeographic(reference) != 0;
            variables.Add(Axis("y", height, transform[3], transform[5], isGeographic ? "latitude" : "projection_y_coordinate", isGeographic ? "degrees_north" : Unit(reference)));
            variables.Add(Axis("x", width, transform[0], transform[1], isGeographic ? "longitude" : "projection_x_coordinate", isGeographic ? "degrees_east" : Unit(reference)));
        }

        if (hasTransform || reference != 0)
        {
            variables.Add(SpatialReference.Variable(reference, transform: hasTransform ? transform : null));
        }

        return variables;
    }

    /// <summary>The box around pixels that lie along no axes, in their reference system: of a turned grid, or of one that control points place. Null for others.</summary>
    public static double[]? OfSkewed(GdalHandle dataset, int width, int height)
    {
        var points = new List<(double X, double Y)>();
        var t = stackalloc double[6];
        if (GdalLibrary.GDALGetGeoTransform(dataset, t) == GdalLibrary.NoError)
        {
            foreach (var (column, row) in t[2] == 0 && t[4] == 0 ? [] : new[] { (0, 0), (width, 0), (0, height), (width, height) })
            {
                points.Add((t[0] + (column * t[1]) + (row * t[2]), t[3] + (column * t[4]) + (row * t[5])));
            }
        }
        else
        {
            var controls = GdalLibrary.GDALGetGCPs(dataset);
            for (var i = 0; i < GdalLibrary.GDALGetGCPCount(dataset); i++)
            {
                points.Add((controls[i].X, controls[i].Y));
            }
        }

        return points.Count == 0 ? null : [points.Min(p => p.X), points.Min(p => p.Y), points.Max(p => p.X), points.Max(p => p.Y)];
    }

    private static Variable Axis(string name, int count, double origin, double step, string standardName, string unit)
    {
        var centres = new double[count];
        for (var i = 0; i < count; i++)
        {
            centres[i] = origin + ((i + 0.5) * step);
        }

        var attributes = new OrderedDictionary<string, object>(StringComparer.Ordinal) { ["standard_name"] = standardName };
        if (unit.Length > 0)
        {
            attributes["units"] = unit;
        }

        return DataArray.Create(name, [name], [count], centres, attributes).Variable;
    }

    private static string Unit(nint reference)
    {
        if (reference == 0)
        {
            return "";
        }

        var metres = GdalLibrary.OSRGetLinearUnits(reference, out var name);
        return metres == 1 ? "m" : GdalLibrary.Text(name);
    }
}
