namespace Isopleth.Atmosphere;

/// <summary>The ground pixels of a push-broom instrument over a box: equal angles of view, so pixels grow away from the track.</summary>
internal sealed class SimulatedSwath
{
    public required double[] Latitude { get; init; }

    public required double[] Longitude { get; init; }

    /// <summary>Shape [n, 4], counter-clockwise in the plane of across (right of the flight) and along.</summary>
    public required double[] LatitudeBounds { get; init; }

    public required double[] LongitudeBounds { get; init; }

    public required int[] ScanLine { get; init; }

    public required int[] GroundPixel { get; init; }

    /// <summary>Lays the swath over the options' box and keeps the pixels whose centre is inside.</summary>
    public static SimulatedSwath Cover(PlumeSimulationOptions options)
    {
        var centreLatitude = (options.South + options.North) / 2;
        var centreLongitude = (options.West + options.East) / 2;
        var reach = (Sphere.Radius * Sphere.Radians(Math.Max(options.North - options.South, options.East - options.West))) + options.ScanLineSpacing;
        var lines = (int)Math.Ceiling(reach / options.ScanLineSpacing);
        var step = Sphere.Radians(options.PixelAngle);
        var widest = Math.Asin(Sphere.Radius / (Sphere.Radius + options.OrbitHeight)) - step;
        var pixels = new List<(int Line, int Pixel)>();
        var places = new List<double[]>();
        for (var line = -lines; line <= lines; line++)
        {
            for (var pixel = (int)(-widest / step); pixel < (int)(widest / step); pixel++)
            {
                var (latitude, longitude) = Place((pixel + 0.5) * step, line);
                if (latitude >= options.South && latitude <= options.North && longitude >= options.West && longitude <= options.East)
                {
                    pixels.Add((line + lines, pixel));
                    var corners = new[] { Place(pixel * step, line - 0.5), Place((pixel + 1) * step, line - 0.5), Place((pixel + 1) * step, line + 0.5), Place(pixel * step, line + 0.5) };
                    places.Add([latitude, longitude, .. corners.Select(corner => corner.Latitude), .. corners.Select(corner => corner.Longitude)]);
                }
            }
        }

        if (pixels.Count == 0)
        {
            throw new ArgumentException($"No pixel of the swath has its centre inside {options.South} to {options.North}° N, {options.West} to {options.East}° E; choose a larger box or a smaller TrackOffset ({options.TrackOffset} m).");
        }

        return new SimulatedSwath
        {
            Latitude = [.. places.Select(place => place[0])],
            Longitude = [.. places.Select(place => place[1])],
            LatitudeBounds = [.. places.SelectMany(place => place[2..6])],
            LongitudeBounds = [.. places.SelectMany(place => place[6..10])],
            ScanLine = [.. pixels.Select(pixel => pixel.Line)],
            GroundPixel = [.. pixels.Select(pixel => pixel.Pixel)],
        };

        // A point of the swath, by its angle of view and its (fractional) scan line: right of the track and along it, on a plane tangent at the box's centre.
        (double Latitude, double Longitude) Place(double angle, double line)
        {
            var right = (Sphere.Radius * (Math.Asin((Sphere.Radius + options.OrbitHeight) / Sphere.Radius * Math.Sin(angle)) - angle)) - options.TrackOffset;
            var along = line * options.ScanLineSpacing;
            var (sin, cos) = Math.SinCos(Sphere.Radians(options.Heading));
            var latitude = centreLatitude + Sphere.Degrees(((along * cos) - (right * sin)) / Sphere.Radius);
            return (latitude, centreLongitude + Sphere.Degrees(((along * sin) + (right * cos)) / Sphere.Radius / Math.Cos(Sphere.Radians(latitude))));
        }
    }

    /// <summary>A point inside a pixel, by its fractions of the way along the two edges.</summary>
    public (double Latitude, double Longitude) Point(int pixel, double first, double second)
    {
        return (Blend(LatitudeBounds), Blend(LongitudeBounds));

        double Blend(double[] bounds) =>
            ((1 - second) * (((1 - first) * bounds[4 * pixel]) + (first * bounds[(4 * pixel) + 1])))
            + (second * ((first * bounds[(4 * pixel) + 2]) + ((1 - first) * bounds[(4 * pixel) + 3])));
    }
}
