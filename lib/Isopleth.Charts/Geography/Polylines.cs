namespace Isopleth.Charts.Geography;

/// <summary>Collects lines into two arrays, parted by NaN.</summary>
internal sealed class Polylines
{
    private readonly List<double> _x = [];
    private readonly List<double> _y = [];

    public (double[] X, double[] Y) ToArrays() => ([.. _x], [.. _y]);

    /// <summary>Adds a whole line, moved east by <paramref name="shift"/> degrees.</summary>
    public void Add(ReadOnlySpan<double> lineX, ReadOnlySpan<double> lineY, double shift = 0)
    {
        for (var i = 0; i < lineX.Length; i++)
        {
            _x.Add(lineX[i] + shift);
            _y.Add(lineY[i]);
        }

        Part();
    }

    /// <summary>Adds the steps of a line that come near an extent. The cuts that Natural Earth makes along the date line and around the pole are left out.</summary>
    public void AddWithin(ReadOnlySpan<double> lineX, ReadOnlySpan<double> lineY, double shift, MapExtent extent)
    {
        for (var i = 1; i < lineX.Length; i++)
        {
            var (from, to) = (lineX[i - 1] + shift, lineX[i] + shift);
            var seen = Math.Max(from, to) >= extent.West && Math.Min(from, to) <= extent.East
                && Math.Max(lineY[i - 1], lineY[i]) >= extent.South && Math.Min(lineY[i - 1], lineY[i]) <= extent.North;
            var cut = (IsDateLine(lineX[i - 1]) && IsDateLine(lineX[i])) || Math.Max(lineY[i - 1], lineY[i]) < -85;
            if (!seen || cut)
            {
                Part();
                continue;
            }

            if (_x.Count == 0 || double.IsNaN(_x[^1]))
            {
                _x.Add(from);
                _y.Add(lineY[i - 1]);
            }

            _x.Add(to);
            _y.Add(lineY[i]);
        }

        Part();
    }

    /// <summary>Adds a line through places; it is parted where it leaves the map at one edge and comes back at the other.</summary>
    public void AddTrack(ReadOnlySpan<double> latitudes, ReadOnlySpan<double> longitudes)
    {
        for (var i = 0; i < latitudes.Length; i++)
        {
            if (i > 0 && Math.Abs(longitudes[i] - longitudes[i - 1]) > 180)
            {
                Part();
            }

            _x.Add(longitudes[i]);
            _y.Add(latitudes[i]);
        }

        Part();
    }

    private static bool IsDateLine(double longitude) => Math.Abs(Math.IEEERemainder(longitude, 360)) > 179.999;

    private void Part()
    {
        if (_x.Count > 0 && !double.IsNaN(_x[^1]))
        {
            _x.Add(double.NaN);
            _y.Add(double.NaN);
        }
    }
}
