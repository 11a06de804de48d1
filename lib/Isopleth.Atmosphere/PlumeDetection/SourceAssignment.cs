namespace Isopleth.Atmosphere;

/// <summary>Relates pixels and plumes to the known sources.</summary>
internal sealed class SourceAssignment
{
    private readonly PlumeScene _scene;
    private readonly PixelGeometry _geometry;
    private readonly IReadOnlyList<PlumeSource> _sources;
    private readonly Vector3[] _places;

    public SourceAssignment(PlumeScene scene, PixelGeometry geometry, IReadOnlyList<PlumeSource> sources)
    {
        (_scene, _geometry, _sources) = (scene, geometry, sources);
        _places = [.. sources.Select(source => Sphere.Position(source.Latitude, source.Longitude))];
        Distance = new double[scene.Count];
        for (var i = 0; i < Distance.Length; i++)
        {
            Distance[i] = _places.Length == 0 ? double.NaN : _places.Min(place => Sphere.Distance(place, geometry.Position(i)));
        }
    }

    /// <summary>Great-circle distance of each pixel's centre to the nearest source [m], shape [n]; NaN without sources.</summary>
    public double[] Distance { get; }

    /// <summary>The flag of each pixel, shape [n].</summary>
    public PixelRole[] Flags(int[] label)
    {
        var flags = Array.ConvertAll(label, number => number >= 0 ? PixelRole.Plume : PixelRole.None);
        foreach (var place in _places)
        {
            for (var i = 0; i < flags.Length; i++)
            {
                var (u, v) = _geometry.Offset(i, place);
                if (Math.Max(Math.Abs(u), Math.Abs(v)) <= 0.5 && Sphere.Distance(place, _geometry.Position(i)) <= 2 * Math.Sqrt(_geometry.Area[i]))
                {
                    flags[i] = PixelRole.Source;
                }
            }
        }

        return flags;
    }

    /// <summary>Describes each plume.</summary>
    public IReadOnlyList<DetectedPlume> Describe(int[] label, double[] background, double sourceRadius) =>
        [.. Enumerable.Range(0, label.Length).Where(i => label[i] >= 0).GroupBy(i => label[i]).OrderBy(group => group.Key)
            .Select(group => DescribeOne([.. group], background, sourceRadius))];

    private DetectedPlume DescribeOne(int[] pixels, double[] background, double sourceRadius)
    {
        var maximum = pixels.MaxBy(i => _scene.Column[i]);
        var sum = pixels.Aggregate(default(Vector3), (total, i) => total + _geometry.Position(i));
        var (latitude, longitude) = Sphere.Coordinates(sum);
        var gaps = _places.Select(place => pixels.Min(i => Sphere.Distance(place, _geometry.Position(i)))).ToArray();
        var byDistance = Enumerable.Range(0, gaps.Length).OrderBy(k => gaps[k]).ToArray();
        var nearest = byDistance.Length > 0 ? _sources[byDistance[0]] : null;
        return new DetectedPlume
        {
            PixelCount = pixels.Length,
            MaximumPixel = maximum,
            MaximumColumn = _scene.Column[maximum],
            CentroidLatitude = latitude,
            CentroidLongitude = longitude,
            Area = pixels.Sum(i => _geometry.Area[i]),
            Amount = pixels.Sum(i => (_scene.Column[i] - background[i]) * _geometry.Area[i]),
            AttachedSources = [.. byDistance.Where(k => IsAttached(pixels, k, sourceRadius)).Select(k => _sources[k])],
            NearestSource = nearest,
            DistanceToSource = nearest is null ? double.NaN : gaps[byDistance[0]],
        };
    }

    private bool IsAttached(int[] pixels, int source, double sourceRadius) =>
        pixels.Any(i => Sphere.Distance(_places[source], _geometry.Position(i)) <= Math.Max(_sources[source].Diameter / 2, sourceRadius * Math.Sqrt(_geometry.Area[i])));
}
