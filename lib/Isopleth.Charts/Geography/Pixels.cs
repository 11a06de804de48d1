namespace Isopleth.Charts.Geography;

/// <summary>Pixels as quadrilaterals on the Earth: latitude and longitude of their corners [degree], shape [n, 4].</summary>
internal sealed class Pixels
{
    private Pixels(double[] latitudes, double[] longitudes) => (Latitudes, Longitudes) = (latitudes, longitudes);

    public double[] Latitudes { get; }

    public double[] Longitudes { get; }

    public int Count => Latitudes.Length / 4;

    public static Pixels From(IEnumerable<double> latitudeBounds, IEnumerable<double> longitudeBounds, int count, string countedName)
    {
        var (latitudes, longitudes) = Input.Pairs(latitudeBounds, longitudeBounds);
        return latitudes.Length == 4L * count
            ? new(latitudes, longitudes)
            : throw new ArgumentException($"'{nameof(latitudeBounds)}' has {latitudes.Length} corners but '{countedName}' has {count} pixels, which need {4L * count}; give four corners for each pixel, shape [n, 4].", nameof(latitudeBounds));
    }

    /// <summary>The pixels that <paramref name="mask"/> selects.</summary>
    public Pixels Where(bool[] mask)
    {
        int[] corners = [.. Enumerable.Range(0, Latitudes.Length).Where(corner => mask[corner / 4])];
        return new(Array.ConvertAll(corners, i => Latitudes[i]), Array.ConvertAll(corners, i => Longitudes[i]));
    }

    /// <summary>The corners of each pixel together, where the extent counts its longitudes; a pixel seen at both edges of the map comes twice. What surrounds a pole cannot be drawn and is left out.</summary>
    /// <returns>Corner positions shape [m, 4] and, for each drawn pixel, its index.</returns>
    public (double[] X, double[] Y, int[] Index) Within(MapExtent extent)
    {
        var (x, y, index) = (new List<double>(Latitudes.Length), new List<double>(Latitudes.Length), new List<int>(Count));
        Span<double> corners = stackalloc double[4];
        for (var pixel = 0; pixel < Count; pixel++)
        {
            var latitudes = Latitudes.AsSpan(4 * pixel, 4);
            var first = extent.Wrap(Longitudes[4 * pixel]);
            var (west, east, south, north) = (first, first, latitudes[0], latitudes[0]);
            for (var i = 0; i < 4; i++)
            {
                var longitude = Longitudes[(4 * pixel) + i];
                corners[i] = longitude + (360 * Math.Round((first - longitude) / 360));
                (west, east) = (Math.Min(west, corners[i]), Math.Max(east, corners[i]));
                (south, north) = (Math.Min(south, latitudes[i]), Math.Max(north, latitudes[i]));
            }

            if (!(east - west < 180 && south <= extent.North && north >= extent.South))
            {
                continue;
            }

            for (var shift = -360; shift <= 360; shift += 360)
            {
                if (west + shift < extent.East && east + shift > extent.West)
                {
                    index.Add(pixel);
                    for (var i = 0; i < 4; i++)
                    {
                        x.Add(corners[i] + shift);
                        y.Add(latitudes[i]);
                    }
                }
            }
        }

        return ([.. x], [.. y], [.. index]);
    }
}
