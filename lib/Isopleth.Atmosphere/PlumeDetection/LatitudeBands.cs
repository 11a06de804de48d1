namespace Isopleth.Atmosphere;

/// <summary>An index of points on the sphere: bands of latitude, each sorted by longitude.</summary>
internal sealed class LatitudeBands
{
    private readonly double _south;
    private readonly double _height;
    private readonly int[] _start;
    private readonly int[] _order;
    private readonly double[] _longitude;

    /// <param name="latitude">Latitude [degree], shape [n]; points with NaN are left out.</param>
    /// <param name="longitude">Longitude [degree], shape [n].</param>
    /// <param name="height">Height of a band [degree], about the size of a typical query.</param>
    public LatitudeBands(ReadOnlySpan<double> latitude, ReadOnlySpan<double> longitude, double height)
    {
        _height = height;
        _south = double.PositiveInfinity;
        var north = double.NegativeInfinity;
        var count = 0;
        for (var i = 0; i < latitude.Length; i++)
        {
            if (double.IsFinite(latitude[i]) && double.IsFinite(longitude[i]))
            {
                (_south, north) = (Math.Min(_south, latitude[i]), Math.Max(north, latitude[i]));
                count++;
            }
        }

        _start = new int[count == 0 ? 1 : (int)((north - _south) / height) + 2];
        _order = new int[count];
        _longitude = new double[count];
        for (var i = 0; i < latitude.Length; i++)
        {
            if (double.IsFinite(latitude[i]) && double.IsFinite(longitude[i]))
            {
                _start[Band(latitude[i]) + 1]++;
            }
        }

        for (var band = 1; band < _start.Length; band++)
        {
            _start[band] += _start[band - 1];
        }

        var next = _start.AsSpan().ToArray();
        for (var i = 0; i < latitude.Length; i++)
        {
            if (double.IsFinite(latitude[i]) && double.IsFinite(longitude[i]))
            {
                var slot = next[Band(latitude[i])]++;
                (_order[slot], _longitude[slot]) = (i, Wrap(longitude[i]));
            }
        }

        for (var band = 0; band + 1 < _start.Length; band++)
        {
            Array.Sort(_longitude, _order, _start[band], _start[band + 1] - _start[band]);
        }
    }

    /// <summary>Adds the points of a box, and perhaps a few beyond its south and north edge, to <paramref name="found"/>.</summary>
    /// <param name="latitude">Latitude of the box's centre [degree].</param>
    /// <param name="longitude">Longitude of the box's centre [degree].</param>
    /// <param name="latitudeReach">Half the box's height [degree].</param>
    /// <param name="arcReach">Half the box's width, as an angle along the great circle [degree].</param>
    /// <param name="found">Where the indices go.</param>
    public void Collect(double latitude, double longitude, double latitudeReach, double arcReach, List<int> found)
    {
        var first = Math.Max(0, (int)Math.Floor((latitude - latitudeReach - _south) / _height));
        var last = Math.Min(_start.Length - 2, (int)Math.Floor((latitude + latitudeReach - _south) / _height));
        var narrowest = Math.Cos(Sphere.Radians(Math.Min(90, Math.Abs(latitude) + latitudeReach)));
        var reach = arcReach >= 180 * narrowest ? 180 : Math.Min(180, arcReach / narrowest);
        var centre = Wrap(longitude);
        for (var band = first; band <= last; band++)
        {
            CollectBand(band, centre - reach, centre + reach, found);
            if (reach < 180 && centre - reach < -180)
            {
                CollectBand(band, centre - reach + 360, 180, found);
            }
            else if (reach < 180 && centre + reach >= 180)
            {
                CollectBand(band, -180, centre + reach - 360, found);
            }
            else if (reach >= 180)
            {
                CollectBand(band, -180, Math.BitDecrement(centre - reach), found);
                CollectBand(band, Math.BitIncrement(centre + reach), 180, found);
            }
        }
    }

    private static double Wrap(double longitude) => longitude - (360 * Math.Floor((longitude + 180) / 360));

    private int Band(double latitude) => (int)((latitude - _south) / _height);

    private void CollectBand(int band, double west, double east, List<int> found)
    {
        var (from, to) = (_start[band], _start[band + 1]);
        var slot = Array.BinarySearch(_longitude, from, to - from, west);
        slot = slot < 0 ? ~slot : slot;
        while (slot > from && _longitude[slot - 1] >= west)
        {
            slot--;
        }

        for (; slot < to && _longitude[slot] <= east; slot++)
        {
            found.Add(_order[slot]);
        }
    }
}
