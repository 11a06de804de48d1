namespace Isopleth.Charts.Geography;

/// <summary>Arrows of the mean wind in the cells of a coarse grid over an extent; they point where the air goes to.</summary>
internal static class WindArrows
{
    private const int Columns = 14;
    private const double HeadLength = 0.32;
    private const double HeadAngle = 0.45;

    /// <returns>Lines parted by NaN, and the speed of the longest arrow [m s-1], 0 where there is none.</returns>
    public static (double[] X, double[] Y, double Fastest) Draw(MapExtent extent, double[] latitudes, double[] longitudes, double[] eastward, double[] northward)
    {
        var cell = (extent.East - extent.West) / Columns;
        var cellHeight = cell / extent.Aspect;
        var cells = new Dictionary<(int Row, int Column), (double X, double Y, double U, double V, int Count)>();
        for (var i = 0; i < latitudes.Length; i++)
        {
            var x = extent.Wrap(longitudes[i]);
            if (double.IsFinite(eastward[i] + northward[i]) && x >= extent.West && x < extent.East && latitudes[i] >= extent.South && latitudes[i] <= extent.North)
            {
                var key = ((int)((latitudes[i] - extent.South) / cellHeight), (int)((x - extent.West) / cell));
                var sum = cells.GetValueOrDefault(key);
                cells[key] = (sum.X + x, sum.Y + latitudes[i], sum.U + eastward[i], sum.V + northward[i], sum.Count + 1);
            }
        }

        var lines = new Polylines();
        var fastest = cells.Values.Select(c => Math.Sqrt((c.U * c.U) + (c.V * c.V)) / c.Count).DefaultIfEmpty().Max();
        foreach (var (x, y, u, v, count) in fastest > 0 ? cells.Values.AsEnumerable() : [])
        {
            AddArrow(lines, extent.Aspect, x / count, y / count, u / count / fastest * cellHeight * 0.9, v / count / fastest * cellHeight * 0.9);
        }

        var (lineX, lineY) = lines.ToArrays();
        return (lineX, lineY, fastest);
    }

    /// <summary>An arrow whose middle is at (x, y); its length is in degrees of latitude, so that it keeps its bearing on the map.</summary>
    private static void AddArrow(Polylines lines, double aspect, double x, double y, double east, double north)
    {
        var (tipX, tipY) = (x + (east * aspect / 2), y + (north / 2));
        var (left, right) = (Turn(HeadAngle), Turn(-HeadAngle));
        lines.Add([x - (east * aspect / 2), tipX], [y - (north / 2), tipY]);
        lines.Add([tipX - (left.East * aspect), tipX, tipX - (right.East * aspect)], [tipY - left.North, tipY, tipY - right.North]);

        (double East, double North) Turn(double angle)
        {
            var (sin, cos) = Math.SinCos(angle);
            return (HeadLength * ((east * cos) - (north * sin)), HeadLength * ((east * sin) + (north * cos)));
        }
    }
}
