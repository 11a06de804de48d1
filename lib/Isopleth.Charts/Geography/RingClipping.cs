namespace Isopleth.Charts.Geography;

/// <summary>Cuts a ring to a rectangle (Sutherland and Hodgman 1974, DOI 10.1145/360767.360802).</summary>
internal static class RingClipping
{
    public static (double[] X, double[] Y) Clip(double[] x, double[] y, double west, double east, double south, double north)
    {
        (x, y) = ClipSide(x, y, west, 1);
        (x, y) = ClipSide(x, y, east, -1);
        (y, x) = ClipSide(y, x, south, 1);
        (y, x) = ClipSide(y, x, north, -1);
        return (x, y);
    }

    /// <summary>Keeps what lies where (a − limit) · side ≥ 0; a is the axis across the side, b the axis along it.</summary>
    private static (double[] A, double[] B) ClipSide(double[] a, double[] b, double limit, int side)
    {
        if (a.Length == 0 || a.All(value => (value - limit) * side >= 0))
        {
            return (a, b);
        }

        var (keptA, keptB) = (new List<double>(a.Length), new List<double>(a.Length));
        for (int i = 0, before = a.Length - 1; i < a.Length; before = i++)
        {
            var (inside, wasInside) = ((a[i] - limit) * side >= 0, (a[before] - limit) * side >= 0);
            if (inside != wasInside)
            {
                keptA.Add(limit);
                keptB.Add(b[before] + ((b[i] - b[before]) * (limit - a[before]) / (a[i] - a[before])));
            }

            if (inside)
            {
                keptA.Add(a[i]);
                keptB.Add(b[i]);
            }
        }

        return ([.. keptA], [.. keptB]);
    }
}
